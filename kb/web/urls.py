"""Pages under a language prefix."""

from django.urls import include, path

from kb.web import views

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("search/suggestions/", views.suggestions, name="suggestions"),
    path("about/", views.about, name="about"),
    path("", include("kb.regions.urls")),
    path("", include("people.urls")),
    path("", include("programs.urls")),
    path("", include("articles.urls")),
]
