"""A sourced value changes: read wrongly, wrong, or out of date. And two editors at one form."""

from decimal import Decimal

import pytest
from django.urls import reverse

from articles import reviewing, waiting
from articles.tests.factories import article, evidence
from kb.core.correcting import day_before
from kb.core.models import Run
from kb.core.partial_dates import PartialDate
from kb.core.tests.factories import run, superuser, user
from people.models import Person, Position
from people.tests.factories import organization, person, position
from people.tests.test_admin_edits import errors, form_data, save
from programs.models import Figure
from programs.tests.factories import figure

pytestmark = pytest.mark.django_db
TEXT = "Айдар Сейітов 2021 жылдан бері төраға. Қор 120 отбасыға көмектесті."


@pytest.fixture
def editor(client):
    account = superuser()
    client.force_login(account)
    return account


@pytest.fixture
def counted():
    act = run()
    row = figure(value=Decimal(120), run=act, start=PartialDate(2021))
    evidence(article(TEXT), "120 отбасыға", figure=row, run=act, fingerprint="f")
    return row


def changed_under_quotes():
    return waiting.quotes(waiting.Wanted(state="changed")).count()


def test_a_sourced_value_asks_why_it_changes(client, editor, counted):
    assert "meaning" in errors(save(client, counted, value="130"))
    assert "meaning_reason" in errors(save(client, counted, value="130", meaning="wrong"))
    assert "meaning_since" in errors(save(client, counted, value="130", meaning="outdated"))
    assert "meaning_since" in errors(save(client, counted, value="130", meaning="outdated", meaning_since="2020"))
    assert Figure.objects.get().value == 120


@pytest.mark.parametrize("change", [{}, {"end": "2022"}, {"date_words": "биыл"}])
def test_nothing_is_asked_where_no_sourced_value_changes(client, editor, counted, change):
    assert save(client, counted, **change).status_code == 302


def test_a_value_without_a_quote_is_changed_at_once(client, editor):
    row = figure()
    assert save(client, row, value="130").status_code == 302
    assert row.value == 130


def test_read_wrongly_corrects_the_row_and_flags_it(client, editor, counted):
    save(client, counted, value="130", meaning="misread")
    assert (Figure.objects.get().value, counted.edited_fields) == (130, ["value"])
    assert changed_under_quotes() == 1
    evidence(article(TEXT + " 130."), "130", figure=counted)  # a person gives the new value a quote
    assert changed_under_quotes() == 0


def test_wrong_keeps_the_old_value_as_deprecated(client, editor, counted):
    save(client, counted, value="130", meaning="wrong", meaning_reason="a misprint of the newspaper")
    new = Figure.objects.exclude(pk=counted.pk).get()
    assert (counted.value, counted.review, counted.reason) == (120, "deprecated", "a misprint of the newspaper")
    assert (new.value, new.review, new.decided_by, new.run) == (130, "accepted", editor, None)
    assert new.uid != counted.uid
    assert new.evidence.get().quote == counted.evidence.get().quote
    assert new.evidence.get().fingerprint == "f"
    assert changed_under_quotes() == 1


def test_out_of_date_ends_the_old_value(client, editor, counted):
    save(client, counted, value="130", meaning="outdated", meaning_since="2023-05")
    new = Figure.objects.exclude(pk=counted.pk).get()
    assert (counted.value, counted.review, counted.end) == (120, "accepted", PartialDate(2023, 4))
    assert (new.value, new.start) == (130, PartialDate(2023, 5))


def test_a_correction_is_one_run_and_goes_back(client, editor, counted):
    save(client, counted, value="130", meaning="wrong", meaning_reason="a misprint")
    reviewing.undo(Run.objects.get(kind="bulk_edit"), editor)
    row = Figure.objects.get()
    assert (row.value, row.review) == (120, "accepted")


@pytest.mark.parametrize(
    ("since", "before"),
    [
        (PartialDate(2023), PartialDate(2022)),
        (PartialDate(2023, 1), PartialDate(2022, 12)),
        (PartialDate(2024, 3, 1), PartialDate(2024, 2, 29)),
    ],
)
def test_the_time_before(since, before):
    assert day_before(since) == before


def seen(client, row):
    """A form as one editor has it open."""
    opts = row._meta
    address = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[row.pk])
    page = client.get(address)
    return address, {**form_data(page), "_seen": page.context["seen"]}


def test_the_second_saver_sees_the_difference(client, editor):
    who = person("Айдар Сейітов")
    address, mine = seen(client, who)
    _address, theirs = seen(client, who)
    client.post(address, {**theirs, "name_ru": "Айдар Сеитов"})
    answer = client.post(address, {**mine, "name_ru": "Айдар Сеит", "birth": "1970"})
    assert "Айдар Сеитов" in str(errors(answer)["name_ru"])
    assert editor.username in str(errors(answer)["name_ru"])
    who.refresh_from_db()
    assert (who.name_ru, who.birth) == ("Айдар Сеитов", None)
    again = {**form_data(answer), "_seen": answer.context["seen"]}
    assert client.post(address, again).status_code == 302
    who.refresh_from_db()
    assert (who.name_ru, who.birth) == ("Айдар Сеит", PartialDate(1970))


def test_columns_that_only_one_changed_are_both_kept(client, editor):
    who, body = person("Айдар Сейітов"), organization()
    row = position(person=who)
    address, mine = seen(client, row)
    _address, theirs = seen(client, row)
    client.post(address, {**theirs, "organization": body.pk, "start": "2021"})
    assert client.post(address, {**mine, "end": "2023"}).status_code == 302
    row.refresh_from_db()
    assert (row.organization, row.start, row.end) == (body, PartialDate(2021), PartialDate(2023))
    assert row.edited_fields == ["end", "organization", "start"]


def test_rows_inside_a_page_are_guarded_too(client, editor):
    who = person()
    post = position(person=who, title_kk="төраға")
    address, mine = seen(client, who)
    _address, theirs = seen(client, who)
    client.post(address, {**theirs, "positions-0-title_kk": "хатшы"})
    answer = client.post(address, {**mine, "positions-0-title_kk": "мүше"})
    assert "title_kk" in errors(answer)
    assert Position.objects.get(pk=post.pk).title_kk == "хатшы"
    assert client.post(address, {**mine, "name_ru": "Айдар"}).status_code == 302
    assert Position.objects.get(pk=post.pk).title_kk == "хатшы"


def test_a_forged_token_saves_as_without_one(client, editor):
    who = person()
    address, mine = seen(client, who)
    assert client.post(address, {**mine, "_seen": "x", "name_ru": "Айдар"}).status_code == 302
    assert Person.objects.get().name_ru == "Айдар"


def test_the_desks_edit_asks_too(client, counted):
    client.force_login(user("reviewer"))
    source = counted.evidence.get().article
    address = reverse("admin:review_edit", args=[source.pk, f"figure:{counted.pk}"])
    page = client.get(address).json()["form"]
    assert "edit-meaning" in page
    version = page.split('name="version" value="')[1].split('"')[0]
    sent = {
        "version": version, "edit-indicator": counted.indicator_id, "edit-qualifier": "=", "edit-value": "130",
        "edit-unit": "family", "edit-status": "reported", "edit-start": "2021",
    }  # fmt: skip
    assert "errorlist" in client.post(address, sent).json()["form"]
    done = client.post(address, {**sent, "edit-meaning": "wrong", "edit-meaning_reason": "a misprint"})
    assert done.json()["key"] == f"figure:{counted.pk}"
    assert sorted(Figure.objects.values_list("value", "review")) == [(120, "deprecated"), (130, "accepted")]
    stale = client.post(address, {**sent, "edit-value": "140", "edit-meaning": "misread"}).json()
    assert "120" in stale["form"]
