"""Where the things of a reading are mentioned, and which of them a place in its text is about."""

import re
from bisect import bisect_right

from kb.core.text import CASES, SHORT_CASES, name_stem
from seeds.reading.drafts import ORGANIZATION, PERSON, PROGRAM, REGION, Reading, Sentence, Thing

_COUNTRY_REF = "region:KZ"
_NAME_CASE, _SHORT_NAME_CASE = re.compile(f"(?:{CASES})?"), re.compile(f"(?:{SHORT_CASES})?")
_OPENING_CHARACTERS = 700
_LEDE = 100  # characters of a story's beginning
# What goes on being spoken of in the sentences after it was named; benefits and concepts do not.
_CARRIED = frozenset(["party_project", "state_programme", "campaign", "service", "centre", "initiative"])
_FEW = 5  # of so many places one may lie elsewhere
_QUOTE_MARKS = frozenset('«"“–—-')
_SPEECH = re.compile(
    r"\b(?:деді|дейді|айтты|айтып|мәлімдеді|хабарлады|атап өтті|жеткізді|баяндады|түсіндірді|"
    r"отметил\w?|сказал\w?|сообщил\w?|"
    r"подчеркнул\w?|рассказал\w?|заявил\w?|добавил\w?|пояснил\w?|поделил\w+|доложил\w?|напомнил\w?|считает|уверен\w?)\b",
    re.I,
)
_GENERIC_PROGRAM = re.compile(
    r"\b(?:(?:осы |аталған |бұл )?(?:жоба|бағдарлама|акция|науқан) "
    r"(?:аясында|шеңберінде|барысында|бойынша|арқылы|нәтижесінде|басталғалы)|"
    r"в рамках (?:реализации )?(?:данного |этого |данной |этой )?(?:проекта|программы|акции|кампании)(?! [«\"“])|"
    r"(?:по|благодаря) (?:этому |данному |этой |данной )?(?:проекту|программе|акции)(?! [«\"“])|по (?:нему|ней)(?!\w)|"
    r"(?:этот|этого|эту|этой|данн\w{2,3}) (?:проект|программ|акци)\w{0,2}(?! [«\"“])(?!\w)|"
    r"(?:программу|проект) (?:распростран|расшир|продл|реализ)\w+|"
    r"(?<=[.!?\n] )(?:жоба|бағдарлама|проект|программа)(?! [«\"“])(?!\w)|"
    r"(?<=\n)(?:жоба|бағдарлама|проект|программа)(?! [«\"“])(?!\w))",
    re.I,
)
_APART = re.compile(r"[,;]\s")
# Somebody else speaks, or of something else.
_TURNS = re.compile(
    r"\W{0,4}(?:кроме того|помимо|также|отдельно|наряду|между тем|бұдан (?:бөлек|басқа)|сондай-ақ|"
    r"сонымен (?:қатар|бірге)|"
    r"ал\b(?! бұл)|по (?:словам|данным|информации)\b|(?!оның)[^.;:]{3,120}?(?:ның|нің|дың|дің|тың|тің) "
    r"(?:айтуынша|сөзінше|сөзіне|мәліметінше|дерегінше|деректеріне))",
    re.I,
)
_COUNTRY = re.compile(
    r"\b(?:по стране|в стране|по республике|в республике|елімізде|ел бойынша|елде|республика бойынша)\b", re.I
)
# "в области", "ауданда": the oblast or the district that was spoken of last.
_GENERIC_REGIONS = {
    "oblast": re.compile(
        r"\b(?:облыс(?:та|тағы|тың|қа|тан|ымыз\w*)?(?= (?!орталығ))(?! әкім)|"
        r"(?:өңір|аймақ|аймағымыз|өңіріміз)(?:де|дегі|дің|та|тағы|тың|ге|қа| бойынша)|"
        r"(?:в|по|на территории|жител\w+|бюджет\w*) (?:нашей |этой |всей )?области|"
        r"(?:в|по) (?:нашем |этом )?регион[еу])(?!\w)",
        re.I,
    ),
    "district": re.compile(
        r"\b(?:аудан(?:да|дағы|ның|ға|нан|ымыз\w*| бойынша)|(?:в|по) (?:нашем |этом )?район[еу]|"
        r"жител\w+ (?:нашего |этого )?района)(?!\w)",
        re.I,
    ),
    "city": re.compile(
        r"\b(?:қала(?:да|дағы|ның|ға|мыз\w*| бойынша)|(?:в|по) (?:нашем |этом )?город[еу]|"
        r"жител\w+ (?:нашего )?города)(?!\w)",
        re.I,
    ),
}
# "Аудан әкімі есеп берді": a title that says what kind of place it speaks of.
_OF_DISTRICT = re.compile(r"(?<!\w)(?:аудан(?!аралық)|район(?!ы\b|ах\b|ов\b))", re.I)
_LEVELS = {
    "oblast": frozenset(["oblast"]),
    "district": frozenset(["district", "city_district"]),
    "city": frozenset(["city", "city_republican"]),
}
_WHERE = frozenset(["в", "во", "на", "по", "из"])
_LOCATIVE = re.compile(r"(?:[дт][ае]|[дт][ае]ғы|[дт][ае]гі)$")
_ATTRIBUTIVE = re.compile(r"[дт][ае](?:ғы|гі)$")
_GENITIVE = re.compile(r"[ндт][ыі]ң$")
_ADVERBIAL = re.compile(r"^(?:в|по) |(?:[дт][ае]|[дт][ае]ғы|[дт][ае]гі| бойынша|ымызда|ізде|мызда|міздегі)$", re.I)
_LONGEST_NAME = 60
# Between the members of a list: ", ", " және ", ", городе ".
_JOINED = re.compile(r"\s?(?:,|(?<!\w)(?:и|или|мен|пен|бен|және|немесе)(?!\w))\s(?:(?:в|г\.?|\w{3,9})\s){0,2}")
_BUDGET = re.compile(r"\b(?:облыстық бюджет|областно\w+ бюджет)", re.I)
_NAME_STEM = re.compile(r"(?:ск(?:ая|ий|ое)?|ская область)$")
# "По её словам, …", "Оның айтуынша …": the paragraph goes on with what somebody said before.
_GOES_ON = re.compile(
    r"\W{0,3}(?:по (?:его|ее|её|их) (?:словам|данным|мнению)|оның (?:айтуынша|сөзінше|сөзіне|мәліметінше))", re.I
)
_HONOURED_BY = re.compile(
    r"\w{0,4}\s+(?:еңбек сіңірген|құрметті|халық (?:әртісі|қаһарманы)|\w+ министр|президент|батыры)", re.I
)
_HONOUR_OF = re.compile(
    r"\b(?:(?:заслуженн|поч[её]тн|народн)\w+ (?:\w+ ){1,3}|министр\w? (?:\w+ ){0,4}|президент\w? )(?:республики )?$",
    re.I,
)


class Places:
    """Where the things of a reading are mentioned, and which of them a place in the text is about."""

    def __init__(self, reading: Reading):
        self.text = reading.document.text
        self.reading = reading
        self.mentions: dict[str, list[tuple[int, int, Thing]]] = {}
        for thing in reading.things:
            for mention in thing.mentions:
                self.mentions.setdefault(thing.kind, []).append((mention.span.start, mention.span.end, thing))
        for rows in self.mentions.values():
            rows.sort(key=lambda row: row[:2])
        self.starts = {kind: [row[0] for row in rows] for kind, rows in self.mentions.items()}
        # A family or a surname alone may be no mention.
        words = (
            word for row in self.mentions.get(PERSON, ()) for word in re.findall(r"\w+", self.text[row[0] : row[1]])
        )
        written = {word for word in words if word[0].isupper() and len(word) > 1}
        self.names = {stem for word in written for stem in (word, name_stem(word))}
        self.paragraphs: dict[int, int] = {}
        for sentence in reading.sentences:
            self.paragraphs.setdefault(sentence.paragraph, sentence.start)
        self.quotes = [
            (match.start(), match.end())
            for match in re.finditer(r"«[^«»]{0,120}(?:«[^«»\n]{0,200}»[^«»]{0,600})*[^«»]{60,}»"
                r"|[\"“][^\"“”\n]{80,}[\"”]", self.text)
        ] if len(self.text) < 200_000 else []  # fmt: skip
        carried = {id(row[2]) for row in self.mentions.get(PROGRAM, ()) if row[2].subtype in _CARRIED}
        self.only_program = len(carried) == 1
        self.scene = self._scene()
        self.natives = self._natives()

    def between(self, kind: str, start: int, end: int) -> list[tuple[int, int, Thing]]:
        """(start, end, thing) of the mentions that begin in a stretch of the text, in its order."""
        rows, starts = self.mentions.get(kind, []), self.starts.get(kind, [])
        return rows[bisect_right(starts, start - 1) : bisect_right(starts, end - 1)]

    def _last_before(self, kind: str, at: int, floor: int) -> Thing | None:
        rows = self.between(kind, floor, at)
        return rows[-1][2] if rows else None

    def inside_name(self, start: int, end: int) -> bool:
        """Whether a mention of something encloses the number: it is part of a name."""
        return any(self._inside(kind, start, end) for kind in (PROGRAM, ORGANIZATION, PERSON, REGION))

    def before(self, kind: str, start: int, end: int, number: int) -> Thing | None:
        """The thing of a clause: the last named before the number, else the first after it."""
        rows = self.between(kind, start, end)
        earlier = [row for row in rows if row[0] < number]
        if earlier:
            return earlier[-1][2]
        return rows[0][2] if rows else None

    def program(self, sentence: Sentence, number: int) -> Thing | None:
        """Named before the number in the sentence, or carried over from earlier sentences of the paragraph."""
        rows = self.between(PROGRAM, sentence.start, sentence.end)
        near = [row for row in rows if row[0] < number]
        if near:
            return near[-1][2]
        if rows and rows[0][2].subtype in _CARRIED and not self._of_next(number, rows[0][0], sentence.end):
            return rows[0][2]
        if _GENERIC_PROGRAM.search(self.text, sentence.start, sentence.end):
            floor = 0
        elif _TURNS.match(self.text, sentence.start):
            return None
        else:
            floor = self.paragraphs.get(sentence.paragraph, sentence.start)
            if self.only_program or self.text[floor : floor + 1] in _QUOTE_MARKS:
                floor = self._floor(sentence)
        carried = self._last_before(PROGRAM, sentence.start, floor)
        return carried if carried and carried.subtype in _CARRIED else None

    def _of_next(self, number: int, name: int, end: int) -> bool:
        """Whether a name is said of another number: "1 906 семей; 640 из них – по проекту «…»"."""
        comma = _APART.search(self.text, number, name)
        return bool(comma and re.search(r"\d", self.text[comma.end() : end]))

    def electoral(self, number: int) -> Thing | None:
        """The electoral programme named last before a promise."""
        rows = [row for row in self.between(PROGRAM, 0, number) if row[2].subtype == "electoral_programme"]
        return rows[-1][2] if rows else None

    def region(self, sentence: Sentence, start: int, end: int, number: int) -> Thing | None:
        """Named in the clause or the sentence, also as "the oblast", else where the paragraph or the text is set."""
        listed: list[Thing] = []
        for left, right in ((start, end), (sentence.start, sentence.end)):
            rows = self._places(left, right)
            if rows:
                listed = self._named(rows, max(sum(row[0] < number for row in rows) - 1, 0))
                if len(listed) == 1:
                    return listed[0]
        if not listed:
            if _COUNTRY.search(self.text, sentence.start, sentence.end):
                return next((t for t in self.reading.things if t.kind == REGION and t.ref == _COUNTRY_REF), None)
            budget = _BUDGET.search(self.text, start, end)
            if budget and (place := self._of_level("oblast", budget.start())):
                return place
        rows = self._places(self._floor(sentence), sentence.start)
        near = _whole(self._named(rows, len(rows) - 1)) if rows else None
        if near is None or near.ref == _COUNTRY_REF:
            near = self.scene
        # Of several places listed nothing but what all of them lie in.
        whole = _whole(listed)
        within = near is not None and (whole is None or _lies_in(near, whole))
        return near if within and near.subtype not in [thing.subtype for thing in listed] else whole or near

    def _places(self, start: int, end: int) -> list[tuple[int, int, Thing]]:
        """The mentions of regions in a stretch of the text, also by what they are or by who lives there."""
        rows = [row for row in self.between(REGION, start, end) if not self._in_title(row)]
        natives = [row for row in self.natives if start <= row[0] < end]
        return sorted([*rows, *natives, *self._generic(start, end, rows)], key=lambda row: row[:2])

    def _natives(self) -> list[tuple[int, int, Thing]]:
        """Those who live in the document's regions, by what they are called: "акмолинцы", "жетісулықтар"."""
        stems: dict[str, Thing] = {}
        for _begin, _end, thing in self.mentions.get(REGION, ()):
            stem = _NAME_STEM.sub("", thing.name.lower().partition(" ")[0])
            known = stems.get(stem)
            if known is None or (known is not self.scene and (thing is self.scene or thing.subtype == "oblast")):
                stems[stem] = thing
        names = "|".join(re.escape(stem) for stem in stems if len(stem) > 3)
        if not names:
            return []
        pattern = re.compile(
            rf"(?<!\w)({names})(?:(?:ц|ец|чан)\w{{0,3}}|[лдт][ыі][қк](?:[тд][ае]р)?(?:ға|ге|дан|ден)?)(?!\w)", re.I
        )
        return [(m.start(), m.end(), stems[m[1].lower()]) for m in pattern.finditer(self.text)]

    def _in_title(self, row) -> bool:
        """Whether the country stands in the name of a post or an honour: "заслуженный врач Республики Казахстан"."""
        return row[2].ref == _COUNTRY_REF and bool(
            _HONOURED_BY.match(self.text, row[1]) or _HONOUR_OF.search(self.text, max(0, row[0] - 60), row[0])
        )

    def _floor(self, sentence: Sentence) -> int:
        """Where what is spoken of was named: in the paragraph, or before it when somebody goes on speaking."""
        floor = self.paragraphs.get(sentence.paragraph, sentence.start)
        if not _QUOTE_MARKS.intersection(self.text[max(0, floor - 2) : floor + 1]):
            above = sentence.paragraph
        else:
            above = sentence.paragraph - 1
            floor = self.paragraphs.get(above, floor)
        while above and _GOES_ON.match(self.text, floor):
            above -= 1
            floor = self.paragraphs.get(above, floor)
        return floor

    def _named(self, rows, at: int) -> list[Thing]:
        """The place that a mention names, the inner one of "Абай ауданы, … облысы"; all of a list that it stands in."""
        first = last = at
        while first and _JOINED.fullmatch(self.text, rows[first - 1][1], rows[first][0]):
            first -= 1
        while last + 1 < len(rows) and _JOINED.fullmatch(self.text, rows[last][1], rows[last + 1][0]):
            last += 1
        things = list({id(row[2]): row[2] for row in rows[first : last + 1]}.values())
        if len(things) == 1:
            things += [row[2] for row in rows[max(0, at - 1) : at + 2] if self._beside(row, rows[at])]
            return next(([thing] for thing in things if _lies_in(thing, things[0])), things[:1])
        if len(things) == 2:
            return next(([one] for one, other in (things, things[::-1]) if _lies_in(one, other)), things)
        return things

    def _beside(self, row, other) -> bool:
        """Whether nothing stands between two mentions."""
        left, right = sorted((row, other), key=lambda each: each[0])
        return not self.text[left[1] : right[0]].strip(" ,")

    def _generic(self, start: int, end: int, named) -> list[tuple[int, int, Thing]]:
        """Places called by what they are, each with the one that is meant."""
        found = []
        for level, pattern in _GENERIC_REGIONS.items():
            for match in pattern.finditer(self.text, start, end):
                if any(row[0] < match.end() + 2 and match.start() < row[1] for row in named):
                    continue
                thing = self._of_level(level, match.start())
                if thing is not None:
                    found.append((match.start(), match.end(), thing))
        return found

    def _of_level(self, level: str, at: int) -> Thing | None:
        """The last one named before, or what the last one named lies in; else the only one of the text."""
        levels = _LEVELS[level]
        for _begin, _end, thing in reversed(self.between(REGION, 0, at)[-20:]):
            while thing is not None and thing.subtype not in levels:
                thing = thing.parent if thing.parent is not thing else None
            if thing is not None and thing.mentions:
                return thing
        rest = [t for t in self.reading.things if t.kind == REGION and t.subtype in levels and t.mentions]
        return rest[0] if len(rest) == 1 else None

    def _scene(self) -> Thing | None:
        """The region that the document is about: named in its title, alone, or far more than others."""
        country = next(
            (t for t in self.reading.things if t.kind == REGION and t.ref == _COUNTRY_REF and t.mentions), None
        )
        regions = [t for t in self.reading.things if t.kind == REGION and t.ref != _COUNTRY_REF and t.mentions]
        title = self.reading.head.title_span
        if title:
            named = {id(row[2]): row[2] for row in self.between(REGION, title.start, title.end)}
            rest = [thing for thing in named.values() if thing is not country]
            if len(rest) == 1 or (named and not rest):
                return rest[0] if rest else country
        if not regions:
            return country
        ranked = sorted(regions, key=lambda t: (-len(t.mentions), t.first.start))
        best = ranked[0]
        whole = next((t for t in ranked if t.subtype in ("oblast", "district") and self._holds(t, ranked)), None)
        inner = [t for t in ranked if whole is not None and t.parent is whole and t.subtype == "district"]
        if len(inner) == 1 and _OF_DISTRICT.search(self.reading.head.title):
            return inner[0]
        opened = self._opening(regions)
        if opened is not None and (opened.parent is whole or whole is None):
            return opened
        if whole is not None and len(best.mentions) - len(whole.mentions) <= 1:
            return whole
        if len(ranked) > 1 and len(best.mentions) == len(ranked[1].mentions):
            return None
        # Named once and late, it is only somewhere that something else happened.
        return best if len(best.mentions) > 1 or best.first.start < _OPENING_CHARACTERS else None

    def _opening(self, regions: list[Thing]) -> Thing | None:
        """What the story names first, when with its whole address or as where somebody works: "… қаласындағы"."""
        title = self.reading.head.title_span
        rows = [row for row in self.between(REGION, title.end if title else 0, len(self.text)) if row[2] in regions][:2]
        if len(rows) == 2 and self._beside(*rows):
            outer, inner = (row[2] for row in rows)
            return inner if _lies_in(inner, outer) else outer if _lies_in(outer, inner) else None
        works = rows and _ATTRIBUTIVE.search(self.text, rows[0][0], rows[0][1])
        return rows[0][2] if works and rows[0][0] < (title.end if title else 0) + _LEDE else None

    def _holds(self, whole: Thing, regions: list[Thing]) -> bool:
        """Whether the others of a text that is set in one place lie in it; places nobody knows lie anywhere."""
        others = [t for t in regions if t is not whole]
        known = [t for t in others if t.parent is not None or t.subtype != "settlement"]
        if whole.subtype == "oblast":
            known = [t for t in known if t.parent is not None or t.subtype == "oblast"]
        strangers = sum(t.parent is not whole for t in known)
        return bool(known or (others and whole.subtype == "district")) and strangers * _FEW <= len(known)

    def speaker(self, sentence: Sentence, number: int) -> Thing | None:
        """Whose words the number stands in."""
        for begin, end in self.quotes:
            if begin <= number < end:
                found = self._says(end, min(len(self.text), end + 160)) or self._says(max(0, begin - 160), begin)
                if found:
                    return found
        return self._says(sentence.start, sentence.end)

    def _says(self, start: int, end: int) -> Thing | None:
        verb = _SPEECH.search(self.text, start, end)
        if verb is None:
            return None
        near = self.between(PERSON, max(start, verb.start() - 120), min(end, verb.end() + 120))
        if not near:
            return None
        return min(near, key=lambda row: min(abs(row[0] - verb.end()), abs(verb.start() - row[1])))[2]

    def after_person(self, sentence: Sentence, tokens, first: int, number: int) -> int:
        """The token after the last person named before the number: who spoke, with his posts, is not counted."""
        start, end = sentence.start + tokens[first].start, sentence.start + tokens[number].start
        rows = self.between(PERSON, start, end)
        return _token_at(tokens, rows[-1][1] - sentence.start) if rows else first

    def is_region(self, at: int) -> bool:
        """Whether a region is named at this character."""
        return self._inside(REGION, at, at + 1)

    def ends_region(self, end: int) -> bool:
        """Whether the name of a region ends here."""
        return end > 0 and self._inside(REGION, end - 1, end)

    def _is_name(self, word: str) -> bool:
        """A word of somebody's name in any case, also in capitals."""
        if len(word) > _LONGEST_NAME:
            return False
        forms = {word, word.capitalize()} if len(word) > 4 and word.isupper() else {word}
        return any(
            form[:end] in self.names and (_NAME_CASE if end > 2 else _SHORT_NAME_CASE).fullmatch(form[end:])
            for form in forms
            for end in range(len(form), 1, -1)
        )

    def named(self, sentence: Sentence, tokens, first: int, after: int) -> list[int]:
        """Tokens that name people: who somebody is, is never what is counted."""
        found = []
        for number in range(first, after):
            start, end = sentence.start + tokens[number].start, sentence.start + tokens[number].end
            person = self._inside(PERSON, start, end)
            if not person and self._is_name(tokens[number].text):
                person = not any(self._inside(kind, start, end) for kind in (PROGRAM, ORGANIZATION, REGION))
            if person:
                found.append(number)
        return found

    def _inside(self, kind: str, start: int, end: int) -> bool:
        rows = self.mentions.get(kind, [])
        at = bisect_right(self.starts.get(kind, []), start)
        return any(row[0] <= start and end <= row[1] for row in rows[max(0, at - 3) : at])

    def adjuncts(self, sentence: Sentence, tokens, first: int, after: int, number: int) -> tuple[list[range], bool]:
        """Tokens that say where, and in Kazakh which body did it; whether there was such a doer."""
        found, doer = [], False
        start, end = sentence.start + tokens[first].start, sentence.start + tokens[after - 1].end

        def span(begin: int, stop: int) -> range:
            return range(_token_at(tokens, begin - sentence.start), _token_at(tokens, stop - sentence.start))

        rows = self.between(REGION, start, end)
        for begin, stop, _thing in rows:
            inside = span(begin, stop)
            if sentence.language == "ru":
                if inside.start > first and tokens[inside.start - 1].low in _WHERE:
                    found.append(range(inside.start - 1, inside.stop))
            elif _LOCATIVE.search(self.text[begin:stop]):
                found.append(inside)
            elif inside.stop < after and tokens[inside.stop].low == "бойынша":
                found.append(range(inside.start, inside.stop + 1))
        for pattern in (_COUNTRY, *_GENERIC_REGIONS.values()):
            for match in pattern.finditer(self.text, start, end):
                if _ADVERBIAL.search(match[0]) and not any(r[0] < match.end() and match.start() < r[1] for r in rows):
                    found.append(span(match.start(), match.end()))
        if sentence.language == "kk":
            for begin, stop, _thing in self.between(ORGANIZATION, start, sentence.start + tokens[number].start):
                if not _GENITIVE.search(self.text[begin:stop]):
                    found.append(span(begin, stop))
                    doer = doer or not _LOCATIVE.search(self.text[begin:stop])
        return found, doer

    def proper(self, sentence: Sentence, tokens) -> frozenset[int]:
        """Which of the first tokens of a sentence stand in a name."""
        return frozenset(
            number
            for number, token in enumerate(tokens[:2])
            if self.inside_name(sentence.start + token.start, sentence.start + token.end)
        )

    def frames(self, sentence: Sentence, tokens, first: int, after: int) -> list[range]:
        """Tokens that only name the program: "«…» жобасы аясында", "в рамках проекта «…»"."""
        found = []
        text = self.text[sentence.start : sentence.end]
        for match in _FRAME.finditer(text, max(0, tokens[first].start - _FRAMED), tokens[after - 1].end + _FRAMED):
            found.append(range(*(_token_at(tokens, place) for place in match.span())))
        return [each for each in found if each.start < after and each.stop > first]


_FRAMED = 130  # characters: the longest name of a frame
_FRAME = re.compile(
    r"(?:(?:«[^«»\n]{1,120}»|\"[^\"\n]{1,120}\"|“[^“”\n]{1,120}”)\s{1,3})?(?<!\w)(?:\w{1,40}\s{1,3}){0,2}?"
    r"(?:жоба|бағдарлама|акция|науқан|жоспар)\w{0,4}\s{1,3}(?:аясында|шеңберінде|барысында|негізінде)|"
    r"(?:«[^«»\n]{1,120}»|\"[^\"\n]{1,120}\"|“[^“”\n]{1,120}”)\s{1,3}(?:\w{1,40}\s{1,3}){0,2}?"
    r"(?:жоба|бағдарлама|акция|науқан)(?:сы|лары|ның|сының|сында|сымен|мен|да|дағы|сындағы)?(?!\w)|"
    r"(?<!\w)(?:(?:по|в|благодаря|с|со)\s{1,3})?(?:проект|программ|акци|кампани)\w{0,3}\s{1,3}(?:«[^«»\n]{1,120}»|\"[^\"\n]{1,120}\")|"
    r"(?<!\w)(?:по|с)\s{1,3}«[^«»\n]{1,120}»|"
    r"(?<!\w)в\s{1,3}рамках\s{1,3}(?:\w{1,40}\s{1,3}){0,3}?(?:проект|программ|акци|кампани)\w{1,3}(?:\s{1,3}(?:«[^«»\n]{1,120}»|\"[^\"\n]{1,120}\"))?",
    re.I,
)


def _lies_in(inner: Thing | None, whole: Thing) -> bool:
    while inner is not None and inner.parent is not inner:
        if inner.parent is whole:
            return True
        inner = inner.parent
    return False


def _whole(things: list[Thing]) -> Thing | None:
    """The thing itself, or what all of several lie in."""
    if len(things) == 1:
        return things[0]
    wholes = {id(thing.parent): thing.parent for thing in things if thing.parent is not None}
    return next(iter(wholes.values())) if len(wholes) == 1 else None


def _token_at(tokens, place: int) -> int:
    low, high = 0, len(tokens)
    while low < high:
        middle = (low + high) // 2
        if tokens[middle].start < place:
            low = middle + 1
        else:
            high = middle
    return low
