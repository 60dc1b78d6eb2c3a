"""The ordinary article, and quotes taken from its text."""

import hashlib
from datetime import date

from articles.models import Article, Evidence, Mention

TEXT = "Қалада отбасы орталығы ашылды. Айдар Сейітов 120 отбасыға көмек көрсетілгенін айтты."


def article(text=TEXT, **fields) -> Article:
    return Article.objects.create(
        **{
            "title": text.split(".")[0],
            "text": text,
            "language": "kk",
            "published_on": date(2024, 3, 1),
            "sha256": hashlib.sha256(text.encode()).hexdigest(),
            **fields,
        }
    )


def twins(kazakh, russian) -> tuple[Article, Article]:
    """Two versions of one news item."""
    own = article(kazakh)
    other = article(russian, language="ru", twin=own)
    own.twin = other
    own.save()
    return own, other


def mention(article, words, entity=None, **fields) -> Mention:
    """A mention where ``words`` first stand in the article."""
    start = article.text.index(words)
    kind = entity.kind if entity else "person"
    return Mention.objects.create(
        **{
            "article": article,
            "start": start,
            "end": start + len(words),
            "text": words,
            "kind": kind,
            "entity": entity,
            "review": "accepted",
            **fields,
        }
    )


def evidence(article, words, **claim) -> Evidence:
    """A quote where ``words`` first stand in the article; ``claim`` is one of position=…, figure=… and so on."""
    start = article.text.index(words)
    return Evidence.objects.create(article=article, start=start, end=start + len(words), quote=words, **claim)
