"""Addresses without a language: the door, permalinks, health."""

urlpatterns = []
