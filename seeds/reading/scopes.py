"""What of its sentence tells of a number: its clause with the parts it needs, its label, its period."""

import re

from seeds.reading import clauses, indicators, indicators_kk, periods, units
from seeds.reading.counting import out_of_them
from seeds.reading.drafts import Sentence
from seeds.reading.places import Places
from seeds.reading.units import COUNT

_AMOUNT = re.compile(r"(?:сома|көлем|мөлшер)\w*$")
_FAR = 80  # tokens: what stands farther off is not what is counted
_PREPOSITIONS = frozenset(["в", "во", "на", "за", "с", "со", "к", "ко", "до", "по", "от", "из"])
_OBJECTS = frozenset(["ее", "её", "его", "их"])
_THIS = frozenset(["это", "что", "бұл", "ол", "она", "оно"])
_JOINING = frozenset(["и", "а", "также", "мен", "пен", "бен", "және", "да", "де", ",", "әрі"])


def widened(tokens, candidate, candidates, parts, language) -> tuple[int, int]:
    """The clause of a number with the parts it needs to be understood: a Kazakh one up to its predicate."""
    index = parts.index(candidate.clause) if candidate.clause in parts else None
    if index is None:
        return candidate.clause.first, max(candidate.clause.after, candidate.after)
    first, after = clauses.start(tokens, candidate.clause), candidate.clause.after
    if candidate.clause.predicate and language == "kk":
        words = [token.low for token in tokens[first : candidate.first] if token.kind == "word"]
        if (
            index
            and candidate.kind in ("percent", "times")
            and all(re.match(r"жыл|биыл|былтыр|бұл|ал$", word) for word in words)
        ):
            return parts[index - 1].first, after
        return first, after
    others = [c.first for c in candidates if c is not candidate]
    if language == "kk" and index and candidate.counted and candidate.kind == COUNT and candidate.first == first:
        part = parts[index - 1]
        bare = candidate.counted.after >= after and candidate.counted.head - candidate.after <= 1
        if bare and re.search(r"(?:ған|ген|қан|кен|тын|тін)$", tokens[part.after - 1].low):
            return part.first, after
    bracketed = first and tokens[first - 1].text == "("
    # "Мощность станции – 50 МВт, она выработает …" tells enough.
    labelled = (
        index and tokens[first - 1].text in "–—-" and candidate.first - first <= 1 and not parts[index - 1].predicate
    )
    if not (candidate.clause.predicate or bracketed or (labelled and language == "ru")):
        for part in parts[index + 1 : index + 4]:
            labels = part.after < len(tokens) and tokens[part.after].text in "–—-:" and part.after + 1 in others
            if labels or any(part.first <= other < part.after for other in others):
                break
            after = part.after
            if part.predicate:
                break
    own = [token.low for token in tokens[first : candidate.first] if token.kind == "word"]
    subject = any(units.is_nominative(word) for word in own)
    reached = candidate.counted is None and own == ["до"]  # "… снизилась на 3 тысячи – до 449 тысяч"
    needs_subject = language == "ru" and not subject and (reached or candidate.kind in ("percent", "times", "money"))
    if out_of_them(tokens, candidate.clause):
        return first, after
    if language == "ru" and (needs_subject or not (candidate.clause.predicate or subject)):
        for part in reversed(parts[max(0, index - 5) : index]):
            apart = tokens[first].low in _PREPOSITIONS and candidate.first - first > 1
            if apart and any(part.first <= other < part.after for other in others):
                break  # "на школы 4 млрд, на больницы 3 млрд"
            # "… и составил 95,2%": the subject stands in the clause before; another predicate is another matter.
            if part.predicate and not (needs_subject and first - candidate.first >= -2):
                break
            first = part.first
            if part.predicate or any(part.first <= other < part.after for other in others):
                break
            if any(units.is_nominative(token.low) for token in tokens[part.first : part.after] if token.kind == "word"):
                break
    return first, after


def _qualifier_token(tokens, candidate) -> int:
    at = candidate.first
    while at > 0 and tokens[at - 1].start >= candidate.number.qualifier_start:
        at -= 1
    return at


def _coordinated(tokens, candidate, other) -> bool:
    """Whether the other number's noun only stands beside this one: "5 школ и 3 больницы"."""
    if not (candidate.counted and other.counted and candidate.kind == other.kind == COUNT):
        return False
    left, right = sorted((candidate, other), key=lambda c: c.first)
    between = tokens[left.counted.after : _qualifier_token(tokens, right)]
    return 0 < len(between) <= 2 and all(token.low in _JOINING for token in between)


def _is_one_change(candidate, other) -> bool:
    """Whether a change begins and ends with the two: "12 мың адамнан 9 мың адамға"."""
    left, right = sorted((candidate, other), key=lambda c: c.first)
    return left is not right and left.unit is right.unit and bool(left.counted) and left.counted.after == right.first


def period(spans, start, end, number) -> periods.Period | None:
    """The period of a figure: the nearest in its clause, else the last before it in the sentence."""
    inside = [span for span in spans if start <= span.start < end]
    if inside:
        return min(inside, key=lambda span: abs(span.start - number))
    before = [span for span in spans if span.end <= start]
    return before[-1] if before else None


def _label(tokens, candidate, parts, dropped) -> tuple[str, bool]:
    """What a dash joins to a number, and whether it stands before it: "төрт баладан — 24 отбасы", "20%-ы – жастар"."""
    clause = candidate.clause
    if clause not in parts:
        return "", False
    index = parts.index(clause)

    def words(part):
        return [
            t.text
            for n, t in enumerate(tokens[part.first : part.after], part.first)
            if t.kind == "word" and n not in dropped
        ]

    dashes = "-–—:"
    if index and tokens[clause.first - 1].text in dashes and candidate.first - clause.first <= 2:
        part = parts[index - 1]
        label = words(part)
        if part.after == clause.first - 1 and label and len(label) <= 6 and not part.predicate:
            return " ".join(label), True
    if index + 1 < len(parts) and tokens[clause.after].text in dashes and candidate.kind == "percent":
        part = parts[index + 1]
        label = words(part)
        if label and len(label) <= 6:
            return " ".join(label), False
    return "", False


def _is_reached(tokens, candidate, candidates, language) -> bool:
    """Whether the number says how much something is before or after a change: "вырос с 81 до 88 %"."""
    if language == "ru":
        return bool(candidate.first) and tokens[candidate.first - 1].low in ("до", "с", "со")
    alike = (other for other in candidates if other.kind == candidate.kind and other.clause == candidate.clause)
    return candidate.kind in ("percent", "money") and len(list(alike)) > 1


def in_its_place(tokens, candidate, known) -> str:
    """The indicator of another member of a list with the words that lead to this one: "мектепке" for "спортқа"."""
    own, others, said = _lead(tokens, candidate), _lead(tokens, known), known.indicator.split()
    for size in range(min(len(others), len(said) - 1), 0, -1):
        if [word.lower() for word in said[:size]] == [word.lower() for word in others[-size:]]:
            return " ".join(indicators_kk.short([*own, *said[size:]])) if own else ""
    return ""


def _lead(tokens, candidate) -> list[str]:
    """The words of a list's member before its number, as an indicator has them."""
    at = candidate.first
    while at and tokens[at - 1].text not in ",;:(." and tokens[at - 1].low not in ("және", "ал"):
        at -= 1
    marks = {"«": "«", "»": "»"}
    words = "".join(marks.get(t.text, f" {t.text} " if t.kind == "word" else " ") for t in tokens[at : candidate.first])
    words = words.replace("« ", "«").replace(" »", "»").split()
    return [words[0][0].lower() + words[0][1:], *words[1:]] if words and words[0][1:2].islower() else words


def place(
    places: Places, sentence: Sentence, tokens, candidate, candidates, parts, spans, scope, earlier: str, before=None
) -> indicators.Place:
    """Where the number stands, less what tells nothing of what it counts; ``earlier`` (by ``before``) was counted."""
    first, after = scope
    first, after = max(first, candidate.first - _FAR), min(after, candidate.after + _FAR)
    dropped = set()
    for other in candidates:
        begin = _qualifier_token(tokens, other)
        named = other.counted and (other.kind != COUNT or _is_one_change(candidate, other))
        last = other.counted.after if named else other.after
        if other is not candidate and _coordinated(tokens, candidate, other):
            begin, last = (
                begin - (other.first > candidate.first),
                other.counted.after + (other.first < candidate.first),
            )
        elif (
            other is not candidate
            and other.kind == COUNT
            and other.counted
            and begin
            and tokens[begin - 1].low in _PREPOSITIONS
        ):
            begin, last = begin - 1, other.counted.after
        dropped.update(range(begin, last))
        if other.kind == "money" and last < len(tokens) and _AMOUNT.match(tokens[last].low) and other is not candidate:
            dropped.add(last)
    for span in spans:
        inside = [n for n in range(first, after) if span.start <= tokens[n].start < span.end]
        dropped.update(inside)
        if inside and inside[0] > first and tokens[inside[0] - 1].low in _PREPOSITIONS:
            dropped.add(inside[0] - 1)
    if sentence.language == "kk":
        dropped.update(range(first, places.after_person(sentence, tokens, first, candidate.first)))
    dropped.update(places.named(sentence, tokens, first, after))
    for frame in places.frames(sentence, tokens, first, after):
        dropped.update(frame)
    where, doer = places.adjuncts(sentence, tokens, first, after, candidate.first)
    for frame in where:
        dropped.update(frame)
    for part in parts:
        if candidate.clause != part and clauses.is_aside(tokens, part):
            dropped.update(range(part.first, part.after))
    label, label_first = _label(tokens, candidate, parts, dropped)
    known = said = candidate.of
    own = {token.low for token in tokens[candidate.clause.first : candidate.first]}
    spoken = tokens[candidate.clause.first].low in _THIS or own & _OBJECTS
    again = candidate.first and tokens[candidate.first - 1].low == "или"  # "682 тысячи, или 73 %"
    if again and before in candidates and before.counted:
        dropped.update(range(before.first, before.counted.after))
    if known is None and candidate.kind != COUNT and before is not None and (spoken or again):
        said = before
    if known is not None and known in candidates and known.counted and known.clause == candidate.clause:
        first = max(first, known.counted.after)  # what comes before is said of the whole
    return indicators.Place(
        tokens=tokens,
        first=first,
        after=after,
        number=_qualifier_token(tokens, candidate),
        number_after=candidate.after,
        counted=candidate.counted,
        kind=candidate.kind,
        dropped=frozenset(dropped),
        earlier=candidate.text if candidate.elliptic else earlier,
        named=candidate.named,
        label=label,
        label_first=label_first,
        noun=(candidate.of.noun if candidate.of else candidate.noun) or (candidate.text if candidate.elliptic else ""),
        same=said.indicator if said else "",
        plan=candidate.plan,
        reached=_is_reached(tokens, candidate, candidates, sentence.language),
        doer=doer,
        unit=candidate.text,
        proper=places.proper(sentence, tokens),
        lower=sentence.language == "kk",
    )
