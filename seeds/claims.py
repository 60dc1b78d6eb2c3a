"""A finding of one document to the claim that several documents may share.

The same post, number or promise in another document is another quote of one claim; what differs stands side by side.
Each ``find_…`` returns the claim's row and whether anything was written.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from django.db.models import Max, Min, Q
from rapidfuzz import fuzz

from articles.models import Article
from kb.core.models import Relation, Run
from kb.core.partial_dates import PartialDate
from kb.core.text import name_key
from people.models import Position
from programs.models import Figure, Indicator, Pledge, PledgeChange
from seeds import pairing
from seeds.entities import Links, partial
from seeds.reading import drafts
from seeds.reading.bad import Words as _
from seeds.reading.bad import apart

# Without a period of its own a number holds about as long as this.
SAME_MOMENT = timedelta(days=92)
SIMILAR_PLEDGE = 85
# In a folded text: the words of a deadline that is put off.
_MOVES = re.compile(
    r"\b(?:перенос|перенес|сдвину|сдвига|продл|отлож|отклад)\w*.*\bсрок|\bсрок\w*.*\b(?:перенос|перенес|сдвину|сдвига|продл)"
    r"|\bмерзим\w*.*\b(?:ауыстыр|шегер|узарт|жылжыт|кеиинге)"
)
_QUANTUM = Decimal("0.0001")
_MOST = Decimal(10) ** 19


class Refused(Exception):
    """A finding that no row can hold; the message goes into the notes of the file."""


def refusal(claim: str, draft, refused: Refused) -> dict:
    """The note that says which finding was refused, and why."""
    words = _("%(claim)s at character %(at)s: %(why)s", claim=_(claim), at=draft.quote.start, why=refused.args[0])
    return apart(words)


class Claims:
    """Finds or makes the claims of one article."""

    def __init__(self, article: Article, links: Links, run: Run, figures: Iterable[drafts.Figure] = ()):
        """``figures`` are all that reading found in the article."""
        self.article, self.links, self.run = article, links, run
        self.twin = pairing.Twin(article, Counter(amounts(figures)))
        self.figures: dict[int, Figure] = {}  # id(draft) → row
        self.programs: dict[int, drafts.Thing] = {}  # id(draft of a post) → the program that it is in
        self.last_pledge: Pledge | None = None  # with a deadline: "the deadline is moved" speaks of it
        self.language = article.language if article.language in ("kk", "ru", "en") else "ru"

    def save(self, row) -> bool:
        row._change_reason = f"import {self.run.uid}"
        row.save()
        return True

    def _pk(self, thing: drafts.Thing | None, kind: str) -> int | None:
        """The key of the row, when it is of the kind that the column holds."""
        row = self.links.row(thing)
        return row.pk if row is not None and row.kind == kind else None

    # Positions

    def find_position(self, draft: drafts.Position) -> tuple[Position, bool]:
        person = self._pk(draft.person, drafts.PERSON)
        title = " ".join(draft.title.split())[:300]
        if person is None:
            raise Refused("unlinked")
        if not name_key(title):
            raise Refused(_("a post without a title"))
        start, end = period(draft.start, draft.end)
        language = draft.language if draft.language in ("kk", "ru", "en") else self.language
        found = Position(
            person_id=person,
            post=draft.post[:60],
            organization_id=self._organization(draft),
            region_id=self._pk(draft.region, drafts.REGION),
            acting=draft.acting,
            ended=draft.former,
            start=start,
            end=end,
            date_words=draft.date_words[:200],
            confidence=draft.confidence,
            run=self.run,
        )
        setattr(found, f"title_{language}", title)
        graded = [
            (grade, -row.pk, row)
            for row in Position.objects.filter(person=person, ended=draft.former)
            if (grade := _same_position(row, found, language)) and _dates_agree(row, found, self.article.published_on)
        ]
        if not graded:
            return found, self.save(found)
        row = max(graded, key=lambda entry: entry[:2])[2]
        return row, self._complete(row, found, language)

    def _organization(self, draft: drafts.Position) -> int | None:
        """The organization of the post; of a post in a program the body that runs the program."""
        row = self.links.row(self.programs.get(id(draft)) or draft.organization)
        if row is None or row.kind != drafts.PROGRAM:
            return row.pk if row is not None and row.kind == drafts.ORGANIZATION else None
        runs = Relation.objects.filter(kind=Relation.Kind.RUNS, object=row.pk, subject__kind=drafts.ORGANIZATION)
        owners = set(runs.exclude(review__in=["rejected", "deprecated"]).values_list("subject", flat=True))
        return owners.pop() if len(owners) == 1 else None

    def _complete(self, row: Position, found: Position, language: str) -> bool:
        values = {}
        if not getattr(row, f"title_{language}"):
            values[f"title_{language}"] = getattr(found, f"title_{language}")
        for field in ("organization_id", "region_id", "start", "end", "post"):
            if getattr(row, field) in (None, "") and getattr(found, field) not in (None, ""):
                values[field] = getattr(found, field)
        for field in ("start", "end"):
            if _is_closer(getattr(found, field), getattr(row, field)):
                values |= {field: getattr(found, field), "date_words": found.date_words}
        if found.date_words and not row.date_words and ("start" in values or "end" in values):
            values["date_words"] = found.date_words
        end, start = values.get("end", row.end), values.get("start", row.start)
        if start and end and end.last_day < start.first_day:
            values.pop("end", None), values.pop("start", None)
        if not values or not row.set_unless_edited(**values):
            return False
        like = Position.objects.exclude(pk=row.pk).filter(
            person=row.person_id,
            post=row.post,
            title_kk=row.title_kk,
            title_ru=row.title_ru,
            organization=row.organization_id,
            region=row.region_id,
            start=row.start,
            end=row.end,
            ended=row.ended,
        )
        return not like.exists() and self.save(row)

    # Relations

    def find_relation(self, draft: drafts.Relation) -> tuple[Relation, bool]:
        subject, object_ = self.links.row(draft.subject), self.links.row(draft.object)
        if subject is None or object_ is None:
            raise Refused("unlinked")
        if subject.pk == object_.pk:
            raise Refused(_("a relation of a thing to itself"))
        if (subject.kind, object_.kind) not in Relation.ENDS.get(draft.kind, {(subject.kind, object_.kind)}):
            ends = {"kind": draft.kind, "subject": _(subject.kind), "object": _(object_.kind)}
            raise Refused(_("“%(kind)s” does not lead from a %(subject)s to a %(object)s", **ends))
        start, end = period(draft.start, draft.end)
        for row in Relation.objects.filter(subject=subject.pk, kind=draft.kind, object=object_.pk).order_by("pk"):
            if start is None or row.start is None or row.start == start:
                return row, False
        row = Relation(
            subject=subject,
            kind=draft.kind,
            object=object_,
            start=start,
            end=end,
            date_words=draft.date_words[:200],
            confidence=draft.confidence,
            run=self.run,
        )
        return row, self.save(row)

    # Figures

    def find_figure(self, draft: drafts.Figure) -> tuple[Figure, bool]:
        value, value_max, unit, status = _amount_of(draft)
        start, end = period(draft.start, draft.end)
        indicator, wrote = self._indicator(draft, unit)
        found = Figure(
            indicator=indicator,
            value=value,
            value_max=value_max,
            unit=unit,
            unit_text=draft.unit_text[:100],
            value_text=draft.number.text[:200],
            counted_text=_words(draft, unit),
            language=self._language(draft),
            qualifier=draft.qualifier,
            status=status,
            span_kind=draft.span_kind,
            start=start,
            end=end,
            date_words=draft.date_words[:200],
            as_of=partial(draft.as_of) or _day(self.article),
            program_id=self._pk(draft.program, drafts.PROGRAM),
            organization_id=self._pk(draft.organization, drafts.ORGANIZATION),
            region_id=self._pk(draft.region, drafts.REGION),
            speaker_id=self._pk(draft.speaker, drafts.PERSON),
            plan=self.figures.get(id(draft.plan)) if draft.plan is not None else None,
            confidence=draft.confidence,
            run=self.run,
        )
        candidates = Figure.objects.filter(value=found.value, unit=found.unit, status=found.status)
        for row in candidates.select_related("indicator").order_by("pk"):
            if self._same_figure(row, found):
                return row, self._complete_figure(row, found, {}) or wrote
        if row := self.twin.figure(found):
            # One version may leave out what the other one says.
            values = {}
            if row.start is None and row.end is None:
                values |= {"start": found.start, "end": found.end, "date_words": found.date_words}
            for field in ("region_id", "program_id", "organization_id", "speaker_id"):
                if getattr(row, field) is None:
                    values[field] = getattr(found, field)
            return row, self._complete_figure(row, found, values) or wrote
        return found, self.save(found)

    def _complete_figure(self, row: Figure, found: Figure, values: dict) -> bool:
        if row.plan_id != (found.plan.pk if found.plan else None) and self._says_alone(row, found.plan):
            values["plan_id"] = found.plan.pk if found.plan else None
        if not row.counted_text:
            values |= {"counted_text": found.counted_text, "language": found.language}
        if found.indicator.concept and not row.indicator.concept:
            values["indicator_id"] = found.indicator_id
        return row.set_unless_edited(**values) and self.save(row)

    def _says_alone(self, row: Figure, plan: Figure | None) -> bool:
        """Whether this article may set the plan: there was none, or what it was no other article says."""
        if row.plan_id is None:
            return plan is not None
        return not row.evidence.exclude(article=self.article).exists()

    def _language(self, draft: drafts.Figure) -> str:
        return draft.language if draft.language in ("kk", "ru", "en") else self.language

    def _indicator(self, draft: drafts.Figure, unit: str) -> tuple[Indicator, bool]:
        if draft.concept is not None:
            return self._listed(draft.concept)
        name, language = _words(draft, unit), self._language(draft)
        key = name_key(name)[:400]
        if not key:
            raise Refused(_("a figure that counts nothing"))
        row = Indicator.objects.filter(key=key, unit=unit).first()
        if row is None:
            row = Indicator(unit=unit, run=self.run, **{f"name_{language}": name})
            return row, self.save(row)
        if getattr(row, f"name_{language}") or not row.set_unless_edited(**{f"name_{language}": name}):
            return row, False
        return row, self.save(row)

    def _listed(self, concept: drafts.Concept) -> tuple[Indicator, bool]:
        """The one indicator of a concept; a row of the same name that texts made before becomes it."""
        row = Indicator.objects.filter(concept=concept.key).first()
        if row is not None:
            return row, False
        names = {f"name_{language}": name for language, name in concept.names.items()}
        key = name_key(concept.names["kk"])[:400]
        row = Indicator.objects.filter(key=key, unit=concept.unit, concept="").first()
        row = row or Indicator(unit=concept.unit, run=self.run)
        row.concept = concept.key
        row.set_unless_edited(broad=concept.broad, **names)
        return row, self.save(row)

    def _same_figure(self, row: Figure, found: Figure) -> bool:
        if row.value_max != found.value_max or (row.start, row.end) != (found.start, found.end):
            return False
        ends = [(getattr(row, f"{end}_id"), getattr(found, f"{end}_id")) for end in ("region", "program")]
        if any(one != other for one, other in ends):
            return False
        if row.organization_id and found.organization_id and row.organization_id != found.organization_id:
            return False
        if row.start is None and row.end is None and not _same_moment(row.as_of, found.as_of):
            return False
        telling = pairing.is_telling(row.value)
        if row.indicator_id == found.indicator_id and not (row.indicator.broad and row.language == found.language):
            # Two small numbers of one concept may well be two things.
            return telling or not row.indicator.concept or row.language != found.language or _same_counted(row, found)
        if _language(row) == _language(found):
            return _same_counted(row, found)
        # The other language words it in its own way: the number and what it is about must do.
        return telling and any(one is not None for one, _other in ends)

    # Pledges

    def find_pledge(self, draft: drafts.Pledge) -> tuple[Pledge | list[PledgeChange], bool]:
        """The pledge; or, where a later document moves a known one, the changes."""
        target = self.figures.get(id(draft.figure)) if draft.figure is not None else None
        found = Pledge(
            text=draft.quote.text,
            language=self.language,
            person_id=self._pk(draft.person, drafts.PERSON),
            organization_id=self._pk(draft.organization, drafts.ORGANIZATION),
            program_id=self._pk(draft.program, drafts.PROGRAM),
            region_id=self._pk(draft.region, drafts.REGION),
            target=target,
            deadline=partial(draft.deadline),
            deadline_words=draft.deadline_words[:200],
            start=_day(self.article),
            confidence=draft.confidence,
            run=self.run,
        )
        found.fill()
        before = self.last_pledge
        if (
            before
            and found.deadline
            and before.deadline
            and found.deadline > before.deadline
            and _MOVES.search(found.key)
        ):
            return self._changes(before, found, True, False)
        row, wrote = self._pledge(found, target)
        if isinstance(row, Pledge) and row.deadline:
            self.last_pledge = row
        return row, wrote

    def _pledge(self, found: Pledge, target: Figure | None) -> tuple[Pledge | list[PledgeChange], bool]:
        if row := self.twin.pledge(found):
            return row, False
        candidates = list(self._pledges_like(found))
        for row in candidates:
            if not _same_promise(row, found):
                continue
            deadline_moved = bool(found.deadline and row.deadline and found.deadline != row.deadline)
            target_moved = bool(target and row.target and _amount(target) != _amount(row.target))
            if not deadline_moved and not target_moved:
                return row, False
            if found.start and row.start and found.start > row.start and not self.twin.tells(row):
                return self._changes(row, found, deadline_moved, target_moved)
        told_twice = [row for row in candidates if self._told_in_the_other_language(row, found)]
        if len(told_twice) == 1:
            return told_twice[0], False
        return found, self.save(found)

    def _told_in_the_other_language(self, row: Pledge, found: Pledge) -> bool:
        """The same day, promiser, place, program and deadline: two languages of one news."""
        fields = ("deadline", "person_id", "organization_id", "program_id", "region_id")
        return (
            row.language != found.language
            and found.start is not None
            and (row.start == found.start or self.twin.tells(row))
            and found.deadline is not None
            and row.target is None
            and found.target is None
            and all(getattr(row, field) == getattr(found, field) for field in fields)
        )

    def _pledges_like(self, found: Pledge):
        promiser = Q(key=found.key)
        if found.person_id:
            promiser |= Q(person=found.person_id)
        if found.organization_id:
            promiser |= Q(organization=found.organization_id)
        return Pledge.objects.filter(promiser).select_related("target").order_by("pk")

    def _changes(self, pledge: Pledge, found: Pledge, deadline: bool, target: bool) -> tuple[list[PledgeChange], bool]:
        rows, wrote = [], False
        if deadline:
            known = pledge.changes.filter(kind=PledgeChange.Kind.DEADLINE, new_deadline=found.deadline).first()
            if known is None:
                known = PledgeChange(
                    kind=PledgeChange.Kind.DEADLINE, old_deadline=pledge.deadline, new_deadline=found.deadline
                )
            rows.append(known)
        if target:
            known = pledge.changes.filter(
                kind=PledgeChange.Kind.TARGET, new_target__value=found.target.value, new_target__unit=found.target.unit
            ).first()
            if known is None:
                known = PledgeChange(kind=PledgeChange.Kind.TARGET, old_target=pledge.target, new_target=found.target)
            rows.append(known)
        for row in rows:
            if row.pk is None:
                row.pledge, row.on, row.confidence, row.run = pledge, found.start, found.confidence, self.run
                wrote = self.save(row)
        return rows, wrote


def report_days(positions: set[int], run: Run) -> bool:
    """Set the first and the last day on which documents report these positions."""
    wrote = False
    days = Position.objects.filter(pk__in=positions).annotate(
        first_day=Min("evidence__article__published_on"), last_day=Max("evidence__article__published_on")
    )
    for row in days.order_by("pk"):
        if (row.first_reported, row.last_reported) != (row.first_day, row.last_day):
            row.first_reported, row.last_reported = row.first_day, row.last_day
            row._change_reason = f"import {run.uid}"
            row.save()
            wrote = True
    return wrote


def period(start, end) -> tuple[PartialDate | None, PartialDate | None]:
    """Both ends as partial dates; an end before the start is not believed."""
    start, end = partial(start), partial(end)
    if start and end and end.last_day < start.first_day:
        return start, None
    return start, end


def _same_position(row: Position, found: Position, language: str) -> int:
    """0: another position; higher: the more of it is equal. What one side leaves open contradicts nothing."""
    titles = [name_key(getattr(position, f"title_{language}")) for position in (row, found)]
    same_place = any(
        getattr(row, field) and getattr(row, field) == getattr(found, field)
        for field in ("organization_id", "region_id")
    )
    if row.post and found.post:
        # "akim" of a place in one text is its "akim-city" in another, "chair" of a council its "council-chair".
        codes = sorted((row.post, found.post), key=len)
        closer = same_place and (codes[1].startswith(f"{codes[0]}-") or codes[1].endswith(f"council-{codes[0]}"))
        if row.post != found.post and not closer:
            return 0
    elif not titles[0] or titles[0] != titles[1]:
        return 0
    grade = 1 + (titles[0] == titles[1])
    for field in ("organization_id", "region_id"):
        one, other = getattr(row, field), getattr(found, field)
        if one and other and one != other:
            return 0
        grade += 2 * (one == other)
    return grade


def _dates_agree(row: Position, found: Position, day: date | None) -> bool:
    """Whether the two may be one time in office; ``day`` is when ``found`` was reported."""
    for one, other in ((row.start, found.start), (row.end, found.end)):
        if one and other and not _overlap(one, other):
            return False
    for one, other in ((row, found), (found, row)):
        if one.start and other.end and other.end.last_day < one.start.first_day:
            return False
    if row.ended:
        return True
    # Who was reported in the post before it began, or after it ended, was in it another time.
    if found.start and row.first_reported and row.first_reported < found.start.first_day:
        return False
    if found.end and row.first_reported and row.first_reported > found.end.last_day:
        return False
    return not day or not (
        (row.start and day < row.start.first_day) or (row.end and not found.end and row.end.last_day < day)
    )


def _overlap(one: PartialDate, other: PartialDate) -> bool:
    return one.first_day <= other.last_day and other.first_day <= one.last_day


def _is_closer(found: PartialDate | None, known: PartialDate | None) -> bool:
    """The same date, known to the month or the day."""
    if not found or not known or found == known:
        return False
    return known.first_day <= found.first_day and found.last_day <= known.last_day


def _amount_of(draft: drafts.Figure) -> tuple[Decimal, Decimal | None, str, str]:
    """Value, upper end, unit and status as the row has them."""
    value, value_max = decimal(draft.value), decimal(draft.value_max)
    if value_max is not None and value_max < value:
        value, value_max = value_max, value
    return value, value_max, (draft.unit or "count")[:30], draft.status


def amounts(figures: Iterable[drafts.Figure]) -> Iterator[tuple[Decimal, Decimal | None, str, str]]:
    """Value, upper end, unit and status of each of these that a row can hold."""
    for draft in figures:
        try:
            yield _amount_of(draft)
        except Refused:
            continue


def decimal(value: Decimal | None) -> Decimal | None:
    """As the column keeps it; Refused when it is too large."""
    if value is None:
        return None
    try:
        quantized = Decimal(value).quantize(_QUANTUM)
    except InvalidOperation:
        quantized = _MOST
    if not quantized.is_finite() or abs(quantized) >= _MOST:
        raise Refused(_("a number that is too large"))
    return quantized


def _day(article: Article) -> PartialDate | None:
    return PartialDate.of(article.published_on) if article.published_on else None


def _same_moment(one: PartialDate | None, other: PartialDate | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.first_day - SAME_MOMENT <= other.last_day and other.first_day - SAME_MOMENT <= one.last_day


def _words(draft: drafts.Figure, unit: str) -> str:
    """What a figure counts in the words of its clause."""
    return " ".join((draft.indicator or draft.unit_text or unit).split())[:300]


def _language(figure: Figure) -> str:
    """The language of its words; rows of earlier versions have them in the indicator alone."""
    indicator = figure.indicator
    return figure.language or ("kk" if indicator.name_kk else "ru" if indicator.name_ru else "en")


def _same_counted(one: Figure, other: Figure) -> bool:
    """The same words, whatever their order and endings."""
    keys = [name_key(figure.counted_text) or figure.indicator.key for figure in (one, other)]
    stems = [{word[:5] for word in key.split() if len(word) > 2} for key in keys]
    return bool(stems[0]) and stems[0] == stems[1]


def _amount(figure: Figure):
    return figure.value, figure.value_max, figure.unit


def _same_promise(row: Pledge, found: Pledge) -> bool:
    if row.region_id and found.region_id and row.region_id != found.region_id:
        return False
    if row.program_id and found.program_id and row.program_id != found.program_id:
        return False
    if row.target and found.target and row.target.unit != found.target.unit:
        return False
    if row.key == found.key:
        return True
    if row.language == found.language:
        return fuzz.token_set_ratio(row.key, found.key) >= SIMILAR_PLEDGE and fuzz.ratio(row.key, found.key) >= 60
    same_target = row.target and found.target and _amount(row.target) == _amount(found.target)
    return bool(same_target and row.deadline == found.deadline and row.region_id == found.region_id)
