"""What it means when a person changes a value that a quote vouches for.

Read wrongly: the quote says the new value, the row is corrected. Wrong: the source is mistaken, the old row stays as
deprecated, so that no import brings it back. Out of date: both were true, one after the other.
"""

from datetime import timedelta

from django import forms
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kb.core import batches
from kb.core.models import Review, Run, new_uid
from kb.core.partial_dates import PartialDate, PartialDateField

_DECISION = ("review", "decided_by", "decided_at", "reason")


class Meaning(models.TextChoices):
    MISREAD = "misread", _("Read wrongly: the quote says the new value")
    WRONG = "wrong", _("Wrong: the source is mistaken. The old value is kept as deprecated")
    OUTDATED = "outdated", _("Out of date: the old value was right until the new one came")


def day_before(moment: PartialDate) -> PartialDate:
    """The last year, month or day before ``moment``, as exact as it."""
    before = moment.first_day - timedelta(days=1)
    return PartialDate(before.year, before.month if moment.month else 0, before.day if moment.day else 0)


class CorrectionForm(forms.ModelForm):
    """Asks what a change of a sourced value means; ``meaning`` is empty where nothing needs to be asked."""

    meaning = forms.ChoiceField(
        label=_("why does the value change?"), choices=Meaning, required=False, widget=forms.RadioSelect
    )
    meaning_reason = forms.CharField(label=_("reason of the change"), required=False, max_length=300)
    meaning_since = PartialDateField().formfield(
        label=_("the new value holds since"),
        required=False,
        widget=forms.TextInput(attrs={"size": 11, "placeholder": "2021-06-15"}),
    )

    QUESTION = ("meaning", "meaning_reason", "meaning_since")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.asks:
            for name in self.QUESTION:
                self.fields.pop(name, None)
        elif self.instance.review == Review.PROPOSED:
            self.fields["meaning"].initial = Meaning.MISREAD

    @property
    def asks(self) -> bool:
        return asks(self.instance)

    @property
    def changes_source(self) -> bool:
        return bool(set(self.changed_data) & set(getattr(self.instance, "sourced", ())))

    def clean(self):
        data = super().clean()
        if "meaning" not in self.fields or not self.changes_source:
            return data
        meaning = data.get("meaning")
        if not meaning:
            self.add_error("meaning", _("A quote vouches for the old value: say why it changes."))
        elif meaning == Meaning.WRONG and not data.get("meaning_reason", "").strip():
            self.add_error("meaning_reason", _("Give a reason."))
        elif meaning == Meaning.OUTDATED:
            self._check_since(data.get("meaning_since"))
        return data

    def _check_since(self, since):
        if "meaning_since" in self.errors:
            return
        if since is None:
            self.add_error("meaning_since", _("Say since when."))
        elif self.initial_start and day_before(since).last_day < self.initial_start.first_day:
            self.add_error("meaning_since", _("The old value began later than this."))

    @property
    def initial_start(self):
        return type(self.instance)._base_manager.filter(pk=self.instance.pk).values_list("start", flat=True).first()

    def meant(self) -> str:
        """What the editor answered, when there was something to ask."""
        return self.cleaned_data.get("meaning", "") if "meaning" in self.fields and self.changes_source else ""


def asks(row) -> bool:
    """A quote vouches for the values of the stored ``row``; asked once a row."""
    if row is None or not row.pk or not getattr(row, "sourced", ()):
        return False
    if not hasattr(row, "_quoted"):
        row._quoted = row.evidence.exists()
    return row._quoted


@transaction.atomic
def succeed(row, meaning: str, user, reason: str, since: PartialDate | None) -> Run:
    """``row`` holds new values over a stored claim: it becomes an accepted claim of its own, with the same quotes.

    The stored one is deprecated, or ends where the new one starts. One run, which can be taken back.
    """
    old = type(row)._base_manager.get(pk=row.pk)
    quotes = list(old.evidence.select_related("article"))
    batch = batches.Batch(user, reason)
    batch.changing(old, [*_DECISION, "end", "edited_fields"], Meaning(meaning).label)
    row.pk, row.uid, row.run, row.edited_fields = None, new_uid(), None, []
    row._state.adding = True
    row.decide(Review.ACCEPTED, user, timezone.now(), "")
    row.mark_edited(name for name in row.sourced if getattr(row, name) != getattr(old, name))
    if meaning == Meaning.OUTDATED:
        old.end, row.start = day_before(since), since
        if row.end and row.end.last_day < since.first_day:
            row.end = None
        old.mark_edited(["end"])
        old.decide(Review.ACCEPTED, user, timezone.now(), reason)
    else:
        old.decide(Review.DEPRECATED, user, timezone.now(), reason)
    row._history_user, row._change_reason = user, f"run {batch.run.uid}"
    row.save()
    batch.made(row)
    name = row.evidence.field.name
    for quote in quotes:
        quote.pk = None
        setattr(quote, name, row)
    row.evidence.model.objects.bulk_create(quotes)
    return batch.close({"corrected": 1}, {"articles": sorted({quote.article_id for quote in quotes})})
