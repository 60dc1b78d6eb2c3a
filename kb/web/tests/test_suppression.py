"""A person who was removed for good is nowhere, and no import brings the person back."""

import io
import json
import re
from datetime import date

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.core.management import CommandError, call_command
from django.urls import reverse

from articles.models import Article, Mention
from articles.tests.factories import article, mention
from kb.core import suppression
from kb.core.models import Entity, Name, OldSlug, Suppressed
from kb.core.tests.factories import superuser
from kb.web.tests.test_pages import links
from people.models import Person
from people.tests.factories import person
from programs.models import Figure
from seeds import searching
from seeds.export import documents
from seeds.suppression import suppress

NAME, SURNAME = "Айдар Сейітов", "Сейітов"


@pytest.fixture
def removed(world):
    """The chair of the world, with everything that may repeat a name, removed."""
    chair = world.chair
    Name.objects.create(entity=chair, text=f"{SURNAME} Айдар Болатұлы", kind="alias")
    OldSlug.objects.create(slug="seiitov-old", entity=chair)
    double = person(f"{NAME} ", name_ru="Айдар Сеитов", merged_into=chair)
    other = mention(world.news, "Тұран облысында", person("Басқа Адам"))
    other.why = {"rivals": [NAME, "Басқа Адам"]}
    other.save()
    world.news.author, world.news.customer = NAME, f"{NAME} қоры"
    world.news.title = f"{NAME}: көмек көбейді"
    world.news.save()
    for _batch in searching.rebuild():
        pass
    kept = {"uid": chair.uid, "slug": chair.slug, "double": double.uid}
    call_command("suppress", chair.uid, "--yes", stdout=io.StringIO())
    return kept


def test_no_page_names_a_removed_person(client, world, removed):
    seen = 0
    for path, response in links(client, ["/kk/", "/ru/", "/en/", "/kk/search/?q=төраға"]):
        body = response.content.decode()
        assert SURNAME not in body, path
        assert "Сеитов" not in body, path
        seen += 1
    assert seen > 50


def test_search_finds_no_removed_person(client, world, removed):
    for question in (SURNAME, NAME, "Сеитов", "aidar"):
        assert not [hit for hit in searching.ask(question).hits if hit.kind == "person"]
        assert client.get("/kk/search/suggestions/", {"q": question}).json() == {
            "suggestions": []
        } or SURNAME not in str(client.get("/kk/search/suggestions/", {"q": question}).json())


@pytest.mark.parametrize("path", ["/id/{uid}", "/id/{double}", "/kk/people/{slug}/", "/ru/people/seiitov-old/"])
def test_addresses_of_a_removed_person_are_gone(client, world, removed, path):
    response = client.get(path.format(**removed))
    assert response.status_code == 410
    assert SURNAME not in response.content.decode()


def test_no_export_names_a_removed_person(world, removed):
    exported = json.dumps(list(documents()), ensure_ascii=False)
    assert SURNAME not in exported
    assert "█" in exported


def test_no_table_but_the_texts_keeps_the_name(world, removed):
    """The article's own columns and the characters of mentions and quotes are the source; all else forgets."""
    source = {
        ("articles", "article"),
        ("articles", "mention"),
        ("articles", "evidence"),
        ("articles", "historicalarticle"),
    }
    for model in apps.get_models():
        if (model._meta.app_label, model._meta.model_name) in source:
            continue
        for row in model._base_manager.values():
            assert SURNAME not in str(row), model
            assert "Сеитов" not in str(row), model
            assert removed["uid"] not in str(row), model
    assert not Mention.objects.filter(why__icontains=SURNAME).exists()


def test_no_history_page_of_the_staff_names_a_removed_person(client, world, removed):
    """Lists of versions, each version and the log, of every table but the articles' own; quotes are the source."""
    client.force_login(superuser())
    seen = 0
    for model in admin.site._registry:
        if model._meta.app_label == "articles" or model is Entity:
            continue
        page = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        for row in model._base_manager.all():
            paths = [reverse(f"{page}_history", args=[row.pk])]
            for version in row.history.all() if hasattr(row, "history") else ():
                paths.append(reverse(f"{page}_simple_history", args=[row.pk, version.pk]))
            for path in paths:
                body = re.sub(r"(?s)<blockquote.*?</blockquote>", "", client.get(path, follow=True).content.decode())
                assert SURNAME not in body, path
                assert "Сеитов" not in body, path
                seen += 1
    assert seen > 50


def test_what_the_person_said_stays_without_the_person(client, world, removed):
    figure = Figure.objects.get(pk=world.result.pk)
    assert figure.speaker is None
    page = client.get(f"/kk/figures/{figure.uid}/").content.decode()
    assert "120" in page
    assert SURNAME not in page


@pytest.mark.parametrize(
    "written",
    [
        "Айдар Сейітов", "СЕЙІТОВ Айдар", "Айдар Сейитов", "«Айдар» Сейітов", "Айдар Болатұлы Сейітов",
        "Сейитов Айдар Болатович", "Айдару Сейитову", "Айдаром Сейитовым", "Айдар Сейітовтің", "Айдара Сейитова",
        "А. Сейітов", "Сейитов А.", "А.Б. Сейитов", "Сейитову А. Б.", "А. Сейитовым",
    ],
)  # fmt: skip
def test_the_name_is_known_again(db, written):
    suppress(person(NAME))
    assert suppression.has_name(written)
    for other in ("Айдар Басқаев", "Айдар", "Сейітов", "Б. Сейітов", "Асқар Сейітов", "А. Басқаев", "А. Б."):
        assert not suppression.has_name(other), other


def test_the_hash_depends_on_the_key(db, settings):
    suppress(person(NAME))
    assert not Suppressed.objects.filter(digest__icontains="seiitov").exists()
    settings.KB_SUPPRESSION_KEY = "another"
    assert not suppression.has_name(NAME)


def test_a_later_import_does_not_bring_the_person_back(client, db, tmp_path):
    text = (
        "Облыстық кеңестің жаңа төрағасы тағайындалды\n\n2024 жылғы 5 наурыз\n\n"
        f"Алматы қаласының әкімі {NAME} 120 отбасыға баспана берілгенін айтты. {SURNAME} жұмыс жалғасады деді.\n"
    )
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    call_command("import_seeds", str(tmp_path), stdout=io.StringIO())
    found = Person.objects.get(name_kk=NAME)
    assert found.visibility == "public"
    suppress(found)
    (tmp_path / "b.txt").write_text(text.replace("5 наурыз", "6 наурыз").replace("120", "130"), encoding="utf-8")
    report = io.StringIO()
    call_command("import_seeds", str(tmp_path), stdout=report)
    assert not Person.objects.filter(names_key__contains="айдар").exists()
    assert SURNAME not in report.getvalue()
    pages = ["/kk/", "/kk/people/", "/kk/articles/", "/kk/figures/", "/kk/search/?q=баспана"]
    pages += [f"/kk{row.get_absolute_url()[3:]}" for row in Article.objects.all()]
    for path in pages:
        assert f">{SURNAME}" not in (body := client.get(path).content.decode()), path
        assert NAME not in body, path


def test_the_action_needs_its_permission(client, db):
    chair = person(NAME)
    user = User.objects.create_user("editor", is_staff=True)
    user.user_permissions.set(
        Permission.objects.filter(codename__in=["view_person", "change_person", "publish_person"])
    )
    client.force_login(user)
    data = {"action": "suppress", "_selected_action": [chair.pk], "reason": "өтініш"}
    client.post("/admin/people/person/", data)
    assert Person.objects.filter(pk=chair.pk).exists()
    user.user_permissions.add(Permission.objects.get(codename="suppress_person"))
    first = client.post("/admin/people/person/", {**data, "reason": ""})
    assert first.status_code == 200
    assert Person.objects.filter(pk=chair.pk).exists()
    client.post("/admin/people/person/", data)
    assert not Person.objects.filter(pk=chair.pk).exists()


def test_the_command_asks_and_refuses_unknown_uids(db, monkeypatch):
    chair = person(NAME)
    monkeypatch.setattr("builtins.input", lambda _question: "no")
    with pytest.raises(CommandError):
        call_command("suppress", chair.uid)
    with pytest.raises(CommandError):
        call_command("suppress", "nobody")
    assert Person.objects.filter(pk=chair.pk).exists()


def test_names_in_disclosures_bylines_and_bare_given_names_are_masked(client, world):
    text = "Көмек туралы\n\nГаухар есімді әйел көмек алды. Мөлдір Ақан жазды."
    mother = person("Мөлдір Ақан", visibility="hidden")
    private = article(text, author="Мөлдір Ақан", customer="ЖК Мөлдір Ақан", published_on=date(2024, 5, 1))
    mention(private, "Мөлдір Ақан", mother)
    mention(private, "Гаухар", None, why={"private": True, "name": "Гаухар"}, review="proposed")
    for path in (f"articles/{private.slug}/", "articles/", ""):
        page = client.get(f"/kk/{path}").content.decode()
        assert "Гаухар" not in page, path
        assert "Ақан" not in page, path
