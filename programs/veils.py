"""Words in the names of indicators that readers may not see, by the figures whose articles withhold them.

Few figures have any. Whoever brings search in step (``seeds.searching``) looks at each figure anew whose article,
people or indicator changed; until then lists look for themselves: at what changed, or at all where that is much.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from django.db import transaction
from django.db.models import Q

from kb.core import languages, together
from kb.core.models import Entity, SearchStale
from kb.core.querysets import in_batches
from kb.core.quotes import mask, shield_indicators, withheld
from kb.core.withheld import Names
from programs.models import Figure, Veil

BATCH = 500
FEW = 1000  # changes whose figures are looked at by themselves
COLUMNS = [f"name_{code}" for code in languages.CODES]


def patterns_of(figures: Sequence[int]) -> dict[int, list]:
    """By figure what finds the names that its public articles withhold."""
    evidence = Figure._meta.get_field("evidence").related_model.objects.public().filter(figure__in=figures)
    told = set(evidence.values_list("figure", "article"))
    patterns = withheld({article for _figure, article in told})
    found = defaultdict(list)
    for figure, article in told:
        if article in patterns:
            found[figure].append(patterns[article])
    return found


def write(figures: Sequence[int], patterns: Mapping[int, list]) -> None:
    """Write anew what is withheld from the indicators of these figures, by what ``patterns_of`` finds."""
    Veil.objects.filter(figure__in=figures).delete()
    Veil.objects.bulk_create(_veils(patterns))


def _veils(patterns) -> Iterator[Veil]:
    counted = [f"indicator__{column}" for column in COLUMNS]
    rows = Figure.objects.filter(pk__in=list(patterns)).order_by("pk").values_list("pk", "indicator", *counted)
    for pk, indicator, *names in rows:
        words = {word for pattern in patterns[pk] for name in names for word in pattern.findall(name)}
        if words:
            yield Veil(figure_id=pk, indicator_id=indicator, words="\n".join(sorted(words)))


def shield(indicators) -> None:
    """Take the names out of what these indicators count, in memory. One query, and one more after a change."""
    veils = Veil.objects.filter(indicator_id__in=[row.pk for row in indicators]).order_by()
    stale, told = together.fetch(
        SearchStale.objects.order_by("pk").values_list("source", "object_id")[: FEW + 1],
        veils.values_list("indicator_id", "words").distinct(),
    )
    if len(stale) > FEW:
        shield_indicators(indicators)
        return
    if stale:
        shield_indicators(indicators, _touched(stale))
    hidden = defaultdict(set)
    for key, words in told:
        hidden[key].update(words.split("\n"))
    for row in indicators:
        if row.pk in hidden:
            found = Names(hidden[row.pk], ())
            for column in COLUMNS:
                setattr(row, column, mask(getattr(row, column), found))


def _touched(stale) -> Q:
    """The evidence whose figures withhold something else after these changes, as they were read."""
    changed = defaultdict(set)
    for source, key in stale:
        changed[source].add(key)
    people = Entity.objects.filter(pk__in=changed["entity"], kind=Entity.Kind.PERSON)
    unseen = people.exclude(visibility=Entity.Visibility.PUBLIC).order_by()
    mentions = Entity._meta.get_field("mentions").related_model.objects.filter(entity__in=unseen.values("pk"))
    return (
        Q(article__in=changed["article"])
        | Q(figure__in=changed["figure"])
        | Q(figure__in=Figure.objects.filter(indicator__in=changed["indicator"]).order_by().values("pk"))
        | Q(article__in=mentions.order_by().values("article"))
    )


def rebuild() -> Iterator[int]:
    """Write all anew: yields how many figures were looked at, batch by batch."""
    done = 0
    for figures in in_batches(Figure.objects.only("pk"), BATCH):
        keys = [row.pk for row in figures]
        with transaction.atomic():
            write(keys, patterns_of(keys))
        done += len(keys)
        yield done


def problems(counts: Counter) -> Iterator[str]:
    """A line for each figure that withholds something else from its indicator than is written."""
    for figures in in_batches(Figure.objects.only("pk"), BATCH):
        keys = [row.pk for row in figures]
        counts["figures"] += len(keys)
        written = dict(Veil.objects.filter(figure__in=keys).values_list("figure", "words"))
        right = {veil.figure_id: veil.words for veil in _veils(patterns_of(keys))}
        for key in sorted(dict(written.items() ^ right.items())):
            yield f"names withheld from the indicator of figure {key}: other ones are written"
