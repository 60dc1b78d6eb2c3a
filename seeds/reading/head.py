"""What a document says of itself: title, date, publisher, kind, notices, furniture."""

from seeds.reading import language
from seeds.reading.drafts import Document, Head, Span


def find(document: Document) -> Head:
    """The head of ``document``; ``meta`` overrides what the text says."""
    head = Head()
    shares = language.shares(document.text)
    head.languages, head.language = shares, next(iter(shares), "")
    for start, end in _lines(document.text):
        head.title, head.title_span = document.text[start:end], Span.of(document.text, start, end)
        break
    return head


def _lines(text: str):
    at = 0
    for line in text.splitlines(keepends=True):
        if stripped := line.strip():
            start = at + line.index(stripped)
            yield start, start + len(stripped)
        at += len(line)
