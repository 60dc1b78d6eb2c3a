from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Articles")

    def ready(self):
        from articles import tallies

        pre_migrate.connect(tallies.take_down, sender=self)
        post_migrate.connect(tallies.put_up, sender=self)
