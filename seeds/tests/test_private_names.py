"""A private person's name reaches no indicator, address, index or page, and none stays after removal."""

import io
import json

import pytest
from django.apps import apps
from django.core.management import call_command

from articles.models import Article
from kb.core.models import Entity, SearchRow
from people.models import Organization, Person
from people.tests.factories import person
from programs.models import Figure, Indicator, Pledge
from programs.tests.factories import indicator
from seeds.suppression import suppress

TEXT = """Гульзира Нурланова получила квартиру в Шымкенте

06.03.2023

На пособие семье Гульзиры Нурлановой выделено 500 тысяч тенге.
В 2023 году выделено 10 млн тенге на лечение Гульзиры Нурлановой.
Партия AMANAT обещала помочь Гульзире Нурлановой построить дом до 2025 года.
"""
WORDS = ("Гульзир", "Нурланов", "гульзир", "нурланов", "gulzir", "nurlanov")

pytestmark = pytest.mark.django_db


@pytest.fixture
def imported(tmp_path):
    (tmp_path / "priv.txt").write_text(TEXT, encoding="utf-8")
    call_command("import_seeds", str(tmp_path), stdout=io.StringIO())
    return Article.objects.get(source_name__endswith="priv.txt")


def named(text) -> list[str]:
    return [word for word in WORDS if word in str(text)]


def test_no_indicator_has_the_name(imported):
    assert Figure.objects.count() == 2
    assert not [row for row in Indicator.objects.values() if named(row)]


def test_the_address_is_made_of_the_other_words(imported):
    assert imported.slug == "poluchila-kvartiru-v-shymkente"
    assert not [slug for slug in imported.history.values_list("slug", flat=True) if named(slug)]


def test_a_second_import_keeps_the_address(imported, tmp_path):
    (tmp_path / "priv.txt").write_text(f"{TEXT}\nНовый абзац.\n", encoding="utf-8")
    call_command("import_seeds", str(tmp_path), stdout=io.StringIO())
    assert Article.objects.get(pk=imported.pk).slug == imported.slug


def test_a_title_that_is_only_the_name_gives_the_uid():
    row = Article(title="Гульзира Нурланова", uid="abcdefghij")
    assert row.free_slug(" ") == "abcdefghij"


def test_no_page_and_no_search_row_has_the_name(client, imported):
    paths = ["", "articles/", "figures/", "pledges/", "indicators/", "search/?q=пособия"]
    rows = [imported, *Figure.objects.all(), *Pledge.objects.all(), *Indicator.objects.all()]
    for path in [f"/ru/{path}" for path in paths] + [f"/ru{row.get_absolute_url()[3:]}" for row in rows]:
        response = client.get(path)
        assert response.status_code in (200, 404), path
        assert not named(response.content.decode()), path
    assert not [row for row in SearchRow.objects.values() if named(row)]


def test_an_indicator_with_the_name_is_masked_where_it_is_shown(client, imported):
    figure = Figure.objects.order_by("pk").first()
    Indicator.objects.filter(pk=figure.indicator_id).update(name_ru="пособие семьи Нурлановых")
    call_command("rebuild_search", stdout=io.StringIO())
    assert not [row for row in SearchRow.objects.values() if named(row)]
    for path in (figure.get_absolute_url(), imported.get_absolute_url(), "/ru/figures/"):
        assert not named(client.get(path).content.decode()), path


def test_removal_clears_everything_that_an_earlier_reading_left(imported):
    private = Person.objects.get(name_ru="Гульзира Нурланова")
    one, two = Figure.objects.order_by("pk")
    for row, name in ((one, "пособие семьи Нурлановых"), (two, "Гульзира Нурланова")):
        read = row.indicator  # before such indicators were listed
        read.name_kk, read.name_ru, read.concept = "", name, ""
        read.save()
    twin = indicator(name_kk="", name_ru="пособие семьи", unit=one.indicator.unit)
    pledge = Pledge.objects.get()
    pledge.summary_ru = "Дом для Гульзиры Нурлановой"
    pledge.save()
    imported.slug, imported.summary_ru = "gulzira-nurlanova-poluchila", "О Нурлановой"
    imported.save()
    akim = person("Ержан Басқаев", public_reason=f"аким — {imported.title}")
    suppress(private)
    assert Figure.objects.get(pk=one.pk).indicator == twin
    assert Figure.objects.get(pk=two.pk).indicator.name_ru
    assert "█" in Pledge.objects.get().text
    assert "█" in Person.objects.get(pk=akim.pk).public_reason
    assert Article.objects.get().slug == "poluchila-kvartiru-v-shymkente"
    source = {"article", "mention", "evidence"}
    for model in apps.get_models():
        if model._meta.model_name not in source:
            for row in model._base_manager.values():
                assert not named(json.dumps(row, default=str, ensure_ascii=False)), model
    article = Article.objects.values("slug", "summary_ru").get()
    assert not named(article)


def test_a_thing_that_bears_a_private_name_starts_hidden(tmp_path):
    text = (
        "В Шымкенте открыли фонд\n\n06.03.2023\n\nМногодетная мать Гульзира Нурланова живет в Шымкенте. "
        "Общественный фонд «Гульзира Нурланова» помог 20 семьям.\n"
    )
    (tmp_path / "fund.txt").write_text(text, encoding="utf-8")
    call_command("import_seeds", str(tmp_path), stdout=io.StringIO())
    found = Organization.objects.filter(names_key__contains="гульзир")
    assert [row.visibility for row in found] == [Entity.Visibility.HIDDEN]
