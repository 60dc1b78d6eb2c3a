"""A figure of what was done points at the planned figure that it reports on."""

import re

from seeds.reading import clauses
from seeds.reading.drafts import Figure

_MOST = 40  # plans that one result is compared with
# A state is no result of a plan.
_STOCK = re.compile(
    r"\b(?:тұр(?:ады|атын|ып|ған)|тіркел(?:ген|ді)|кезек(?:те|ке)|бар\b|құрай|"
    r"прожива|живу?[тщ]|состо[ия]т|состоящ|зарегистрирова|очеред|насчит|имеется|имеются)",
    re.I,
)
_KK_ACTION = re.compile(
    r"(\w{2,}?)(?:[ыі][лн]|(?<=\w{3}[ае])[лн])?(?:[ғқ]ан|[гк]ен|[аей]тын|[аей]тін|уға|уге|у|ю|уы|уі)$"
)
_RU_ACTION = re.compile(
    r"(?:по(?=стро|луч)|от(?=ремонт))?(\w{4})\w*?"
    r"(?:[аеяи]н[оыа]|[аяе]нны[хе]|[уы]ты[хе]|[аеи]ть|[аеяи]л[иао]|л[ио]сь|[аея]ни[еяюи]|тельств[оау]|[йр]ств[оау]|"
    r"ыти[еяюи]|ыт[оыа]|[уюая]т|монт\w?|вши[хе])(?:ся|сь)?$"
)
# Plans themselves, and verbs whose noun says what is done: to give, to get, to provide.
_TELL_NOTHING = frozenset(
    "план жоспа бер ал ет бол қыл көрсе жет жеткі лучи луча выда выде обес пред буду".split()  # noqa: SIM905
)


def _actions(indicator: str, language: str) -> set[str]:
    """Stems of what is done: one for "қайтару" and "қайтарылған", for "строительство" and "построено"."""
    pattern = _KK_ACTION if language == "kk" else _RU_ACTION
    found = (pattern.match(word) for word in re.findall(r"\w{3,}", indicator.lower()))
    return {match[1][:5] for match in found if match} - _TELL_NOTHING


def _share_noun(one: Figure, other: Figure, actions: set[str]) -> bool:
    left, right = (
        {word[:5] for word in re.findall(r"\w{3,}", f.indicator.lower()) if not any(stem in word for stem in actions)}
        for f in (one, other)
    )
    return any(
        a == b or (min(len(a), len(b)) < 5 and (a.startswith(b) or b.startswith(a))) for a in left for b in right
    )


def _is_stock(figure: Figure) -> bool:
    rest = figure.quote.text[max(0, figure.number.end - figure.quote.start) :]
    return bool(_STOCK.search(figure.indicator) or _STOCK.search(re.split(r"[,.;:!?]", rest)[0]))


def _in_time(done: Figure, plan: Figure) -> bool:
    """Whether the result falls into the plan's period; what has no known period is in doubt."""
    undated = not (done.start or done.end or done.date_words)
    start, end = (done.as_of, done.as_of) if undated else (done.start, done.end or done.as_of)
    if not (start or end) or not (plan.start or plan.end):
        return False
    first, last = start or end, end or start
    # A date is compared as precisely as both are known.
    begins = plan.start is None or all(plan.start[: len(at)] <= at[: len(plan.start)] for at in (first, last))
    return begins and (plan.end is None or first[: len(plan.end)] <= plan.end[: len(first)])


def _reports_on(done: Figure, plan: Figure) -> bool:
    if done.language != plan.language or not _in_time(done, plan) or _is_stock(plan):
        return False
    shared = _actions(done.indicator, done.language) & _actions(plan.indicator, plan.language)
    return bool(shared) and (
        (done.program is not None and done.program is plan.program) or _share_noun(done, plan, shared)
    )


def link(found: list[Figure]) -> None:
    """A figure of what was done points at the planned figure of the same thing and time; in doubt at none."""
    planned: dict[tuple, list[Figure]] = {}
    for figure in found:
        if figure.status != clauses.REPORTED:
            planned.setdefault((figure.unit, figure.unit_text, id(figure.region)), []).append(figure)
    for figure in found:
        plans = planned.get((figure.unit, figure.unit_text, id(figure.region)), [])[:_MOST]
        if figure.status != clauses.REPORTED or not plans or _is_stock(figure):
            continue
        fitting = [plan for plan in plans if _reports_on(figure, plan)]
        if fitting:
            figure.plan = min(fitting, key=lambda plan: abs(plan.number.start - figure.number.start))
