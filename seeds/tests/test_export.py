"""The operator's export: everything that was read, in the names of the article."""

import json

import pytest
from django.core.management import call_command

from articles.models import Mention
from people.models import Position
from programs.models import Figure
from seeds.reading.posts import IMPLIED

pytestmark = pytest.mark.django_db


@pytest.fixture
def exported(run_import, folder, tmp_path):
    run_import(
        folder(
            a="Хабар\n2021-03-06\nКөкжар. әкімі Марат Серіков. Ескі Жол 2027 жылға дейін 40 мектеп салады. "
            "Айгүл Омарова.",
            b="Новости\n2023-03-06\nКокжар. аким Марат Сериков. Жаңа Жол. 120 семей.",
        )
    )

    def run():
        path = tmp_path / "export.json"
        call_command("export_documents", "--output", str(path))
        return json.loads(path.read_text(encoding="utf-8"))["documents"]

    return run


def test_names_are_those_of_the_article_and_its_day(exported):
    first, second = exported()
    assert [first["file"], second["file"]] == ["a.txt", "b.txt"]
    assert first["organizations"][0]["name"] == "Ескі Жол"
    assert second["organizations"][0]["name"] == "Жаңа Жол"
    assert first["organizations"][0]["id"] == second["organizations"][0]["id"]
    people = [{person["name"]: person["private"] for person in document["people"]} for document in (first, second)]
    assert people == [{"Марат Серіков": False, "Айгүл Омарова": True}, {"Марат Сериков": False}]


def test_roles_figures_and_pledges_have_their_quotes(exported):
    first, second = exported()
    assert [(role["person"], role["title"], role["org"]) for role in first["roles"]] == [
        ("Марат Серіков", "әкімі", "Көкжар")
    ]
    figure = first["figures"][0]
    assert (figure["value"], figure["unit"], figure["status"], figure["region"]) == (40, "мектеп", "pledged", "Көкжар")
    assert first["pledges"][0]["deadline"] == "2027"
    assert second["figures"][0]["indicator"] == "получившие помощь семей"
    assert "120 семей" in second["figures"][0]["quote"]


def test_rejected_claims_are_left_out(exported):
    Position.objects.update(review="rejected")
    Figure.objects.update(review="deprecated")
    assert all(not document["roles"] and not document["figures"] for document in exported())


def test_what_only_a_post_implies_stands_with_the_role_alone(exported):
    mentions = Mention.objects.filter(entity__kind="organization", article__source_name__endswith="b.txt")
    mentions.update(rule=IMPLIED)
    first, second = exported()
    assert [organization["name"] for organization in first["organizations"]] == ["Ескі Жол"]
    assert second["organizations"] == []


def test_it_is_the_same_every_time(exported):
    assert exported() == exported()
