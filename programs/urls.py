from django.urls import path

from programs import views

urlpatterns = [
    path("programs/", views.ProgramList.as_view(), name="programs"),
    path("programs/<slug:slug>/", views.program, name="program"),
    path("figures/", views.FigureList.as_view(), name="figures"),
    path("figures/<slug:slug>/", views.figure, name="figure"),
    path("pledges/", views.PledgeList.as_view(), name="pledges"),
    path("pledges/<slug:slug>/", views.pledge, name="pledge"),
    path("indicators/", views.IndicatorList.as_view(), name="indicators"),
    path("indicators/<slug:slug>/", views.indicator, name="indicator"),
]
