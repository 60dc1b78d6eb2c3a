"""A reader of a few plain patterns, so that importing is tested apart from the recognisers.

Module-level functions: worker processes import them by name.
"""

import os
import re
import time
from datetime import date
from decimal import Decimal

from seeds.reading.drafts import (
    Document,
    Figure,
    Head,
    Mention,
    Pledge,
    Position,
    Reading,
    Relation,
    Sentence,
    Span,
    Thing,
)

PLACES = {
    "Тасөзен облысы": "region:T-1",
    "Тасозенская область": "region:T-1",
    "Көкжар": "region:T-2",
    "Кокжар": "region:T-2",
}
PARTIES = {"Жаңа Жол": "org:zhol", "Ескі Жол": "org:zhol"}
PROGRAMS = ("Ашық есік", "Жаңа қадам")
_PERSON = re.compile(
    r"[А-ЯӘҚ][а-яәғқңөұүһі]+(?: [А-ЯӘҚ][а-яәғқңөұүһі]+(?:ович|ұлы))? [А-ЯӘҚ][а-яәғқңөұүһі]+(?:ова?|ева?)\b"
)
_SHORT = re.compile(r"\b[А-ЯӘҚ]\. [А-ЯӘҚ][а-яәғқңөұүһі]+(?:ов|ев)а?\b")
_POST = re.compile(r"(әкімі|аким|мұғалім|учитель) $")
_FIGURE = re.compile(r"(?P<value>\d+) (?P<noun>отбасы|семей|мектеп|школ)\b")
_DEADLINE = re.compile(r"\b(20\d\d) жылға дейін")
_BRANCH = re.compile(r"(Жаңа Жол|Ескі Жол) Тасөзен филиалы")
_DATE = re.compile(r"^(\d{4})-(\d\d)-(\d\d)\r?$", re.M)
_SENTENCE = re.compile(r"[^.\n]+\.?")
POSTS = {"әкімі": "akim", "аким": "akim"}


def read(document: Document) -> Reading:
    """A reading of the patterns above; KILL, FAIL and SLOW in a text do what they say."""
    text = document.text
    if "KILL" in text:
        os._exit(9)
    if "FAIL" in text:
        raise ValueError("cannot read this")
    if "SLOW" in text:
        time.sleep(0.05)
    language = document.meta.get("language", "ru" if re.search(r"област|семей|аким ", text) else "kk")
    day = _DATE.search(text)
    head = Head(
        title=text.strip().split("\n")[0][:100],
        language="" if "Hello" in text else language,
        published=date(*map(int, day.groups())) if day else None,
        publisher=document.meta.get("publisher", ""),
        url=document.meta.get("url", ""),
    )
    reading = Reading(document, head)
    reading.sentences = [
        Sentence(m.start(), m.end(), m[0], language, 0) for m in _SENTENCE.finditer(text) if m[0].strip()
    ]
    for name, ref in PLACES.items():
        _add(reading, "region", name, name, ref, "oblast" if "обл" in name else "city")
    for name, ref in PARTIES.items():
        _add(reading, "organization", name, name, ref, "party")
    for found in _BRANCH.finditer(text):
        branch = _add(reading, "organization", found[0], found[0], "", "party_branch")
        branch.parent = next(thing for thing in reading.things if thing.ref == "org:zhol")
        branch.region = next((thing for thing in reading.things if thing.kind == "region"), None)
    for name in PROGRAMS:
        _add(reading, "program", name, name, "", "party_project")
    for pattern, private in ((_PERSON, True), (_SHORT, True)):
        for found in pattern.finditer(text):
            _add(reading, "person", found[0], found[0], "", "", private)
    regions = [thing for thing in reading.things if thing.kind == "region"]
    parties = [thing for thing in reading.things if thing.kind == "organization"]
    programs = [thing for thing in reading.things if thing.kind == "program"]
    region = regions[0] if regions else None
    for person in [thing for thing in reading.things if thing.kind == "person"]:
        post = _POST.search(text[: person.first.start])
        if post:
            code = POSTS.get(post[1], "")
            person.private = not code
            quote = _sentence(reading, person.first)
            reading.positions.append(
                Position(quote, "stub", 0.9, person=person, title=post[1], language=language, post=code, region=region)
            )
    for found in _FIGURE.finditer(text):
        span = Span.of(text, *found.span())
        sentence = _sentence(reading, span)
        figure = Figure(
            sentence,
            "stub",
            0.9,
            number=span,
            value=Decimal(found["value"]),
            unit="family" if found["noun"] in ("отбасы", "семей") else "school",
            unit_text=found["noun"],
            indicator=f"көмек алған {found['noun']}" if language == "kk" else f"получившие помощь {found['noun']}",
            language=language,
            region=region,
            program=programs[0] if programs else None,
        )
        reading.figures.append(figure)
        if deadline := _DEADLINE.search(sentence.text):
            figure.status = "pledged"
            reading.pledges.append(
                Pledge(
                    sentence,
                    "stub",
                    0.9,
                    organization=parties[0] if parties else None,
                    region=region,
                    figure=figure,
                    deadline=(int(deadline[1]),),
                )
            )
    if parties and programs:
        quote = _sentence(reading, programs[0].first)
        reading.relations.append(Relation(quote, "stub", 0.9, subject=parties[0], kind="runs", object=programs[0]))
    return reading


def _add(reading, kind, name, phrase, ref, subtype, private=False):
    thing = next((t for t in reading.things if t.kind == kind and (t.name == name or (ref and t.ref == ref))), None)
    if thing is None:
        thing = Thing(kind, name, reading.head.language or "kk", subtype, ref, private=private)
    taken = {mention.span.start for mention in thing.mentions}
    for found in re.finditer(re.escape(phrase), reading.document.text):
        if found.start() not in taken:
            thing.mentions.append(Mention(Span.of(reading.document.text, *found.span()), "stub", 0.9))
    if thing.mentions and thing not in reading.things:
        reading.things.append(thing)
    return thing


def _sentence(reading, span):
    for sentence in reading.sentences:
        if sentence.start <= span.start < sentence.end:
            return Span.of(reading.document.text, sentence.start, sentence.end)
    return span


GAZETTEER = {
    "regions.yaml": """
- {code: T, kind: country, kk: Тасел, ru: Тасел}
- code: T-1
  kind: oblast
  kk: Тасөзен облысы
  ru: Тасозенская область
  iso: T-1
  parent: T
  names:
    - {text: ТСО, language: ru, kind: abbreviation}
- code: T-2
  kind: city
  kk: Көкжар
  ru: Кокжар
  parent: [{parent: T-1, until: 2020-01-01}, {parent: T, from: 2020-01-01}]
- {code: T-3, kind: oblast, kk: Жаңадала облысы, ru: Жанадалинская область, parent: T, valid_from: 2022-06-08,
   predecessors: [T-1]}
""",
    "organizations.yaml": """
- code: zhol
  kind: party
  kk: Жаңа Жол
  ru: Жана Жол
  valid_from: 1999-03-01
  names:
    - {text: Ескі Жол, language: kk, kind: former, from: 2005, until: 2022-03-01}
    - {text: Эски Жол, language: ru, kind: former, from: 2005, until: 2022-03}
- {code: council, kind: council, kk: Одақ кеңесі, ru: Совет союза, parent: zhol}
""",
    "programs.yaml": """
- {code: qadam, kind: party_project, kk: Бірінші қадам, ru: Первый шаг, owner: zhol, started: 2016}
""",
    "posts.yaml": """
posts:
  - {code: akim, rank: 4, public: true, kk: [әкім], ru: [аким]}
  - {code: teacher, rank: 9, public: false, kk: [мұғалім], ru: [учитель]}
""",
}
