from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "kb.core"
    label = "core"
    verbose_name = _("Things and claims")

    def ready(self):
        from kb.core import changes

        pre_migrate.connect(changes.take_down, sender=self)
        post_migrate.connect(changes.put_up, sender=self)
