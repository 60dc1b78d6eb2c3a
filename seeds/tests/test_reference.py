"""seeds/data to rows, as often as one likes."""

from datetime import date

import pytest

from kb.core.models import Entity, Name, Relation, Run
from kb.core.partial_dates import PartialDate
from kb.regions.models import Region
from people.models import Organization
from programs.models import Program
from seeds import reference
from seeds.reading import gazetteer as gazetteers
from seeds.tests import state, stub

pytestmark = pytest.mark.django_db


def test_rows_names_parents_and_ties(gazetteer):
    reference.load(gazetteer)
    city = Region.objects.get(ref="region:T-2")
    assert (city.level, city.parent.ref) == ("city", "region:T")
    ties = {(r.subject.ref, r.kind, r.object.ref, str(r.start or ""), str(r.end or "")) for r in Relation.objects.all()}
    assert ties == {
        ("region:T-2", "part_of", "region:T-1", "", "2019-12-31"),
        ("region:T-2", "part_of", "region:T", "2020-01-01", ""),
        ("region:T-1", "succeeded_by", "region:T-3", "2022-06-08", ""),
        ("org:council", "part_of", "org:zhol", "", ""),
        ("org:zhol", "runs", "program:qadam", "", ""),
    }
    former = Name.objects.get(text="Ескі Жол")
    assert (former.valid_from, former.valid_until) == (PartialDate(2005), PartialDate(2022, 2, 28))
    assert Name.objects.get(text="Эски Жол").valid_until == PartialDate(2022, 2)
    assert Program.objects.get(ref="program:qadam").started == PartialDate(2016)


def test_the_renamed_party_shows_the_name_of_the_day(gazetteer):
    reference.load(gazetteer)
    party = Organization.objects.get(ref="org:zhol")
    assert party.name_on(date(2021, 5, 1), "kk") == "Ескі Жол"
    assert party.name_on(date(2022, 3, 1), "kk") == "Жаңа Жол"


def test_the_second_load_writes_nothing(gazetteer):
    assert not reference.is_loaded(gazetteer)
    reference.load(gazetteer)
    before = state.rows()
    assert reference.load(gazetteer) == {}
    assert state.rows() == before
    assert reference.is_loaded(gazetteer)


def test_reference_ties_are_public_without_a_quote(gazetteer):
    reference.load(gazetteer)
    assert Relation.objects.public().count() == Relation.objects.count()
    Relation.objects.update(run=None)
    assert not Relation.objects.public().exists()


@pytest.fixture
def changed(tmp_path):
    """The files with one more alias, another English name and without an abbreviation."""
    for name, text in stub.GAZETTEER.items():
        text = text.replace(
            "    - {text: ТСО, language: ru, kind: abbreviation}", "    - {text: Тасозен, language: ru}"
        )
        (tmp_path / name).write_text(text.replace("kk: Көкжар", "en: Kokzhar\n  kk: Көкжар"), encoding="utf-8")
    return gazetteers.load(tmp_path)


def test_a_corrected_file_corrects_the_rows(gazetteer, changed):
    reference.load(gazetteer)
    reference.load(changed)
    assert Region.objects.get(ref="region:T-2").name_en == "Kokzhar"
    texts = set(Name.objects.filter(entity__ref="region:T-1").values_list("text", flat=True))
    assert texts == {"Тасозен"}
    assert Run.objects.filter(kind="reference").count() == 2


def test_what_people_edited_stays(gazetteer, changed):
    reference.load(gazetteer)
    city = Region.objects.get(ref="region:T-2")
    city.name_en, city.name_kk = "Our city", "Біздің қала"
    city.mark_edited(["name_en", "name_kk"])
    city.save()
    own = Name.objects.create(entity=city, text="Қалашық", language="kk")
    reference.load(changed)
    city.refresh_from_db()
    assert (city.name_en, city.name_kk) == ("Our city", "Біздің қала")
    assert Name.objects.filter(pk=own.pk).exists()


def test_a_name_that_a_person_deleted_does_not_come_back(gazetteer, changed):
    reference.load(gazetteer)
    Name.objects.get(text="Ескі Жол").delete()
    reference.load(changed)
    reference.load(gazetteer)
    assert not Name.objects.filter(text="Ескі Жол").exists()
    assert Name.objects.filter(text="ТСО").exists()


def test_what_ships_loads_and_loads_again_without_a_write():
    shipped = gazetteers.load()
    reference.load(shipped)
    assert Entity.objects.exclude(ref="").count() == len(shipped.entries)
    assert reference.load(shipped) == {}
