"""What must never be in the tables, whoever writes."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from articles.models import Article, Evidence, Mention
from articles.tests.factories import article, evidence, mention
from kb.core.models import Entity, Relation
from kb.core.partial_dates import PartialDate
from kb.regions.tests.factories import region
from people.models import Position
from people.tests.factories import organization, person, position
from programs.models import Figure, Pledge, PledgeChange
from programs.tests.factories import figure, indicator, pledge, program

pytestmark = pytest.mark.django_db


def refused():
    return pytest.raises(IntegrityError)


@pytest.mark.parametrize(
    ("start", "end", "fine"),
    [
        ((2022,), (2021,), False),
        ((2022,), (2021, 12), False),
        ((2021, 6, 15), (2021, 6, 14), False),
        ((2021, 6), (2021,), True),  # the year may end after June
        ((2021, 6, 15), (2021, 6), True),
        ((2021,), (2021,), True),
    ],
)
def test_end_before_start(start, end, fine):
    def make():
        position(start=PartialDate(*start), end=PartialDate(*end))

    if fine:
        make()
    else:
        with refused():
            make()


def test_a_position_without_title():
    with refused():
        Position.objects.create(person=person())


def test_the_same_position_twice():
    who, where = person(), organization()
    position(person=who, organization=where)
    with refused():
        position(person=who, organization=where)


@pytest.mark.parametrize("unknown", ["organization", "region"])
def test_the_same_position_twice_with_an_unknown_end(unknown):
    fields = {"person": person(), "organization": organization(), "region": region()}
    del fields[unknown]
    position(**fields)
    with refused():
        position(**fields)


def test_a_figure_without_indicator_or_unit():
    with refused(), transaction.atomic():
        Figure.objects.create(value=1, unit="person")
    with refused():
        Figure.objects.create(value=1, unit="", indicator=indicator())


def test_a_range_upside_down():
    with refused():
        figure(value=Decimal(10), value_max=Decimal(5), qualifier="range")


def test_a_pledge_that_says_nothing():
    with refused():
        Pledge.objects.create(text="")


def test_a_pledge_change_that_says_nothing():
    with refused():
        PledgeChange.objects.create(pledge=pledge(), kind="deadline")


def test_an_article_twice():
    first = article()
    with refused():
        Article.objects.create(title="Басқа атау", text=first.text, sha256=first.sha256)


def test_an_entity_without_a_name():
    with pytest.raises(ValidationError):
        person(name="")
    with pytest.raises(ValidationError):
        person(name="«»")
    with refused():
        Entity.objects.bulk_create([_unchecked_entity()])


def _unchecked_entity():
    row = Entity(kind="person", slug="nobody")
    row.check_row = lambda: None
    return row


def test_evidence_for_none_and_for_two():
    text = article()
    with refused(), transaction.atomic():
        evidence(text, "120 отбасыға")
    with refused():
        evidence(text, "120 отбасыға", figure=figure(), pledge=pledge())


@pytest.mark.parametrize(
    ("start", "end", "quote"), [(0, 6, "Қалала"), (5000, 5006, "Қалада"), (3, 3, ""), (0, 7, "Қалада")]
)
def test_a_quote_that_is_not_in_the_text(start, end, quote):
    with pytest.raises(ValidationError):
        Evidence.objects.create(article=article(), start=start, end=end, quote=quote, figure=figure())


def _save(text):
    Mention(article=text, start=1, end=3, text="жоқ", kind="person").save()


def _bulk_create(text):
    Mention.objects.bulk_create([Mention(article=text, start=1, end=3, text="жоқ", kind="person")])


def _bulk_update(text):
    row = mention(text, "Айдар")
    row.start += 1
    Mention.objects.bulk_update([row], ["start"])


@pytest.mark.parametrize("write", [_save, _bulk_create, _bulk_update])
def test_a_mention_outside_the_text_by_every_way(write):
    text = article()
    with pytest.raises(ValidationError):
        write(text)


@pytest.mark.parametrize(
    ("make_subject", "kind", "make_object", "fine"),
    [
        (organization, "branch_of", lambda: organization("Қамқор партиясы"), True),
        (organization, "runs", program, True),
        (person, "branch_of", organization, False),
        (organization, "operates_in", program, False),
        (program, "operates_in", region, True),
        (region, "part_of", lambda: region("Тұран ауданы"), True),
        (region, "part_of", organization, False),
    ],
)
def test_relation_ends(make_subject, kind, make_object, fine):
    row = Relation(subject=make_subject(), kind=kind, object=make_object())
    if fine:
        row.save()
    else:
        with pytest.raises(ValidationError):
            row.save()


def test_a_relation_to_itself():
    same = organization()
    with refused():
        Relation.objects.create(subject=same, kind="works_with", object=same)
