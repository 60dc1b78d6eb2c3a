"""Texts are searched in any case, and with any of the letters that fold together."""

import pytest

from articles.models import Article
from articles.tests.factories import article
from kb.core.lookups import Spelled
from people.tests.factories import organization

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("title", "word", "found"),
    [
        ("Жаңа КӨПІР ашылды", "көпір", True),
        ("Жаңа көпір ашылды", "копир", True),
        ("Ещё один мост", "еще", True),
        ("Ещё один мост", "МОСТ", True),
        ("Ещё один мост", "моста", False),
        ("Бір [екі] үш", "екі", True),
        ("Бір", "[бір]", True),
        ("Бір", "*", True),
        ("2024 жыл", "2024", True),
        ("2024 жыл", "2025", False),
    ],
)
def test_a_title(title, word, found):
    article("Мәтін.", title=title)
    assert Article.objects.filter(Spelled("title", word)).exists() is found


def test_a_column_of_another_table():
    written = article("Мәтін.", publisher=organization("Дала үні газеті"))
    article("Мәтін екі.")
    assert list(Article.objects.filter(Spelled("publisher__name_kk", "ГАЗЕТ"))) == [written]
