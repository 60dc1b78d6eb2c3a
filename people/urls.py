from django.urls import path

from people import views

urlpatterns = [
    path("people/", views.PersonList.as_view(), name="people"),
    path("people/<slug:slug>/", views.person, name="person"),
    path("organizations/", views.OrganizationList.as_view(), name="organizations"),
    path("organizations/<slug:slug>/", views.organization, name="organization"),
]
