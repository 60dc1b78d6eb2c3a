"""What lists show of public articles, kept in narrow rows, so that a list reads no texts and asks for no mentions.

Triggers keep all columns in the transaction of whatever writes, on both databases, but the title: the names of people
who are not public are taken out of it, which takes more than SQL. Where those may have changed the title is emptied,
lists work it out themselves, and whoever brings search in step (``seeds.searching``) writes it again.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from django.db import connection, transaction
from django.utils.translation import gettext as _

from articles.models import Article, Card, Mention
from kb.core import changes, quotes, together
from kb.core.models import Entity, Name
from kb.core.querysets import in_batches
from kb.core.together import GivenKeys
from kb.core.triggers import Trigger

BATCH = 500
# Stands for a name that is withheld: lists say so in the reader's language.
WITHHELD = "\ufffc"
COLUMNS = ("slug", "published_on", "language", "kind", "rights", "publisher_id", "twin_id")

_PUT = f"INSERT INTO articles_card (article_id, {', '.join(COLUMNS)}) SELECT {{id}}, {{columns}}"
_PUT_ALL = f"{_PUT.format(id='id', columns=', '.join(COLUMNS))} FROM articles_article WHERE visibility = 'public'"
_EMPTY = "UPDATE articles_card SET title = '' WHERE title <> '' AND article_id"
_OF_ROW = f"{_EMPTY} = {{row}}.article_id;"
# What decides whose name a mention tells, and whether it is withheld (kb.core.quotes.people_in).
_NAMES = ("article_id", "text", "kind", "entity_id", "review", "why")


def triggers(vendor: str) -> tuple[Trigger, ...]:
    differs = "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"

    def changed(*columns) -> str:
        return " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in columns)

    shown = (*COLUMNS, "title", "visibility")
    written = (
        _PUT.format(id="NEW.id", columns=", ".join(f"NEW.{column}" for column in COLUMNS))
        + " WHERE NEW.visibility = 'public' ON CONFLICT (article_id) DO UPDATE SET title = '', "
        + ", ".join(f"{column} = excluded.{column}" for column in COLUMNS)
        + ";"
    )
    gone = "DELETE FROM articles_card WHERE article_id = NEW.id AND NEW.visibility <> 'public';"
    of_person = "{row}.kind = 'person'"
    return (
        Trigger("card_made", "AFTER INSERT", "articles_article", written, "NEW.visibility = 'public'"),
        Trigger(
            "card_changed", f"AFTER UPDATE OF {', '.join(shown)}", "articles_article", f"{gone} {written}",
            changed(*shown),
        ),
        Trigger(
            "card_names", "AFTER INSERT", "articles_mention", _OF_ROW.format(row="NEW"), of_person.format(row="NEW")
        ),
        Trigger(
            "card_names_not", "AFTER DELETE", "articles_mention", _OF_ROW.format(row="OLD"),
            of_person.format(row="OLD"),
        ),
        Trigger(
            "card_names_otherwise", f"AFTER UPDATE OF {', '.join(_NAMES)}", "articles_mention",
            f"{_OF_ROW.format(row='OLD')} {_OF_ROW.format(row='NEW')}",
            f"(OLD.kind = 'person' OR NEW.kind = 'person') AND ({changed(*_NAMES)})",
        ),
        Trigger(
            "card_person_turned", "AFTER UPDATE OF visibility, merged_into_id", "core_entity",
            f"{_EMPTY} IN (SELECT article_id FROM articles_mention WHERE entity_id = NEW.id);",
            f"NEW.kind = 'person' AND ({changed('visibility', 'merged_into_id')})",
        ),
    )  # fmt: skip


def add(articles: Sequence[int]) -> None:
    """Put down the cards of new articles, where the triggers are silent; search writes their titles."""
    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(articles))
        cursor.execute(f"{_PUT_ALL} AND id IN ({marks})", articles)


def write(titles: Mapping[int, str], patterns: Mapping) -> None:
    """Write the titles of these articles, less the names that the pattern of each finds."""
    shown = [(_shown(title, patterns.get(pk)), pk) for pk, title in titles.items()]
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE articles_card SET title = %s WHERE article_id = %s AND title <> %s",
            [(title, pk, title) for title, pk in shown],
        )


def _shown(title: str, pattern) -> str:
    return pattern.sub(WITHHELD, title) if pattern else title


@together.prepared
def _rest_of():
    """Titles of the cards that wait and who is named there; publishers and their names: what ``dress`` fetches."""
    waiting, publishers = GivenKeys("waiting"), GivenKeys("publishers")
    return [
        Article.objects.filter(pk__in=waiting).order_by("pk").values_list("pk", "title")[: quotes.MOST],
        quotes.people_in(Mention.objects.filter(article__in=waiting)),
        Entity.objects.filter(pk__in=publishers).order_by("pk")[: quotes.MOST],
        Name.objects.filter(entity__in=publishers, kind__in=quotes.SHOWN).order_by("pk")[: quotes.MOST],
    ]


def dress(cards: list[Card]) -> None:
    """Say in ``title`` that names are withheld, and give each ``publisher``. One query."""
    titles, people, publishers, names = _rest_of().fetch(
        waiting=[card.pk for card in cards if not card.title],
        publishers={card.publisher_id for card in cards} - {None},
    )
    titles, patterns = dict(titles), quotes.patterns_of(people)
    quotes.give_names(publishers, names)
    publishers = {thing.pk: thing for thing in publishers}
    said = f"[{_('name withheld')}]"
    for card in cards:
        title = card.title or _shown(titles.get(card.pk, ""), patterns.get(card.pk))
        card.title = title.replace(WITHHELD, said)
        card.publisher = publishers.get(card.publisher_id)


def rebuild() -> Iterator[int]:
    """Write all anew: yields how many are done, batch by batch. Meanwhile lists work out the titles themselves."""
    done = 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_card")
        cursor.execute(_PUT_ALL)
    for articles in in_batches(Article.objects.public().only("pk"), BATCH):
        keys = [row.pk for row in articles]
        with transaction.atomic():  # what is written was read in it
            write(dict(Article.objects.filter(pk__in=keys).values_list("pk", "title")), quotes.withheld(keys))
        done += len(keys)
        yield done
    changes.log()


def problems(counts: Counter) -> Iterator[str]:
    """A line for each card that is missing or says what its article doesn't."""
    for articles in in_batches(Article.objects.public().only("title", *COLUMNS), BATCH):
        keys = [row.pk for row in articles]
        patterns, cards = quotes.withheld(keys), Card.objects.in_bulk(keys)
        for row in articles:
            counts["cards"] += 1
            card = cards.get(row.pk)
            if card is None:
                yield f"card of article {row.pk} is missing"
            elif card.title not in ("", _shown(row.title, patterns.get(row.pk))) or any(
                getattr(card, column) != getattr(row, column) for column in COLUMNS
            ):
                yield f"card of article {row.pk} says otherwise than the article"
    for pk in Card.objects.exclude(article__visibility="public").values_list("pk", flat=True):
        yield f"card of article {pk}, which is not public"
