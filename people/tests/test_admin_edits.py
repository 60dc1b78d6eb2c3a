"""What a person writes at the desk is remembered as theirs."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from kb.core.models import OldSlug, Relation, Run
from kb.core.partial_dates import PartialDate
from kb.core.tests.factories import relation, superuser
from kb.regions.tests.factories import region
from people.models import Person, Position, PublishRequest
from people.tests.factories import organization, person, position

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    account = superuser(username="editor")
    client.force_login(account)
    return account


def form_data(answer, **changes):
    """What a browser would send: the values of every form of the page, with changes."""
    data = {}
    forms = [answer.context["adminform"].form]
    for inline in answer.context.get("inline_admin_formsets", ()):
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            if value is True:
                data[bound.html_name] = "on"
            elif value is not None and value is not False:
                data[bound.html_name] = bound.field.prepare_value(value)
    return data | changes


def save(client, row, **changes):
    opts = row._meta
    address = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[row.pk])
    answer = client.post(address, form_data(client.get(address), **changes))
    if answer.status_code == 302:
        row.refresh_from_db()
    return answer


def errors(answer):
    found = dict(answer.context["adminform"].form.errors)
    for inline in answer.context["inline_admin_formsets"]:
        for form in inline.formset.forms:
            found |= form.errors
    return found


def test_edited_columns_are_remembered(client, editor):
    who = person("Айдар Сейітов", name_ru="Айдар Сеитов")
    assert save(client, who, name_ru="Айдар Сеитұлы", birth="06.1970").status_code == 302
    assert who.edited_fields == ["birth", "name_ru"]
    assert who.birth == PartialDate(1970, 6)
    assert who.set_unless_edited(name_ru="Айдар Сеитов") is False
    assert who.history.first().history_user == editor


def test_saving_without_a_change_marks_nothing(client, editor):
    who = person()
    position(person=who, organization=organization(), region=region(), start=PartialDate(2021, 3))
    relation(who, Relation.Kind.WORKS_WITH, person("Басқа"))
    assert save(client, who).status_code == 302
    assert who.edited_fields == []
    assert Position.objects.get().edited_fields == []


def test_a_changed_address_redirects(client, editor):
    who = person("Айдар Сейітов")
    save(client, who, slug="seitov")
    save(client, who, slug="aidar")
    assert who.slug == "aidar"
    assert set(who.old_slugs.values_list("slug", flat=True)) == {"aidar-seiitov", "seitov"} - {who.slug}
    save(client, who, slug="seitov")
    assert set(who.old_slugs.values_list("slug", flat=True)) == {"aidar-seiitov", "aidar"}


def test_an_address_that_leads_elsewhere_is_refused(client, editor):
    OldSlug.objects.create(entity=person("Басқа"), slug="taken")
    assert "slug" in errors(save(client, person(), slug="taken"))


def test_a_person_becomes_public_for_a_reason(client, editor):
    who = person(visibility="hidden")
    assert "public_reason" in errors(save(client, who, visibility="public"))
    save(client, who, visibility="public", public_reason="deputy of the city", name_ru="Айдар")
    assert (who.visibility, who.public_reason, who.name_ru, who.edited_fields) == ("hidden", "", "Айдар", ["name_ru"])
    waiting = PublishRequest.objects.get()
    assert (waiting.person, waiting.asked_by, waiting.reason) == (who, editor, "deputy of the city")


def test_publishing_asks_why(client, editor):
    who = person(visibility="hidden")
    address = reverse("admin:people_person_changelist")
    form = {"action": "publish", "_selected_action": [who.pk]}
    assert b'name="reason"' in client.post(address, form).content
    who.refresh_from_db()
    assert who.visibility == "hidden"
    client.post(address, {**form, "reason": "deputy of the city"})
    who.refresh_from_db()
    assert who.visibility == "hidden"
    assert PublishRequest.objects.get().reason == "deputy of the city"


def test_a_post_written_by_a_person_is_accepted(client, editor):
    who, body = person(), organization()
    first = {"positions-TOTAL_FORMS": "1", "positions-0-person": who.pk, "positions-0-title_kk": "төраға"}
    row = {"positions-0-organization": body.pk, "positions-0-start": "2021-03"}
    assert save(client, who, **first, **row).status_code == 302
    post = Position.objects.get()
    assert (post.review, post.decided_by, post.start) == ("accepted", editor, PartialDate(2021, 3))
    assert {"title_kk", "organization", "start"} <= set(post.edited_fields)


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"positions-0-start": "soon"}, "start"),
        ({"positions-0-start": "2021", "positions-0-end": "2020"}, "__all__"),
        ({"positions-0-title_kk": ""}, "__all__"),
    ],
)
def test_wrong_rows_are_form_errors(client, editor, changes, wrong):
    who = person()
    position(person=who)
    assert wrong in errors(save(client, who, **changes))


def test_partial_dates_are_text_boxes(client, editor):
    who = person(birth=PartialDate(1970, 6))
    position(person=who, start=PartialDate(2021, 3))
    who.names.create(text="А. Сейітов", valid_until=PartialDate(2021))
    html = client.get(reverse("admin:people_person_change", args=[who.pk])).content.decode()
    for name, value in (("birth", "1970-06"), ("positions-0-start", "2021-03"), ("names-0-valid_until", "2021")):
        assert f'<input type="text" name="{name}" value="{value}"' in html


@pytest.mark.parametrize("kind", ["fund", "a-kind-of-old", ""])
def test_the_kind_stays_choosable(client, editor, kind):
    body = organization(organization_kind=kind)
    assert save(client, body, name_en="Care").status_code == 302
    assert (body.organization_kind, body.edited_fields) == (kind, ["name_en"])


def test_a_relation_with_wrong_ends_is_a_form_error(client, editor):
    add = reverse("admin:core_relation_add")
    ends = {"subject": person().pk, "object": region().pk}
    data = form_data(client.get(add), kind="branch_of", **ends)
    assert "__all__" in client.post(add, data).context["adminform"].form.errors
    assert not Relation.objects.exists()


def test_rejecting_needs_a_reason_and_is_remembered(client, editor):
    post = position(person=person(), review="proposed")
    assert "reason" in errors(save(client, post, review="rejected"))
    save(client, post, review="rejected", reason="another man")
    assert (post.review, post.decided_by, post.reason) == ("rejected", editor, "another man")
    assert post.edited_fields == []  # a decision isn't an edit


def test_many_are_decided_in_one_run(client, editor):
    posts = [position(person=person(f"Кісі {number}"), review="proposed") for number in range(3)]
    address = reverse("admin:people_position_changelist")
    form = {"action": "reject", "_selected_action": [post.pk for post in posts]}
    assert b'name="reason"' in client.post(address, form).content
    client.post(address, {**form, "reason": "read wrongly"})
    assert set(Position.objects.values_list("review", "reason", "decided_by")) == {
        ("rejected", "read wrongly", editor.pk)
    }
    run = Run.objects.get()
    assert (run.kind, run.counts, run.user) == ("bulk_edit", {"rejected": 3}, editor)
    assert run.options["before"] == {str(post.pk): "proposed" for post in posts}
    assert LogEntry.objects.count() == 3
    assert posts[0].history.first().history_user == editor


@pytest.mark.parametrize("query", ["АЙДАР", "айдар сейітов", "Сейитов Айдар", "қайрат а", "aidar-seiitov"])
def test_search_folds_letters(client, editor, query):
    who = person("Айдар Сейітов")
    who.names.create(text="Қайрат Айдар", kind="alias")
    person("Жанар")
    answer = client.get(reverse("admin:people_person_changelist"), {"q": query})
    assert list(answer.context["cl"].queryset) == [who]


@pytest.mark.parametrize("query", ["%", "_", "[", "(", "\\", "***", "''"])
def test_search_for_signs_finds_nothing_and_breaks_nothing(client, editor, query):
    position(person=person())
    answer = client.get(reverse("admin:people_position_changelist"), {"q": query})
    assert not answer.context["cl"].queryset


def test_autocomplete_tells_namesakes_apart(client, editor):
    body, place = organization("Қамқор қоры"), region("Тұран облысы")
    first = person("Айдар Сейітов")
    position(person=first, organization=body, title_kk="мүше", start=PartialDate(2001), end=PartialDate(2003))
    position(person=first, organization=body, region=place, start=PartialDate(2021))
    person("Айдар Сейітов", visibility="hidden")
    merged = person("Айдар Сейітов")
    Person.objects.filter(pk=merged.pk).update(merged_into=first)
    query = {"app_label": "core", "model_name": "relation", "field_name": "subject", "term": "айдар"}
    texts = [row["text"] for row in client.get(reverse("admin:autocomplete"), query).json()["results"]]
    assert len(texts) == 2
    assert "төраға · Қамқор қоры · Тұран облысы · 2021–" in texts[0]
    assert texts[0] != texts[1]


def test_inlines_ask_as_often_for_many_rows(client, editor, django_assert_num_queries):
    few, many = person(), person("Басқа")
    for who, count in ((few, 2), (many, 20)):
        for number in range(count):
            body = organization(f"Қор {who.pk} {number}")
            position(person=who, organization=body, region=region(f"Облыс {who.pk} {number}"))
            relation(who, Relation.Kind.WORKS_WITH, body)
    address = reverse("admin:people_person_change", args=[few.pk])
    client.get(address)
    with django_assert_num_queries(12):
        client.get(address)
    with django_assert_num_queries(12):
        client.get(reverse("admin:people_person_change", args=[many.pk]))


def test_merging_by_the_action(client, editor):
    keep, other = person("Айдар Сейітов"), person("А. Сейітов")
    position(person=other)
    address = reverse("admin:people_person_changelist")
    form = {"action": "merge", "_selected_action": [keep.pk, other.pk], "keep": keep.pk}
    page = client.post(address, form)
    assert page.context["keep"] == keep
    assert Person.objects.filter(merged_into=None).count() == 2
    client.post(address, {**form, "confirm": "1", "reason": "one man"})
    other.refresh_from_db()
    assert other.merged_into_id == keep.pk
    assert LogEntry.objects.count() == 2


def test_an_old_version_brings_back_its_fields_alone(client, editor):
    who, keep = person("Айдар Сейітов"), person("Басқа")
    first = who.history.first()
    who.name_kk = "Қате"
    who.save()
    Person.objects.filter(pk=who.pk).update(merged_into=keep)
    address = reverse("admin:people_person_simple_history", args=[who.pk, first.history_id])
    page = client.get(address)
    assert page.status_code == 200
    fields = {bound.name: bound.value() or "" for bound in page.context["adminform"].form}
    assert client.post(address, fields | {"public_reason": "deputy"}).status_code == 302
    who.refresh_from_db()
    assert who.name_kk == "Айдар Сейітов"
    assert who.merged_into_id == keep.pk
    assert "name_kk" in who.edited_fields


def test_history_shows_what_changed(client, editor):
    who = person("Айдар Сейітов")
    save(client, who, name_kk="Айдар Серікұлы")
    html = client.get(reverse("admin:people_person_history", args=[who.pk])).content.decode()
    assert "Айдар Сейітов" in html
    assert "Айдар Серікұлы" in html


def test_history_says_it_in_words(client, editor):
    post = position(review="proposed")
    body, where = organization("Қамқор қоры"), reverse("admin:people_position_history", args=[post.pk])
    for changes in ({"organization": body.pk, "review": "accepted", "acting": "on"}, {"organization": ""}):
        save(client, post, **changes)
    versions = client.get(where, headers={"accept-language": "en"}).context["page_obj"]
    told = [(c["field"], c["old"], c["new"]) for v in versions for c in getattr(v, "history_delta_changes", ())]
    assert ("Organization", "Қамқор қоры", "—") in told
    assert ("Organization", "—", "Қамқор қоры") in told
    assert ("Review", "Proposed", "Accepted") in told
    assert ("Acting", "no", "yes") in told


def test_a_region_is_no_part_of_itself(client, editor):
    whole = region("Тұран облысы")
    part = region("Тасты ауданы", parent=whole)
    assert "parent" in errors(save(client, whole, parent=part.pk))
    assert "parent" in errors(save(client, part, parent=part.pk))
