"""The index follows every change, whoever makes it, in the transaction of the change."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from articles.models import Article, Mention
from articles.tests.factories import article, evidence, mention
from kb.core import merging, search
from kb.core.models import Entity, Name, SearchRow, SearchStale
from kb.core.tests.factories import run, superuser
from kb.regions.models import Region
from kb.regions.tests.factories import region
from people import publishing
from people.tests.factories import organization, person, position
from programs.models import Figure
from programs.tests.factories import figure, indicator, pledge, program
from seeds import searching

pytestmark = pytest.mark.django_db


def found(question, **filters) -> list[str]:
    searching.refresh()
    answer = searching.ask(question, **filters)
    return [] if answer.instead else [hit.kind for hit in answer.hits]


def text_rows() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM core_searchtext")
        return cursor.fetchone()[0]


def in_step() -> bool:
    return text_rows() == SearchRow.objects.count() and searching.waiting() == 0


def test_a_saved_name_is_found_and_a_deleted_one_is_not():
    project = program()
    assert found("көгілдір") == []
    name = Name.objects.create(entity=project, text="Көгілдір орталық")
    assert found("көгілдір") == ["program"]
    name.delete()
    assert found("көгілдір") == []
    assert in_step()


def test_a_change_past_the_models_is_followed():
    program("Жасыл белес")
    assert found("белес") == ["program"]
    Entity.objects.update(name_kk="Сары дала")
    assert found("белес") == []
    assert found("дала") == ["program"]
    Entity.objects.all().delete()
    assert found("дала") == []
    assert in_step()


def test_a_rolled_back_change_leaves_no_trace():
    program("Жасыл белес")
    searching.refresh()
    with transaction.atomic():
        program("Сары дала")
        searching.refresh()
        transaction.set_rollback(True)
    assert found("дала") == []
    assert found("белес") == ["program"]
    assert in_step()


def test_hidden_and_shown_again():
    story = article("Ауылда дүкен салынды.")
    assert found("дүкен") == ["article"]
    Article.objects.filter(pk=story.pk).update(visibility="hidden")
    assert found("дүкен") == []
    Article.objects.filter(pk=story.pk).update(visibility="public")
    assert found("дүкен") == ["article"]


def test_hits_are_looked_at_once_more():
    """An index that nobody refreshed shows nothing that was hidden since."""
    project = program("Жасыл белес")
    story = article("Ауылда дүкен салынды.")
    searching.refresh()
    Entity.objects.filter(pk=project.pk).update(visibility="hidden")
    Article.objects.filter(pk=story.pk).update(visibility="removed")
    assert searching.ask("белес").hits == []
    assert searching.ask("дүкен").hits == []
    assert searching.suggest("белес") == []


def test_a_private_person_is_found_nowhere_until_shown():
    holder = person("Ақмарал Көлбаева", visibility="hidden")
    story = article("Ақмарал Көлбаева дүкен ашты. Көлбаева қуанышты.")
    mention(story, "Ақмарал Көлбаева", holder)
    count = figure(indicator=indicator("ашылған дүкендер"))
    evidence(story, "Ақмарал Көлбаева дүкен ашты", figure=count)
    assert found("Көлбаева") == []
    assert sorted(found("дүкен")) == ["article", "figure"]
    publishing.ground(holder.pk, run(), "a public post")
    Entity.objects.filter(pk=holder.pk).update(visibility="public")
    assert found("Көлбаева") == ["person", "article", "figure"]
    Entity.objects.filter(pk=holder.pk).update(visibility="hidden")
    assert found("Көлбаева") == []


def test_a_closed_text_is_found_by_title_and_public_quotes_alone():
    story = article("Дүкен ашылды. Алты көпір салынады.", title="Жарнама", rights="quote_only")
    promise = pledge("Алты көпір салынады")
    evidence(story, "Алты көпір салынады", pledge=promise)
    assert found("жарнама") == ["article"]
    assert "article" in found("көпір")
    assert found("дүкен") == []
    type(promise).objects.filter(pk=promise.pk).update(review="rejected")
    assert found("көпір") == []


def test_furniture_is_not_searched():
    story = article("Дүкен ашылды. Қаралды: 359")
    Article.objects.filter(pk=story.pk).update(furniture=[[story.text.index("Қаралды"), len(story.text)]])
    assert found("дүкен") == ["article"]
    assert found("359") == []


def test_a_claim_follows_its_review_its_quote_and_its_names():
    story = article("120 отбасы үй алды.")
    counted = indicator("баспаналы болғандар")
    count = figure(indicator=counted, program=program("Жасыл белес"))
    assert found("баспаналы") == []
    quote = evidence(story, "120 отбасы үй алды", figure=count)
    assert found("баспаналы") == ["figure"]
    assert found("белес") == ["program", "figure"]
    counted.name_kk = "үйлі болғандар"
    counted.save()
    assert found("үйлі") == ["figure"]
    Entity.objects.filter(name_kk="Жасыл белес").update(name_kk="Сары дала")
    assert found("дала") == ["program", "figure"]
    Figure.objects.filter(pk=count.pk).update(review="rejected")
    assert found("үйлі") == []
    Figure.objects.filter(pk=count.pk).update(review="accepted")
    assert found("үйлі") == ["figure"]
    quote.delete()
    assert found("үйлі") == []


def test_a_person_is_found_by_a_public_post():
    story = article("Облыс әкімі келді.")
    post = position(person=person("Айдар Сейітов"), title_kk="облыс әкімі")
    assert found("әкім", kinds=["person"]) == []
    quote = evidence(story, "Облыс әкімі", position=post)
    assert found("әкім", kinds=["person"]) == ["person"]
    quote.delete()
    assert found("әкім", kinds=["person"]) == []


def test_merging():
    kept, other = organization("Сары дала қоры"), organization("Жасыл белес қоры")
    searching.refresh()
    merging.merge(kept, [other], superuser())
    assert [hit.uid for hit in searching.ask("белес").hits] == []
    searching.refresh()
    assert [hit.uid for hit in searching.ask("белес").hits] == [kept.uid]


def test_a_region_that_moves_takes_its_texts_along():
    north, south = region("Солтүстік облысы"), region("Оңтүстік облысы")
    town = region("Қамыс", level="city", parent=north)
    village = region("Тал", level="settlement", parent=town)
    story = article("Талда дүкен ашылды.")
    mention(story, "Талда", village)
    assert found("дүкен", narrowed={"region": north.uid}) == ["article"]
    Region.objects.filter(pk=town.pk).update(parent=south)
    assert found("дүкен", narrowed={"region": north.uid}) == []
    assert found("дүкен", narrowed={"region": south.uid}) == ["article"]
    assert found("тал", narrowed={"region": south.uid})[0] == "region"


def test_a_renamed_organization_is_renamed_beside_its_people():
    fund = organization("Жасыл белес")
    story = article("Қор төрағасы келді.")
    evidence(story, "Қор төрағасы", position=position(person=person("Айдар Сейітов"), organization=fund))
    assert found("белес", kinds=["person"]) == ["person"]
    Entity.objects.filter(pk=fund.pk).update(name_kk="Сары дала")
    assert found("белес", kinds=["person"]) == []
    assert found("дала", kinds=["person"]) == ["person"]


def test_health_tells_how_many_changes_wait(client):
    program("Жасыл белес")
    assert client.get("/healthz").json()["search_waiting"] > 0
    searching.refresh()
    assert client.get("/healthz").json()["search_waiting"] == 0


def test_rebuilding_puts_the_latest_day_last():
    days = [date(2024, 5, 1), None, date(2020, 5, 1), date(2022, 5, 1)]
    for number, day in enumerate(days):
        article(f"Дүкен {number} ашылды.", published_on=day)
    for _batch in searching.rebuild():
        pass
    rows = SearchRow.objects.order_by("pk").values_list("date", flat=True)
    assert list(rows) == [None, *sorted(day for day in days if day)]


def test_a_year_and_a_changed_date():
    story = article("Ауылда дүкен салынды.", published_on=date(2023, 1, 1))
    assert found("дүкен", narrowed={"year": 2023}) == ["article"]
    Article.objects.filter(pk=story.pk).update(published_on=date(2024, 1, 1))
    assert found("дүкен", narrowed={"year": 2023}) == []
    assert found("дүкен", narrowed={"year": 2024}) == ["article"]


def test_rebuilding_gives_the_same_index(capsys):
    story = article("120 отбасы үй алды.")
    evidence(story, "120 отбасы үй алды", figure=figure(program=program("Жасыл белес")))
    person("Ақмарал Көлбаева", visibility="hidden")
    searching.refresh()

    def content():
        return sorted(SearchRow.objects.values_list("kind", "object_id", "uid", "slug", "body"))

    before = content()
    search.clear()
    SearchStale.objects.create(source="entity", object_id=-1)
    call_command("rebuild_search")
    assert content() == before
    assert len(before) == 3
    assert in_step()
    assert sorted(found("отбасы")) == ["article", "figure"]
    assert "article: 1" in capsys.readouterr().out


def test_the_log_alone_can_be_followed(capsys):
    program("Жасыл белес")
    assert searching.waiting() > 0
    call_command("rebuild_search", stale=True)
    assert searching.waiting() == 0
    assert "Followed" in capsys.readouterr().out


def test_rows_without_change_are_not_written():
    program("Жасыл белес")
    searching.refresh()
    assert searching.refresh() == 0


def test_mentions_in_bulk_are_followed():
    holder = person("Ақмарал Көлбаева", visibility="hidden")
    story = article("Көлбаева дүкен ашты.")
    assert found("Көлбаева") == ["article"]
    Mention.objects.bulk_create(
        [Mention(article=story, start=0, end=8, text="Көлбаева", kind="person", entity_id=holder.pk)]
    )
    assert found("Көлбаева") == []
