"""Notices that the law asks for: who ordered and paid for a political advertisement, and bans on copying."""

import re

from seeds.reading.drafts import Disclosure, Span

# Parts of a notice stand this near to each other, in characters; those nearer than GAP make one span.
REACH, GAP = 600, 40

_LABELS = [
    ("producer", r"(?:изготовлен[оаы]?|изготовитель|произведен[оа]|подготовлено|материал подготовлен\w*|размещено)"),
    ("producer", r"(?:дайындаған|дайындаушы|дайындалған|жасаған|әзірлеген|әзірлеуші|өндіруші|өндірген|шығарған)"),
    ("customer", r"(?:заказчик\w{0,2}|заказал\w?|заказано|по заказу|размещено по заказу)"),
    ("customer", r"(?:тапсырыс\s?беруші|тапсырысшы|тапсырыс\s?берген|тапсырыс)"),
    (
        "payer",
        r"(?:оплачено|оплачена|оплачен|оплата произведена|оплата осуществлена|оплату произвел\w?|плательщик)"
        r"(?:\s+(?:из|за сч[её]т|с|со))?(?:\s+средств(?:ами)?)?",
    ),
    ("payer", r"(?:төлеуші|төлем көзі|төлемі|төлеген|ақысын төлеген|қаржыландырған|қаржы көзі)"),
]
_LABEL = re.compile(
    r"(?:(?<=[.;,(*\n\r])|(?<=[.;,(*\n\r]\s)|\A)[ \t*•-]{0,4}(?:"
    + "|".join(rf"(?P<{role}{number}>{words})" for number, (role, words) in enumerate(_LABELS))
    + r")(?!\w)[ \t]*[:–—-]?[ \t]*",
    re.I,
)
# "… қорының қаражатынан төленді": the payer stands before the verb.
_KAZAKH_PAYER = re.compile(
    r"(?P<payer>[^\n.;:]{4,160}?)\s(?:қаражат[ыа]\w{0,6}|қаржы\w{0,8}|есебінен|қор[ыа]нан)\s(?:есебінен\s)?"
    r"(?:төлен\w{2,6}|жарияланды|дайындалды|жасалды)",
    re.I,
)
_FUND = re.compile(r"фонд\w{0,3}|қор\w{0,6}|парти\w{0,8}|средств|қаражат", re.I)

_BAN = re.compile(
    r"(?:запреща(?:ется|ются|ено)|запрещен[оаы]?|не допускается|не допускаются|не разрешается)[^\n]{0,160}?"
    r"(?:копирован|перепечат|публикаци|воспроизведен|распростран|тиражирован|использован|репост)|"
    r"(?:копирован|перепечат|воспроизведен|распространен|тиражирован|репост|использовани)[^\n]{0,200}?"
    r"(?:запрещ|не допуска|не разреша|только с (?:письменного )?(?:разрешени|согласи)|"
    r"без (?:письменного )?(?:разрешения|согласия))|"
    r"(?:көшір|басып шығар|басуға|тарату|жариялау|пайдалан|қайта бас)[^\n]{0,200}?"
    r"(?:тыйым салын|рұқсат етілме|рұқсат берілме|болмайды|рұқсатынсыз|келісімінсіз)|"
    r"(?:рұқсатынсыз|келісімінсіз)[^\n]{0,160}?(?:көшір|басып|басуға|тарат|жариял|пайдалан)",
    re.I,
)
# The ban speaks of the page itself, not of what the article is about ("запрещено распространять слухи").
_OF_THE_PAGE = re.compile(
    r"любо[ейг]|любых|полн\w* или частичн|данн(?:ой|ого|ых|ый) (?:информац|материал|текст|стать|публикац)|"
    r"(?:материал|текст|стат|публикац|контент)\w* (?:сайт|агентств|издани|портал|газет|редакц)|репост|перепечат|"
    r"без (?:письменного )?(?:разрешения|согласия)|разрешени\w* редакции|согласи\w* редакции|"
    r"кез келген|(?:осы|аталған) (?:ақпарат|материал|мәтін|мақала)|сайт\w* материал|редакция|көшіріп|қайта бас",
    re.I,
)
_LINE = re.compile(r"[^\r\n]+")


def disclosure(text: str) -> Disclosure | None:
    """The notice of a political advertisement; None unless at least two of its parts, or a paying fund, are named."""
    if not re.search(r"заказ|оплач|оплат|плательщик|тапсырыс|төле", text, re.I):
        return None
    parts = [_part(text, match) for match in _LABEL.finditer(text)]
    parts = [part for part in parts if part[1]]
    for match in _KAZAKH_PAYER.finditer(text):
        at = match.start("payer") + len(match["payer"]) - len(match["payer"].lstrip(" *•–—-"))
        if _FUND.search(match[0]):
            parts.append(("payer", _kazakh_fund(text[at : match.end()], match["payer"]), at, match.end()))
    parts.sort(key=lambda part: part[2])
    best: list[tuple[str, str, int, int]] = []
    for number, part in enumerate(parts):
        group = [part]
        for other in parts[number + 1 :]:
            if other[2] - group[-1][3] > REACH or len(group) > 6:
                break
            group.append(other)
        if len({role for role, *_ in group}) > len({role for role, *_ in best}):
            best = group
    roles = {role for role, *_ in best}
    if not ({"customer", "payer"} <= roles or {"producer", "customer"} <= roles or {"producer", "payer"} <= roles):
        best = [part for part in best if part[0] == "payer" and re.search(r"фонд|қор", part[1], re.I)][:1]
        if not best:
            return None
    found = Disclosure(span=_span(text, best))
    for role, value, *_ in best:
        if not getattr(found, role):
            setattr(found, role, value)
    return found


def is_part(line: str) -> bool:
    """Whether a line begins with a label of the notice: a part that stands apart from the others."""
    return bool(_LABEL.match(line))


def ban(text: str) -> Span | None:
    """The notice that forbids copying the text."""
    for match in _BAN.finditer(text):
        start = max(text.rfind("\n", 0, match.start()), text.rfind("\r", 0, match.start())) + 1
        end = _LINE.match(text, match.start()).end()
        line = text[start:end]
        aside = not len(text) * 0.15 < match.start() < len(text) * 0.6
        if aside and len(line) < 900 and _OF_THE_PAGE.search(line):
            start += len(line) - len(line.lstrip())
            return Span.of(text, start, start + len(line.strip()))
    return None


def _span(text: str, parts: list[tuple[str, str, int, int]]) -> Span:
    """The longest run of parts that stand together."""
    runs = [[parts[0]]]
    for part in parts[1:]:
        if part[2] - runs[-1][-1][3] > GAP:
            runs.append([])
        runs[-1].append(part)
    run = max(runs, key=len)
    return Span.of(text, run[0][2], max(part[3] for part in run))


def _part(text: str, match: re.Match) -> tuple[str, str, int, int]:
    role = next(name.rstrip("0123456789") for name, value in match.groupdict().items() if value)
    start, at = match.start(), match.end()
    start += len(match[0]) - len(match[0].lstrip(" \t*•-"))
    gap = re.compile(r"\s{0,4}").match(text, at)
    # "Заказчик:" with the name on the next line.
    at = gap.end() if match[0].rstrip().endswith(":") else at
    line = _LINE.match(text, at)
    if not line:
        return role, "", start, at
    end = min(line.end(), at + 200)
    following = _LABEL.search(text, at, end)
    if following:
        end = following.start()
    value = text[at:end].strip(" \t.,;:*–—-()")
    if re.search(r"(?:\b|\.)[^\W\d_]\Z", value) and text[at:end].strip(" \t,;:*").endswith("."):
        value += "."
    return role, _russian_fund(value), start, at + len(text[at:end].rstrip(" \t*,;("))


def _russian_fund(value: str) -> str:
    value = re.sub(r"\A(?:за сч[её]т\s+|из\s+)?(?:собственных\s+)?средств(?:ами|а)?\s+", "", value, flags=re.I)
    return re.sub(r"(\w+)ого фонда\b", r"\1ый фонд", value)


def _kazakh_fund(whole: str, payer: str) -> str:
    payer = payer.strip(" *•–—-,;«" if payer.count("«") > payer.count("»") else " *•–—-,;")
    payer = re.sub(r"\A(?:(?:осы|бұл)\s)?(?:материал|мақала|жарнама|жарияланым)\w{0,3}\s", "", payer, flags=re.I)
    if re.search(r"\sқор[ыа]нан\s", whole):
        return payer + " қоры"
    return re.sub(r"қорының\Z", "қоры", payer)
