"""Addresses without a language: the door, permalinks, health."""

from django.urls import path

from kb.web import plain, sitemap

urlpatterns = [
    path("", plain.door, name="door"),
    path("id/<slug:uid>", plain.permalink, name="permalink"),
    path("healthz", plain.health, name="healthz"),
    path("robots.txt", plain.robots, name="robots"),
    path("sitemap.xml", sitemap.index, name="sitemap"),
    path("sitemap-<slug:section>-<int:number>.xml", sitemap.part, name="sitemap-part"),
]
