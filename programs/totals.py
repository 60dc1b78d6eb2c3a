"""What lists of indicators and of pledges are sorted by, kept by triggers whoever writes.

How many figures of an indicator are shown (``querysets.shown``); by when a pledge is due: its deadline as last moved.
"""

from collections.abc import Sequence

from kb.core.querysets import PUBLIC_CONFIDENCE
from kb.core.stored import Stored
from kb.core.triggers import Trigger

_SHOWN = f"({{row}}.review = 'accepted' OR ({{row}}.review = 'proposed' AND {{row}}.confidence >= {PUBLIC_CONFIDENCE}))"
_COUNT = "UPDATE programs_indicatortally SET figures = figures {sign} 1 WHERE indicator_id = {row}.indicator_id"
_DUE = (
    "COALESCE((SELECT new_deadline FROM programs_pledgechange c WHERE c.pledge_id = programs_pledge.id"
    f" AND c.kind = 'deadline' AND c.new_deadline IS NOT NULL AND {_SHOWN.format(row='c')}"
    ' ORDER BY COALESCE(c."on", 0) DESC, c.id DESC LIMIT 1), deadline)'
)
_DUE_OF = (
    f"UPDATE programs_due SET due_by = (SELECT {_DUE} FROM programs_pledge WHERE id = {{pledge}})"
    " WHERE pledge_id = {pledge};"
)

FIGURES = Stored(
    "programs_indicatortally",
    "indicator_id",
    "figures",
    "SELECT programs_indicator.id, COUNT(programs_figure.id) FROM programs_indicator"
    f" LEFT JOIN programs_figure ON indicator_id = programs_indicator.id AND {_SHOWN.format(row='programs_figure')}"
    " GROUP BY programs_indicator.id",
)
DUE = Stored("programs_due", "pledge_id", "due_by", f"SELECT id, {_DUE} FROM programs_pledge")


def add(figures: Sequence[int]) -> None:
    """Count new figures, where the triggers are silent."""
    FIGURES.add(
        f"SELECT indicator_id, COUNT(*) FROM programs_figure WHERE {_SHOWN.format(row='programs_figure')}"
        " AND id IN ({keys}) GROUP BY indicator_id",
        figures,
    )


def triggers(_vendor: str) -> tuple[Trigger, ...]:
    more, less = _COUNT.format(sign="+", row="NEW"), _COUNT.format(sign="-", row="OLD")
    new, old = _SHOWN.format(row="NEW"), _SHOWN.format(row="OLD")
    return (
        Trigger(
            "indicator_tally_begun", "AFTER INSERT", "programs_indicator",
            "INSERT INTO programs_indicatortally (indicator_id, figures) VALUES (NEW.id, 0)"
            " ON CONFLICT (indicator_id) DO NOTHING;",
        ),
        Trigger("figure_counted", "AFTER INSERT", "programs_figure", f"{more};", new),
        Trigger("figure_uncounted", "AFTER DELETE", "programs_figure", f"{less};", old),
        Trigger(
            "figure_counted_anew", "AFTER UPDATE OF indicator_id, review, confidence", "programs_figure",
            f"{less} AND {old}; {more} AND {new};",
        ),
        Trigger(
            "pledge_due", "AFTER INSERT", "programs_pledge",
            "INSERT INTO programs_due (pledge_id, due_by) VALUES (NEW.id, NEW.deadline)"
            " ON CONFLICT (pledge_id) DO NOTHING;",
        ),
        Trigger("pledge_due_anew", "AFTER UPDATE OF deadline", "programs_pledge", _DUE_OF.format(pledge="NEW.id")),
        Trigger("pledge_moved", "AFTER INSERT", "programs_pledgechange", _DUE_OF.format(pledge="NEW.pledge_id")),
        Trigger("pledge_not_moved", "AFTER DELETE", "programs_pledgechange", _DUE_OF.format(pledge="OLD.pledge_id")),
        Trigger(
            "pledge_moved_anew", "AFTER UPDATE", "programs_pledgechange",
            f"{_DUE_OF.format(pledge='OLD.pledge_id')} {_DUE_OF.format(pledge='NEW.pledge_id')}",
        ),
    )  # fmt: skip
