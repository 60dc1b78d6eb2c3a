"""Names in Latin letters for English pages: BGN/PCGN for Kazakh (1979) and Russian (1947), without diacritics."""

import re

_KAZAKH = {
    "а": "a", "ә": "a", "б": "b", "в": "v", "г": "g", "ғ": "gh", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z",
    "и": "i", "й": "y", "к": "k", "қ": "q", "л": "l", "м": "m", "н": "n", "ң": "ng", "о": "o", "ө": "o", "п": "p",
    "р": "r", "с": "s", "т": "t", "у": "u", "ұ": "u", "ү": "u", "ф": "f", "х": "kh", "һ": "h", "ц": "ts", "ч": "ch",
    "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "і": "i", "ь": "", "э": "e", "ю": "yu", "я": "ya",
}  # fmt: skip
# Russian е is "ye" at the beginning, behind a vowel, й, ъ and ь.
_YE = re.compile(r"(^|[\W_]|[аеёиоуыэюяйъь])(е|ё)", re.IGNORECASE)
_LETTER = re.compile(r"[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]")


def romanized(text: str, language: str) -> str:
    """``text`` of ``language`` ("kk" or "ru") in Latin letters; other letters stay: "Қасым" gives "Qasym"."""
    if language == "ru":
        text = _YE.sub(lambda found: found[1] + ("Y" if found[2].isupper() else "y") + _same(found[2]), text)
    return _LETTER.sub(lambda found: _letter(text, found), text)


def _same(letter: str) -> str:
    """Behind the y that was put before it, in small letters."""
    return {"е": "e", "ё": "o"}[letter.lower()]


def _letter(text: str, found) -> str:
    letter = found[0]
    latin = _KAZAKH[letter.lower()]
    if letter.islower() or not latin:
        return latin
    after = text[found.end() : found.end() + 1]
    return latin.upper() if after.isupper() else latin.capitalize()
