"""The queue of the review desk: what waits in which document, and how right each rule has been so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.lookups import IsNull, LessThanOrEqual
from django.utils import timezone

from articles.models import Appearance, Article, Evidence, Mention
from kb.core.models import Entity, Review, Run
from kb.core.querysets import PUBLIC_CONFIDENCE, RowByRow, Unindexed
from kb.core.quotes import HEAVY
from kb.core.review import NEEDS_REASON

# Decisions of people below which a share says nothing.
ENOUGH = 20
# Documents that the queue holds, the newest of those in which something waits: it opens as fast however many there are.
MOST = 1000
CONFIDENCE = {"low": (0, PUBLIC_CONFIDENCE), "middle": (PUBLIC_CONFIDENCE, 0.85), "high": (0.85, 1.01)}
AGES = {"1": 1, "7": 7, "30": 30}
WAITING, UNSURE, RETURNED, CHANGED = "waiting", "unsure", "returned", "changed"
RIVALS, SHOWN, PEOPLE = "rivals", "shown", "people"


_BY_RUN = IsNull(Unindexed(F("run")), False)


@dataclass(frozen=True)
class Wanted:
    """What the filters of the queue ask for; empty values ask for everything."""

    state: str = WAITING
    kind: str = ""  # "figure", or a kind of thing for its mentions
    rule: str = ""
    confidence: str = ""
    risk: str = ""
    age: str = ""
    program: int | None = None
    region: int | None = None

    def __bool__(self):
        return self != Wanted()


def mentions(wanted: Wanted = Wanted()):
    """Mentions to decide on."""
    if wanted.state in (RETURNED, CHANGED) or wanted.kind in Evidence.CLAIMS:
        return Mention.objects.none()
    rows = Mention.objects.filter(_undecided(wanted))
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.confidence in CONFIDENCE:
        least, most = CONFIDENCE[wanted.confidence]
        rows = rows.filter(confidence__gte=least, confidence__lt=most)
    if wanted.risk == RIVALS:
        rows = rows.filter(why__has_key="rivals")
    elif wanted.risk == SHOWN:
        rows = rows.filter(confidence__gte=PUBLIC_CONFIDENCE, entity__visibility="public")
    elif wanted.risk == PEOPLE:
        rows = rows.filter(kind=Entity.Kind.PERSON)
    return _common(rows, wanted)


def _undecided(wanted, way="") -> Q:
    proposed = Q(**{f"{way}review__unindexed": Review.PROPOSED})
    if wanted.state == UNSURE:
        return proposed & Q(**{f"{way}decided_by__isnull": False})
    return proposed & Q(IsNull(Unindexed(F(f"{way}decided_by")), True))


def quotes(wanted: Wanted = Wanted()):
    """Quotes of claims to decide on."""
    if wanted.kind in Entity.Kind.values or wanted.risk == RIVALS:
        return Evidence.objects.none()
    found = Q(pk__in=[])
    for name in [wanted.kind] if wanted.kind else Evidence.CLAIMS:
        found |= _claim(name, wanted)
    return _common(Evidence.objects.filter(found), wanted)


def _claim(name, wanted) -> Q:
    if wanted.state == WAITING:  # most do: looked up quote by quote
        return Q(**{f"{name}__isnull": False}) & _asked(name, wanted, f"{name}__")
    claims = Evidence._meta.get_field(name).related_model.objects.filter(_asked(name, wanted))
    found = Q(**{f"{name}__among": claims.order_by().values("pk")})
    if wanted.state == RETURNED:
        found &= ~Exists(Evidence.objects.filter(weighed=True, article=OuterRef("article"), **{name: OuterRef(name)}))
    return found


def _asked(name, wanted, way="") -> Q:
    """What is asked of a claim, to which ``way`` leads."""
    if wanted.state == RETURNED:
        found = Q(review__in=NEEDS_REASON, decided_at__isnull=False)
    elif wanted.state == CHANGED:
        found = _changed_under_quote(name)
    else:
        found = _undecided(wanted, way)
    if wanted.confidence in CONFIDENCE:
        least, most = CONFIDENCE[wanted.confidence]
        found &= Q(**{f"{way}confidence__gte": least, f"{way}confidence__lt": most})
    if wanted.risk == SHOWN:
        found &= Q(**{f"{way}confidence__gte": PUBLIC_CONFIDENCE})
    elif wanted.risk == PEOPLE:
        ends = {"position": "person", "figure": "speaker", "pledge": "person"}
        found &= Q(**{f"{way}{ends[name]}__isnull": False}) if name in ends else Q(pk__in=[])
    return found


def _changed_under_quote(name) -> Q:
    """A person changed what the quotes vouch for, and every quote is one that was read."""
    edited = Q(pk__in=[])
    for column in getattr(Evidence._meta.get_field(name).related_model, "sourced", ()):
        # The column holds a JSON list of names: its text is searched, which both databases can.
        edited |= Q(edited_fields__icontains=f'"{column}"')
    by_hand = Evidence.objects.filter(run=None, **{name: OuterRef("pk")})
    return edited & Q(review=Review.ACCEPTED) & ~Exists(by_hand)


def _common(rows, wanted):
    if wanted.rule:
        rows = rows.filter(rule=wanted.rule)
    if wanted.age in AGES:
        rows = rows.filter(LessThanOrEqual(Unindexed(F("run")), Subquery(_runs(wanted).values("pk")[:1])))
    for thing in (wanted.program, wanted.region):
        if thing:
            rows = rows.filter(article__in=Appearance.objects.filter(entity=thing).values("article"))
    return rows


def _runs(wanted):
    """Runs that began as long ago as is asked, the last one first: all before it did too."""
    return Run.objects.filter(started_at__lte=timezone.now() - timedelta(days=AGES[wanted.age])).order_by("-pk")


def articles(wanted: Wanted = Wanted()):
    """Documents in which something waits, the newest first."""
    rows = Article.objects.order_by("-published_on", "-pk").defer(*HEAVY)
    if wanted.age in AGES:  # nothing was found in a document before it came
        last = _runs(wanted).values_list("pk", flat=True).first()
        if last is None:
            return rows.none()
        rows = rows.filter(run__lte=last)
    if wanted.state != WAITING:
        return rows.filter(
            Q(pk__among=mentions(wanted).values("article")) | Q(pk__among=quotes(wanted).values("article"))
        )
    if (few := _few(wanted)) is not None:
        return rows.filter(pk__in=few)
    here = {"article": OuterRef("pk")}
    return rows.filter(RowByRow(mentions(wanted).filter(**here)) | RowByRow(quotes(wanted).filter(**here)))


def _few(wanted) -> set[int] | None:
    """The documents of all findings that wait, unless these are many: nobody looks through all documents for a few."""
    keys = [rows(wanted).order_by().values_list("article", flat=True) for rows in (mentions, quotes)]
    found = list(keys[0].union(keys[1], all=True)[: MOST + 1])
    return None if len(found) > MOST else set(found)


def newest(wanted: Wanted = Wanted()) -> list[int]:
    """The keys of ``articles``: MOST, and one where there are more."""
    return list(articles(wanted).values_list("pk", flat=True)[: MOST + 1])


def counts(wanted: Wanted, ids) -> dict[int, int]:
    """How many mentions and quotes wait in each of these documents."""
    found = dict.fromkeys(ids, 0)
    for rows in (mentions(wanted), quotes(wanted)):
        grouped = rows.filter(article__in=ids).order_by().values_list("article").annotate(total=Count("pk"))
        for article, total in grouped:
            found[article] += total
    return found


def following(article: Article | None, wanted: Wanted = Wanted()) -> Article | None:
    """The next document of the queue after ``article``, else the first one."""
    waiting = articles(wanted)
    if article is None:
        return waiting.first()
    rest = waiting.exclude(pk=article.pk)
    # One stretch of the order after the other: for all of them at once SQLite would sort what lies behind.
    stretches = [Q(published_on=article.published_on, pk__lt=article.pk)]
    if article.published_on is not None:
        stretches += [Q(published_on__lt=article.published_on), Q(published_on=None)]
    found = (rest.filter(stretch).first() for stretch in (*stretches, Q()))
    return next(filter(None, found), None)


@dataclass
class Rule:
    """A rule with what people said of what it found; what they corrected counts as not right."""

    name: str
    kind: str
    waiting: int = 0
    right: int = 0
    wrong: int = 0

    @property
    def decided(self) -> int:
        return self.right + self.wrong

    @property
    def precision(self) -> float | None:
        """None while too few are decided."""
        return self.right / self.decided if self.decided >= ENOUGH else None


def rules(wanted: Wanted, documents: Sequence[int]) -> list[Rule]:
    """Every rule by which something waits in these documents, most first; two queries a table."""
    here = {"article__in": documents}
    found: dict[tuple[str, str], Rule] = {}

    def rule(name, kind):
        return found.setdefault((name, kind), Rule(name, kind))

    waiting = mentions(wanted).filter(**here).order_by().values_list("rule", "kind")
    for name, kind, total in waiting.annotate(total=Count("pk")):
        rule(name, kind).waiting += total
    decided = Mention.objects.filter(_BY_RUN, decided_by__isnull=False).order_by()
    right = Count("pk", filter=Q(review=Review.ACCEPTED, edited_fields=[]))
    wrong = Count("pk", filter=Q(review=Review.REJECTED) | Q(review=Review.ACCEPTED) & ~Q(edited_fields=[]))
    for name, kind, good, bad in decided.values_list("rule", "kind").annotate(good=right, bad=wrong):
        rule(name, kind).right, rule(name, kind).wrong = good, bad
    for claim in Evidence.CLAIMS:
        if wanted.kind and wanted.kind != claim:
            continue
        asked = Wanted(**{**vars(wanted), "kind": claim})
        waiting = quotes(asked).filter(**here).order_by().values_list("rule")
        for name, total in waiting.annotate(total=Count(claim, distinct=True)):
            rule(name, claim).waiting += total
        model = Evidence._meta.get_field(claim).related_model
        found_so = model.objects.filter(_BY_RUN, decided_by__isnull=False).order_by().values("pk")
        decided = Evidence.objects.filter(_BY_RUN, **{f"{claim}__in": found_so}).order_by()
        accepted, edited = Q(**{f"{claim}__review": Review.ACCEPTED}), Q(**{f"{claim}__edited_fields": []})
        right = Count(claim, distinct=True, filter=accepted & edited)
        wrong = Count(claim, distinct=True, filter=Q(**{f"{claim}__review": Review.REJECTED}) | accepted & ~edited)
        for name, good, bad in decided.values_list("rule").annotate(good=right, bad=wrong):
            rule(name, claim).right, rule(name, claim).wrong = good, bad
    return sorted((row for row in found.values() if row.waiting), key=lambda row: (-row.waiting, row.name, row.kind))
