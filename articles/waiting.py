"""The queue of the review desk: what waits in which document, and how right each rule has been so far."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from articles.models import Appearance, Article, Evidence, Mention
from kb.core.models import Entity, Review
from kb.core.querysets import PUBLIC_CONFIDENCE
from kb.core.quotes import HEAVY
from kb.core.review import NEEDS_REASON

# Decisions of people below which a share says nothing.
ENOUGH = 20
CONFIDENCE = {"low": (0, PUBLIC_CONFIDENCE), "middle": (PUBLIC_CONFIDENCE, 0.85), "high": (0.85, 1.01)}
AGES = {"1": 1, "7": 7, "30": 30}
WAITING, UNSURE, RETURNED, CHANGED = "waiting", "unsure", "returned", "changed"
RIVALS, SHOWN, PEOPLE = "rivals", "shown", "people"


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
    rows = Mention.objects.filter(review=Review.PROPOSED, decided_by__isnull=wanted.state != UNSURE)
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


def quotes(wanted: Wanted = Wanted()):
    """Quotes of claims to decide on."""
    if wanted.kind in Entity.Kind.values or wanted.risk == RIVALS:
        return Evidence.objects.none()
    found = Q(pk__in=[])
    for name in [wanted.kind] if wanted.kind else Evidence.CLAIMS:
        found |= _claim(name, wanted)
    return _common(Evidence.objects.filter(found), wanted)


def _claim(name, wanted) -> Q:
    found = Q(**{f"{name}__isnull": False})
    if wanted.state == RETURNED:
        weighed = Evidence.objects.filter(weighed=True, article=OuterRef("article"), **{name: OuterRef(name)})
        found &= Q(**{f"{name}__review__in": NEEDS_REASON, f"{name}__decided_at__isnull": False}) & ~Exists(weighed)
    elif wanted.state == CHANGED:
        found &= changed_under_quote(name)
    else:
        undecided = wanted.state != UNSURE
        found &= Q(**{f"{name}__review": Review.PROPOSED, f"{name}__decided_by__isnull": undecided})
    if wanted.confidence in CONFIDENCE:
        least, most = CONFIDENCE[wanted.confidence]
        found &= Q(**{f"{name}__confidence__gte": least, f"{name}__confidence__lt": most})
    if wanted.risk == SHOWN:
        found &= Q(**{f"{name}__confidence__gte": PUBLIC_CONFIDENCE})
    elif wanted.risk == PEOPLE:
        ends = {"position": "person", "figure": "speaker", "pledge": "person"}
        found &= Q(**{f"{name}__{ends[name]}__isnull": False}) if name in ends else Q(pk__in=[])
    return found


def changed_under_quote(name) -> Q:
    """A person changed what the quote vouches for, and every quote is the one that was read."""
    edited = Q(pk__in=[])
    for column in getattr(Evidence._meta.get_field(name).related_model, "sourced", ()):
        # The column holds a JSON list of names: its text is searched, which both databases can.
        edited |= Q(**{f"{name}__edited_fields__icontains": f'"{column}"'})
    by_hand = Evidence.objects.filter(run=None, **{name: OuterRef(name)})
    return edited & Q(**{f"{name}__review": Review.ACCEPTED}) & ~Exists(by_hand)


def _common(rows, wanted):
    if wanted.rule:
        rows = rows.filter(rule=wanted.rule)
    if wanted.age in AGES:
        rows = rows.filter(run__started_at__lte=timezone.now() - timedelta(days=AGES[wanted.age]))
    for thing in (wanted.program, wanted.region):
        if thing:
            rows = rows.filter(article__in=Appearance.objects.filter(entity=thing).values("article"))
    return rows


def articles(wanted: Wanted = Wanted()):
    """Documents in which something waits, the newest first."""
    here = {"article": OuterRef("pk")}
    waits = Exists(mentions(wanted).filter(**here)) | Exists(quotes(wanted).filter(**here))
    return Article.objects.filter(waits).order_by("-published_on", "-pk").defer(*HEAVY)


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
    same_day = Q(published_on=article.published_on, pk__lt=article.pk)
    if article.published_on is None:
        later = same_day
    else:
        later = same_day | Q(published_on__lt=article.published_on) | Q(published_on=None)
    return rest.filter(later).first() or rest.first()


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


def rules(wanted: Wanted = Wanted()) -> list[Rule]:
    """Every rule for which something waits, most first; two queries a table."""
    found: dict[tuple[str, str], Rule] = {}

    def rule(name, kind):
        return found.setdefault((name, kind), Rule(name, kind))

    for name, kind, total in mentions(wanted).order_by().values_list("rule", "kind").annotate(total=Count("pk")):
        rule(name, kind).waiting += total
    decided = Mention.objects.filter(decided_by__isnull=False, run__isnull=False).order_by()
    right = Count("pk", filter=Q(review=Review.ACCEPTED, edited_fields=[]))
    wrong = Count("pk", filter=Q(review=Review.REJECTED) | Q(review=Review.ACCEPTED) & ~Q(edited_fields=[]))
    for name, kind, good, bad in decided.values_list("rule", "kind").annotate(good=right, bad=wrong):
        rule(name, kind).right, rule(name, kind).wrong = good, bad
    for claim in Evidence.CLAIMS:
        if wanted.kind and wanted.kind != claim:
            continue
        asked = Wanted(**{**vars(wanted), "kind": claim})
        totals = quotes(asked).order_by().values_list("rule").annotate(total=Count(claim, distinct=True))
        for name, total in totals:
            rule(name, claim).waiting += total
        decided = Evidence.objects.filter(
            run__isnull=False, **{f"{claim}__decided_by__isnull": False, f"{claim}__run__isnull": False}
        ).order_by()
        accepted, edited = Q(**{f"{claim}__review": Review.ACCEPTED}), Q(**{f"{claim}__edited_fields": []})
        right = Count(claim, distinct=True, filter=accepted & edited)
        wrong = Count(claim, distinct=True, filter=Q(**{f"{claim}__review": Review.REJECTED}) | accepted & ~edited)
        for name, good, bad in decided.values_list("rule").annotate(good=right, bad=wrong):
            rule(name, claim).right, rule(name, claim).wrong = good, bad
    waiting = (row for row in found.values() if row.waiting)
    return sorted(waiting, key=lambda row: (-row.waiting, row.name, row.kind))
