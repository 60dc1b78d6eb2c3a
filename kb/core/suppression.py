"""Names of people who were removed for good, kept as keyed hashes and nothing else."""

import hashlib
import hmac
import itertools
import re

from django.conf import settings

from kb.core.models import Suppressed
from kb.core.text import latin, name_key, name_stem

_LETTERS = re.compile(r"[^\W\d_]+")


def digest(sort: str, text: str) -> str:
    return hmac.new(settings.KB_SUPPRESSION_KEY.encode(), f"{sort}:{text}".encode(), hashlib.sha256).hexdigest()


_PATRONYMIC = re.compile(r"(?:улы?|кызы?|ович|евич|ьич|овн|евн|ичн)$")  # less its case ending


def digests_of_name(name: str) -> set[str]:
    """Of the folded name, in any order of its words, any alphabet, any case and with or without the patronymic.

    Empty for one that is no full name.
    """
    words = [_nominative(word) for word in _LETTERS.findall(name)]
    folded = [word for word in words if len(word) > 1]
    if len(folded) < 2:
        return set()
    found = set()
    short = [word for word in folded if not _PATRONYMIC.search(word)] if len(folded) > 2 else folded
    for part in (folded, short):
        if len(part) > 1:
            found |= {digest("name", " ".join(sorted(part))), digest("latin", " ".join(sorted(map(latin, part))))}
    return found


def digests_with_initials(name: str) -> set[str]:
    """Of a full name as initials stand for it, either word being the surname; of initials themselves: the same one."""
    words = [_nominative(word) for word in _LETTERS.findall(name)]
    initials, full = [word for word in words if len(word) == 1], [word for word in words if len(word) > 1]
    if initials:
        pairs = [(initials[0], full[0])] if len(full) == 1 else []
    else:
        full = [word for word in full if not _PATRONYMIC.search(word)] if len(full) > 2 else full
        pairs = [(one[0], other) for one, other in itertools.permutations(full, 2)]
    return {digest("initials", f"{latin(letter)[:1]} {latin(surname)}") for letter, surname in pairs}


def _nominative(word: str) -> str:
    """A word of a name, folded, without its case ending."""
    return name_key(name_stem(word))


def remember(names, slugs=(), uids=()):
    """Keep the hashes of these names, addresses and uids."""
    found = {each for name in names for each in digests_of_name(name) | digests_with_initials(name)}
    found |= {digest("slug", slug) for slug in slugs} | {digest("uid", uid) for uid in uids}
    Suppressed.objects.bulk_create([Suppressed(digest=each) for each in sorted(found)], ignore_conflicts=True)


def unnamed(text: str, names) -> str:
    """``text`` without the words of ``names``, in whatever case and alphabet."""
    own = {latin(_nominative(word)) for name in names for word in _LETTERS.findall(name)}
    return _LETTERS.sub(lambda word: "█" if latin(_nominative(word[0])) in own else word[0], text)


def has_name(*names: str) -> bool:
    """Whether one of these names is a suppressed person's, with initials too. No query for what is no full name."""
    found = {each for name in names for each in digests_of_name(name) | _of_initials(name)}
    return bool(found) and Suppressed.objects.filter(digest__in=found).exists()


def _of_initials(name: str) -> set[str]:
    """Nothing for a name that is written out: namesakes would be taken for the suppressed person."""
    return digests_with_initials(name) if any(len(word) == 1 for word in _LETTERS.findall(name)) else set()


def has_address(*, slug: str = "", uid: str = "") -> bool:
    """Whether this address or uid was a suppressed person's."""
    found = [digest(sort, text) for sort, text in (("slug", slug), ("uid", uid)) if text]
    return Suppressed.objects.filter(digest__in=found).exists()
