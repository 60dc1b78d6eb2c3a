"""Who may do what at the review desk, how often its pages ask the database, and that imported text stays text."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Disagreement, Evidence, Mention
from articles.tests.factories import article, evidence, mention
from kb.core.models import Run
from kb.core.partial_dates import PartialDate
from kb.core.tests.factories import relation, run, superuser, user
from kb.regions.tests.factories import region
from kb.web import review_timing
from people.models import Person
from people.tests.factories import organization, person, position
from people.tests.test_admin_edits import errors, form_data
from programs import conflicts
from programs.models import Figure
from programs.tests.factories import figure, indicator, pledge, pledge_change, program

pytestmark = pytest.mark.django_db
HOSTILE = '<script>alert("x")</script>'
GROUPS = ("", "viewer", "editor", "reviewer", "admin")


def document(number=0, words="Садовый дом", **fields):
    """A document with one proposed finding of every kind, and two numbers that contradict each other."""
    found = {"review": "proposed", "confidence": 0.8, "run": fields.pop("run", None) or run()}
    place, body, who = region(f"{words} {number}"), organization(f"{words} {number}"), person(f"{words} {number}")
    project, counted = program(f"{words} {number}"), indicator(f"{words} {number}")
    about = {
        "program": project,
        "region": place,
        "indicator": counted,
        "start": PartialDate(2021),
        "end": PartialDate(2021),
    }
    claims = {
        "position": position(person=who, organization=body, region=place, title_ru=words, **found),
        "relation": relation(body, "operates_in", place, **found),
        "figure": figure(speaker=who, **about, **found),
        "pledge": pledge(f"{words} {number}", person=who, region=place, **found),
    }
    claims["pledge_change"] = pledge_change(claims["pledge"], **found)
    other = article(f"{number}. Другой источник: 130.", title=f"{words} {number}, другой")
    evidence(other, "130", figure=figure(value=Decimal(130), **about))
    source = article(f"{number}. {words} открыт.", title=f"{words} {number}", publisher=body, **fields)
    mention(source, words, who, why={"rivals": [words], "form": words}, rule="surname", **found)
    for name, claim in claims.items():
        evidence(source, words, run=found["run"], rule=f"rule-{name}", **{name: claim})
    who.appearances.create(article=source)
    return source


def addresses(source):
    row = Evidence.objects.filter(article=source, figure__isnull=False).first()
    return {
        "queue": reverse("admin:review_queue"),
        "filtered": reverse("admin:review_queue") + "?kind=figure&risk=shown&confidence=middle&age=1&rule=x",
        "document": reverse("admin:review_document", args=[source.pk]),
        "edit": reverse("admin:review_edit", args=[source.pk, f"figure:{row.figure_id}"]),
        "accept": reverse("admin:review_accept") + "?rule=rule-figure&kind=figure",
        "conflicts": reverse("admin:review_conflicts"),
        "similar": reverse("admin:review_similar") + "?q=Садовый&kind=person",
    }


@pytest.mark.parametrize("group", GROUPS)
def test_who_may_look(client, group):
    source = document()
    client.force_login(user(group))
    decides = group in ("reviewer", "admin")
    allowed = {name: bool(group) for name in addresses(source)} | {"edit": decides, "accept": decides}
    got = {name: client.get(address).status_code == 200 for name, address in addresses(source).items()}
    assert got == allowed


def test_nobody_looks_without_an_account(client):
    source = document()
    for address in (*addresses(source).values(), reverse("admin:review_next")):
        assert client.get(address).status_code == 302
        assert "login" in client.get(address).url


def forged(source):
    """Every post of the desk, as its own pages would send it."""
    row = Mention.objects.get(article=source)
    number = Figure.objects.get(value=130)
    at = addresses(source)
    return [
        (at["document"], {f"choice-mention:{row.pk}": "accept"}),
        (at["document"], {f"choice-mention:{row.pk}": "reject", f"reason-mention:{row.pk}": "x", "leaving": "1"}),
        (at["edit"], {"edit-value": "5"}),
        (at["accept"], {"keys": " ".join(map(str, Figure.objects.values_list("pk", flat=True)))}),
        (at["conflicts"], {"figure": number.pk, "reason": "x"}),
        (
            reverse("admin:review_add", args=[source.pk]),
            {"words": "открыт", "use": "mention", "kind": "person", "name": "Жаңа"},
        ),
        (reverse("admin:review_undo"), {"run": "x"}),
    ]


@pytest.mark.parametrize("group", [None, "", "viewer", "editor"])
def test_forged_posts_write_nothing(client, group):
    source = document()
    if group is not None:
        client.force_login(user(group))
    for address, data in forged(source):
        answer = client.post(address, data)
        assert answer.status_code in (302, 403), address
        assert answer.status_code == 403 or "login" in answer.url, address
    assert set(Mention.objects.values_list("review", "decided_by")) == {("proposed", None)}
    assert set(Figure.objects.values_list("review", "preferred_because")) == {("proposed", ""), ("accepted", "")}
    assert not Person.objects.filter(name_kk="Жаңа").exists()
    assert not Run.objects.filter(kind__in=["bulk_edit", "undo"]).exists()


@pytest.mark.parametrize("group", ["reviewer", "admin"])
def test_the_same_posts_of_a_reviewer_do(client, group):
    source = document()
    client.force_login(user(group))
    for address, data in forged(source):
        client.post(address, data)
    assert set(Mention.objects.values_list("text", "review")) == {("Садовый дом", "rejected"), ("открыт", "accepted")}
    assert Figure.objects.get(value=120).review == "accepted"
    assert Figure.objects.get(value=130).preferred_because == "x"
    assert Person.objects.get(name_kk="Жаңа").visibility == "hidden"


def test_only_the_last_own_batch_is_taken_back(client):
    source = document()
    row = Mention.objects.get()
    client.force_login(user("reviewer"))
    client.post(reverse("admin:review_document", args=[source.pk]), {f"choice-mention:{row.pk}": "accept"})
    sent = Run.objects.get(kind="bulk_edit")
    client.force_login(user("reviewer"))
    client.post(reverse("admin:review_undo"), {"run": sent.uid})
    row.refresh_from_db()
    assert row.review == "accepted"
    client.force_login(sent.user)
    for _time in range(2):
        client.post(reverse("admin:review_undo"), {"run": sent.uid})
    row.refresh_from_db()
    assert (row.review, row.decided_by) == ("proposed", None)


def test_the_next_document_opens_by_itself(client):
    first, second = document(1, published_on="2024-03-02"), document(2, published_on="2024-03-01")
    client.force_login(user("reviewer"))
    assert client.get(reverse("admin:review_next")).url == reverse("admin:review_document", args=[first.pk])
    keys = [card["key"] for card in client.get(reverse("admin:review_document", args=[first.pk])).context["cards"]]
    assert len(keys) == 6
    answer = client.post(reverse("admin:review_document", args=[first.pk]), {f"choice-{key}": "accept" for key in keys})
    assert answer.url == reverse("admin:review_document", args=[second.pk])
    assert Run.objects.filter(kind="bulk_edit").count() == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 6),
        ("kind=figure", 1),
        ("kind=person", 1),
        ("kind=region", 0),
        ("rule=rule-pledge", 1),
        ("rule=surname", 1),
        (f"rule={'x' * 61}", 6),
        ("confidence=middle", 6),
        ("confidence=high", 0),
        ("risk=rivals", 1),
        ("risk=people", 4),
        ("age=7", 0),
        ("state=unsure", 0),
        ("state=returned", 0),
        ("state=nonsense", 6),
        ("program=0", 6),
    ],
)
def test_filters(client, query, found):
    source = document()
    client.force_login(user("viewer"))
    page = client.get(f"{reverse('admin:review_queue')}?{query}")
    assert sum(total for _article, total, _address in page.context["rows"]) == found
    client.force_login(user("reviewer"))
    page = client.get(f"{reverse('admin:review_document', args=[source.pk])}?{query}")
    assert page.context["open_total"] == found


def test_filters_by_program_and_region(client):
    source, other = document(1), document(2)
    place = region("Басқа облыс")
    place.appearances.create(article=other)
    client.force_login(user("reviewer"))
    page = client.get(f"{reverse('admin:review_queue')}?region={place.pk}")
    assert [row[0] for row in page.context["rows"]] == [other]
    assert source not in [row[0] for row in page.context["rows"]]


def test_a_rules_precision_is_shown_once_it_is_measured(client):
    source, account = document(), user("reviewer")
    client.force_login(account)
    act = run()
    decided = {"kind": "person", "rule": "surname", "run": act, "decided_by": account, "decided_at": timezone.now()}
    for number in range(20):
        review = "rejected" if number < 5 else "accepted"
        edited = ["entity"] if number == 19 else []
        place = {"article": source, "start": 0, "end": number + 1, "text": source.text[: number + 1]}
        if number < 19:
            Mention.objects.create(review=review, edited_fields=edited, **place, **decided)
    rules = {rule.name: rule for rule, *_rest in client.get(reverse("admin:review_queue")).context["rules"]}
    assert (rules["surname"].decided, rules["surname"].precision) == (19, None)
    Mention.objects.create(
        article=source, start=1, end=3, text=source.text[1:3], review="accepted", edited_fields=["entity"], **decided
    )
    rules = {rule.name: rule for rule, *_rest in client.get(reverse("admin:review_queue")).context["rules"]}
    assert (rules["surname"].right, rules["surname"].wrong, rules["surname"].precision) == (14, 6, 0.7)


def asked(client, address):
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def test_pages_ask_as_often_for_sixty_documents_as_for_ten(client):
    client.force_login(superuser())
    sources = [document(number) for number in range(10)]
    pages = addresses(sources[0]) | {"dashboard": reverse("admin:index")}
    for address in pages.values():
        client.get(address)
    few = {name: asked(client, address) for name, address in pages.items()}
    for number in range(10, 60):
        document(number)
    assert {name: asked(client, address) for name, address in pages.items()} == few
    assert few["document"] <= 20
    assert few["queue"] <= 24


def test_a_long_document_asks_no_more(client):
    client.force_login(superuser())
    source = document()
    address = reverse("admin:review_document", args=[source.pk])
    client.get(address)
    few = asked(client, address)
    long = article("Садовый дом. " * 60, title="Long")
    act = run()
    for number in range(60):
        row = figure(
            indicator=indicator(f"көрсеткіш {number}"), region=region(f"Жер {number}"), review="proposed", run=act
        )
        start = number * 13
        Evidence.objects.create(article=long, start=start, end=start + 11, quote="Садовый дом", figure=row, run=act)
    assert asked(client, reverse("admin:review_document", args=[long.pk])) <= few


def test_imported_text_is_shown_as_text(client):
    client.force_login(superuser())
    source = document(words=HOSTILE)
    for address in addresses(source).values():
        assert HOSTILE not in client.get(address).content.decode(), address


def test_conflicts_stand_side_by_side(client):
    client.force_login(superuser())
    document()
    section = client.get(reverse("admin:review_conflicts")).context["sections"][0]
    one, other = (side.claim for side in section.sides)
    assert sorted([one.value, other.value]) == [120, 130]
    conflicts.prefer(one, "the ministry's own", superuser())
    conflicts.prefer(other, "newer", superuser())
    assert set(Figure.objects.values_list("value", "preferred_because")) == {(one.value, ""), (other.value, "newer")}
    Figure.objects.filter(pk=other.pk).update(review="rejected")
    assert conflicts.found(10) == []


@pytest.mark.parametrize(
    ("name", "found"), [("Айдар Сейтов", True), ("Сейітов Айдар", True), ("Марат Оспанов", False), ("А", False)]
)
def test_similar_names_are_told(client, name, found):
    client.force_login(user("viewer"))
    person("Айдар Сейітов")
    answer = client.get(reverse("admin:review_similar"), {"q": name, "kind": "person"}).json()["similar"]
    assert [row["name"] for row in answer] == (["Айдар Сейітов"] if found else [])


def test_timings():
    now = timezone.now()

    def at(minutes):
        return now + timedelta(minutes=minutes)

    runs = [
        (1, at(0), {"accept": 10}, "finished"),
        (1, at(2), {"accept": 20, "reject": 10}, "undone"),
        (1, at(60), {"accept": 40}, "finished"),
        (2, at(1), {"public": 3}, "finished"),
    ]
    assert review_timing.timings(runs) == {"days": 30, "decided": 80, "per_hour": 900, "undone_share": 0.375}
    assert review_timing.timings([]) is None


def test_a_claim_is_written_with_its_document_at_hand(client):
    client.force_login(superuser())
    source = Article.objects.get(pk=document().pk)
    page = client.get(reverse("admin:programs_pledge_add") + f"?quoted={source.pk}")
    assert f'<option value="{source.pk}" selected>' in page.content.decode()


def new_claim(source, kind="figure"):
    return reverse("admin:review_new", args=[source.pk, kind])


WORDS = {"words": "100 садовых домов", "near": "30"}
LONG = "Сначала 100 садовых домов. Потом 100\r\nсадовых домов ещё."


@pytest.mark.parametrize("group", GROUPS)
def test_who_may_write_a_claim_from_words(client, group):
    client.force_login(user(group))
    source = article(LONG)
    sent = {**WORDS, "edit-indicator": indicator().pk, "edit-value": "100", "edit-unit": "family",
            "edit-qualifier": "=", "edit-status": "reported"}  # fmt: skip
    decides = group in ("reviewer", "admin")
    assert client.get(new_claim(source), WORDS).status_code == (200 if decides else 403)
    assert client.post(new_claim(source), sent).status_code == (200 if decides else 403)
    assert Figure.objects.count() == decides


def test_a_new_claim_has_the_selected_words_as_its_quote(client):
    account = user("reviewer")
    client.force_login(account)
    source = article(LONG)
    page = client.get(new_claim(source), WORDS).json()["form"]
    assert 'name="edit-value" value="100"' in page
    sent = {**WORDS, "edit-indicator": indicator().pk, "edit-value": "100", "edit-unit": "family"}
    assert "errorlist" in client.post(new_claim(source), sent).json()["form"]
    done = client.post(new_claim(source), {**sent, "edit-qualifier": "=", "edit-status": "reported"}).json()
    row = Figure.objects.get()
    assert done["key"] == f"figure:{row.pk}"
    assert (row.review, row.decided_by, row.run) == ("accepted", account, None)
    quote = row.evidence.get()
    assert (quote.quote, quote.start) == ("100\r\nсадовых домов", LONG.index("100\r"))
    client.post(reverse("admin:review_undo"), {"run": Run.objects.get(kind="bulk_edit").uid})
    assert not Figure.objects.exists()
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("kind", ["position", "relation", "figure", "pledge", "pledge_change"])
def test_every_kind_of_claim_can_be_written(client, kind):
    client.force_login(user("reviewer"))
    source = article(LONG)
    assert 'value="100 садовых' in client.get(new_claim(source, kind), {**WORDS, "near": "0"}).json()["form"]
    sent = {"words": "100 садовых домов", "use": f"new:{kind}", "near": str(len(LONG))}
    plain = client.post(reverse("admin:review_add", args=[source.pk]), sent)
    html = client.get(plain.url).content.decode()
    assert "100\nсадовых домов</textarea>" in html.replace("\r", "")
    assert f'<option value="{source.pk}" selected>' in html


def test_words_that_are_not_there_make_no_claim(client):
    client.force_login(user("reviewer"))
    source = article(LONG)
    assert "error" in client.get(new_claim(source), {"words": "200 домов"}).json()
    assert "error" in client.get(new_claim(source), {"words": "100 садовых"}).json()  # which of the two?
    assert client.get(new_claim(source, "mention"), WORDS).status_code == 404


def test_a_quote_on_the_claims_own_page_is_that_of_the_place(client):
    client.force_login(user("reviewer"))
    source, at = article(LONG), LONG.index("100\r")
    address = reverse("admin:programs_pledge_add") + f"?quoted={source.pk}&at={at}-{at + 18}"
    data = form_data(client.get(address), text="100 домов")
    quoted = {"evidence-0-quote": "100\r\nсадовых домов", "evidence-0-article": source.pk}
    answer = client.post(address, {**data, **quoted})
    assert answer.status_code == 302, errors(answer)
    assert Evidence.objects.get().start == at


def test_a_finding_shows_what_the_other_language_says(client):
    client.force_login(user("viewer"))
    kk, ru = article("120 отбасы."), article("Семей: 125.", language="ru")
    Article.objects.filter(pk=kk.pk).update(twin=ru)
    own = figure(review="proposed")
    other = figure(review="proposed", indicator=own.indicator, value=Decimal(125))
    evidence(kk, "120 отбасы", figure=own)
    evidence(ru, "Семей: 125", figure=other)
    Disagreement.objects.create(article=kk, other=ru, figure=own, other_figure=other, key="k")
    for source, words in ((kk, "Семей: 125"), (ru, "120 отбасы")):
        page = client.get(reverse("admin:review_document", args=[source.pk]), headers={"accept-language": "en"})
        assert page.context["cards"][0]["otherwise"] == [words]
        assert f"“{words}”" in page.content.decode()
    Disagreement.objects.update(answer="both")
    assert not client.get(reverse("admin:review_document", args=[kk.pk])).context["cards"][0]["otherwise"]
