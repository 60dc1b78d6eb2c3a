from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SeedsConfig(AppConfig):
    name = "seeds"
    verbose_name = _("Imports")

    def ready(self):
        post_migrate.connect(watch_for_search, sender=self)


def watch_for_search(using, **_rest):
    from kb.core.search import marks
    from seeds.searching import MARKS

    marks.install(MARKS, using)
