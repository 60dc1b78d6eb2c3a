from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Articles")

    def ready(self):
        from articles import cards, tallies
        from kb.core import triggers

        triggers.keep(self, tallies.triggers, needs="articles_tally.documents")
        triggers.keep(self, cards.triggers, needs="articles_card.title")
