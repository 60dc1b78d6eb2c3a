"""Claims that contradict each other stand side by side; one of them may be preferred."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kb.core import batches
from kb.core.models import Run


def prefer(claim, rivals, reason: str, user) -> Run:
    """Prefer ``claim`` to its ``rivals``, which are no longer preferred. In a transaction that holds their rows."""
    reason = reason.strip()
    if not reason:
        raise ValidationError(_("Give a reason."))
    if all(row.pk != claim.pk for row in rivals):
        raise ValidationError(_("This is not here any more; look at it again."))
    batch = batches.Batch(user, reason)
    for row in rivals:
        because = reason[:300] if row.pk == claim.pk else ""
        if row.preferred_because != because:
            note = _("Preferred") if because else _("Not preferred")
            batch.changing(row, ["preferred_because", "edited_fields"], note)
            row.preferred_because = because
            row.mark_edited(["preferred_because"])
    return batch.close({"preferred": 1}, {"articles": []})
