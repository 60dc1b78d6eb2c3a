from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgramsConfig(AppConfig):
    name = "programs"
    verbose_name = _("Programs and figures")

    def ready(self):
        from kb.core import triggers
        from programs import totals

        triggers.keep(self, totals.triggers, needs="programs_due.due_by")
