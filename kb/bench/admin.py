"""CPU of the admin's lists and of its search: ``python -m kb.bench.admin``."""

import os
import time

import django

PAGES = {
    "articles": "/admin/articles/article/",
    "articles, searched": "/admin/articles/article/?q=бағдарлама",
    "articles, page 500": "/admin/articles/article/?p=500",
    "mentions": "/admin/articles/mention/",
    "mentions, searched": "/admin/articles/mention/?q=Серік",
    "people": "/admin/people/person/",
    "people, searched": "/admin/people/person/?q=Серік",
    "organizations": "/admin/people/organization/",
    "figures": "/admin/programs/figure/",
    "figures, searched": "/admin/programs/figure/?q=жұмыс",
    "review queue": "/admin/review/",
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.bench.settings")
    django.setup()
    from django.contrib.auth.models import User
    from django.test import Client

    user, _made = User.objects.get_or_create(username="bench", defaults={"is_staff": True, "is_superuser": True})
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    print("| admin page | status | s of CPU |\n|---|---:|---:|")
    for name, url in PAGES.items():
        client.get(url)
        began = time.process_time()
        answer = client.get(url)
        print(f"| {name} | {answer.status_code} | {time.process_time() - began:.2f} |")


if __name__ == "__main__":
    main()
