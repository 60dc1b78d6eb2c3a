"""Numbers in Kazakh and Russian text: digits, words, mixtures, ranges, case endings, and the words that qualify them.

``find`` gives every cardinal number; what a number counts, and whether it counts anything, is for figures.py to say.
Dates, clock times, codes ("12/1", "7-20-25", "+7 …", "COVID-19") and ordinals are no numbers here.
"""

# ruff: noqa: SIM905 - lists of words read better as words

import re
from dataclasses import dataclass
from decimal import Decimal

EXACT, MORE, AT_LEAST, ABOUT, UP_TO, RANGE = "=", ">", ">=", "~", "<=", "range"


@dataclass(frozen=True, slots=True)
class Number:
    """``start`` and ``end`` enclose the number with its multipliers and ending, not its unit."""

    start: int
    end: int
    value: Decimal
    value_max: Decimal | None = None
    qualifier: str = EXACT
    qualifier_start: int = 0  # where the qualifying words before the number start; ``start`` when there are none
    ending: str = ""  # the case ending of the last part, lower case: "дан", "еуі", "ы"
    words: bool = False  # written in words only
    scaled: bool = False  # with мың, тысяч, млн …


@dataclass(frozen=True, slots=True)
class Token:
    kind: str  # digits | word | mark | break
    start: int
    end: int
    text: str
    low: str


_SPACE = " \u00a0\u2009\u202f"
_DASH = "-\u2010\u2011\u2012\u2013\u2014\u2212"
_TOKEN = re.compile(
    rf"(?P<code>(?!\d{{1,3}}(?:[.,]\d{{3}}){{2,}}(?![\d.,]))\d+(?:[./:]\d+){{2,}}|\d+[/:]\d+)"
    rf"|(?P<digits>\d{{1,3}}(?:[.,]\d{{3}}){{2,}}(?![\d.,]\d)|\d{{1,3}}(?:[{_SPACE}]\d{{3}})+(?!\d)(?:,\d+)?|\d+(?:[.,]\d+)?)"
    r"|(?P<word>[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)*)"
    r"|(?P<break>[\n\r\u2028\u2029])"
    r"|(?P<mark>[^\s])"
)
# Telephones and car plates.
_CODE = re.compile(
    r"(?:\+7|(?<!\d)8)[ (-]{1,2}\d{3,4}[) -]{1,2}\d{2,3}[ -]?\d{2}[ -]?\d{2}(?!\d)|"
    r"(?<![\dA-Za-z])\d{3} ?[A-Z]{2,3} ?\d{2}(?!\d)"
)
_LONGEST = 15  # digits; longer ones are identifiers


def tokens(text: str) -> list[Token]:
    """Words, numbers and marks of ``text``; a hyphen joins words, not numbers."""
    return [Token(m.lastgroup, m.start(), m.end(), m[0], m[0].lower()) for m in _TOKEN.finditer(text)]


# Words: folded by lower() only, because "он" and "оң", "елу" and "ел" must stay apart.
_UNITS_KK = {"бір": 1, "екі": 2, "үш": 3, "төрт": 4, "бес": 5, "алты": 6, "жеті": 7, "сегіз": 8, "тоғыз": 9}
_TENS_KK = {"он": 10, "жиырма": 20, "отыз": 30, "қырық": 40, "елу": 50, "алпыс": 60, "жетпіс": 70, "сексен": 80,
            "тоқсан": 90}  # fmt: skip
_COLLECTIVE_KK = {"екеу": 2, "үшеу": 3, "төртеу": 4, "бесеу": 5, "алтау": 6, "жетеу": 7}
_MULTIPLIERS_KK = {"мың": 10**3, "миллион": 10**6, "миллиард": 10**9, "триллион": 10**12}
_ENDINGS_KK = [
    "ға",
    "ге",
    "қа",
    "ке",
    "дан",
    "ден",
    "тан",
    "тен",
    "нан",
    "нен",
    "дай",
    "дей",
    "тай",
    "тей",
    "да",
    "де",
    "та",
    "те",
    "ның",
    "нің",
    "дың",
    "дің",
    "тың",
    "тің",
    "ны",
    "ні",
    "ды",
    "ді",
    "ты",
    "ті",
    "ы",
    "і",
]
# Forms that are other, common words: "оның" (its), "бірден" (at once), "жүзі" (face), "онда" (there).
_NOT_NUMERALS = frozenset(
    "оның онда онды онды ондай оны оны бірден бірге біраз бірі біріне бірінің бірдей бірде біры жүзі жүзы "
    "жүзде жүзінде жүзді жүздің онның он-ды елуы үшы бесы отызы".split()
)
_FORMS: dict[str, tuple[str, Decimal, str]] = {}  # form: (class, value, ending)


def _add(form: str, kind: str, value: object, ending: str = "") -> None:
    if form not in _NOT_NUMERALS:
        _FORMS.setdefault(form, (kind, Decimal(str(value)), ending))


for _table, _kind in (
    (_UNITS_KK, "unit"),
    (_TENS_KK, "ten"),
    ({"жүз": 100}, "hundred"),
    (_MULTIPLIERS_KK, "multiplier"),
):
    for _form, _value in _table.items():
        _add(_form, _kind, _value)
        for _ending in _ENDINGS_KK:
            _add(_form + _ending, _kind, _value, _ending)
for _form, _value in _COLLECTIVE_KK.items():
    for _ending in ("", "і", "ін", "іне", "інің", "інде", "ы", "ын", "ына", "ының", "ге", "ден", "ден", "нің"):
        _add(_form + _ending, "collective", _value, _ending or "еу")
for _forms, _value in (
    ("один одна одно одного одной одному одним одну", 1), ("два две двух двум двумя двое двоих", 2),
    ("три трех трёх трем трём тремя трое троих", 3), ("четыре четырех четырёх четырем четырьмя четверо", 4),
    ("пять пяти пятью пятеро", 5), ("шесть шести шестью шестеро", 6), ("семь семи семерым семеро", 7),
    ("восемь восьми восемью", 8), ("девять девяти девятью", 9),
):  # fmt: skip
    for _form in _forms.split():
        _add(_form, "unit", _value)
for _forms, _value in (
    ("десять десяти десятью десятеро", 10), ("одиннадцать одиннадцати", 11), ("двенадцать двенадцати", 12),
    ("тринадцать тринадцати", 13), ("четырнадцать четырнадцати", 14), ("пятнадцать пятнадцати", 15),
    ("шестнадцать шестнадцати", 16), ("семнадцать семнадцати", 17), ("восемнадцать восемнадцати", 18),
    ("девятнадцать девятнадцати", 19), ("двадцать двадцати", 20), ("тридцать тридцати", 30), ("сорок сорока", 40),
    ("пятьдесят пятидесяти", 50), ("шестьдесят шестидесяти", 60), ("семьдесят семидесяти", 70),
    ("восемьдесят восьмидесяти", 80), ("девяносто девяноста", 90),
):  # fmt: skip
    for _form in _forms.split():
        _add(_form, "teen" if 10 < _value < 20 else "ten", _value)
for _forms, _value in (
    ("сто ста", 100), ("двести двухсот двумстам", 200), ("триста трехсот трёхсот тремстам", 300),
    ("четыреста четырехсот четырёхсот", 400), ("пятьсот пятисот", 500), ("шестьсот шестисот", 600),
    ("семьсот семисот", 700), ("восемьсот восьмисот", 800), ("девятьсот девятисот", 900),
):  # fmt: skip
    for _form in _forms.split():
        _add(_form, "hundreds", _value)
for _stem, _value, _endings in (
    ("тысяч", 10**3, "а и у е ей ам ами ах"), ("миллион", 10**6, "а у ов ам ами ах е ом"),
    ("миллиард", 10**9, "а у ов ам ами ах е ом"), ("триллион", 10**12, "а у ов ам ами ах е ом"),
):  # fmt: skip
    _add(_stem, "multiplier", _value)
    for _ending in _endings.split():
        _add(_stem + _ending, "multiplier", _value)
for _form, _value in (("тыс", 10**3), ("млн", 10**6), ("млрд", 10**9), ("трлн", 10**12)):
    _add(_form, "multiplier", _value)
    for _ending in _ENDINGS_KK:
        _add(f"{_form}-{_ending}", "multiplier", _value, _ending)
for _form in ("полтора", "полторы", "полутора"):
    _add(_form, "whole", "1.5")
FACTORS = {"вдвое": 2, "втрое": 3, "вчетверо": 4, "впятеро": 5, "вшестеро": 6, "вдесятеро": 10}
for _form, _value in FACTORS.items():
    _add(_form, "whole", _value)
for _form, _value in (("полмиллиона", 500_000), ("полмиллиарда", 500_000_000), ("полтысячи", 500), ("полутысячи", 500)):
    _add(_form, "whole", _value)
for _form, _value in (("мың", 10**3), ("миллион", 10**6), ("миллиард", 10**9), ("млн-", 10**6), ("млрд-", 10**9)):
    for _ending in ("ы", "ын", "ына", "ының", "ында", "ынан"):
        _add(_form + _ending, "multiplier", _value, _ending)
_add("жарым", "half", "0.5")
_add("жарты", "halved", "0.5")
for _ending in ("нан", "ға"):
    _add("жарым" + _ending, "half", "0.5", _ending)
# Alone they are vague ("тысячи семей") unless qualified; these cases are definite enough: "тысяча", "мың адам".
_LONE = frozenset(["тысяча", "тысячу", "тысяче", "миллион", "миллиард", "триллион", "мың"])
_VAGUE = frozenset("десятки десятков сотни сотен десятками сотнями ондаған жүздеген мыңдаған бірнеше несколько".split())

_CARDINAL_ENDINGS = frozenset(
    "ға ге қа ке не на дан ден тан тен нан нен дай дей тай тей да де та те ның нің дың дің тың тің ны ні ды "
    "ді ты ті ы і сы сі ын ін сын сін н еу еуі ауы еуін ауын еуіне інің ының інде ында іне ына ти ти х ми мя "
    "лық лік дағы дегі тағы тегі ндағы ндегі".split()
)
_ORDINAL = re.compile(r"(?:і|ы)?н?(?:шы|ші)(?:сі|сы)?$")

_OF_QUARTER = re.compile(r"(?:сайын|аяғ|соң|бас[ыт]|ішінде|бойы|қорытынды|жоспар|есеб|нәтиже)")
_ORDINAL_BEFORE = re.compile(r"(?:(?:ші|шы)$|^(?:осы|өткен|келесі|алдағы|әр|соңғы|бір|екі|үш|төрт)$)")

_BEFORE = {
    MORE: ("более чем", "больше чем", "более", "больше", "свыше", "превысил", "превысила", "превысило", "превысили",
           "превышает", "чуть более", "выше", "не один"),
    AT_LEAST: ("не менее чем", "не менее", "не меньше", "не ниже", "как минимум", "минимум", "кемінде", "кем дегенде",
               "ең кемі", "ең аз дегенде", "аз дегенде"),
    ABOUT: ("порядка", "около", "примерно", "почти", "приблизительно", "где-то", "приблизительно", "без малого",
            "чуть менее", "в среднем", "шамамен", "орта есеппен", "орташа есеппен", "жуықтап"),
    UP_TO: ("не более чем", "не более", "не больше", "не выше", "максимум", "менее чем", "менее", "меньше",
            "не превышает", "не превысил", "не превысила",
            "не превысило", "не превышают", "не достигает", "ең көбі",
            "ең көп дегенде", "көп дегенде"),
}  # fmt: skip
_QUALIFIER_BEFORE = {tuple(phrase.split()): sign for sign, phrases in _BEFORE.items() for phrase in phrases}
_PREPOSITIONS = frozenset(
    ["в", "во", "на", "с", "со", "у", "к", "ко", "по", "из", "о", "об", "от", "за", "для", "из-за", "на"]
)
_AFTER = {
    word: sign
    for sign, words in {
        MORE: "астам астамы астамын астамына астамының аса артық артығы асып асты асады асқан көп көбі",
        AT_LEAST: "жоғары",
        ABOUT: "жуық жуығы жуығын жуығына жуығының жуықтайды жуықтады тарта таяу таман шамасында шақты",
        UP_TO: "дейін дейінгі",
    }.items()
    for word in words.split()
}
_ABLATIVE = ("дан", "ден", "тан", "тен", "нан", "нен")
_DATIVE = ("ға", "ге", "қа", "ке", "на", "не")
_NEEDS = dict.fromkeys("астам аса көп көбі артық асып асты асады асқан жоғары".split(), _ABLATIVE) | dict.fromkeys(
    "дейін дейінгі таяу жуық тарта".split(), _DATIVE
)
_TIME_KK = re.compile(r"(?:жыл|ай|апта|тоқсан|аяғ|соң)(?:[ыі]|$|д|н|ғ)")
_REACHED_KK = re.compile(r"(?:өс|арт|ұлғай|көбей|азай|жет|төменде|қысқар|көтер|түсір|кемі)")
# After these "до" is where something got to, not a bound: "вырос до 95%".
_REACHED = re.compile(
    r"(?:довед|довес|довел|увелич|вырос|вырас|возрос|возрас|подня|повы[сш]|рост|снизи|сниже|сокра|уменьш|упал|дош)"
)


def find(text: str) -> list[Number]:
    """The cardinal numbers of ``text``, in order; ranges are one number with ``value_max``."""
    return Numbers(text).found


def multiplier(low: str) -> Decimal:
    """A thousand for "тыс", a million for "млн"; 1 for other words."""
    kind, value, _ending = _FORMS.get(low, ("", 1, ""))
    return value if kind == "multiplier" else Decimal(1)


class Numbers:
    """The numbers of one text with its tokens, which figures.py goes on with."""

    def __init__(self, text: str):
        self.text = text
        self.tokens = tokens(text)
        self.found: list[Number] = []
        self.spans: list[tuple[int, int]] = []  # token numbers of each: first, after the last
        codes = [match.span() for match in _CODE.finditer(text)]
        at = 0
        while at < len(self.tokens):
            token = self.tokens[at]
            if codes and token.kind == "digits" and any(start <= token.start < end for start, end in codes):
                at += 1
                continue
            read = self._range(at)
            if read is None:
                at += 1
                continue
            number, first, after = read
            self.found.append(number)
            self.spans.append((first, after))
            at = after

    def _gap(self, at: int) -> str:
        """What stands between token ``at`` and the one before it."""
        return self.text[self.tokens[at - 1].end : self.tokens[at].start] if at else " "

    def _range(self, at: int):
        one = self._number(at)
        if one is None:
            return None
        value, after, scale, ending, words = one
        high = None
        dash = after
        if dash + 1 < len(self.tokens):
            mark = self.tokens[dash]
            second = None
            if mark.kind == "mark" and mark.text in _DASH:
                # "төрт баладан -56,9 мың" has no range: both ends of a range are spaced alike.
                # "оның 98-і – 35 жасқа дейінгі жастар": what some of them are.
                if bool(self._gap(dash)) == bool(self._gap(dash + 1)) and not ending:
                    second = self._number(dash + 1, after_dash=True)
            elif self._word_before(at, 1) == "от":
                second = self._up_to(dash)
            elif not self._gap(dash).strip():
                second = self._until(dash, ending)
            if second and not (
                self._is_dash(second[1]) and self._digits_at(second[1] + 1) and not self._gap(second[1])
            ):
                value2, after2, scale2, ending2, words2 = second
                if scale == 1 and scale2 > 1 and value < value2 / scale2:
                    value *= scale2  # "10-15 мың"
                if value < value2:
                    high, after, scale, ending = value2, after2, max(scale, scale2), ending2
                    words = words and words2
            if second and high is None:
                return None  # "24-10": no range, a code or a score
        return self._qualified(at, after, value, high, ending, words, scale)

    def _up_to(self, at: int):
        """The number after "до", with the unit of the first between: "от 5 млн тенге до 7 млн тенге"."""
        for step in range(3):
            if self._low(at + step) == "до":
                return self._number(at + step + 1)
            if not self._is_word(at + step):
                break
        return None

    def _until(self, at: int, ending: str):
        """The upper end of "5 мыңнан 7 мың теңгеге дейін" and of "5 млн теңгеден 7 млн теңгеге дейін"."""
        if ending not in _ABLATIVE:
            step = next((n for n in range(2) if self._is_word(at + n) and self._low(at + n).endswith(_ABLATIVE)), None)
            if step is None or any(not self._is_word(at + n) for n in range(step)):
                return None
            at += step + 1
        second = self._number(at)
        if second is None:
            return None
        dative, after = second[3] in _DATIVE, second[1]
        for number in range(after, after + 4):
            low = self._low(number)
            if low in ("дейін", "дейінгі"):
                # "18-ден 40 адамға дейін көбейді" tells where it came from.
                return second if dative and not _REACHED_KK.match(self._low(number + 1)) else None
            if not self._is_word(number) and self._low(number) != "%":
                return None
            dative = low.endswith(_DATIVE)
        return None

    def _is_word(self, at: int) -> bool:
        return at < len(self.tokens) and self.tokens[at].kind == "word"

    def _is_dash(self, at: int) -> bool:
        return at < len(self.tokens) and self.tokens[at].text in _DASH

    def _digits_at(self, at: int) -> bool:
        return at < len(self.tokens) and self.tokens[at].kind in ("digits", "code")

    def _low(self, at: int) -> str:
        return self.tokens[at].low if 0 <= at < len(self.tokens) else ""

    def _word_before(self, at: int, back: int) -> str:
        return self._low(at - back) if at >= back else ""

    def _qualified(self, first, after, value, high, ending, words, scale):
        qualifier, start = self._before(first)
        if high is not None:
            qualifier = RANGE
            if self._word_before(first, 1) == "от":
                start = self.tokens[first - 1].start
        elif qualifier == EXACT:
            qualifier = self._after(after, ending)
        end = self.tokens[after - 1].end
        low = self.tokens[first].low
        size = after - first - (self.tokens[after - 1].text == ".")
        lone = size == 1 and words and _FORMS[low][0] == "multiplier" and low not in _LONE
        if lone and qualifier == EXACT:
            return None
        if words and self._word_before(first, 1) in _VAGUE:
            return None
        if words and after - first == 1 and low.startswith("тоқсан") and self._is_quarter(first, ending):
            return None
        number = Number(self.tokens[first].start, end, value, high, qualifier, start, ending, words, scale > 1)
        return number, first, after

    def _is_quarter(self, at: int, ending: str) -> bool:
        """ "тоқсан" is ninety and a quarter of a year."""
        before, following = self._low(at - 1) if at else "", self._low(at + 1)
        return bool(
            ending or not self._is_word(at + 1) or _OF_QUARTER.match(following) or _ORDINAL_BEFORE.search(before)
        )

    def _number(self, at: int, after_dash: bool = False):
        """(value, token after it, multiplier, ending, in words) of the number that starts at token ``at``."""
        total, current, last_scale, scale = Decimal(0), None, None, 1
        ending, words, start = "", True, at
        kind = ""
        while at < len(self.tokens):
            token = self.tokens[at]
            gap = self._gap(at)
            if at > start and gap.strip(_SPACE):
                break
            if at > start and not gap and not (self.tokens[at - 1].kind == "digits" or token.text == "."):
                break
            if ending:
                break
            if token.text == "." and at > start and self.tokens[at - 1].low in ("тыс", "млн", "млрд", "трлн"):
                # The full stop of an abbreviation; a following capital could as well start a sentence.
                at += 1
                continue
            if token.kind == "digits":
                if current is not None or (total and (last_scale or 0) <= 1):
                    break
                value = _digits(token.text)
                if value is None or (at == start and not after_dash and not self._stands_alone(at)):
                    return None
                if total and (last_scale is None or value >= last_scale):
                    break
                ending, next_at = self._ending(at + 1)
                if ending is None:
                    return None
                current, words, kind, at = value, False, "digits", next_at
                continue
            if token.low == "с" and kind in ("unit", "digits", "ten") and self._low(at + 1) == "половиной":
                current, kind, at = current + Decimal("0.5"), "half", at + 2  # "два с половиной миллиона"
                continue
            form = _FORMS.get(token.low) if token.kind == "word" else None
            if form is None:
                break
            found, value, tail = form
            if found == "multiplier":
                if last_scale is not None and value >= last_scale:
                    break
                if current is None:
                    if total:
                        break
                    current = Decimal(1)
                total += current * value
                current, last_scale, kind = None, value, "multiplier"
                scale = max(scale, int(value))
            elif found == "half":
                if kind == "multiplier" and current is None:
                    total += last_scale / 2
                    last_scale = Decimal(1)
                elif kind in ("unit", "ten", "digits"):
                    current += value
                else:
                    break
            elif found == "halved" or (found == "whole" and value < 2):
                if current is not None or total:
                    break
                follows = _FORMS.get(self._low(at + 1))
                if found == "halved" and not (follows and follows[0] == "multiplier"):
                    break
                current, kind = value, "half"
            elif found in ("collective", "whole"):
                if current is not None or total:
                    break
                current, kind = value, found
            elif found == "hundred":
                if kind == "unit":
                    current *= 100
                elif current is None:
                    current = value
                else:
                    break
                kind = "hundreds"
            elif found == "hundreds":
                if current is not None:
                    break
                current, kind = value, "hundreds"
            elif found in ("ten", "teen"):
                if kind not in ("", "hundreds", "multiplier") or (kind == "multiplier" and last_scale == 1):
                    break
                current, kind = (current or 0) + value, found
            elif found == "unit":
                if kind not in ("", "ten", "hundreds", "multiplier"):
                    break
                current, kind = (current or 0) + value, "unit"
            ending = tail
            at += 1
        if at == start:
            return None
        return total + (current or 0), at, scale, ending, words

    def _stands_alone(self, at: int) -> bool:
        """Whether the digits are no part of a code: "G20", "№5", "Казахстан-2050", "+7", "40 - 11 - 10"."""
        token = self.tokens[at]
        if at == 0:
            return True
        before = self.tokens[at - 1]
        touching = before.end == token.start
        if touching and before.kind in ("word", "digits", "code"):
            return False
        if touching and before.text in "№#+&@_*/\\:°.," and before.text != "":
            return before.text in ",." and at > 1 and self.tokens[at - 2].kind == "word"
        if before.text == "№" or before.text == "+":
            return False
        if before.text in _DASH and at > 1:
            further = self.tokens[at - 2]
            if touching and further.end == before.start:
                return False  # "Қазақстан-2050", "2021-…" whose first half was read already
            if further.kind in ("digits", "code") and bool(self._gap(at)) == bool(self._gap(at - 1)):
                return False
        return True

    def _ending(self, at: int):
        """The ending written on digits ("-ге", "еуі") and the token after it; None for what is no cardinal."""
        if at >= len(self.tokens) or self._gap(at):
            return "", at
        token = self.tokens[at]
        if token.kind == "word":
            if token.low in _FORMS and _FORMS[token.low][0] == "multiplier":
                return "", at
            if token.low in _CARDINAL_ENDINGS:
                return token.low, at + 1
            # "500тг", "5км", "10га": a unit follows without a space; "3D", "5G" and the like are codes.
            return (
                ("", at)
                if len(token.low) > 1 and not _ORDINAL.search(token.low) and not token.text.isascii()
                else (None, at)
            )
        if token.text in _DASH and at + 1 < len(self.tokens) and not self._gap(at + 1):
            follows = self.tokens[at + 1]
            if follows.kind == "word":
                if follows.low in _CARDINAL_ENDINGS:
                    return follows.low, at + 2
                return None, at
        if token.text in "/\\_":
            return None, at
        return "", at

    def _before(self, first: int) -> tuple[str, int]:
        at = first
        while at > 0 and self._low(at - 1) in _PREPOSITIONS:
            at -= 1
        for skipped in dict.fromkeys((at, first)):
            for size in (3, 2, 1):
                if skipped < size:
                    continue
                sign = _QUALIFIER_BEFORE.get(tuple(self._low(i) for i in range(skipped - size, skipped)))
                if sign:
                    return sign, self.tokens[skipped - size].start
        low = self._word_before(first, 1)
        if low == "до":
            near = (self._low(i) for i in range(max(0, first - 12), first - 1))
            sign = EXACT if any(map(_REACHED.match, near)) else UP_TO
            return sign, self.tokens[first - 1].start
        return EXACT, self.tokens[first].start

    def _after(self, at: int, ending: str) -> str:
        """The sign of a qualifying word after the number or after its unit ("мыңнан астам", "пайызға жуығы")."""
        previous = ending
        for step in range(4):
            if at + step >= len(self.tokens):
                break
            token = self.tokens[at + step]
            if token.text == "%":
                previous, extra = self._percent_ending(at + step + 1)
                for further in range(at + step + 1 + extra, at + step + 3 + extra):
                    sign = self._sign(further, previous)
                    if sign:
                        return sign
                return EXACT
            if token.kind != "word":
                break
            if _TIME_KK.match(token.low):
                break  # "14-і жыл аяғына дейін": until when, not how many
            sign = self._sign(at + step, previous)
            if sign:
                return sign
            if step == 0 and token.low == "с" and self._low(at + 1) in ("лишним", "небольшим"):
                return MORE
            if token.low == "и" and self._low(at + step + 1) in ("более", "выше", "больше"):
                return AT_LEAST
            previous = token.low
        return EXACT

    def _percent_ending(self, at: int) -> tuple[str, int]:
        if self._is_dash(at) and at + 1 < len(self.tokens) and not self._gap(at + 1):
            return self._low(at + 1), 2
        return "", 0

    def _sign(self, at: int, previous: str) -> str:
        low = self._low(at)
        sign = _AFTER.get(low)
        if sign is None:
            if low == "кем" and self._low(at + 1) in ("емес", "болмайды"):
                return AT_LEAST
            if low == "аспайды" or low == "аспайтын":
                return UP_TO
            return ""
        if sign == UP_TO and _REACHED_KK.match(self._low(at + 1)):
            return EXACT
        needed = _NEEDS.get(low)
        return sign if needed is None or previous.endswith(needed) else ""


def _digits(text: str) -> Decimal | None:
    plain = text.translate({ord(space): None for space in _SPACE})
    if plain.count(".") > 1 or plain.count(",") > 1:
        plain = plain.replace(".", "").replace(",", "")
    plain = plain.replace(",", ".")
    if len(plain) > _LONGEST:
        return None
    return Decimal("".join(str(int(c)) if c.isdigit() and not c.isascii() else c for c in plain))
