"""Figures of one listed indicator stand together, each in the words of its text."""

import pytest

from articles.models import Article
from programs import conflicts
from programs.models import Figure, Indicator
from programs.views import conflict
from seeds import export, reference
from seeds.reading.drafts import Concept
from seeds.tests import stub
from seeds.tests.test_claims import news, russian

pytestmark = pytest.mark.django_db

NAMES = {"kk": "баспана алған отбасылар", "ru": "семьи, получившие жильё", "en": "families housed"}
HOUSED = Concept("families-housed", "family", NAMES)
SCHOOLS = Concept("schools", "school", {"kk": "мектептер", "ru": "школы", "en": "schools"}, broad=True)


def listed(document):
    """The stub's reading, with what the recogniser would have found listed."""
    reading = stub.read(document)
    for figure in reading.figures:
        figure.concept = HOUSED if figure.unit == "family" else SCHOOLS
        figure.indicator = "үй алған отбасы" if figure.language == "kk" else "семьи, которым дали дом"
        if figure.concept is SCHOOLS:
            figure.indicator = document.text.partition("мектеп")[0].split()[-2] + " мектеп"
        figure.start = figure.end = (2023,)
    return reading


def test_two_languages_share_an_indicator_and_keep_their_words(run_import, folder):
    run_import(
        folder(a=news("2023-03-06", "1200 отбасы көмек алды."), b=russian("2023-05-01", "1300 семей получили помощь.")),
        read=listed,
    )
    indicator = Indicator.objects.get()
    assert (indicator.concept, indicator.unit, indicator.name_ru) == ("families-housed", "family", HOUSED.names["ru"])
    told = {(figure.language, figure.counted_text) for figure in indicator.figures.all()}
    assert told == {("kk", "үй алған отбасы"), ("ru", "семьи, которым дали дом")}
    shown = {row["indicator"] for document in export.documents() for row in document["figures"]}
    assert shown == {"үй алған отбасы", "семьи, которым дали дом"}


def test_one_number_in_two_languages_is_one_figure(run_import, folder):
    run_import(
        folder(a=news("2023-03-06", "7 отбасы көмек алды."), b=russian("2023-03-07", "7 семей получили помощь.")),
        read=listed,
    )
    assert Figure.objects.get().evidence.count() == 2


def test_a_row_that_texts_made_before_becomes_the_listed_one(run_import, folder):
    row = Indicator.objects.create(name_kk=HOUSED.names["kk"], unit="family")
    run_import(folder(a=news("2023-03-06", "1200 отбасы көмек алды.")), read=listed)
    row.refresh_from_db()
    assert (row.concept, row.name_en) == ("families-housed", "families housed")


def test_what_a_person_named_stays(run_import, folder):
    run_import(folder(a=news("2023-03-06", "1200 отбасы көмек алды.")), read=listed)
    row = Indicator.objects.get()
    row.name_ru = "Семьи с новым домом"
    row.mark_edited(["name_ru"])
    row.save()
    run_import(folder(b=news("2023-05-06", "1500 отбасы көмек алды.")), read=listed)
    assert Indicator.objects.get().name_ru == "Семьи с новым домом"


def test_different_things_of_a_broad_indicator_are_no_conflict(run_import, folder):
    run_import(
        folder(a=news("2023-03-06", "Жаңа 30 мектеп бар."), b=news("2023-04-06", "Ескі 40 мектеп бар.")), read=listed
    )
    one, other = Figure.objects.order_by("pk").select_related("indicator")
    assert one.indicator.broad
    assert one.indicator_id == other.indicator_id
    assert conflicts.found(10) == []
    assert not conflict(one, other)
    assert Article.objects.count() == 2


def test_names_follow_the_file(run_import, folder, gazetteer):
    run_import(folder(a=news("2023-03-06", "1200 отбасы көмек алды.")), read=listed)
    names = {"kk": "үйлі болған отбасылар", "ru": "семьи с жильём", "en": "housed families"}
    changed = type(gazetteer)(
        gazetteer.entries,
        {**gazetteer.tables, "indicators": {"indicators": [{"key": "families-housed", "names": names}]}},
        "another",
    )
    reference.load(changed)
    assert Indicator.objects.get().name_kk == "үйлі болған отбасылар"
