from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "kb.core"
    label = "core"
    verbose_name = _("Things and claims")

    def ready(self):
        from kb.core import changes, statistics, triggers

        triggers.keep(self, changes.triggers, needs="core_change.id")
        post_migrate.connect(changes.begin, sender=self)
        post_migrate.connect(statistics.renew, sender=self)
