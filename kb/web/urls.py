"""Pages under a language prefix."""

from django.urls import include, path

from kb.web import search_page, views

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", search_page.search, name="search"),
    path("search/suggestions/", search_page.suggestions, name="suggestions"),
    path("about/", views.about, name="about"),
    path("", include("kb.regions.urls")),
    path("", include("people.urls")),
    path("", include("programs.urls")),
    path("", include("articles.urls")),
]
