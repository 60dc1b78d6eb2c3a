from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = _("People")

    def ready(self):
        from kb.core import triggers
        from people import guard

        triggers.keep(self, guard.triggers, needs="people_publishrequest.stands")
