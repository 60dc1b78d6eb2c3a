"""Bytes to text: byte order mark, UTF-16 without one, strict UTF-8, the page's own word, one-byte Cyrillic, or no."""

import codecs
import re

from seeds.reading.bad import BadInput
from seeds.reading.bad import Words as _

_BOMS = [
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]
_MAGIC = [
    (b"%PDF", _("a PDF")),
    (b"\x89PNG", _("a picture")),
    (b"\xff\xd8\xff", _("a picture")),
    (b"GIF8", _("a picture")),
    (b"PK\x03\x04", _("an archive or an office document")),
    (b"\xd0\xcf\x11\xe0", _("an old office document")),
    (b"\x7fELF", _("a program")),
    (b"MZ\x90", _("a program")),
    (b"\x1f\x8b", _("a packed file")),
    (b"Rar!", _("an archive")),
    (b"7z\xbc\xaf", _("an archive")),
    (b"SQLite format 3", _("a database")),
    (b"{\\rtf", _("a rich text document")),
]
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\f\v\x1b\x1c\x1d\x1e\x1f")) + b"\x7f"
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,40})", re.I)
_ONE_BYTE = ("cp1251", "kz1048")
_DECLARED = {"cp1251", "kz1048", "koi8-r", "koi8-u", "iso8859-5", "cp866", "mac-cyrillic", "utf-8"}
_TYPOGRAPHY = set("«»„“”‘’–—…№\u00a0§°•·®©™€\u00ad")
_MIXED = re.compile(r"[a-zA-Z][\u0400-\u04ff]|[\u0400-\u04ff][a-zA-Z]")
_FREQUENT = set("оеаитнсрылкдмбшғқ")


def decode(data: bytes, html: bool = False) -> tuple[str, str]:
    """The text of ``data`` and the encoding it was in; BadInput when it is no text or in none that we know."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strict(data[len(bom) :], encoding), encoding
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise BadInput("binary", _("this is %(what)s, not text; save it as text and import that", what=what))
    if encoding := _utf16(data):
        return _strict(data, encoding), encoding
    head = data[:65536]
    controls = len(head) - len(head.translate(None, _CONTROL))
    if controls * 20 > len(head):
        raise BadInput("binary", _("this is binary data, not text; remove the file or save it as text"))
    if b"\0" in data:
        at = data.index(b"\0")
        raise BadInput("nul", _("there are NUL bytes in the text; remove them and import again"), _place(data, at))
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        problem = error
    declared = _META.search(data[:4096]) if html else None
    if declared:
        try:
            name = codecs.lookup(declared[1].decode("ascii")).name
            if name in _DECLARED - {"utf-8"}:
                return data.decode(name), name
        except (LookupError, UnicodeDecodeError):
            pass
    damaged = data.decode("utf-8", "replace")
    lost = damaged.count("\ufffd")
    if sum(1 for letter in damaged[:200_000] if "\u0400" <= letter <= "\u04ff") > 4 * min(lost, 50_000):
        if problem.end >= len(data) - 3 and problem.reason == "unexpected end of data":
            raise BadInput(
                "truncated",
                _("the file ends inside a letter: it was cut off; get the whole file"),
                _place(data, problem.start),
            )
        raise BadInput(
            "encoding",
            _("bytes here are not UTF-8: the file is damaged; get it anew or save it as UTF-8"),
            _place(data, problem.start),
        )
    for encoding in _ONE_BYTE:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _plausible(text):
            return text, encoding
    raise BadInput(
        "encoding",
        _("neither UTF-8, UTF-16 nor cp1251; save the file as UTF-8 and import again"),
        _place(data, problem.start),
    )


def _strict(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if "truncated" in error.reason or error.reason == "unexpected end of data":
            raise BadInput(
                "truncated",
                _("the file ends inside a letter: it was cut off; get the whole file"),
                f"byte {error.start}",
            )
        raise BadInput(
            "encoding",
            _("damaged %(encoding)s; get the file anew or save it as UTF-8", encoding=encoding.upper()),
            f"byte {error.start}",
        )
    if "\0" in text:
        raise BadInput(
            "nul",
            _("there are NUL characters in the text; remove them and import again"),
            f"character {text.index(chr(0))}",
        )
    return text


def _utf16(data: bytes) -> str:
    """UTF-16 without a mark: every second byte is that of a Cyrillic or Latin block."""
    sample = data[:4096]
    if len(sample) < 8 or not (sample.count(0) or sample.count(4) * 4 > len(sample)):
        return ""
    for encoding, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        low = sample[0::2] if encoding == "utf-16-le" else sample[1::2]
        known = sum(high.count(byte) for byte in (0x00, 0x04, 0x20, 0x21))
        if known * 20 >= len(high) * 19 and low.count(0) * 20 < len(low):
            return encoding
    return ""


def _plausible(text: str) -> bool:
    """Whether one-byte text reads as Cyrillic: small letters, the usual frequency, none of other alphabets."""
    foreign = [letter for letter in text[:200_000] if ord(letter) > 127]
    letters = [letter for letter in foreign if letter.isalpha()]
    good = [letter for letter in letters if letter.casefold() in "абвгдежзийклмнопрстуфхцчшщъыьэюяёәғқңөұүһі"]
    if not good or len(letters) - len(good) > len(letters) * 0.02:
        return False
    if sum(1 for letter in foreign if not letter.isalpha() and letter not in _TYPOGRAPHY) > len(foreign) * 0.05:
        return False
    # "ni\u00f1o" read as cp1251 has Cyrillic letters inside Latin words.
    mixed = len(_MIXED.findall(text[:200_000]))
    if mixed * 10 > len(good):
        return False
    small = sum(map(str.islower, good))
    shouting = small < len(good) * 0.05
    frequent = sum(1 for letter in good if letter.casefold() in _FREQUENT)
    if len(good) < 20:
        return small * 2 >= len(good)
    return frequent >= len(good) * 0.55 and (small >= len(good) * 0.5 or (shouting and frequent >= len(good) * 0.6))


def _place(data: bytes, at: int) -> str:
    return f"line {data.count(10, 0, at) + 1}, byte {at}"
