"""A made-up corpus of pre-extracted JSON lines: no word of it is anybody's, the same size and seed give the same bytes.

Words follow Zipf's law, and so does who is named; some words are planted so often as ``PLANTED`` says.
"""

# ruff: noqa: SIM905 - lists of words read better as words

import itertools
import json
import random
from datetime import date, timedelta
from pathlib import Path

ROOTS = {
    "kk": "ауыл мектеп жол су егін жер бала отбасы жұмыс үй кітап дәрігер орман көл қала аудан театр тіл нан".split(),
    "ru": "школ дорог вод пол лес город район книг врач театр язык хлеб семь работ рек мост двор сад цех".split(),
}
ENDINGS = {
    "kk": ["", "лар", "ның", "ға", "да", "дан", "мен", "ы", "ын", "ында", "дары", "дарының"],
    "ru": ["а", "у", "е", "ой", "ы", "ам", "ами", "ный", "ного", "ные", "ность", "ение"],
}
SYLLABLES = "ба қа ре но та ли мы са жо ке ру пе до ши га ве зу нар тер бол сан кет".split()
GIVEN = "Нұрлан Ерлан Серік Қайрат Асқар Әлия Динара Жанар Олег Анна Ирина Павел".split()
SURNAMES = "Ахмет Байжан Дәулет Ержан Жүніс Омар Рахым Тоқтар Оспан Иван Петр Сидор Волк Степан".split()
TITLES = ["әкім", "министр", "депутат", "директор", "дәрігер", "учитель", "председатель", "эксперт"]
PLANTED = {"бальнеотерапия": 0.0002, "субсидирлеу": 0.01, "бағдарлама": 0.4, "таза ауыз су": 0.05}
LABELS = [("жұмыс орны", "адам"), ("построено жилья", "кв. м"), ("инвестиции", "млрд теңге"), ("өсім", "%")]
PUBLISHERS = ["Дала үні", "Степной листок", "Ауыл хабары"]


def write(documents: int, folder: Path, seed: int = 7) -> None:
    """entities.jsonl, documents.jsonl and meta.json in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    draw = random.Random(seed * 1_000_003 + documents)
    things = _things(draw, documents)
    _lines(folder / "entities.jsonl", itertools.chain(*things.values()))
    vocabulary = {language: _vocabulary(draw, language) for language in ROOTS}
    _lines(
        folder / "documents.jsonl",
        (_document(draw, number, things, vocabulary) for number in range(1, documents + 1)),
    )
    (folder / "meta.json").write_text(json.dumps({"n": documents, "terms": PLANTED}, ensure_ascii=False), "utf-8")


def _lines(path: Path, rows) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def _things(draw, documents: int) -> dict[str, list[dict]]:
    regions = [
        {"type": "region", "id": n, "name": f"{draw.choice(SYLLABLES).title()}дала {n} облысы"} for n in range(1, 21)
    ]
    organizations = [
        {
            "type": "organization",
            "id": n,
            "name": f"«{draw.choice(SYLLABLES)}» қоры №{n}",
            "region": draw.randint(1, 20),
        }
        for n in range(1, max(documents // 50, 20) + 1)
    ]
    programs = [
        {"type": "program", "id": n, "name": f"Жаңа {draw.choice(ROOTS['kk'])} {n} жобасы", "start": "2020"}
        for n in range(1, max(documents // 200, 10) + 1)
    ]
    people = [
        {
            "type": "person",
            "id": n,
            "name": f"{draw.choice(SURNAMES)}ов {draw.choice(GIVEN)} {draw.choice(SURNAMES)}ұлы",
        }
        for n in range(1, max(documents // 10, 50) + 1)
    ]
    roles = [
        {"type": "role", "id": n, "person": n, "organization": draw.randint(1, len(organizations)),
         "region": draw.randint(1, 20), "title": draw.choice(TITLES), "start": str(draw.randint(1995, 2024))}
        for n in range(1, len(people) + 1)
    ]  # fmt: skip
    return {"region": regions, "organization": organizations, "program": programs, "person": people, "role": roles}


def _vocabulary(draw, language: str) -> tuple[list[str], list[float]]:
    words = {root + ending: None for root in ROOTS[language] for ending in ENDINGS[language]}
    while len(words) < 20_000:
        words["".join(draw.choices(SYLLABLES, k=draw.randint(2, 4)))] = None
    return list(words), _zipf(len(words))


def _zipf(count: int) -> list[float]:
    return list(itertools.accumulate(1 / (n + 1) for n in range(count)))


def _document(draw, number: int, things, vocabulary) -> dict:
    language = "kk" if draw.random() < 0.6 else "ru"
    words, weights = vocabulary[language]

    def some(count):
        return " ".join(draw.choices(words, cum_weights=weights, k=count))

    mentions, figures, sentences = [], [], []
    for kind, most in (("person", 6), ("organization", 2), ("program", 1)):
        rows = things[kind]
        chosen = draw.choices(range(len(rows)), cum_weights=_cached(len(rows)), k=draw.randint(most // 2, most))
        for place in dict.fromkeys(chosen):
            name = " ".join(rows[place]["name"].split()[:2]) if kind == "person" else rows[place]["name"]
            quote = f"{some(4).capitalize()}, – {name}, {some(5)}."
            mentions.append({"type": kind, "id": rows[place]["id"], "surface": name, "quote": quote})
            sentences.append(quote)
    for place in range(draw.randint(1, 4)):
        label, unit = draw.choice(LABELS)
        figure = {
            "label": label,
            "value": draw.randint(1, 999_999) / 10,
            "unit": unit,
            "year": draw.randint(2015, 2026),
        }
        figure["quote"] = f"{figure['year']}: {label} {figure['value']} {unit} ({place + 1})."
        figures.append(figure)
        sentences.append(figure["quote"])
    sentences += [f"{some(11).capitalize()}." for _sentence in range(draw.randint(4, 9))]
    sentences += [f"{word.capitalize()} {some(3)}." for word, share in PLANTED.items() if draw.random() < share]
    draw.shuffle(sentences)
    body = "\n\n".join(" ".join(sentences[at : at + 4]) for at in range(0, len(sentences), 4))
    for found in (*mentions, *figures):
        found["pos"] = body.index(found["quote"])
    return {
        "id": number, "lang": language, "title": some(8).capitalize(), "body": body,
        "published": (date(2015, 1, 1) + timedelta(days=draw.randrange(4300))).isoformat(),
        "source": draw.choice(PUBLISHERS), "url": f"https://example.invalid/{number}",
        "mentions": mentions, "figures": figures,
    }  # fmt: skip


_weights: dict[int, list[float]] = {}


def _cached(count: int) -> list[float]:
    if count not in _weights:
        _weights[count] = _zipf(count)
    return _weights[count]
