from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = _("People")

    def ready(self):
        from people import guard

        pre_migrate.connect(guard.take_down, sender=self)
        post_migrate.connect(guard.put_up, sender=self)
