"""CPU of the admin's pages: ``python -m kb.bench.admin``.

Of every table the list, its last page, a search, the dearest of the orders and of the filters that the list offers, the
form of the rows with most beside them, and their histories. What the pages write is rolled back.
"""

import html
import os
import re
import time

import django

WORD = {"auth": "bench", "core": "import"}  # what is searched for, by app; else
COMMON = "бағдарлама"
GOAL = 1.0  # seconds
PARTS = ("list", "last page", "searched", "order", "filter", "form", "history")
_LINK = re.compile(r'href="(\?[^"]+)"')


class Clock:
    """Asks for pages; what each cost this process and, on PostgreSQL, the server's."""

    def __init__(self, client):
        from django.db import connection

        from kb.bench.client import cpu_of

        self.client, self.slow, self.cpu_of, self.server = client, {}, cpu_of, []
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET max_parallel_workers_per_gather = 0")  # all of it in one process
                cursor.execute("SELECT pg_backend_pid()")
                self.server = list(cursor.fetchone())

    def spent(self) -> float:
        return time.process_time() + self.cpu_of(self.server)

    def ask(self, url):
        """(seconds of CPU, the page)"""
        began = self.spent()
        answer = self.client.get(url)
        spent = self.spent() - began
        if answer.status_code not in (200, 302) and not url.endswith("/history/"):  # generated rows have none
            raise RuntimeError(f"{url} answers {answer.status_code}")
        if spent > GOAL:
            self.slow[url] = spent
        return spent, answer

    def dearest(self, urls) -> float | None:
        return max((self.ask(url)[0] for url in urls), default=None)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.bench.settings")
    django.setup()
    from django.contrib import admin
    from django.contrib.auth.models import User
    from django.db import transaction
    from django.test import Client

    with transaction.atomic():
        user = User.objects.create(username="kb.bench.admin", is_staff=True, is_superuser=True)
        client = Client(headers={"host": "127.0.0.1"})
        client.force_login(user)
        clock = Clock(client)
        for name in ("index", "review_queue"):
            client.get(_address(name))  # what is read once a process
        print("| page | s of CPU |\n|---|---:|")
        for title, url in desks():
            print(f"| {title} | {clock.ask(url)[0]:.2f} |", flush=True)
        print(f"\n| table | {' | '.join(PARTS)} |\n|---|{'---:|' * len(PARTS)}")
        for model, model_admin in admin.site._registry.items():
            spent = [f"{seconds:.2f}" if seconds is not None else "" for seconds in table(clock, model, model_admin)]
            print(f"| {model._meta.verbose_name_plural} | {' | '.join(spent)} |", flush=True)
        print(f"\nOver {GOAL:.0f} s:" if clock.slow else f"\nNone over {GOAL:.0f} s.")
        for url, spent in sorted(clock.slow.items(), key=lambda pair: -pair[1]):
            print(f"{spent:6.2f}  {url}")
        transaction.set_rollback(True)


def _address(name, *args) -> str:
    from django.urls import reverse

    return reverse(f"admin:{name}", args=args)


def desks():
    """(title, address) of the pages that are no table's."""
    from articles import waiting
    from articles.models import Article

    queue = _address("review_queue")
    yield "first page", _address("index")
    yield "review queue", queue
    for state in (waiting.UNSURE, waiting.RETURNED, waiting.CHANGED):
        yield f"review queue, {state}", f"{queue}?state={state}"
    yield "review queue, filtered", f"{queue}?kind=figure&confidence=high&risk=shown"
    yield "review queue, people", f"{queue}?risk=people&age=7"
    yield "review, next", _address("review_next")
    for article in waiting.articles()[:1]:
        yield "review, document", _address("review_document", article.pk)
    for rule in waiting.rules(waiting.Wanted(), waiting.newest()[: waiting.MOST])[:1]:
        yield "review, rule", f"{_address('review_accept')}?rule={rule.name}&kind={rule.kind}"
    for name in ("conflicts", "posts", "twins"):
        yield f"review, {name}", _address(f"review_{name}")
    yield "import documents", _address("seeds_importjob_add")
    for article in Article.objects.order_by("-pk")[:1]:
        yield "merge: likeness", f"{_address('review_similar')}?kind=person&q=Серік"
        yield "preview", _address("articles_article_preview", article.pk)


def table(clock, model, model_admin) -> list[float | None]:
    """Seconds of each of PARTS."""
    opts = model._meta
    name = f"{opts.app_label}_{opts.model_name}"
    address = _address(f"{name}_changelist")
    clock.client.get(address)
    spent, page = clock.ask(address)
    offered = {html.unescape(link) for link in _LINK.findall(page.content.decode())}
    orders = [link for link in offered if link.startswith("?o=")]
    filters = [link for link in offered if not re.match(r"\?([opq]|all)=", link)]
    last = max((int(number) for number in re.findall(r"\?p=(\d+)", page.content.decode())), default=None)
    word = WORD.get(opts.app_label, COMMON)
    keys = heaviest(model, model_admin)
    forms = [_address(f"{name}_change", key) for key in keys]
    histories = [_address(f"{name}_history", key) for key in keys]
    return [
        spent,
        clock.dearest([f"{address}?p={last}"] if last else []),
        clock.dearest([f"{address}?q={word}"] if model_admin.search_fields else []),
        clock.dearest(address + link for link in sorted(orders)),
        clock.dearest(address + link for link in sorted(filters)),
        clock.dearest(forms),
        clock.dearest(histories),
    ]


def heaviest(model, model_admin) -> set:
    """The row that most articles name, and those with most rows of each inline; else the newest."""
    from django.db.models import Count
    from django.forms.models import _get_foreign_key

    keys = set()
    if hasattr(model, "tally"):
        count = "tally__documents" if hasattr(model, "names_key") else "tally__figures"
        keys |= set(model.objects.order_by(f"-{count}").values_list("pk", flat=True)[:1])
    for inline in model_admin.inlines:
        way = _get_foreign_key(model, inline.model, fk_name=inline.fk_name).attname
        rows = inline.model.objects.exclude(**{way: None}).order_by().values_list(way)
        keys |= {key for key, _total in rows.annotate(total=Count("pk")).order_by("-total")[:1]}
    return keys or set(model._base_manager.order_by("-pk").values_list("pk", flat=True)[:1])


if __name__ == "__main__":
    main()
