"""Branches and bodies of places have names in three languages, made of their party and their region."""

import pytest

from kb.core.models import Relation
from kb.regions.tests.factories import region
from people import naming
from people.tests.factories import organization

OBLAST = {"name_kk": "Тұран облысы", "name_ru": "Туранская область", "name_en": "Turan Region", "level": "oblast"}
TOWN = {"name_kk": "Қамыс", "name_ru": "Камыс", "name_en": "Qamys", "level": "city"}


WAY = {"name": "Жаңа Жол", "name_ru": "Новый путь", "name_en": "New Way"}


def named(place, party=WAY, kind="party_branch", **names):
    place = dict(place)
    row = organization(**{
        "name": "", "organization_kind": kind, "region": region(place.pop("name_kk"), **place), **names
    })  # fmt: skip
    if kind == "party_branch":
        above = organization(organization_kind="party", **party)
        Relation.objects.create(subject=row, kind="branch_of", object=above)
    naming.complete([row])
    row.refresh_from_db()
    return row


@pytest.mark.parametrize(
    ("place", "names", "kk", "ru", "en"),
    [
        (OBLAST, {"name_ru": "Туранский областной филиал"}, "Жаңа Жол партиясының Тұран облыстық филиалы",
         "Туранский областной филиал партии Новый путь", "Turan Region branch of New Way"),
        (OBLAST, {"name_kk": "Тұран облыстық филиалы"}, "Жаңа Жол партиясының Тұран облыстық филиалы",
         "Туранский областной филиал партии Новый путь", "Turan Region branch of New Way"),
        (TOWN, {"name_kk": "«Жаңа Жол» партиясы Қамыс қалалық филиалы"}, "«Жаңа Жол» партиясы Қамыс қалалық филиалы",
         "", "Qamys city branch of New Way"),
        (TOWN, {"name_ru": "городской филиал"}, "Жаңа Жол партиясының Қамыс қалалық филиалы",
         "городской филиал партии Новый путь", "Qamys city branch of New Way"),
    ],
)  # fmt: skip
def test_a_branch_is_named_by_its_party_and_region(db, place, names, kk, ru, en):
    row = named(place, **names)
    assert (row.name_kk, row.name_ru, row.name_en) == (kk, ru, en)
    before = {name for name in names.values() if name not in (kk, ru)}
    assert set(row.names.values_list("text", flat=True)) == before
    assert naming.complete([row]) == 0


@pytest.mark.parametrize(
    ("party_kk", "party_ru", "kk", "ru"),
    [
        ("«Қоныс» партиясы", "Партия «Қоныс»", "«Қоныс» партиясының Тұран облыстық филиалы",
         "Туранский областной филиал партии «Қоныс»"),
        ("Еркін партия", "Еркін", "Еркін партиясының Тұран облыстық филиалы",
         "Туранский областной филиал партии Еркін"),
    ],
)  # fmt: skip
def test_the_word_party_is_said_once(db, party_kk, party_ru, kk, ru):
    row = named(OBLAST, {"name": party_kk, "name_ru": party_ru}, name_kk="Тұран облыстық филиалы")
    assert (row.name_kk, row.name_ru) == (kk, ru)


def test_what_people_wrote_stays(db):
    row = named(OBLAST, name_kk="Тұран облыстық филиалы", name_en="Turan office", edited_fields=["name_kk", "name_en"])
    assert (row.name_kk, row.name_en) == ("Тұран облыстық филиалы", "Turan office")


def test_a_branch_of_nobody_waits(db):
    row = organization("Тұран облыстық филиалы", organization_kind="party_branch", region=region("Тұран"))
    assert naming.complete([row]) == 0


@pytest.mark.parametrize(
    ("kind", "en"), [("akimat", "Akimat of Turan Region"), ("maslikhat", "Maslikhat of Turan Region")]
)
def test_bodies_of_places(db, kind, en):
    row = named(OBLAST, kind=kind, name_kk="Тұран облысының органы")
    assert (row.name_kk, row.name_en) == ("Тұран облысының органы", en)
