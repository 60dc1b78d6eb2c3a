"""Who holds which post where: title phrases beside the people of the document, with their organization and region."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from kb.core.text import name_key
from seeds.reading import antecedents, careers, indicators_ru, kazakh, russian, terms, titles
from seeds.reading.drafts import (
    ORGANIZATION,
    PERSON,
    PROGRAM,
    REGION,
    Mention,
    Position,
    Reading,
    Sentence,
    Span,
    Thing,
)
from seeds.reading.gazetteer import Gazetteer
from seeds.reading.titles import Title

_APPOSITION = re.compile(r"[»\"”]?\s*(?:,|\(|\s[–—-])\s*")
_CHAIN_LEFT = re.compile(
    r"(?:,|\s[–—-])\s*(?:(?:и|әрі|және|а также|сондай-ақ|(?:(?:а|но)\s+)?(?:ныне|сейчас|теперь|в настоящее время)|"
    r"(?:ал\s+)?(?:бүгінде|қазір|қазіргі|бүгінгі))\s+)?$|\s(?:әрі|және)\s$"
)
# "еңбек сіңірген мұғалімі", "заслуженный врач" are honours, and a family's head is nobody's office.
_HONOURED_KK = re.compile(
    r"(?:(?:Қазақстан(?:ның)?|ҚР|Республика(?:сы)?ның)\s+){0,2}(?:еңбек\s+сіңірген|құрметті|халық)\s+$"
)
_HONOURED_RU = re.compile(r"(?:заслуженн|почетн|почётн|народн)\w+\s", re.I)
_RANK = re.compile(
    r"\s(?:генерал(?:-\w+)?|(?:под)?полковник|майор|капитан|(?:старш\w+\s)?лейтенант)(?:а|у|ом|е)?"
    r"(?:\s(?:полиции|юстиции|милиции|(?:внутренней|гражданской)\s\w+))?$"
)
_OF_FAMILY = re.compile(r"(?:глав\w+\s+(?:\w+\s+)?сем|отбасы(?:ның|сының)?\s+(?:иесі|басшысы|тірегі))", re.I)
_APPOINTED_RU = re.compile(
    r"[^.;:!?«»]{0,60}?\b(?<!им )(?<!ей )(?<!ею )"
    r"(?:назначен|избран|утвержд[её]н|переизбран|освобожд[её]н|стал|является|работает|занимает|занял|"
    r"(?P<was>был|работал|занимал))[аоы]?\s+"
    r"(?:(?:новым|новой|единогласно|вновь|также)\s+)*(?:(?:на|с|от)?\s*(?:должност\w+|пост[ау]?)\s+)?",
)
# Whose heads a verb alone names: a farmer who "руководит хозяйством" stays private.
_LED = (
    "ministry",
    "department",
    "state_body",
    "akimat",
    "party",
    "party_branch",
    "party_body",
    "council",
    "commission",
)
_LEADS_RU = re.compile(r"(?:[^.,;:!?«»]{0,40}\s)?(возглавля(?:ет|л|ла)|возглавил[аи]?|руководи(?:т|л|ла))\s+")
_LEADS_KK = re.compile(r"(?:\s[^.,;:!?]{0,30})?\s+(?:басқарады|басқарып|басқарған|басқаратын)")
_QUOTED_FIRM = {
    "ru": re.compile(r"(?:правления|директор\w*|президент\w*|глав\w+|основател\w+|руководител\w+)\s«([^»]{2,40})»$"),
    "kk": re.compile(r"^«([^»]{2,40})»\s(?:басқарма|директор|президент|басшы|құрылтайшы|өкіл|үйлестіруші)"),
}
_WAS_KK = re.compile(r"\s+(?:болған|(?:қызметін|лауазымын) атқарған|(?:қызметінен|лауазымынан) (?:босатылған|кеткен))$")
_CLAUSE_RU = re.compile(
    r",\s(?:выдвинут|избран|назначен|возглавля|представля|приехавш|прибывш|участвующ|работающ)\w+\s[^,.;:!?]{1,80},$"
)
_LIST_GAP = re.compile(r"\s*,\s*|,?\s+(?:и|а также|және|сондай-ақ|мен|пен|бен)\s+")
_APPOINTING_RU = re.compile(r"\s+(?:вновь\s+|единогласно\s+)?(?:назначен|избран|утвержд[её]н|переизбран|стал)[аы]?\s*$")
_APPOINTING_KK = re.compile(r"\s+(?:болып|қызметіне|лауазымына)\s*$")
_APPOINTED_KK = re.compile(
    r"\s+(?:(?:болып|лауазымына|қызметіне|лауазымынан|қызметінен)\s+(?:қайта\s+|бірауыздан\s+)?"
    r"(?:тағайындал|сайлан|бекітіл|босат|кіріс|ауыс)|(?P<was>(?:қызметін|лауазымын)\s+атқарған|болған|болып\s+істеген))"
)

# The kind of body that a common noun alone takes up, the noun in both languages; without a kind the name must have it.
_PARTY = ("party", "партия", "партия")
_GENERIC = (
    _PARTY,
    ("party_branch", "филиал", "филиал"),
    ("centre", "орталық", "центр"),
    ("council", "кеңес", "совет"),
    ("commission", "комиссия", "комиссия"),
    ("company", "зауыт", "завод"),
    ("company", "компания", "компания"),
    ("company", "кәсіпорын", "предприятие"),
    ("company", "серіктестік", "товарищество"),
    ("company", "жшс", "тоо"),
    ("", "комбинат", "комбинат"),
    ("", "корпорация", "корпорация"),
    ("", "холдинг", "холдинг"),
    ("", "кооператив", "кооператив"),
    ("bank", "банк", "банк"),
    ("", "институт", "институт"),
    ("hospital", "аурухана", "больница"),
    ("", "емхана", "поликлиника"),
    ("party_body", "қабылдау", "приемная"),
    ("", "штаб", "штаб"),
    ("ministry", "министрлік", "министерство"),
    ("", "комитет", "комитет"),
    ("", "агенттік", "агентство"),
    ("public_body", "бірлестік", "объединение"),
    ("", "ұйым", "организация"),
    ("", "қоғам", "общество"),
    ("", "палата", "палата"),
    ("museum", "мұражай", "музей"),
    ("", "театр", "театр"),
    ("", "кітапхана", "библиотека"),
    ("fund", "қор", "фонд"),
    ("department", "басқарма", "управление"),
    ("", "департамент", "департамент"),
    ("", "бөлім", "отдел"),
    ("", "фракция", "фракция"),
    ("akimat", "әкімдік", "акимат"),
    ("parliament", "мәжіліс", "мажилис"),
    ("", "сенат", "сенат"),
    ("maslikhat", "мәслихат", "маслихат"),
    ("school", "мектеп", "школа"),
    ("school", "мектеп-интернат", "школа-интернат"),
    ("school", "балабақша", "сад"),
    ("", "лагер", "лагерь"),
    ("", "гимназия", "гимназия"),
    ("", "лицей", "лицей"),
    ("", "колледж", "колледж"),
    ("university", "университет", "университет"),
    ("", "академия", "академия"),
    ("", "қауымдастық", "ассоциация"),
    ("union", "одақ", "союз"),
    ("", "федерация", "федерация"),
    ("", "кәсіподақ", "профсоюз"),
)
_INSTITUTIONS = frozenset(
    ["centre", "school", "hospital", "company", "fund", "museum", "university", "organization", "bank"]
)
_OF_DIRECTOR = re.compile(
    r"(?:зам\.?|заместител\w+|перв\w+|исполнительн\w+|генеральн\w+|директор\w*|бірінші|бас|атқарушы|орынбасар\w*)", re.I
)
IMPLIED = "implied-by-post"  # the rule of a body that the text does not name: only a post says that there is one
_PRONOUN = re.compile(r"\b(?:её|ее|его|их|оның|олардың)\s+", re.I)
_OF_GOVERNMENT = ("prime-minister", "deputy-prime-minister")
_REGION_NOUNS = {
    "облыс": "oblast", "область": "oblast", "өңір": "oblast", "регион": "oblast", "аудан": "district",
    "район": "district", "қала": "city", "город": "city", "шаһар": "city",
}  # fmt: skip


def find(reading: Reading, gazetteer: Gazetteer) -> list[Position]:
    """The positions of ``reading``; people with a public post stop being private, implied offices join the things."""
    return _Finder(reading, gazetteer).find()


class _Finder:
    def __init__(self, reading: Reading, gazetteer: Gazetteer):
        self.reading, self.gazetteer = reading, gazetteer
        self.text = reading.document.text
        self.people = sorted(
            ((m.span, thing) for thing in reading.things if thing.kind == PERSON for m in thing.mentions),
            key=lambda pair: pair[0].start,
        )
        self.others = sorted(
            ((m.span, t) for t in reading.things if t.kind in (ORGANIZATION, REGION) or _headed(t) for m in t.mentions),
            key=lambda pair: (pair[0].start, -pair[0].end),
        )
        self._starts = [span.start for span, _ in self.others]
        self._names = [span.start for span, _ in self.people]
        self.positions: list[Position] = []

    def find(self) -> list[Position]:
        at = 0
        rows: list[list[tuple[Span, Thing]]] = []
        for sentence in self.reading.sentences:
            language = sentence.language or self.reading.head.language
            here: list[tuple[Span, Thing]] = []
            rows.append(here)
            while at < len(self.people) and self.people[at][0].start < sentence.end:
                if self.people[at][0].start >= sentence.start:
                    here.append(self.people[at])
                at += 1
            if language in ("kk", "ru") and here:
                self._read(sentence, language, here)
        for sentence, title, person, span in careers.find(self.reading, rows, self.gazetteer):
            self._add(sentence, title, person, span, "career", sure=careers.CONFIDENCE)
        held = {position.post for position in self.positions}
        holders = [position.person for position in self.positions]
        for sentence, title, person, span in antecedents.find(self.reading, rows, held, holders, self.gazetteer):
            self._add(sentence, title, person, span, "post-apart", sure=antecedents.CONFIDENCE)
        return self.positions

    def _read(self, sentence: Sentence, language: str, here: list[tuple[Span, Thing]]) -> None:
        edge = 0  # where the text that may belong to this name begins
        for number, (span, person) in enumerate(here):
            start, end = span.start - sentence.start, span.end - sentence.start
            following = here[number + 1][0].start - sentence.start if number + 1 < len(here) else len(sentence.text)
            # One foreign letter in a name can turn the language of a short sentence.
            tongues = [each for each in dict.fromkeys((language, self.reading.head.language)) if each in ("kk", "ru")]
            found: list[Title] = []
            for tongue in tongues:
                found = found or self._before(sentence, edge, start, end, tongue)
            for title in found:
                self._add(sentence, title, person, span, "post-before")
            if not found:
                self._share(sentence, here[number:], edge, start, language)
            stop = found[-1].start if found else start  # "заместителем избрана главный врач больницы Анна …"
            inverted = (_APPOINTING_RU if language == "ru" else _APPOINTING_KK).search(sentence.text, edge, stop)
            if inverted:
                title = titles.before(sentence.text, edge, inverted.start(), language, self.gazetteer)
                if title is not None:
                    self._add(sentence, title, person, span, "appointed")
            edge = end
            titled = bool(found)
            found = []
            for tongue in tongues:
                found = found or self._after(sentence.text, end, following, tongue, number + 1 < len(here), titled)
            for title in found:
                self._add(sentence, title, person, span, "post-after")
                edge = title.end
            title = self._appointed(sentence.text, edge, following, language)
            if title is not None:
                self._add(sentence, title, person, span, "appointed")
                edge = title.end
            elif not any(position.person is person for position in self.positions):
                self._led(sentence, span, person, language)

    def _share(
        self, sentence: Sentence, people: list[tuple[Span, Thing]], edge: int, start: int, language: str
    ) -> None:
        """A plural title before a list is everybody's: "депутаты мажилиса A, B и C"."""
        end = len(sentence.text[:start].rstrip())
        title = titles.before(sentence.text, edge, end, language, self.gazetteer, plural=True)
        if title is not None:
            for span, person in self._listed(people):
                self._add(sentence, title, person, span, "post-list")

    def _listed(self, people: list[tuple[Span, Thing]]) -> list[tuple[Span, Thing]]:
        """The first of ``people`` and those that are listed after it; nobody when it stands alone."""
        listed = people[:1]
        for pair in people[1:]:
            between = self.text[listed[-1][0].end : pair[0].start]
            if not _LIST_GAP.fullmatch(between):
                break
            listed.append(pair)
        return listed if len(listed) > 1 else []

    # --- where titles stand -----------------------------------------------------------------------------------------

    def _before_body(self, sentence: Sentence, edge: int, end: int) -> Title | None:
        """ "член Комитета по экономике, инновациям и предпринимательству": the body's name holds a comma."""
        text, at = sentence.text, sentence.start
        for span, thing in self._others_within(at + edge, at + end):
            if span.end == at + end and thing.kind == ORGANIZATION and "," in span.text:
                title = titles.before(text, edge, len(text[: span.start - at].rstrip()), "ru", self.gazetteer)
                if title is not None:
                    words = [*title.words, *re.findall(r"\w+", span.text)]
                    return replace(title, end=end, text=text[title.start : end], words=words)
        return None

    def _before(self, sentence: Sentence, edge: int, start: int, stop: int, language: str) -> list[Title]:
        text = sentence.text
        found: list[Title] = []
        end = len(text[:start].rstrip(' \t\u00a0«"“'))
        if language == "ru" and (clause := _CLAUSE_RU.search(text, edge, end)):
            end = clause.start()  # "кандидат в депутаты, выдвинутый партией AMANAT, Данияр …"
        if language == "ru" and text[edge:end].endswith((" –", " —")):
            # "Куратор программы – Н. Ким": all of the clause before the dash is the title.
            title = titles.before(text, edge, len(text[: end - 2].rstrip()), language, self.gazetteer)
            return [title] if title is not None and not text[edge : title.start].strip(" .;:•-–—«") else found
        # "указом Президента Кайрат …": a title in another case than the name is somebody else's.
        cases = russian.name_cases(text[start:stop]) if language == "ru" else frozenset()
        was = _WAS_KK.search(text, edge, end) if language == "kk" else None
        end = was.start() if was else end  # «аудан әкімі болған Данияр …»
        while True:
            title = titles.before(text, edge, end, language, self.gazetteer)
            if title is None and language == "ru":
                title = self._before_body(sentence, edge, end)
            if title is not None and was:
                title = replace(title, former=True)
            if title is None or (cases and title.cases and not cases & title.cases):
                break
            if found and not self._fits(title, found[-1]):
                break
            honour = _HONOURED_KK.search(text, edge, title.start) if language == "kk" else None
            if not (honour or _HONOURED_RU.match(title.text)):
                found.append(title)
            link = _CHAIN_LEFT.search(text, edge, honour.start() if honour else title.start)
            if link is None:
                break
            end = link.start()
        return found

    @staticmethod
    def _fits(title: Title, following: Title) -> bool:
        """Do two titles in a row stand in one case?"""
        return not title.cases or not following.cases or bool(title.cases & following.cases)

    def _after(self, text: str, end: int, following: int, language: str, another: bool, titled: bool) -> list[Title]:
        found: list[Title] = []
        at = end
        while True:
            link = _APPOSITION.match(text, at, following)
            if link is None:
                break
            title = titles.after(text, link.end(), following, language, self.gazetteer)
            if title is None:
                break
            if another and not text[title.end : following].strip(' «"“'):
                # The next name's title; the chain that leads to it is his too when this one has a title already.
                return [] if titled else found
            found.append(title)
            at = title.end
        return found

    def _appointed(self, text: str, end: int, following: int, language: str) -> Title | None:
        if language == "ru":
            link = _APPOINTED_RU.match(text, end, following)
            title = titles.after(text, link.end(), following, "ru", self.gazetteer) if link else None
            return replace(title, former=True) if title is not None and link["was"] else title
        link = _APPOINTED_KK.search(text, end, min(following, end + 300))
        if link is None:
            return None
        title = titles.before(text, end, link.start(), "kk", self.gazetteer)
        if title is None or "," in text[end : title.start]:
            return None
        return replace(title, former=True) if link["was"] else title

    def _led(self, sentence: Sentence, span: Span, person: Thing, language: str) -> None:
        """ "Данияр Ержанов возглавляет управление образования": the verb says the post."""
        for body, thing in self._others_within(sentence.start, sentence.end):
            if thing.kind != ORGANIZATION or thing.subtype not in _LED:
                continue
            if language == "kk" and body.end <= span.start:
                # "білім басқармасын Данияр Ержанов басқарады"
                owned = kazakh.without_case(body.text.split()[-1]).case == kazakh.ACCUSATIVE
                beside = owned and not self.text[body.end : span.start].strip()
                verb = _LEADS_KK.match(self.text, span.end, sentence.end) if beside else None
            elif language == "kk":
                near = body.start - span.end < 60 and "," not in self.text[span.end : body.start]
                verb = _LEADS_KK.match(self.text, body.end, sentence.end) if near else None
            else:
                first, second = sorted((span, body))
                verb = _LEADS_RU.fullmatch(self.text, first.end, second.start) if second.start > first.end else None
            if verb is None:
                continue
            word = "руководитель" if language == "ru" else "басшы"
            start, end = min(body.start, verb.start()), max(body.end, verb.end())
            title = Title(start - sentence.start, end - sentence.start, word, language, word, words=[word])
            self._add(sentence, title, person, span, "leads")
            return

    # --- what they say ----------------------------------------------------------------------------------------------

    def _add(self, sentence: Sentence, title: Title, person: Thing, span: Span, rule: str, sure: float = 0.9) -> None:
        if _OF_FAMILY.match(title.text):
            return
        rank = _RANK.search(title.text) if title.language == "ru" else None
        if rank:  # "начальник департамента полковник полиции Данияр Ержанов"
            title = replace(title, text=title.text[: rank.start()], words=title.words[: -len(rank[0].split())])
        post = titles.post_of(title, self.gazetteer)
        start, end = sentence.start + title.start, sentence.start + title.end
        # A comma inside the name of a body cuts its title short ("отбасы, әйелдер … жөніндегі кеңестің төрайымы").
        whole = [
            s.start
            for s, t in self.others[self._others_before(sentence.start) : self._others_before(start)]
            if t.kind == ORGANIZATION and start < s.end <= end
        ]
        if title.language == "kk" and whole:
            start = min(whole)
            title = replace(title, start=start - sentence.start, text=self.text[start:end])
        inside = self._others_within(start, end)
        organization = self._organization(title, post, inside, start, end)
        if organization is not None and _headed(organization):
            organization = self._as_body(organization)
        region = self._region(title, inside, start)
        if post is not None and post.code in ("president", "first-president", "elbasy"):
            organization = None
            region = region or next((t for t in self.reading.things if t.ref == "region:KZ"), None)
        if organization is not None and organization.region is not None and organization.subtype != "akimat":
            region = organization.region
        words = self._shown(title, post, inside, start)
        for known in self.positions:
            if known.person is person and _same_title(known.title, words) and _compatible(known, organization):
                known.organization = known.organization or organization
                known.region = known.region or region
                return
        quote = Span.of(self.text, min(start, span.start), max(end, span.end))
        term = self._term(sentence, quote, title)
        self.positions.append(
            Position(
                quote=quote,
                rule=rule,
                confidence=min(sure, 0.9 if post else 0.75),
                person=person,
                title=words,
                language=title.language,
                post=post.code if post else "",
                organization=organization,
                region=region,
                acting=title.acting,
                former=title.former or term.over,
                start=term.start,
                end=term.end,
                date_words=term.words,
            )
        )
        if (
            post is not None
            and post.public
            and rule != "post-apart"
            and not all(mention.rule == "hidden-surname" for mention in person.mentions)
            and not _private_business(title, post, organization)
        ):
            person.private = False

    def _term(self, sentence: Sentence, quote: Span, title: Title) -> terms.Term:
        """Its dates, as far as no other person stands between."""
        if quote.start < sentence.start or quote.end > sentence.end:
            return terms.Term()
        first, last = (bisect_left(self._names, place) for place in (sentence.start, sentence.end))
        others = [span for span, _ in self.people[first:last]]
        low = max((span.end for span in others if span.end <= quote.start), default=sentence.start)
        high = min((span.start for span in others if span.start >= quote.end), default=sentence.end)
        post = (quote.start - sentence.start, quote.end - sentence.start)
        window = (low - sentence.start, high - sentence.start)
        return terms.find(sentence.text, post, window, title.language, self.reading.head.published)

    def _others_before(self, start: int) -> int:
        """How many of the others begin before a place in the text."""
        return bisect_left(self._starts, start)

    def _others_within(self, start: int, end: int) -> list[tuple[Span, Thing]]:
        found = []
        for at in range(self._others_before(start), len(self.others)):
            span, thing = self.others[at]
            if span.start >= end:
                break
            if span.end <= end + 2:
                found.append((span, thing))
        return found

    def _shown(self, title: Title, post: titles.Post | None, inside: list, offset: int) -> str:
        """The title as a position shows it; the organization that the position names drops out of a Kazakh one."""
        if title.language == "ru" or (post and post.organization in ("ministry", "akimat")):
            return titles.shown(_without_name(title, inside, offset))
        ends = [span.end - offset for span, thing in inside if thing.kind == ORGANIZATION or _headed(thing)]
        ends = [end for end in ends if end < len(title.text)]
        if not ends:
            return titles.shown(title)
        # "«X» партиясы Y қалалық филиалы төрағасы": the body's common noun stays, in the nominative.
        cut = max(ends)
        rest = titles.shown(title, [(0, cut)])
        last = title.text[:cut].split()[-1]
        alone = titles.unpossessed(f"{last} {rest}")
        if " " not in rest:
            rest = titles.unpossessed(f"{rest} .").removesuffix(" .")  # "директоры" of a school is "директор"
        named = alone.startswith(last) and not titles.keys(last.lower(), "kk") & _GENERIC_KK
        if named or any(titles.keys(word, "kk") & _GENERIC_KK for word in rest.lower().split()):
            return rest
        return alone[0].lower() + alone[1:]

    def _organization(self, title: Title, post: titles.Post | None, inside: list, start: int, end: int) -> Thing | None:
        organizations = [(span, thing) for span, thing in inside if thing.kind == ORGANIZATION or _headed(thing)]
        belongs = post.organization if post else ""
        if belongs == "ministry" or (belongs == "akimat" and not organizations):
            return self._implied(title, belongs, inside, start, end)
        if organizations:
            # The head owns what stands nearest to it; a branch rather than the party that its name begins with.
            if title.language == "kk":
                return max(organizations, key=lambda pair: (pair[0].end, pair[0].end - pair[0].start))[1]
            return min(organizations, key=lambda pair: (pair[0].start, pair[0].start - pair[0].end))[1]
        places = [thing for _span, thing in inside if thing.kind == REGION]
        return (
            self._quoted(title, start, end)
            or self._meant(title, belongs, start, post.code if post else "", places)
            or (self._assembly(title, inside, start, end) if belongs in ("council", "commission") else None)
            or (self._institution(title, start) if belongs == "centre" else None)
        )

    def _institution(self, title: Title, start: int) -> Thing | None:
        """Whose "заместитель директора" is, where the text has named one institution only."""
        if any(not _OF_DIRECTOR.fullmatch(word) for word in title.words):
            return None
        earlier = self.others[: self._others_before(start)]
        named = {id(t): t for _span, t in earlier if t.subtype in _INSTITUTIONS or _headed(t)}
        return next(iter(named.values())) if len(named) == 1 else None

    def _as_body(self, centre: Thing) -> Thing:
        """A centre that somebody heads is a body, and the one that the text calls shorter: «Үміт» орталығы."""
        quoted = re.findall(r"«[^»]+»", centre.name)
        bodies = (t for t in self.reading.things if t.kind == ORGANIZATION and t.subtype == "centre" and not t.ref)
        known = next((body for body in bodies if quoted and quoted[0] in body.name), None)
        if known is None:
            centre.kind = ORGANIZATION
            return centre
        known.name = max(known.name, centre.name, key=len)
        known.mentions = sorted([*known.mentions, *centre.mentions], key=lambda mention: mention.span)
        self.reading.things[:] = [thing for thing in self.reading.things if thing is not centre]
        self.others = [(span, known if thing is centre else thing) for span, thing in self.others]
        return known

    def _assembly(self, title: Title, inside: list, start: int, end: int) -> Thing | None:
        """A council or a commission that only its member's title names: "Қоғамдық кеңестің мүшесі"."""
        if title.language == "kk":
            found = re.match(r"(.+\s)((?:кеңес|комиссия)\w*)\s", title.text, re.I)
            name = kazakh.phrase_base(found[0].strip()) if found else ""
        else:
            found = re.search(r"\s((?:[а-яё-]+ого\s)*(?:совета?|комиссии)(?:\s.+)?)$", title.text, re.I)
            name = russian.nominative(found[1]) if found and " " in found[1] else ""
        if not name:
            return None
        subtype = "council" if re.search(r"кеңес|совет", name, re.I) else "commission"
        return self._named_by(name, title, subtype, start, end, self._region(title, inside, start))

    def _quoted(self, title: Title, start: int, end: int) -> Thing | None:
        """ "председатель правления «Дала»": what stands in quotes after the head of a firm is one."""
        quote = _QUOTED_FIRM[title.language].search(title.text)
        if quote is None:
            return None
        first, last = start + quote.start(1) - 1, start + quote.end(1) + 1
        if any(m.span.start < last and first < m.span.end for thing in self.reading.things for m in thing.mentions):
            return None
        mention = Mention(Span.of(self.text, first, last), "quoted-beside-post", 0.6, {"form": title.text})
        thing = Thing(ORGANIZATION, quote[1], title.language, "organization", confidence=0.6, mentions=[mention])
        self.reading.things.append(thing)
        return thing

    def _last(self, subtype: str, start: int) -> Thing | None:
        """The body of a kind that was named last before a place in the text."""
        earlier = reversed(self.others[: self._others_before(start)])
        return next((t for _span, t in earlier if t.subtype == subtype), None)

    def _meant(self, title: Title, belongs: str, start: int, post_code: str, places: list[Thing]) -> Thing | None:
        """The organization that a common noun of the title takes up: "партия төрағасы", "директор центра".

        One of another place than ``places``, which the title names, is not meant.
        """
        keys = self._bare_nouns(title)
        wanted = [row for row in _GENERIC if keys & {name_key(noun) for noun in row[1:]}]
        if not wanted and belongs == "party":
            wanted = [_PARTY]
        if post_code in _OF_GOVERNMENT:
            return next((t for _, t in self.others if t.subtype == "government"), None)
        if not wanted and (_PRONOUN.match(title.text) or _PRONOUN.search(self.text[max(0, start - 8) : start])):
            near = self.others[self._others_before(start - 149) : self._others_before(start)]
            near = [thing for _span, thing in near if thing.kind == ORGANIZATION]
            return near[-1] if near else None
        at = self._others_before(start)
        for row in wanted:
            # The last before the title, else the first after it.
            for _span, thing in (*reversed(self.others[:at]), *self.others[at:]):
                body = thing.kind == ORGANIZATION or _headed(thing)
                if body and _is_a(thing, *row) and not _elsewhere(thing, places) and _of_kind(title, thing, row):
                    return thing
        return None

    @staticmethod
    def _bare_nouns(title: Title) -> set[str]:
        """Nouns of the title that nothing in it tells from others of their kind ("совета", not "совета ветеранов")."""
        keys: set[str] = set()
        for number, word in enumerate(title.words):
            if title.language == "kk":
                other = title.words[number - 1] if number else ""
                bare = not other or any(
                    b.suffixes[:1] and b.suffixes[0][0] == kazakh.RELATIONAL for b in kazakh.bases(other)
                )
            else:
                other = title.words[number + 1] if number + 1 < len(title.words) else ""
                bare = not other or not re.match(r"[а-яё]", other) or other in ("при", "в", "по")
            if bare or other[:1] in '«“"':
                keys |= titles.keys(word.lower(), title.language)
        return keys

    def _region(self, title: Title, inside: list, start: int) -> Thing | None:
        regions = [(span, thing) for span, thing in inside if thing.kind == REGION]
        if regions:
            # The nearest to the head: "Шымкент қаласы Абай ауданының әкімі", "аким Абайского района Шымкента".
            if title.language == "kk":
                return max(regions, key=lambda pair: pair[0].end)[1]
            return min(regions, key=lambda pair: pair[0].start)[1]
        keys = set()
        for word in title.words:
            keys |= titles.keys(word.lower(), title.language)
        kinds = {kind for noun, kind in _REGION_NOUNS.items() if name_key(noun) in keys}
        earlier = reversed(self.others[: self._others_before(start)]) if kinds else ()
        return next((t for _span, t in earlier if t.kind == REGION and _region_kind(t) in kinds), None)

    def _implied(self, title: Title, belongs: str, inside: list, start: int, end: int) -> Thing | None:
        """The ministry of a minister, the akimat of an akim: named after the title when the text does not name it."""
        name = ""
        regions = [span for span, thing in inside if thing.kind == REGION]
        if belongs == "ministry":
            name = _ministry(title, [(s.start - start, s.end - start) for s in regions])
            if not name:
                return self._last("ministry", start)  # "министр" alone takes up the ministry that was named
        else:
            region = self._region(title, inside, start)
            named = [t for t in self.reading.things if t.subtype == "akimat" and region and t.region is region]
            if named:
                return named[0]
            name = _akimat(title) if regions else _akimat_of(region, title.language) if region else ""
            return self._named_by(name, title, belongs, start, end, region) if name else None
        return self._named_by(name, title, belongs, start, end) if name else None

    def _named_by(
        self, name: str, title: Title, subtype: str, start: int, end: int, region: Thing | None = None
    ) -> Thing:
        """The body of that name, which the document may name nowhere else."""
        entries = self.gazetteer.named(ORGANIZATION, name)
        refs = {entry.ref for entry in entries} if len(entries) == 1 else ()
        for thing in self.reading.things:
            if thing.kind == ORGANIZATION and (name_key(thing.name) == name_key(name) or thing.ref in refs):
                return thing
        thing = Thing(
            kind=ORGANIZATION,
            name=name,
            language=title.language,
            subtype=entries[0].subtype if len(entries) == 1 else subtype,
            region=region,
            ref=entries[0].ref if len(entries) == 1 else "",
            confidence=0.6,
            mentions=[Mention(Span.of(self.text, start, end), IMPLIED, 0.6, {"form": title.text, "implied": subtype})],
        )
        self.reading.things.append(thing)
        return thing


_GENERIC_KK = frozenset(
    name_key(noun)
    for noun in (
        *(noun for _, noun, _ in _GENERIC), "парламент", "үкімет", "ассамблея", "аппарат",
    )
)  # fmt: skip


def _ministry(title: Title, regions: list[tuple[int, int]]) -> str:
    words = _unmarked(title, regions)
    if title.language == "kk":
        at = next((i for i, word in enumerate(words) if "министр" in word.lower()), 0)
        while words and words[0].lower() in ("бірінші", "бұрынғы") and at:
            words, at = words[1:], at - 1
        if at == 0:
            return ""
        return " ".join([words[0][:1].upper() + words[0][1:], *words[1:at], "министрлігі"])
    at = next((i for i, word in enumerate(words) if "министр" in word.lower()), len(words))
    tail = words[at + 1 :]
    if not tail or tail[0].isupper() or tail[0].lower().startswith(("республик", "казахстан")):
        return ""
    return " ".join(["Министерство", *[word for word in tail if word != "РК"]])


def _unmarked(title: Title, drop: Sequence[tuple[int, int]] = ()) -> list[str]:
    """The words of a title but for "acting" and "former" and the places ``drop``."""
    phrase = title.text
    for start, end in sorted([*drop, *titles.marks(title)], reverse=True):
        phrase = (phrase[:start] + phrase[end:]).strip()
    return phrase.split()


def _akimat(title: Title) -> str:
    words = _unmarked(title)
    if title.language == "kk":
        at = next((i for i, word in enumerate(words) if word.lower().startswith("әкім")), 0)
        if at == 0:
            return ""
        owner = words[:at]
        if not any(base.case == kazakh.GENITIVE for base in kazakh.bases(owner[-1])):
            owner[-1] = _genitive(owner[-1])
        return " ".join([*owner, "әкімдігі"])
    at = next((i for i, word in enumerate(words) if re.match(r"(?:зам|экс-)?аким", word.lower())), len(words))
    return " ".join(["Акимат", *words[at + 1 :]]) if words[at + 1 :] else ""


def _akimat_of(region: Thing, language: str) -> str:
    """The akimat of a place that its akim's title only calls "the oblast" or "the district"."""
    name = region.name if region.language == language else region.names.get(language, "")
    if not name:
        return ""
    if language == "kk":
        city = _region_kind(region) == "city" and not name.endswith("қаласы")
        return f"{_genitive(name + ' қаласы' if city else name)} әкімдігі"
    if _region_kind(region) == "city":
        return f"Акимат города {name}"
    return " ".join(["Акимат", *indicators_ru.genitive(name.split())])


_BUSINESS = re.compile(
    r"\b(?:кафе|ресторан|магазин|цех|ферм|кооператив|крестьянск|фирм|салон|пекарн|ателье|дүкен|қожалы|мейрамхана|наубайхана)",
    re.I,
)


def _private_business(title: Title, post: titles.Post, organization: Thing | None) -> bool:
    """A director or chair of a shop, a farm or a cooperative acts for nobody but himself."""
    if post.code not in ("director", "head", "chair", "vice"):
        return False
    return bool(_BUSINESS.search(title.text)) or (
        organization is not None and organization.subtype == "company" and not organization.ref
    )


def _without_name(title: Title, inside: list, offset: int) -> Title:
    """ "директор Аграрной кредитной корпорации" gives "директор корпорации": the position names the body in full."""
    for span, thing in inside:
        words = span.text.split()
        plain = re.fullmatch(r"[А-ЯЁ][а-яё]+(?:[-‑][а-яёА-ЯЁ]+)?(?:\s[а-яё-]+){2,}", span.text)
        own = thing.kind == ORGANIZATION and span.end - offset == len(title.text) and plain
        if title.language == "ru" and own and all(titles.is_adjective(word) for word in words[:-1]):
            return replace(title, text=title.text[: span.start - offset] + words[-1])
    return title


def _headed(thing: Thing) -> bool:
    """A centre read as a program, which may have a director."""
    return thing.kind == PROGRAM and thing.subtype == "centre" and not thing.ref


def _genitive(word: str) -> str:
    """ "қаласы" gives "қаласының"."""
    for ending in ("ның", "нің", "дың", "дің", "тың", "тің"):
        if any(
            b.text == word and b.suffixes[0][0] == kazakh.GENITIVE for b in kazakh.bases(word + ending) if b.suffixes
        ):
            return word + ending
    return word


def _is_a(thing: Thing, kind: str, *nouns: str) -> bool:
    if kind and thing.subtype == kind:
        return True
    keys = {name_key(word) for word in nouns}
    named = {
        key for word in thing.name.split() for key in titles.keys(word.strip('«»"“”').lower(), thing.language or "ru")
    }
    return bool(named & keys) and thing.subtype not in ("party", "party_branch")


def _of_kind(title: Title, thing: Thing, row: tuple[str, ...]) -> bool:
    """Whether a council is the one that a title's adjective tells: "общественного совета" is no council of mothers."""
    if row[0] not in ("council", "commission"):
        return True
    at = next((n for n, word in enumerate(title.words) if titles.keys(word.lower(), "ru") & {name_key(row[2])}), 0)
    told = title.words[at - 1].lower() if at and title.language == "ru" else ""
    tells = titles.is_adjective(told) and not _PLACED_RU.match(told) if told else False
    return not tells or told[:5] in thing.name.lower()


_PLACED_RU = re.compile(r"(?:областн|городск|районн|республиканск|данн|эт|наш|местн|сельск)")


def _elsewhere(thing: Thing, places: list[Thing]) -> bool:
    """Is the body of another place than these? A branch of no known place is of another one."""
    if not places or (thing.region is None and thing.subtype != "party_branch" and "филиал" not in thing.name.lower()):
        return False
    near = {id(thing.region), id(thing.region.parent) if thing.region else None} - {id(None), None}
    return not any({id(place), id(place.parent)} & near for place in places)


def _region_kind(thing: Thing) -> str:
    return "city" if thing.subtype in ("city", "city_republican") else thing.subtype


def _same_title(a: str, b: str) -> bool:
    first, second = name_key(a), name_key(b)
    return first == second or first.split() == second.split()


def _compatible(known: Position, organization: Thing | None) -> bool:
    return known.organization is None or organization is None or known.organization is organization
