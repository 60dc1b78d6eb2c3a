"""Two sources, two values: readers see which one editors prefer and why, and reach the other."""

from decimal import Decimal

import pytest

from articles.tests.factories import article, evidence
from kb.core.partial_dates import PartialDate
from kb.core.tests.factories import user
from programs import conflicts
from programs.tables import lines
from programs.tests.factories import figure, indicator, program

pytestmark = pytest.mark.django_db


@pytest.fixture
def told():
    """The same thing counted twice, by two sources, and something else."""
    about = {"program": program(), "indicator": indicator(), "start": PartialDate(2021), "end": PartialDate(2021)}
    rows = []
    for value in (120, 130):
        rows.append(figure(value=Decimal(value), value_text="", **about))
        evidence(article(f"Қор {value} отбасыға көмектесті."), str(value), figure=rows[-1])
    return rows


def page(client, row):
    return client.get(f"/en/figures/{row.uid}/")


def test_both_lead_to_each_other(client, told):
    for one, other in (told, told[::-1]):
        answer = page(client, one)
        assert answer.context["conflicts"] == [other]
        assert other.get_absolute_url().split("/", 2)[2] in answer.content.decode()
        assert answer.context["preferred"] is None
        assert "the editors prefer" not in answer.content.decode()


def test_the_preferred_one_is_marked_on_both_pages(client, told):
    one, other = told
    conflicts.prefer(other, "counted by the ministry", user())
    for row, words in ((one, "the editors prefer another value"), (other, "the editors prefer this value")):
        html = page(client, row).content.decode()
        assert words in html
        assert "counted by the ministry" in html
        assert "Another source says" in html


def test_of_three_the_preferred_one_stands_first(client, told):
    one, _other = told
    about = {name: getattr(one, name) for name in ("program", "indicator", "start", "end")}
    third = figure(value=Decimal(140), **about)
    evidence(article("Қор 140 отбасыға көмектесті."), "140", figure=third)
    for row in told[::-1]:
        others = [each for each in (*told, third) if each != row]
        for best in others:
            conflicts.prefer(best, "newer", user())
            assert page(client, row).context["conflicts"][0] == best


def test_a_table_shows_the_preferred_one_first(client, told):
    for row in told:
        conflicts.prefer(row, "newer", user())
        for shown in told:
            shown.refresh_from_db()
        assert lines(told)[0].results[0] == row
        html = client.get(f"/en/programs/{row.program.slug}/").content.decode()
        assert html.count("another source says") == 1
        assert html.index(f"figures/{row.uid}") < html.index("another source says")


def test_a_conflict_is_found_among_many_values(client, told):
    one, other = told
    for number in range(70):
        evidence(
            article(f"{number + 200} отбасы."), f"{number + 200}",
            figure=figure(value=Decimal(number), indicator=one.indicator, as_of=PartialDate(2022, 1, 1)),
        )  # fmt: skip
    assert page(client, one).context["conflicts"] == [other]


def test_a_hidden_sources_value_is_not_told(client, told):
    one, other = told
    conflicts.prefer(other, "counted by the ministry", user())
    source = other.evidence.get().article
    source.visibility = "hidden"
    source.save()
    html = page(client, one).content.decode()
    assert "counted by the ministry" not in html
    assert "Another source says" not in html
