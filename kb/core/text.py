"""Folding, keys and addresses for Kazakh, Russian and Latin names. Pure Python: reading uses it too."""

import hashlib
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

# Kazakh letters beside the Russian ones that newsrooms type in their place, and ё/й.
_FOLD = tuple(zip("ёәғқңөұүһій", "еагкноуухии", strict=True))
_SIGNS = (("№", "No"), ("…", "..."), ("\u00a0", " "))
# Latin letters that look like Cyrillic ones, found inside Cyrillic words ("Аmanat", "COVID" stays Latin).
_LOOKALIKE_TO_LATIN = str.maketrans("асеорхукмнтві", "aceopxykmhtbi")
_WORD = re.compile(r"\w+", re.UNICODE)
_LATIN = re.compile(r"[a-z]")
_CYRILLIC = re.compile(r"[а-яёәғқңөұүһі]")

_TO_LATIN = str.maketrans({
    "а": "a", "ә": "a", "б": "b", "в": "v", "г": "g", "ғ": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z",
    "и": "i", "й": "i", "к": "k", "қ": "q", "л": "l", "м": "m", "н": "n", "ң": "ng", "о": "o", "ө": "o", "п": "p",
    "р": "r", "с": "s", "т": "t", "у": "u", "ұ": "u", "ү": "u", "ф": "f", "х": "kh", "һ": "h", "ц": "ts", "ч": "ch",
    "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "і": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia",
})  # fmt: skip


def words(text: str) -> list[str]:
    """The folded words of ``text``: compatibility forms, case, ё, Kazakh letters and look-alikes made one."""
    plain = compatible(text).replace("\u00ad", "").casefold()
    if not (_LATIN.search(plain) and _CYRILLIC.search(plain)):
        return _WORD.findall(_fold(plain))
    found = _WORD.findall(plain)
    for at, word in enumerate(found):
        if _LATIN.search(word) and _CYRILLIC.search(word):
            found[at] = word.translate(_LOOKALIKE_TO_LATIN)
    return _fold(" ".join(found)).split()


def compatible(text: str) -> str:
    """``text`` with its compatibility forms made plain (NFKC)."""
    # Most texts have no others than these; to see that takes a fiftieth of the time of making them plain.
    for sign, plain in _SIGNS:
        text = text.replace(sign, plain)
    return text if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text)


def _fold(text: str) -> str:
    # ``translate`` looks at every letter by itself and takes fifteen times as long.
    for letter, folded in _FOLD:
        text = text.replace(letter, folded)
    return text


def name_key(text: str) -> str:
    """The form under which a name is stored and looked up: "«Nur Otan»" and "NUR OTAN" give "nur otan".

    Quotes and punctuation fall away, word order stays. Never empty for a text that has a letter or a digit.
    """
    return _name_key(text) if len(text) <= _SHORT else " ".join(words(text))


# Reading asks for the keys of the same words over and over; long texts would fill the memory.
_SHORT = 80


@lru_cache(maxsize=65536)
def _name_key(text: str) -> str:
    return " ".join(words(text))


def latin(text: str) -> str:
    """``text`` in Latin letters, one way for Kazakh and Russian: "Қасым-Жомарт" gives "qasym-zhomart"."""
    return unicodedata.normalize("NFC", text).casefold().translate(_TO_LATIN)


def slugify(text: str, limit: int = 80) -> str:
    """An address of ASCII letters, digits and hyphens, cut at a word; "" when nothing of the text can be written."""
    ascii_text = unicodedata.normalize("NFKD", latin(text)).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_text).strip("-")
    if len(slug) > limit:
        slug = slug[:limit].rsplit("-", 1)[0]
    return slug


# Endings of names in Russian and Kazakh cases, and of the family that has the surname: "Садыковых", "Кимнің".
CASES = (
    "а|я|у|ю|ы|и|е|й|ь|ой|ою|ей|ею|ом|ем|ым|им|ых|их|ого|ому|ая|ую|ия|ии|ию|ией|ья|ье|ью|ам|ями|ям|ах|ях|"
    "ами|ыми|ими|овы|евы|"
    "(?:лар|лер|дар|дер|тар|тер)?(?:ы|і|сы|сі)?"
    "(?:ның|нің|дың|дің|тың|тің|ға|ге|қа|ке|на|не|ны|ні|ды|ді|ты|ті|да|де|та|те|нда|нде|"
    "дан|ден|тан|тен|нан|нен|мен|бен|пен)|(?:лар|лер|дар|дер|тар|тер)(?:ы|і)?"
)
# Of a name of one or two letters.
SHORT_CASES = "н[ыі]ң|д[ыі]ң|т[ыі]ң|ға|ге|қа|ке"
_RU_CASE = re.compile(r"(?:ой|ою|ей|ею|ым|ых|ыми|ом|ем|ам|ами|ах|ого|ому|ая|ую|[аяуюыиеьй])$")
_KK_CASE = re.compile(
    r"(?:[лдт][ае]р)?(?:[нд][ыі]ң|т[ыі]ң|ға|ге|қа|ке|[ндт][ыі]|[дт][ае]|[ндт][ае]н|[мбп]ен)$|[лдт][ае]р$"
)


def name_stem(word: str) -> str:
    """A word of a person's name less its case ending, at least three letters: "Нурлановой" gives "Нурланов"."""
    for ending, least in ((_KK_CASE, 4), (_RU_CASE, 3)):
        stem = ending.sub("", word.lower())
        if len(stem) >= least and len(stem) < len(word):
            return word[: len(stem)]
    return word


def name_forms(found) -> str:
    """A regular expression of these words of names in any case of theirs, also in capitals; "" for no words."""
    stems = {stem for word in found for stem in (word, name_stem(word))}
    written = []
    for stem in sorted(stems, key=lambda stem: (-len(stem), stem)):
        # "Ан" with one more letter is another word.
        cases = CASES if len(stem) > 2 else SHORT_CASES
        written.append(f"{re.escape(stem)}(?:{cases})?")
        if len(stem) > 3 and stem.upper() != stem:
            written.append(f"{re.escape(stem.upper())}(?:{cases.upper()})?")
    return rf"(?<!\w)(?:{'|'.join(written)})(?!\w)" if written else ""


_SHINGLE = 3
_PRINTED_WORDS = 20_000


def fingerprint(text: str) -> int:
    """64 bits, as a signed number, that differ in few places when two texts differ in few words; 0 for no words.

    A simhash (Charikar, 2002) over runs of three folded words.
    """
    import numpy  # no page needs it

    folded = words(text)[:_PRINTED_WORDS]
    runs = {" ".join(folded[at : at + _SHINGLE]) for at in range(max(1, len(folded) - _SHINGLE + 1))} if folded else ()
    if not runs:
        return 0
    hashes = b"".join([hashlib.blake2b(run.encode("utf-8", "surrogatepass"), digest_size=8).digest() for run in runs])
    bits = numpy.unpackbits(numpy.frombuffer(hashes, numpy.uint8).reshape(len(runs), 8), axis=1)
    # The bits that more than half of the runs have.
    most = numpy.packbits(bits.sum(axis=0, dtype=numpy.int32) > len(runs) // 2)
    return int.from_bytes(most.tobytes(), "big", signed=True)


# The Kazakh alphabet (1940–), where Russian letters stand too.
_ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
_PLACES = {
    **{letter: f"{16 + number:02x}" for number, letter in enumerate("0123456789")},
    **{letter: f"{48 + number:02x}" for number, letter in enumerate("abcdefghijklmnopqrstuvwxyz")},
    **{letter: f"{96 + number:02x}" for number, letter in enumerate(_ALPHABET)},
}
SORTED_LETTERS = 60


def sort_key(text: str) -> str:
    """``text`` as hexadecimal digits that sort in the order of the Kazakh alphabet in any collation."""
    normal = unicodedata.normalize("NFC", text).casefold()
    parts = (" ".join(_WORD.findall(normal)))[:SORTED_LETTERS]
    return "".join("01" if letter == " " else _PLACES.get(letter, "f0") for letter in parts)


@lru_cache(maxsize=1)
def _spellings() -> dict:
    """Each folded letter with all letters that fold to it."""
    found = {}
    for code in (*range(0x41, 0x7B), *range(0x400, 0x530), *range(0xC0, 0x180)):
        for key in words(chr(code)):
            found.setdefault(key, set()).add(chr(code))
    return found


def spelled(word: str, escape: Callable[[str], str] = re.escape) -> str:
    """A pattern for ``word`` in any case and with any of the letters that fold together, by default a regular
    expression; ``escape`` writes a letter that stands for itself alone.

    Case-insensitive lookups fold ASCII alone on SQLite, and follow the locale on PostgreSQL.
    """
    return "".join(
        f"[{''.join(sorted(_spellings()[letter]))}]" if letter in _spellings() else escape(letter)
        for letter in name_key(word)
    )
