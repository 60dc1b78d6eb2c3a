"""Addresses: pages under a language prefix, permalinks and the admin without one."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("kb.web.urls_plain")),
    *i18n_patterns(path("", include("kb.web.urls"))),
]
