"""How fast the review desk is, and how often editors take decisions back."""

from collections import defaultdict
from datetime import timedelta
from itertools import pairwise

from django.utils import timezone

from kb.core.models import Run

DECISIONS = ("accept", "reject", "unsure", "edited")
DAYS, MOST = 30, 3000
# Longer between two pages means that the editor was elsewhere.
PAUSE = timedelta(minutes=10)


def timings(runs=None) -> dict | None:
    """Decisions of the last days, per hour of work at the desk, and the share that was taken back."""
    if runs is None:
        since = timezone.now() - timedelta(days=DAYS)
        runs = Run.objects.filter(kind=Run.Kind.BULK_EDIT, started_at__gte=since).order_by("-started_at")
        runs = runs.values_list("user", "started_at", "counts", "status")[:MOST]
    pages, decided, undone = defaultdict(list), 0, 0
    for user, started, counts, status in runs:
        if total := sum(counts.get(name, 0) for name in DECISIONS):
            pages[user].append((started, total))
            decided += total
            undone += total if status == Run.Status.UNDONE else 0
    if not decided:
        return None
    timed, worked = 0, timedelta()
    for sent in pages.values():
        sent.sort()
        for (before, _total), (after, total) in pairwise(sent):
            if after - before <= PAUSE:
                timed += total
                worked += after - before
    per_hour = round(timed / (worked / timedelta(hours=1))) if worked else None
    return {"days": DAYS, "decided": decided, "per_hour": per_hour, "undone_share": undone / decided}
