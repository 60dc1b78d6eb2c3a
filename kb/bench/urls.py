"""The site, and a page of as many bytes as asked for."""

from functools import lru_cache

from django.http import HttpResponse
from django.urls import path

from kb.urls import urlpatterns as site


@lru_cache(maxsize=100)
def page(size: int) -> bytes:
    return b"x" * size


urlpatterns = [path("constant/<int:size>/", lambda request, size: HttpResponse(page(size))), *site]
