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
from kb.regions.tests.factories import region
from people.models import Person, Position
from people.tests.factories import organization, person, position
from people.tests.test_admin_edits import errors, form_data, save
from programs.models import Figure, Pledge, PledgeChange
from programs.tests.factories import figure, pledge, pledge_change

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


def test_nothing_is_answered_beforehand(client, editor, counted):
    Figure.objects.update(review="proposed")
    form = client.get(reverse("admin:programs_figure_change", args=[counted.pk])).context["adminform"].form
    assert form["meaning"].value() is None
    assert "value" in form.fields["meaning"].widget.attrs["data-sourced"].split()


def test_the_words_of_an_old_value_go_with_it(client, editor, counted):
    Figure.objects.update(value_text="120", unit_text="отбасы")
    save(client, counted, value="130", meaning="outdated", meaning_since="2023")
    assert sorted(Figure.objects.values_list("value", "value_text", "unit_text")) == [
        (120, "120", "отбасы"), (130, "", "отбасы"),
    ]  # fmt: skip


def test_the_quote_stands_on_top(client, editor, counted):
    address = reverse("admin:programs_figure_change", args=[counted.pk])
    page = client.get(address)
    assert page.context["adminform"].fieldsets[0][1]["fields"] == ["quoted"]
    assert "changed-under" not in page.content.decode()
    save(client, counted, value="130", meaning="misread")
    assert "changed-under" in client.get(address).content.decode()
    evidence(article(TEXT + " 130."), "130", figure=counted)
    assert "changed-under" not in client.get(address).content.decode()


def test_inside_another_page_a_sourced_value_stays(client, editor):
    who, act = person(), run()
    quoted, free = position(person=who, run=act), position(person=who, title_kk="хатшы")
    evidence(article(TEXT), "төраға", position=quoted, run=act)
    order = [row.pk for row in Position.objects.all()]
    rows = {row: f"positions-{order.index(row.pk)}" for row in (quoted, free)}
    titles = {f"{prefix}-title_ru": "мэр" for prefix in rows.values()}
    assert save(client, who, **titles, **{f"{rows[quoted]}-end": "2022"}).status_code == 302
    quoted.refresh_from_db()
    free.refresh_from_db()
    assert (quoted.title_ru, quoted.end, free.title_ru) == ("", PartialDate(2022), "мэр")


@pytest.fixture
def promised():
    act = run()
    row = pledge("Алты балабақша салынады", deadline=PartialDate(2024), run=act, start=PartialDate(2021))
    evidence(article("Алты балабақша салынады."), "Алты балабақша салынады", pledge=row, run=act)
    return row


def moved(row):
    return Pledge.objects.with_due().get(pk=row.pk).due_by


def test_a_moved_deadline_is_a_change_of_the_same_promise(client, editor, promised):
    answer = {"deadline": "2026", "meaning": "outdated", "meaning_since": "2023-05", "meaning_reason": "no money"}
    save(client, promised, **answer, region=region().pk)
    change = PledgeChange.objects.get()
    assert (change.old_deadline, change.new_deadline, change.on) == (
        PartialDate(2024),
        PartialDate(2026),
        PartialDate(2023, 5),
    )
    assert (change.review, change.decided_by, change.note, change.run) == ("accepted", editor, "no money", None)
    assert (promised.deadline, promised.edited_fields) == (PartialDate(2024), ["region"])
    assert moved(promised) == PartialDate(2026)
    page = client.get(reverse("pledge", args=[promised.uid])).content.decode()
    assert "2026" in page
    assert "2024" in page
    save(client, promised, **{**answer, "deadline": "2028", "meaning_since": "2025"})
    assert list(PledgeChange.objects.order_by("pk").values_list("old_deadline", "new_deadline")) == [
        (PartialDate(2024), PartialDate(2026)), (PartialDate(2026), PartialDate(2028)),
    ]  # fmt: skip
    assert Pledge.objects.count() == 1


def test_other_spaces_and_line_ends_are_no_other_words(client, editor, promised):
    Pledge.objects.update(text=" Алты\nбалабақша салынады")
    assert save(client, promised, text="Алты\r\nбалабақша салынады", summary_ru="Шесть садов").status_code == 302
    assert (promised.text, promised.summary_ru) == (" Алты\nбалабақша салынады", "Шесть садов")
    assert promised.edited_fields == ["summary_ru"]


def test_a_moved_deadline_goes_back(client, editor, promised):
    save(client, promised, deadline="2026", meaning="outdated", meaning_since="2023")
    reviewing.undo(Run.objects.get(kind="bulk_edit"), editor)
    assert not PledgeChange.objects.exists()
    assert moved(promised) == PartialDate(2024)


def test_a_changed_target_is_a_change_too(client, editor, promised):
    six = figure(value=Decimal(6))
    nine = figure(value=Decimal(9), indicator=six.indicator)
    Pledge.objects.update(target=six)
    save(client, promised, target=nine.pk, meaning="outdated", meaning_since="2023")
    change = PledgeChange.objects.get()
    assert (change.kind, change.old_target, change.new_target, promised.target) == ("target", six, nine, six)


@pytest.mark.parametrize(
    ("change", "wrong"), [({"text": "Жеті балабақша салынады"}, "text"), ({"deadline": ""}, "deadline")]
)
def test_words_of_a_promise_do_not_go_out_of_date(client, editor, promised, change, wrong):
    assert wrong in errors(save(client, promised, **change, meaning="outdated", meaning_since="2023"))
    assert not PledgeChange.objects.exists()


def test_a_change_of_a_promise_is_wrong_or_misread_alone(client, editor, promised):
    row = pledge_change(promised, kind="deadline", new_status="", new_deadline=PartialDate(2025))
    evidence(article("Мерзімі 2025 жылға ауысты."), "2025", pledge_change=row)
    form = client.get(reverse("admin:programs_pledgechange_change", args=[row.pk])).context["adminform"].form
    assert [value for value, _label in form.fields["meaning"].choices] == ["misread", "wrong"]
    save(client, row, new_deadline="2027", meaning="wrong", meaning_reason="a misprint")
    assert sorted(PledgeChange.objects.values_list("new_deadline", "review")) == [
        (PartialDate(2025), "deprecated"), (PartialDate(2027), "accepted"),
    ]  # fmt: skip


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


def test_the_second_saver_of_the_only_name_is_not_asked_for_another(client, editor):
    body = organization("Ақ бұлақ")
    address, mine = seen(client, body)
    _address, theirs = seen(client, body)
    client.post(address, {**theirs, "name_kk": "Ақбұлақ"})
    assert list(errors(client.post(address, {**mine, "name_kk": "Көк бұлақ"}))) == ["name_kk"]


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
