from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    name = "kb.web"
    label = "web"
    verbose_name = _("Site")
    default = True


class KbAdminConfig(admin_apps.AdminConfig):
    default_site = "kb.web.site.KbAdminSite"
    default = False
