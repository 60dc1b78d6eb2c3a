"""What the tagger sees of a sentence: tokens with their offsets, and the features of each token by name.

The weights are trained on these features: after a change here, in kazakh.py or in the given names, train again.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from seeds.reading import given_names, kazakh

LONGEST_WORD = 40  # of a longer "word" only the beginning is looked at
LONGEST_SENTENCE = 150  # tokens; a longer one is cut

# Marks belong to their letter, and a run of one sign is one token: noise stays cheap.
_TOKEN = re.compile(r"[\w\u0300-\u036f]+(?:[-‑‐][\w\u0300-\u036f]+)*|%(?:[-‑‐]\w+)?|([^\w\s])\1*")
_SIGNS = {"“": "«", "„": "«", "”": "»", "-": "–", "−": "–"}
_HYPHENS = str.maketrans("‑‐", "--")
_SURNAME = re.compile(r"(?:ов|ев|ин|ова|ева|ина|ұлы|қызы|вич|вна|тегі|ский|ская)$")
_RUN = re.compile(r"(.)\1{2,}")
QUOTED, UNQUOTED, FIRST = "q", "nq", "first"


@dataclass(frozen=True, slots=True)
class Token:
    start: int
    end: int
    text: str


def tokens(text: str) -> list[Token]:
    """The words and signs of ``text``: a hyphenated word is one token, "74,9" are three, "%-ы" is one."""
    return [Token(match.start(), match.end(), match[0]) for match in _TOKEN.finditer(text)]


def sentences(text: str) -> list[list[Token]]:
    """The tokens of ``text``, cut at its lines and the ends of its sentences."""
    found: list[list[Token]] = []
    current: list[Token] = []
    for token in tokens(text):
        if current and (len(current) >= LONGEST_SENTENCE or _ends(text, current, token)):
            found.append(current)
            current = []
        current.append(token)
    return [*found, current] if current else found


def _ends(text: str, before: list[Token], token: Token) -> bool:
    gap = text[before[-1].end : token.start]
    if "\n" in gap or "\r" in gap:
        return True
    if not gap or before[-1].text[0] not in ".!?…" or not (token.text[0].isupper() or token.text[0] in '«“„"–—'):
        return False
    # An initial or an abbreviation ends no sentence.
    return len(before) > 1 and (before[-1].text[0] != "." or len(before[-2].text) > 2)


def normal(words: list[str]) -> list[str]:
    """The words as the training texts write them: composed, with «» for any quotes."""
    found, opened = [], False
    for word in words:
        word = unicodedata.normalize("NFC", word[:LONGEST_WORD]).translate(_HYPHENS)
        if not word[:1].isalnum():
            if word == '"':
                word = "»" if opened else "«"
            word = _SIGNS.get(word, word)
            opened = word == "«" or (opened and word != "»")
        found.append(word)
    return found


def of_place(words: list[str]) -> list[tuple[str, ...]]:
    """Features of each of the ``normal`` words that come from its place: in quotes or not, the first one."""
    found, opened, begun = [], False, False
    for word in words:
        found.append((QUOTED if opened else UNQUOTED,) if begun else (QUOTED if opened else UNQUOTED, FIRST))
        opened = word == "«" or (opened and word != "»")
        begun = begun or any(letter.isalnum() for letter in word)
    return found


def of_word(word: str) -> tuple[list[str], list[str]]:
    """Features of a ``normal`` word that tell which word it is, and those it shares with other words."""
    low = word.lower()
    identity = ["w=" + low, "W=" + word]
    shared = [part for n in range(1, 7) if len(low) > n for part in ("p" + low[:n], "s" + low[-n:])]
    shared += ["h" + _shape(word), f"n{min(len(word), 12)}"]
    bases = kazakh.bases(word)
    identity += ["b=" + base.text.lower() for base in bases[1:]]
    stem = bases[-1].text.lower()
    shared.append("st=" + stem)
    shared += ["x=" + "+".join(name for name, _ in base.suffixes) for base in bases[1:]]
    padded = f"<{low}>"
    shared += ["g" + padded[i : i + n] for n in (3, 4, 5) for i in range(len(padded) - n + 1)]
    capital = word[:1].isupper()
    for base in bases:
        if gender := given_names.gender(base.text):
            shared.append("gn=" + gender + ("" if capital else "l"))
    if capital and _SURNAME.search(stem):
        shared.append("sur")
    return identity, list(dict.fromkeys(shared))


def _shape(word: str) -> str:
    shape = "".join(
        "X" if letter.isupper() else "x" if letter.islower() else "9" if letter.isdigit() else letter for letter in word
    )
    return _RUN.sub(r"\1\1", shape)
