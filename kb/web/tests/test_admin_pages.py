"""Every page of the admin answers, asks the database a fixed number of times, and shows imported text as text."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Disagreement
from articles.tests.factories import article, evidence, mention
from kb.core.models import Name, OldSlug, Relation
from kb.core.partial_dates import PartialDate
from kb.core.tests.factories import relation, run, superuser
from kb.regions.tests.factories import region
from people import publishing
from people.tests.factories import organization, person, position
from programs.tests.factories import figure, indicator, pledge, pledge_change, program
from seeds.models import ImportItem, ImportJob

HOSTILE = '<script>alert("x")</script>'


def fill(count=1, text="Садовый дом", place_text=""):
    """``count`` rows in every table, linked with each other."""
    asker = superuser()
    place_text = place_text or text
    for number in range(count):
        place = region(f"{place_text} ауданы {number}", parent=region(f"{place_text} облысы {number}"))
        body = organization(f"{text} орг {number}", region=place)
        who = person(f"{text} Ким {number}")
        Name.objects.create(entity=who, text=f"{text} К. {number}", language="ru", kind="initials")
        OldSlug.objects.create(entity=who, slug=f"old-{who.uid}")
        post = position(
            person=who, organization=body, region=place, title_ru=f"{text} директор", start=PartialDate(2021, 3)
        )
        project = program(f"{text} жоба {number}", parent=program(f"{text} бағдарлама {number}"))
        counted = indicator(f"{text} {number}")
        value = figure(indicator=counted, program=project, region=place, organization=body, speaker=who)
        promise = pledge(f"{text}: откроем.", person=who, program=project, region=place, target=value)
        changed = pledge_change(promise, new_target=value, note=text)
        tie = relation(body, Relation.Kind.OPERATES_IN, place)
        source = article(f"{text} {number}. Жанар говорит.", title=f"{text} {number}", publisher=body)
        mention(source, text, who, review="proposed", why={"form": text, "rivals": [text]})
        claims = {"position": post, "figure": value, "pledge": promise, "relation": tie, "pledge_change": changed}
        for name, claim in claims.items():
            evidence(source, text, **{name: claim})
        publishing.ask([person(f"{text} Жасырын {number}", visibility="hidden")], asker, text)
        who.appearances.create(article=source, mentions=2)
        told = article(f"{text} {number}. Другой язык.", title=f"{text} {number}", language="ru", twin=source)
        Article.objects.filter(pk=source.pk).update(twin=told)
        second = figure(indicator=counted, region=place, value=7)
        Disagreement.objects.create(article=source, other=told, figure=value, other_figure=second, key=f"k{number}")
        act = run(reason=text, options={"paths": [text]}, counts={"created": 1})
        ImportItem.objects.create(run=act, name=text, outcome="failed", error=text, article=source)
        line = {"level": "risk", "code": "changes-value", "document": text, "model": "people.position", "field": "end"}
        failure = {"name": text, "place": text, "code": "nul", "reason": text}
        ImportJob.objects.create(
            title=text,
            run=act,
            state="ready",
            error=text,
            previewed_at=timezone.now(),
            preview={
                "lines": [line | {"what": text, "old": text, "new": text}],
                "errors": [failure],
                "files": [{"name": text, "outcome": "failed", "notes": [text]}],
                "unlinked": [["person", text, 1]],
                "left": [text],
            },
        )


def models():
    return [model for model in admin.site._registry if model._meta.app_label != "auth"]


def url(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.fixture
def desk(client, db):
    client.force_login(superuser())
    return client


def test_every_page_answers(desk):
    fill()
    request = RequestFactory().get("/")
    request.user = superuser()
    pages = [reverse("admin:index")]
    for model in models():
        row = model._base_manager.first()
        assert row, model
        pages += [url(model, "changelist"), url(model, "changelist") + "?q=садовый", url(model, "change", row.pk)]
        pages += [url(model, "history", row.pk)]
        if admin.site.get_model_admin(model).has_add_permission(request):
            pages.append(url(model, "add"))
    for page in pages:
        answer = desk.get(page, follow=True)
        assert answer.status_code == 200, page


def autocompletes():
    inlines = [inline for model_admin in admin.site._registry.values() for inline in model_admin.inlines]
    chosen = {(row.model, name) for row in inlines for name in row.autocomplete_fields}
    for model, model_admin in admin.site._registry.items():
        chosen |= {(model, name) for name in model_admin.autocomplete_fields}
    return sorted(chosen, key=str)


def test_autocomplete_answers(desk):
    fill()
    asked = autocompletes()
    assert len(asked) > 20
    for model, name in asked:
        opts = model._meta
        query = {"app_label": opts.app_label, "model_name": opts.model_name, "field_name": name, "term": ""}
        answer = desk.get(reverse("admin:autocomplete"), query)
        assert answer.status_code == 200, (model, name)
        assert answer.json()["results"], (model, name)


@pytest.mark.parametrize("value", ["9" * 23, "-" + "9" * 23, "9" * 5000, f"1,{1 << 63}"])
@pytest.mark.parametrize("page", ["people/person/?run", "review/?region", "articles/mention/?article__id__in"])
def test_a_number_that_no_database_holds_is_no_choice(desk, page, value):
    answer = desk.get(f"/admin/{page}={value}", follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain


def test_the_largest_number_is_looked_for(desk):
    assert desk.get(f"/admin/people/person/?run={(1 << 63) - 1}").status_code == 200


def test_tables_are_all_registered():
    ours = {"core", "regions", "people", "programs", "articles", "seeds"}
    derived = {"SearchRow", "SearchStale", "Change", "Tally", "IndicatorTally", "Due", "Card", "Veil"}
    inline_only = {"Name", "ArticleVersion", "ForeignId"}
    machinery = {"ImportUpload", "Worker"}
    hashes = {"Suppressed"}  # nothing to read in them, and a deleted row would bring a person back
    missing = [
        model.__name__
        for model in apps.get_models()
        if model._meta.app_label in ours
        and not hasattr(model, "history_object")
        and model.__name__ not in inline_only | derived | machinery | hashes
        and not admin.site.is_registered(model)
    ]
    assert not missing


def asked(client, address) -> int:
    """How often a page asks the database."""
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def test_lists_of_more_than_a_page_ask_as_often_for_many_rows(desk):
    addresses = {model.__name__: url(model, "changelist") for model in models()}
    fill(51)
    for address in addresses.values():
        desk.get(address)  # warm caches
    few = {name: asked(desk, address) for name, address in addresses.items()}
    fill(30, "Другой дом")
    many = {name: asked(desk, address) for name, address in addresses.items()}
    assert many == few
    assert max(many.values()) <= 12, many


def test_imported_text_is_shown_as_text(desk):
    fill(text=HOSTILE)
    for model in models():
        row = model._base_manager.last()
        for page in (url(model, "changelist"), url(model, "change", row.pk), url(model, "history", row.pk)):
            html = desk.get(page, follow=True).content.decode()
            assert HOSTILE not in html, page
