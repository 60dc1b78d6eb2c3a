"""What reading found in one article, as an editor decides on it: mentions and claims with their quotes."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import appearances, waiting
from articles.models import Article, Evidence, Mention
from kb.core import batches
from kb.core.models import Entity, Relation, Review, Run
from kb.core.review import NEEDS_REASON
from people.models import Position
from programs.models import Figure, Pledge, PledgeChange

TABLES = {
    "mention": Mention,
    "position": Position,
    "relation": Relation,
    "figure": Figure,
    "pledge": Pledge,
    "pledge_change": PledgeChange,
}
# What the words of each kind of claim read.
ENDS = {
    "mention": ("entity",),
    "position": ("person", "organization", "region"),
    "relation": ("subject", "object"),
    "figure": ("indicator", "program", "organization", "region", "speaker", "plan__indicator"),
    "pledge": ("person", "organization", "program", "region", "target__indicator"),
    "pledge_change": ("pledge", "old_target__indicator", "new_target__indicator"),
}
# Proposed and looked at: somebody could not say.
UNSURE = "unsure"
CHOICES = {"accept": Review.ACCEPTED, "reject": Review.REJECTED, UNSURE: Review.PROPOSED}
NOTES = {
    "accept": Review.ACCEPTED.label,
    "reject": Review.REJECTED.label,
    UNSURE: gettext_lazy("Unsure"),
}
_DECISION = ("review", "decided_by", "decided_at", "reason")
PERSON, PROGRAM, REGION = Entity.Kind.PERSON, Entity.Kind.PROGRAM, Entity.Kind.REGION


@dataclass
class Finding:
    """A mention, or a claim with its quotes in this article."""

    key: str  # "figure:12"
    kind: str
    row: object
    spans: list[tuple[int, int]]
    rule: str
    quotes: list[Evidence] = field(default_factory=list)
    earlier: object = None  # a rejected mention that says the same elsewhere, or a rejected claim of the same words
    returned: bool = False  # decided against before, and here is a new quote
    wanted: bool = True  # asked for by the filters of the queue

    @property
    def version(self) -> str:
        return batches.version(self.row)

    @property
    def is_open(self) -> bool:
        return self.row.review == Review.PROPOSED or self.returned

    @property
    def is_unsure(self) -> bool:
        return self.row.review == Review.PROPOSED and self.row.decided_by_id is not None


@dataclass
class Decision:
    key: str
    choice: str
    reason: str = ""
    version: str = ""


@dataclass
class Decided:
    """``refused``: the key of each finding that was not decided, and why."""

    run: Run | None = None
    decided: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)


def findings(article: Article, lock: bool = False) -> list[Finding]:
    """All findings of ``article`` in the order of its words; a fixed number of queries."""
    found = []
    mentions = _rows("mention", lock).filter(article=article)
    for row in mentions:
        row.article = article
        found.append(Finding(f"mention:{row.pk}", "mention", row, [(row.start, row.end)], row.rule))
    quotes = defaultdict(list)
    for quote in Evidence.objects.filter(article=article).select_related("run").order_by("start", "pk"):
        quote.article = article
        name = next(name for name in Evidence.CLAIMS if getattr(quote, f"{name}_id"))
        quotes[name, getattr(quote, f"{name}_id")].append(quote)
    for name in Evidence.CLAIMS:
        keys = [pk for kind, pk in quotes if kind == name]
        for row in _rows(name, lock).filter(pk__in=keys):
            said = quotes[name, row.pk]
            spans = [(quote.start, quote.end) for quote in said]
            finding = Finding(f"{name}:{row.pk}", name, row, spans, said[0].rule, said)
            finding.returned = is_returned(row, said)
            found.append(finding)
    _find_earlier(found)
    return sorted(found, key=lambda finding: (min(finding.spans), finding.kind != "mention", finding.key))


def _rows(name, lock=False):
    rows = TABLES[name].objects.select_related(*ENDS[name], "decided_by").order_by("pk")
    rows = rows.with_due() if name == "pledge" else rows
    return rows.select_for_update(of=("self",)) if lock else rows


def is_returned(row, quotes) -> bool:
    """Decided against, and none of these quotes was there then; ``waiting`` asks the same of all."""
    against = row.review in NEEDS_REASON and row.decided_at is not None
    return against and not any(quote.weighed for quote in quotes)


def _find_earlier(found):
    """Proposed links that a person rejected for the same words elsewhere, proposed claims of rejected words."""
    _find_earlier_claims([finding for finding in found if finding.kind != "mention"])
    asked = [f.row for f in found if f.kind == "mention" and f.row.review == Review.PROPOSED and f.row.entity_id]
    rejected = Mention.objects.filter(
        review=Review.REJECTED,
        decided_by__isnull=False,
        entity__in={row.entity_id for row in asked},
        text__in={row.text for row in asked},
    )
    known = {(row.text, row.entity_id): row for row in rejected.select_related("decided_by").order_by("decided_at")}
    for finding in found:
        if finding.kind == "mention" and finding.row.review == Review.PROPOSED:
            finding.earlier = known.get((finding.row.text, finding.row.entity_id))


def _find_earlier_claims(found):
    """Another reading of words may say nearly the same: the decision on the first one is shown with it."""
    against = [f for f in found if f.row.review in NEEDS_REASON and f.row.decided_by_id and not f.returned]
    for finding in found:
        if finding.row.review == Review.PROPOSED:
            near = (f.row for f in against if f.kind == finding.kind and _overlap(f.spans, finding.spans))
            finding.earlier = next(near, None)


def _overlap(spans, others) -> bool:
    return any(start < their_end and their_start < end for start, end in spans for their_start, their_end in others)


@transaction.atomic
def decide(article: Article, decisions: list[Decision], user) -> Decided:
    """Write the decisions of one page as one run; what changed under the editor's hands is refused."""
    answer = Decided()
    known = {finding.key: finding for finding in findings(article, lock=True)}
    chosen = []
    for decision in {decision.key: decision for decision in decisions}.values():
        finding = known.get(decision.key)
        if finding is not None and _is_done(finding.row, decision, user):
            answer.decided.append(finding.key)  # the page was sent twice
        elif problem := _problem(finding, decision):
            answer.refused[decision.key] = problem
        else:
            chosen.append((finding, decision))
    if not chosen:
        return answer
    batch, now, counts = batches.Batch(user), timezone.now(), defaultdict(int)
    for finding, decision in chosen:
        batch.changing(finding.row, _DECISION, NOTES[decision.choice])
        finding.row.decide(CHOICES[decision.choice], user, now, decision.reason.strip())
        counts[decision.choice] += 1
        answer.decided.append(finding.key)
    answer.run = batch.close(dict(counts), {"articles": [article.pk]})
    if any(finding.kind == "mention" for finding, _decision in chosen):
        appearances.rebuild([article])
    return answer


def _is_done(row, decision, user) -> bool:
    """``user`` has just decided so."""
    return (
        decision.choice in CHOICES
        and row.decided_by_id == user.pk
        and (row.review, row.reason) == (CHOICES[decision.choice], decision.reason.strip())
        and decision.version != batches.version(row)
    )


def _problem(finding, decision) -> str:
    if finding is None or decision.choice not in CHOICES:
        return _("This finding is not on this page any more.")
    if CHOICES[decision.choice] in NEEDS_REASON and not decision.reason.strip():
        return _("Give a reason.")
    row = finding.row
    if decision.version and decision.version != finding.version:
        return _("Changed meanwhile: now “%(state)s”, by %(who)s.") % {
            "state": row.get_review_display(),
            "who": row.decided_by or "—",
        }
    return ""


def waiting_rows(wanted: waiting.Wanted):
    """The rows of one table that the filters ask for; ``wanted.kind`` says which table."""
    if wanted.kind in Evidence.CLAIMS:
        rows = _rows(wanted.kind)
        return rows.filter(pk__in=waiting.quotes(wanted).values(wanted.kind))
    return waiting.mentions(wanted).select_related("entity", "decided_by").order_by("pk")


@transaction.atomic
def accept_all(wanted: waiting.Wanted, keys, user, reason="") -> Run:
    """Accept those of ``keys`` that still wait, as one run."""
    rows = list(waiting_rows(wanted).filter(pk__in=keys))
    batch, now = batches.Batch(user, reason), timezone.now()
    for row in rows:
        batch.changing(row, _DECISION, NOTES["accept"])
        row.decide(Review.ACCEPTED, user, now)
    articles = sorted({row.article_id for row in rows if isinstance(row, Mention)})
    run = batch.close({"accept": len(rows)}, {"articles": articles, "rule": wanted.rule, "kind": wanted.kind})
    appearances.rebuild(Article.objects.filter(pk__in=articles).only("pk"))
    return run


@transaction.atomic
def undo(run: Run, user) -> tuple[Run, list]:
    """Take back decisions of one page, mentions counted anew."""
    back, left = batches.undo(run, user)
    appearances.rebuild(Article.objects.filter(pk__in=run.options.get("articles", [])).only("pk"))
    return back, left
