"""The admin site of the knowledge base."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _


class KbAdminSite(admin.AdminSite):
    site_header = _("Knowledge base: editors' desk")
    site_title = _("Knowledge base")
