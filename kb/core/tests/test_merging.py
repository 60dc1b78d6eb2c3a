"""Merging leads every row to the kept thing, once, and forgets nothing."""

from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from articles.models import Appearance, Evidence, Mention
from articles.tests.factories import article, evidence, mention
from kb.core import merging
from kb.core.models import Entity, Name, OldSlug, Relation, Run
from kb.core.partial_dates import PartialDate
from kb.core.tests.factories import relation, superuser
from kb.core.text import name_key
from kb.regions.models import Region
from kb.regions.tests.factories import region
from people import publishing
from people.models import Organization, Person, Position, PublishRequest
from people.tests.factories import organization, person, position
from programs.models import Program
from programs.tests.factories import figure, pledge, program
from seeds.models import ForeignId

pytestmark = pytest.mark.django_db
KINDS = (Person, Organization, Program, Region)


def merge(keep, *others):
    run = merging.merge(keep, others, superuser(), "one and the same")
    for thing in (keep, *others):
        thing.refresh_from_db()
    return run


def foreign_keys(model):
    """Every key of the project to ``model`` or its parents, found the other way round: from the tables that hold it."""
    return {
        (field.model, field.name)
        for table in apps.get_models()
        if not hasattr(table, "history_object")
        for field in table._meta.local_fields
        if field.is_relation and not field.primary_key
        and (field.related_model is model or field.related_model in model._meta.all_parents)
    }  # fmt: skip


@pytest.mark.parametrize("model", KINDS)
def test_no_foreign_key_is_forgotten(model):
    found = {(key.model, key.name) for key in merging.incoming(model)}
    assert found == foreign_keys(model)
    assert not model._meta.many_to_many
    assert len(found) >= 6


@pytest.mark.parametrize("make", [person, organization, program, region])
def test_no_row_points_at_the_merged_thing(make):
    keep, other, third = make("Бірінші"), make("Екінші"), make("Үшінші")
    source = article()
    who = other if make is person else person("Бөлек кісі")
    body = other if make is organization else organization("Бөлек қор")
    project = other if make is program else program("Бөлек жоба")
    place = other if make is region else region("Бөлек облыс")
    position(person=who, organization=body, region=place)
    ends = {"organization": body, "program": project, "region": place}
    pledge(person=who, target=figure(speaker=who, **ends), **ends)
    Name.objects.create(entity=other, text="Басқаша")
    OldSlug.objects.create(entity=other, slug="older")
    ForeignId.objects.create(entity=other, key="person:1")
    Entity.objects.filter(pk=third.pk).update(merged_into=other)
    mention(source, "Айдар Сейітов", other)
    Appearance.objects.create(entity=other, article=source)
    kind = Relation.Kind.WORKS_WITH if make is person else Relation.Kind.PART_OF
    kind = kind if make in (person, organization) else Relation.Kind.SUCCEEDED_BY
    relation(other, kind, make("Төртінші"))
    relation(make("Бесінші"), kind, other)
    if make in (program, region):
        make("Бөлігі", parent=other)
    if make is person:
        publishing.ask([person("Жасырын", visibility="hidden")], superuser(), "why")
        PublishRequest.objects.update(person=other)
    if make is organization:
        article("Мәтін.", publisher=other)
    if make is region:
        organization("Жердегі", region=other)

    unmade = [
        key for key in merging.incoming(type(other)) if not key.model._base_manager.filter(**{key.name: other.pk})
    ]
    assert not unmade  # the test makes a row for every key
    merge(keep, other)
    for key in merging.incoming(type(other)):
        left = key.model._base_manager.filter(**{key.name: other.pk})
        assert not left, key
        if key.name != "merged_into":
            assert key.model._base_manager.filter(**{key.name: keep.pk}), key
    third.refresh_from_db()
    assert other.merged_into_id == third.merged_into_id == keep.pk
    assert keep.merged_into_id is None


def test_names_are_kept():
    keep = person("Айдар Сейітов", name_ru="")
    other = person("А. Сейітов", name_ru="Айдар Сеитов", name_en="")
    Name.objects.create(entity=keep, text="Сейітов", kind="short")
    Name.objects.create(entity=other, text="Сейітов", kind="short")
    merge(keep, other)
    assert keep.name_kk == "Айдар Сейітов"
    assert keep.name_ru == "Айдар Сеитов"
    assert sorted(keep.names.values_list("text", "kind")) == [("А. Сейітов", "alias"), ("Сейітов", "short")]
    assert keep.names_key.split(" | ") == [name_key(keep.name_kk), name_key(keep.name_ru)]


def test_empty_columns_are_filled_and_others_stay():
    keep, other = person(birth=None), person("Басқа", birth=PartialDate(1970), public_reason="post")
    merge(keep, other)
    assert keep.birth == PartialDate(1970)
    first, second = organization(founded=PartialDate(2001)), organization("Басқа қор", founded=PartialDate(2002))
    plan = merging.preview(first, [second])
    assert [(conflict["kept"], conflict["lost"]) for conflict in plan.conflicts] == [("2001", "2002")]
    merge(first, second)
    assert first.founded == PartialDate(2001)


def test_codes_that_stand_once_move():
    keep, other = region("Тұран", code=""), region("Тұран облысы", code="KZ-99", ref="region:KZ-99")
    merge(keep, other)
    assert (keep.code, keep.ref) == ("KZ-99", "region:KZ-99")
    assert (other.code, other.ref) == ("", "")


def test_appearances_are_added():
    keep, other, source = person(), person("Басқа"), article()
    Appearance.objects.create(entity=keep, article=source, mentions=2)
    Appearance.objects.create(entity=other, article=source, mentions=3)
    merge(keep, other)
    assert list(Appearance.objects.values_list("entity", "mentions")) == [(keep.pk, 5)]


def test_doubles_fold_with_their_quotes():
    keep, other, body, source = person(), person("Басқа"), organization(), article()
    kept = position(person=keep, organization=body, last_reported=date(2021, 5, 1), confidence=0.6)
    double = position(
        person=other, organization=body, first_reported=date(2019, 1, 1), confidence=0.9, date_words="былтыр"
    )
    evidence(source, "Айдар Сейітов", position=kept)
    evidence(source, "Айдар Сейітов", position=double)
    evidence(source, "отбасы орталығы", position=double)
    run = merge(keep, other)
    held = Position.objects.get()
    assert held.pk == kept.pk
    assert (held.first_reported, held.last_reported) == (date(2019, 1, 1), date(2021, 5, 1))
    assert (held.confidence, held.date_words) == (0.9, "былтыр")
    assert sorted(Evidence.objects.values_list("position", "quote")) == [
        (kept.pk, "Айдар Сейітов"),
        (kept.pk, "отбасы орталығы"),
    ]
    assert run.counts["folded"] == 2
    assert held.history.count() >= 2


@pytest.mark.parametrize("decided_first", [True, False])
def test_a_persons_decision_wins(decided_first):
    keep, other, body, editor = person(), person("Басқа"), organization(), superuser(username="editor")
    rows = [position(person=who, organization=body, review="proposed") for who in (keep, other)]
    decided = rows[0 if decided_first else 1]
    decided.decide("rejected", editor, decided.created_at, "wrong man")
    decided.save()
    merge(keep, other)
    held = Position.objects.get()
    assert (held.review, held.decided_by, held.reason) == ("rejected", editor, "wrong man")


def test_relations_to_itself_go_and_doubles_fold():
    keep, other, place = organization(), organization("Басқа"), region()
    relation(keep, Relation.Kind.PARTNER_OF, other)
    relation(other, Relation.Kind.PART_OF, keep)
    relation(keep, Relation.Kind.OPERATES_IN, place)
    relation(other, Relation.Kind.OPERATES_IN, place)
    run = merge(keep, other)
    assert Relation.objects.values_list("subject", "kind", "object").get() == (keep.pk, "operates_in", place.pk)
    assert (run.counts["dropped"], run.counts["folded"]) == (2, 1)


def test_parents_make_no_ring():
    top, middle = program("Үлкен"), program("Орта")
    middle.parent = top
    middle.save()
    merge(middle, top)  # the part takes over its whole
    assert middle.parent_id is None
    low, lower = program("Кіші", parent=middle), program("Ең кіші")
    lower.parent = low
    lower.save()
    with pytest.raises(ValidationError):
        merging.merge(lower, [middle], superuser(username="x"))


def test_several_become_one_and_chains_stay_flat():
    first, second, third, fourth = (person(f"Кісі {number}") for number in range(4))
    merge(second, first)
    merge(fourth, second, third)
    assert set(Person.objects.filter(merged_into=fourth)) == {first, second, third}


def test_refused():
    keep, merged = person(), person("Бар")
    merge(keep, merged)
    for target, others in (
        (keep, []),
        (keep, [keep]),
        (keep, [organization()]),
        (keep, [merged]),
        (merged, [person("Тағы")]),
    ):
        with pytest.raises(ValidationError):
            merging.merge(target, others, None)


def test_preview_says_what_the_merge_does_and_writes_nothing():
    keep, other, source = person(), person("Басқа"), article()
    mention(source, "Айдар Сейітов", other)
    position(person=other, organization=organization())
    before = {model: model._base_manager.count() for model in apps.get_models()}
    plan = merging.preview(keep, [other])
    assert {model: model._base_manager.count() for model in apps.get_models()} == before
    other.refresh_from_db()
    assert other.merged_into is None
    assert Mention.objects.get().entity_id == other.pk
    assert plan.counts() == merge(keep, other).counts


def test_the_run_tells_enough_to_undo():
    keep, other, body = person(), person("Басқа"), organization()
    position(person=keep, organization=body)
    double = position(person=other, organization=body)
    moved = position(person=other, organization=body, title_kk="мүше")
    run = merge(keep, other)
    stored = Run.objects.get(pk=run.pk)
    assert (stored.kind, stored.status, stored.reason) == ("merge", "finished", "one and the same")
    assert stored.options["kept"] == keep.pk
    assert stored.options["merged"] == [other.pk]
    assert stored.options["moved"]["people.position.person"] == [moved.pk]
    assert stored.options["folded"][0]["row"]["pk"] == double.pk
    assert stored.options["folded"][0]["row"]["person"] == other.pk
    assert other.history.first().history_change_reason == f"merge {run.uid}"
