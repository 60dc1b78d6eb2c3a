"""What is put down with a link says what spoke for it, and the admin says it in words."""

from datetime import date

import pytest
from django.utils.translation import override

from articles.explanations import why_words
from articles.models import Mention
from seeds import importing
from seeds.explaining import because
from seeds.tests.test_linking import (
    AKIMAT,
    LATE,
    NORTH,
    NORTH_TOWN,
    akim,
    index,
    organization,
    person,
    post,
    sought,
    told,
)

pytestmark = pytest.mark.django_db
FULL = "Марат Серіков"


@pytest.mark.parametrize(
    ("known", "wanted", "expected"),
    [
        (
            person(20, FULL, held=[akim(NORTH)]),
            sought(FULL, [akim(NORTH_TOWN)]),
            {"same_post": "аким", "same_place": NORTH_TOWN},
        ),
        (
            person(20, FULL, held=[post("secretary", organization=AKIMAT)]),
            sought(FULL, [post("deputy", organization=AKIMAT)]),
            {"same_organization": AKIMAT},
        ),
        (person(20, FULL, held=[akim(NORTH)]), sought("Серіков", companions=[NORTH]), {"beside": NORTH}),
        (person(20, FULL, held=[post("president", rank=1)]), sought("Серіков"), {"known_as": "president"}),
        (person(20, FULL, held=[akim(NORTH)]), sought(FULL), {}),
        (
            organization(40, "білім басқармасы", subtype="department", region=NORTH),
            told("управление образования", "department education", "department", region=NORTH),
            {"same_place": NORTH},
        ),
    ],
)
def test_what_speaks_for_a_link(known, wanted, expected):
    assert because(wanted, known, index(known)) == expected


def test_the_post_is_the_one_of_the_day():
    early, late = post("akim", rank=3, day=date(2019, 1, 1)), post("president", rank=1, day=LATE)
    wanted = sought("Серіков")
    wanted.day = date(2020, 1, 1)
    known = person(20, FULL, held=[early, late])
    assert because(wanted, known, index(known)) == {"known_as": "akim"}


@pytest.fixture
def links(folder):
    importing.import_paths(
        [
            folder(
                a="Әкім сайланды\n2023-03-01\n\nАрыс қаласының әкімі Марат Серіков мектеп ашты.\n",
                b="Аким Арыса\n2023-04-01\n\nНаграду вручили акиму города Арыс Марату Серикову.\n",
            )
        ]
    )
    return {row.text: row for row in Mention.objects.filter(kind="person").select_related("entity")}


def test_the_admin_says_it_in_words(links):
    assert len({row.entity for row in links.values()}) == 1
    with override("en"):
        said = {str(what): words for what, words in why_words(links["Марату Серикову"])}
    assert said["read as"] == "Марату Серикову → Марат Сериков, dative"
    assert said["linked by"] == "the full name, with post, organization or region"
    assert "in the same place: Арыс" in said["because"]


def test_words_of_a_kazakh_form():
    why = {"form": "Тоқаевқа", "name": "Тоқаев", "stem": "Тоқаев", "suffix": "-қа", "case": "dative"}
    why |= {"linked": "full name", "because": {"known_as": "президент"}, "rivals": ["А", "Б"]}
    with override("en"):
        assert [(str(what), words) for what, words in why_words(Mention(text="Тоқаевқа", why=why))] == [
            ("read as", "Тоқаевқа → Тоқаев, dative -қа"),
            ("linked by", "the full name"),
            ("because", "known at the time as: президент"),
            ("could also be", "А, Б"),
        ]
