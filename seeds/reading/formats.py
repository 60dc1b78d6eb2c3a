"""One reader per document format: bytes or a stream in, documents out.

Each yields ``Document`` for what it could read and ``(place, BadInput)`` for what it could not, and goes on.
"""

import csv
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from typing import BinaryIO
from xml.parsers import expat

from rapidfuzz import fuzz, process

from seeds.reading import charset, notices
from seeds.reading.bad import BadInput
from seeds.reading.bad import Words as _
from seeds.reading.drafts import Document, Record

# The longest text of one document, in bytes; a book has about one megabyte.
TEXT_LIMIT = 5_000_000
# Of longer pages all visible text is taken: finding the article in them takes too long.
EXTRACTED_LIMIT = 1_000_000
# Documents in one JSON file come into memory together.
JSON_LIMIT = 50_000_000

# Names under which front matter, JSON, CSV and HTML give a property.
KEYS = {
    "text": ("text", "body", "content", "article", "мәтін", "текст"),
    "title": ("title", "headline", "name", "тақырып", "заголовок"),
    "date": ("date", "published", "published_at", "datetime", "pubdate", "publication_date", "күні", "дата"),
    "time": ("time", "уақыты", "время"),
    "url": ("url", "link", "сілтеме", "ссылка"),
    "publisher": ("publisher", "source", "site", "site_name", "басылым", "дереккөз", "издание", "источник"),
    "author": ("author", "byline", "автор"),
    "section": ("section", "category", "rubric", "айдар", "бөлім", "рубрика", "раздел"),
    "language": ("language", "lang", "тіл", "язык"),
    "kind": ("kind", "type"),
    "rights": ("rights",),
    "customer": ("customer",),
    "payer": ("payer",),
    "producer": ("producer",),
}
_KEY_OF = {name: key for key, names in KEYS.items() for name in names}

# Lines of these types without a text are things of another system, or the posts that people hold.
RECORDS = ("region", "district", "organization", "program", "person", "role")

Found = Iterator[Document | Record | BadInput]

_FRONT = re.compile(r"\A---[ \t]*\r?\n(?P<block>.{0,20000}?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.S)
_PAIR = re.compile(r"(?P<key>[^\W\d][\w -]{0,40}?)[ \t]*:(?:[ \t]+(?P<value>.*)|[ \t]*)\Z")
_HEADER = re.compile(r"\A(?:[A-Za-z_]{3,20}:[ \t][^\r\n]{1,500}\r?\n){2,12}(?=\r?\n)")


def text(name: str, data: bytes) -> Found:
    """Plain text, with or without front matter."""
    words, encoding = charset.decode(data)
    body, meta = _front_matter(words)
    yield _document(name, body, data, "txt", encoding, meta)


def markdown(name: str, data: bytes) -> Found:
    """Markdown as text: headings, links and emphasis lose their marks."""
    words, encoding = charset.decode(data)
    body, meta = _front_matter(words)
    if "title" not in meta and (heading := re.search(r"^#[ \t]+(.+?)[ \t#]*$", body, re.M)):
        meta["title"] = _plain(heading[1])
    yield _document(name, _plain(body), data, "md", encoding, meta)


def html(name: str, data: bytes) -> Found:
    """The article of a web page, with what its meta tags say."""
    # Slow to import, and most folders have no page in them.
    import trafilatura

    page, encoding = charset.decode(data, html=True)
    page = _uncommented(page)
    reader = _Page()
    reader.feed(_OPEN_TAG.sub("&lt;", page))
    reader.close()
    meta = reader.meta()
    body = ""
    try:
        if len(page) <= EXTRACTED_LIMIT:
            body = trafilatura.extract(page, include_comments=False, include_tables=True, output_format="txt") or ""
    except Exception:  # whatever a third party's parser makes of a hostile page
        body = ""
    whole = reader.text()
    if len(body) < 80 or len(body) * 20 < len(whole) < 20_000:
        body = whole
    # Extraction drops small print, and the notices are in it.
    for notice in (notices.disclosure(whole), notices.ban(whole)):
        span = getattr(notice, "span", notice)
        if span and span.text not in body:
            body += "\n\n" + span.text
    title = meta.get("title", "")
    if title and title not in body[: len(title) + 300]:
        body = f"{title}\n\n{body}"
    yield _document(name, body, data, "html", encoding, meta)


def docx(name: str, data: bytes) -> Found:
    """Paragraphs and table cells of a Word document, a line each."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("word/document.xml") as part:
            xml = part.read(10 * TEXT_LIMIT + 1)
    except KeyError:
        raise BadInput("docx", _("no Word document inside; save it as .docx or .txt again"))
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError):
        raise BadInput("docx", _("damaged or protected .docx; save it again without a password"))
    if len(xml) > 10 * TEXT_LIMIT:
        raise BadInput("too-large", _("more text than a document has; split it"))
    yield _document(name, _word_text(xml), data, "docx", "utf-8", {})


def json_file(name: str, data: bytes) -> Found:
    """One document object, a list of them, or an object with such a list."""
    words, encoding = charset.decode(data)
    loaded = _loads(words)
    if isinstance(loaded, dict):
        for key in ("documents", "articles", "items"):
            if isinstance(loaded.get(key), list):
                loaded = loaded[key]
                break
    if isinstance(loaded, dict):
        yield _record(name, loaded, data, "json", encoding)
        return
    if not isinstance(loaded, list):
        raise BadInput("json", _("a document is an object with the key “text”, or a list of such objects"))
    for number, item in enumerate(loaded, start=1):
        try:
            raw = json.dumps(item, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")
            yield _record(f"{name}#{number}", item, raw, "json", encoding)
        except BadInput as error:
            error.place = f"document {number}"
            yield error


def jsonl(name: str, stream: BinaryIO) -> Found:
    """One JSON document a line; a bad line is reported and the next one read."""
    number = 0
    while line := stream.readline(TEXT_LIMIT + 1):
        number += 1
        try:
            if len(line) > TEXT_LIMIT:
                _skip_line(stream, line)
                raise BadInput(
                    "too-large", _("the line is longer than %(limit)s MB; split it", limit=TEXT_LIMIT // 1_000_000)
                )
            if number == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")
            line = line.strip()
            if not line:
                continue
            try:
                words = line.decode("utf-8")
            except UnicodeDecodeError:
                raise BadInput("encoding", _("not UTF-8; save the file as UTF-8"))
            yield _record(f"{name}#{number}", _loads(words), line, "jsonl", "utf-8")
        except BadInput as error:
            error.place = f"line {number}"
            yield error


def csv_file(name: str, stream: BinaryIO) -> Found:
    """One document a row; the header is looked at before any row is."""
    start = stream.read(65536)
    encoding = _csv_encoding(start)
    stream.seek(0)
    lines = io.TextIOWrapper(stream, encoding=encoding, newline="")
    first = start.decode(encoding, "replace").splitlines()[0]
    delimiter = max(",;\t|", key=first.count)
    csv.field_size_limit(TEXT_LIMIT)
    rows = csv.reader(lines, delimiter=delimiter)
    try:
        header = [cell.strip() for cell in next(rows)]
        columns = _columns(header)
        while True:
            place = f"line {rows.line_num + 1}"
            try:
                row = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                yield BadInput(
                    "csv-row", _("not a CSV row (%(error)s); mend the quotes or commas", error=str(error)), place
                )
                continue
            if not any(cell.strip() for cell in row):
                continue
            if len(row) != len(header):
                reason = _(
                    "%(cells)s cells under a header of %(columns)s; mend the row", cells=len(row), columns=len(header)
                )
                yield BadInput("csv-row", reason, place)
                continue
            try:
                item = {columns[number]: cell for number, cell in enumerate(row) if number in columns}
                raw = "\x1f".join(row).encode("utf-8", "replace")
                yield _record(f"{name}#{rows.line_num}", item, raw, "csv", encoding)
            except BadInput as error:
                error.place = place
                yield error
    except UnicodeDecodeError as error:
        raise BadInput(
            "encoding",
            _("bytes here are not in the encoding of the header; save the file as UTF-8"),
            f"after line {rows.line_num}",
        ) from error
    except csv.Error as error:
        reason = _("not a CSV header (%(error)s); the first line names the columns", error=str(error))
        raise BadInput("csv-header", reason, "line 1")
    finally:
        lines.detach()


def _csv_encoding(start: bytes) -> str:
    # The sample may end inside a letter: the last line is left out.
    sample = start[: start.rfind(b"\n")] if len(start) == 65536 and b"\n" in start else start
    try:
        encoding = charset.decode(sample)[1]
    except BadInput as error:
        if error.code != "truncated":
            raise
        encoding = "utf-8"
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    return "utf-8-sig" if encoding == "utf-8" else encoding


def _columns(header: list[str]) -> dict[int, str]:
    columns = {number: _KEY_OF[cell.casefold()] for number, cell in enumerate(header) if cell.casefold() in _KEY_OF}
    if "text" not in columns.values():
        shown = ", ".join(cell[:30] for cell in header[:8]) or "nothing"
        nearest = process.extractOne("text", [cell.casefold() for cell in header[:200]], scorer=fuzz.ratio)
        names = [name for names in KEYS.values() for name in names]
        for cell in header[:50]:
            near = process.extractOne(cell.casefold(), names, scorer=fuzz.ratio, score_cutoff=60)
            if near and _KEY_OF[near[0]] == "text":
                reason = _(
                    "the column “%(column)s” is unknown: rename it to “%(name)s”, the nearest right one",
                    column=cell[:30],
                    name=near[0],
                )
                raise BadInput("csv-header", reason, "line 1")
        reason = _("no column “text” among: %(columns)s; name one “text”, as “title, date, text”", columns=shown)
        if nearest and nearest[1] > 40:
            reason = _(
                "no column “text” (nearest: “%(nearest)s”) among: %(columns)s; name one “text”, as “title, date, text”",
                nearest=nearest[0][:30],
                columns=shown,
            )
        raise BadInput("csv-header", reason, "line 1")
    return columns


def _loads(words: str) -> object:
    try:
        return json.loads(words)
    except json.JSONDecodeError as error:
        reason = _("not valid JSON: %(error)s; mend it", error=error.msg)
        raise BadInput("json", reason, f"line {error.lineno}, column {error.colno}")
    except (ValueError, RecursionError):
        raise BadInput("json", _("not usable JSON: nested too deep or a number too long; mend it"))


def _record(name: str, item: object, raw: bytes, form: str, encoding: str) -> Document | Record:
    if not isinstance(item, dict):
        raise BadInput("json", _("a document is an object with the key “text”"))
    if item.get("type") in RECORDS and "id" in item and not any(key in item for key in KEYS["text"]):
        return Record(name, item)
    meta, body = {}, None
    for key, value in item.items():
        known = _KEY_OF.get(str(key).casefold())
        if known == "text" and isinstance(value, str) and body is None:
            body = value
        elif known and known != "text" and known not in meta and isinstance(value, (str, int, float)):
            meta[known] = _sound(str(value)).strip()
    if body is None:
        near = process.extractOne("text", [str(key) for key in list(item)[:200]], scorer=fuzz.ratio, score_cutoff=60)
        reason = _("no key “text” (or “body”) with a string")
        if near:
            reason = _("no key “text” (or “body”) with a string; is it “%(nearest)s”?", nearest=near[0][:30])
        raise BadInput("no-text", reason)
    if not body.strip():
        raise BadInput("blank", _("the text is empty; fill it or remove the document"))
    body = _sound(body)
    title = meta.get("title", "")
    offset = 0
    if title and not body.lstrip().startswith(title):
        offset = len(title) + 2
        body = f"{title}\n\n{body}"
    if isinstance(item.get("mentions"), list):
        # What another system found; offsets in it count from the beginning of its own text.
        extra = {key: value for key, value in item.items() if _KEY_OF.get(str(key).casefold()) is None}
        meta["pre_extracted"] = extra | {"text_offset": offset}
    return _document(name, body, raw, form, encoding, meta)


def _document(name: str, body: str, raw: bytes, form: str, encoding: str, meta: dict) -> Document:
    if "\0" in body:
        raise BadInput("nul", _("there are NUL characters in the text; remove them and import again"))
    if not body.strip():
        raise BadInput("blank", _("there is no text in it; remove the file or fill it"))
    if len(body) > TEXT_LIMIT:
        raise BadInput("too-large", _("more than %(limit)s MB of text; split it", limit=TEXT_LIMIT // 1_000_000))
    return Document(name, body, raw, form, encoding, meta)


def _sound(words: str) -> str:
    """Half a surrogate pair, which JSON can write and UTF-8 can't, becomes a replacement character."""
    try:
        words.encode()
        return words
    except UnicodeEncodeError:
        pass
    return words.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _skip_line(stream: BinaryIO, line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(1 << 20)


def _front_matter(words: str) -> tuple[str, dict]:
    """The text after its front matter, and the front matter by our keys."""
    block = _FRONT.match(words)
    if block:
        pairs = [
            _PAIR.match(line.strip()) for line in block["block"].splitlines() if line.strip() and line[0] not in "#"
        ]
        if not pairs or not all(pairs):
            return words, {}
    else:
        block = _HEADER.match(words)
        if not block:
            return words, {}
        pairs = [_PAIR.match(line.strip()) for line in block[0].splitlines()]
        known = [pair for pair in pairs if pair and pair["key"].casefold() in _KEY_OF]
        if len(known) < 2 or not all(pairs):
            return words, {}
    meta: dict = {}
    unknown = []
    for pair in pairs:
        key, value = _KEY_OF.get(pair["key"].strip().casefold()), (pair["value"] or "").strip()
        if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1]
        if not key or key == "text":
            unknown.append(pair["key"])
        elif value:
            meta[key] = value
    if unknown:
        meta["unknown_keys"] = unknown
    return words[block.end() :].lstrip("\r\n"), meta


_MARKS = [
    (re.compile(r"<!--.{0,5000}?-->", re.S), ""),
    (re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$", re.M), r"\1"),
    (re.compile(r"^[ \t]{0,3}(?:>[ \t]?)+", re.M), ""),
    (re.compile(r"^[ \t]{0,3}(?:`{3,}|~{3,})[^\n]*$", re.M), ""),
    (re.compile(r"!\[([^\]\n]{0,300})\]\([^)\n]{0,1000}\)"), r"\1"),
    (re.compile(r"\[([^\]\n]{1,500})\]\([^)\n]{0,1000}\)"), r"\1"),
    (re.compile(r"(\*\*|__)(?=\S)([^\n]{1,1000}?\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,500})\*(?![\w*])"), r"\1"),
    (re.compile(r"`([^`\n]{1,500})`"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!>-])"), r"\1"),
]


def _plain(words: str) -> str:
    for pattern, replacement in _MARKS:
        words = pattern.sub(replacement, words)
    return words


# A tag that nobody closed takes the standard parser quadratic time.
_OPEN_TAG = re.compile(r"<(?=[^<>]*(?:<|\Z))")


def _uncommented(page: str) -> str:
    """The page without comments; one that nobody closed hides the rest, and would take the parser quadratic time."""
    parts, at = [], 0
    while (start := page.find("<!--", at)) >= 0:
        parts.append(page[at:start])
        at = page.find("-->", start + 4) + 3
        if at == 2:
            return "".join(parts)
    parts.append(page[at:])
    return "".join(parts)


# A class of an element that holds the day of the article.
_DAY = re.compile(r"(?:^|[\s_-])(?:date|datetime|published|pubdate|time)(?:$|[\s_-])", re.I)


class _Page(HTMLParser):
    """Meta tags and visible text of a page, however broken its markup."""

    BLOCKS = frozenset(
        ["address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "fieldset", "figcaption", "figure", "h1",
         "h2", "h3", "h4", "h5", "h6", "hr", "li", "main", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul"]
    )  # fmt: skip
    HIDDEN = frozenset(["script", "style", "noscript", "template", "svg", "select", "button", "iframe", "nav", "form"])

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.tags: dict[str, str] = {}
        self.hidden = dict.fromkeys(self.HIDDEN, 0)
        self.titling = False
        # The headline on the page, and the day that its markup names below it.
        self.heading, self.day = "", ""
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list) -> None:
        values = {key: value or "" for key, value in attrs}
        if tag == "meta":
            key = (values.get("property") or values.get("name") or values.get("itemprop") or "").casefold()
            self.tags.setdefault(key, values.get("content", "").strip())
        elif tag == "html":
            self.tags.setdefault("lang", values.get("lang", "")[:2].casefold())
        elif tag == "link" and "canonical" in values.get("rel", "").casefold():
            self.tags.setdefault("canonical", values.get("href", ""))
        elif tag == "title":
            self.titling = "title" not in self.tags
        elif tag in self.HIDDEN:
            self.hidden[tag] += 1
        elif tag == "h1" and not self.heading:
            self._inside = tag
        elif self.heading and not self.day and (tag == "time" or _DAY.search(values.get("class", ""))):
            self._inside, self.day = tag, values.get("datetime", "")
        if tag in self.BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self.titling = False
        if tag == self._inside:
            self._inside = ""
        if self.hidden.get(tag):
            self.hidden[tag] -= 1
        if tag in self.BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if self.titling:
            self.tags["title"] = self.tags.get("title", "") + data
        elif not any(self.hidden.values()):
            self.parts.append(re.sub(r"\s+", " ", data))
            if self._inside == "h1":
                self.heading += data
            elif self._inside and len(self.day) < 100:
                self.day += data

    def text(self) -> str:
        lines = (" ".join(line.split()) for line in "".join(self.parts).split("\n"))
        return "\n".join(line for line in lines if line)

    def meta(self) -> dict:
        tags, found = self.tags, {}
        wanted = {
            "title": ("og:title", "twitter:title", "title"),
            "date": ("article:published_time", "datepublished", "pubdate", "publish_date", "date", "dc.date"),
            "publisher": ("og:site_name", "application-name"),
            "author": ("author", "article:author"),
            "section": ("article:section",),
            "url": ("canonical", "og:url"),
            "language": ("lang",),
        }
        for key, names in wanted.items():
            value = next((unescape(" ".join(tags[name].split())) for name in names if tags.get(name)), "")
            if value and len(value) < 1000 and not (key == "author" and value.startswith("http")):
                found[key] = value
        day = " ".join(self.day.split())
        if re.search(r"\d{4}", day):
            found.setdefault("date", day)
        if found.get("language") == "kz":
            found["language"] = "kk"
        site = found.get("publisher", "")
        title = found.get("title", "")
        if site and (cut := re.search(rf"\s[|\-–—•·:»]\s{re.escape(site)}\Z", title)) and cut.start():
            found["title"] = title[: cut.start()].rstrip()
        heading = " ".join(self.heading.split())
        if len(heading) > 10 and re.match(rf"{re.escape(heading)}\s+[|\-–—•·:»]\s", title):
            found["title"] = heading
        return found


class _Doctype(Exception):
    pass


def _word_text(xml: bytes) -> str:
    parts: list[str] = []
    inside = {"text": 0, "run": 0, "fallback": 0}
    size = 0

    def start(tag: str, _attributes: dict) -> None:
        if tag.endswith(" t"):
            inside["text"] += 1
        elif tag.endswith(" Fallback"):
            inside["fallback"] += 1
        elif tag.endswith(" r"):
            inside["run"] += 1
        elif tag.endswith(" tab") and inside["run"]:
            parts.append("\t")
        elif tag.endswith((" br", " cr")):
            parts.append("\n")

    def end(tag: str) -> None:
        if tag.endswith(" t"):
            inside["text"] -= 1
        elif tag.endswith(" r"):
            inside["run"] -= 1
        elif tag.endswith(" Fallback"):
            inside["fallback"] -= 1
        elif tag.endswith(" p"):
            parts.append("\n")

    def characters(data: str) -> None:
        nonlocal size
        if inside["text"] and not inside["fallback"]:
            size += len(data)
            if size > TEXT_LIMIT:
                raise BadInput(
                    "too-large", _("more than %(limit)s MB of text; split it", limit=TEXT_LIMIT // 1_000_000)
                )
            parts.append(data)

    def doctype(*_args: object) -> None:
        raise _Doctype

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = characters, doctype
    try:
        parser.Parse(xml, True)
    except _Doctype:
        raise BadInput("docx", _("the document declares entities, which Word never does; save it again in Word"))
    except expat.ExpatError as error:
        raise BadInput("docx", _("damaged .docx (%(error)s); save it again", error=str(error)))
    return re.sub(r"\n{3,}", "\n\n", "".join(parts)).strip("\n")
