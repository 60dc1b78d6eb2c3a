from django.urls import path

from kb.regions import views

urlpatterns = [
    path("regions/", views.RegionList.as_view(), name="regions"),
    path("regions/<slug:slug>/", views.region, name="region"),
]
