"""Names of people who were removed for good, kept as keyed hashes and nothing else."""

import hashlib
import hmac

from django.conf import settings

from kb.core.models import Suppressed
from kb.core.text import latin, name_key


def digest(sort: str, text: str) -> str:
    return hmac.new(settings.KB_SUPPRESSION_KEY.encode(), f"{sort}:{text}".encode(), hashlib.sha256).hexdigest()


def digests_of_name(name: str) -> set[str]:
    """Of the folded name, in any order of its words and in any alphabet; empty for one that is no full name."""
    folded = name_key(name).split()
    if len(folded) < 2:
        return set()
    return {digest("name", " ".join(sorted(folded))), digest("latin", " ".join(sorted(map(latin, folded))))}


def remember(names, slugs=(), uids=()):
    """Keep the hashes of these names, addresses and uids."""
    found = {each for name in names for each in digests_of_name(name)}
    found |= {digest("slug", slug) for slug in slugs} | {digest("uid", uid) for uid in uids}
    Suppressed.objects.bulk_create([Suppressed(digest=each) for each in sorted(found)], ignore_conflicts=True)


def has_name(*names: str) -> bool:
    """Whether one of these names is a suppressed person's. No query for what is no full name."""
    found = {each for name in names for each in digests_of_name(name)}
    return bool(found) and Suppressed.objects.filter(digest__in=found).exists()


def has_address(*, slug: str = "", uid: str = "") -> bool:
    """Whether this address or uid was a suppressed person's."""
    found = [digest(sort, text) for sort, text in (("slug", slug), ("uid", uid)) if text]
    return Suppressed.objects.filter(digest__in=found).exists()
