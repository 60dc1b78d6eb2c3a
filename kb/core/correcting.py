"""What it means when a person changes a value that a quote vouches for.

Read wrongly: the quote says the new value, the row is corrected. Wrong: the source is mistaken, the old row stays as
deprecated, so that no import brings it back. Out of date: both were true, one after the other; a promise stays one
promise, whose deadline or target moved.
"""

from datetime import timedelta

from django import forms
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kb.core import batches
from kb.core.models import Review, Run, new_uid
from kb.core.partial_dates import PartialDate, PartialDateField

MOST_QUOTES = 20  # that one page shows
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
        elif "meaning" in self.fields:
            self.fields["meaning"].choices = self._meanings()
            if not self.is_bound:  # the page asks once one of these has another value
                names = " ".join(self.add_prefix(name) for name in self.instance.sourced if name in self.fields)
                self.fields["meaning"].widget.attrs["data-sourced"] = names

    def _meanings(self) -> list[tuple]:
        """An undated row can't end, unless something else says that its values moved."""
        ends = hasattr(self.instance, "end") or self.instance.moving
        return [choice for choice in Meaning.choices if choice[0] != Meaning.OUTDATED or ends]

    @property
    def asks(self) -> bool:
        return asks(self.instance)

    @property
    def changes_source(self) -> bool:
        return bool(set(self.changed_data) & set(getattr(self.instance, "sourced", ())))

    def clean(self):
        data = super().clean()
        self._keep_spaces(data)
        if "meaning" not in self.fields or not self.changes_source:
            return data
        meaning = data.get("meaning")
        if not meaning:
            self.add_error("meaning", _("A quote vouches for the old value: say why it changes."))
        elif meaning == Meaning.WRONG and not data.get("meaning_reason", "").strip():
            self.add_error("meaning_reason", _("Give a reason."))
        elif meaning == Meaning.OUTDATED:
            self._check_since(data.get("meaning_since"))
            self._check_moving()
        return data

    def _check_moving(self):
        """Of a row whose values move, only those values do: the words of a promise don't go out of date."""
        row = self.instance
        fixed = (set(self.changed_data) & set(row.sourced)) - set(row.moving) if row.moving else ()
        for name in sorted(fixed):
            self.add_error(name, _("This can be wrong, but not out of date."))
        for name in sorted({*self.changed_data} & {*row.moving} - {*self.errors}):
            if self.cleaned_data.get(name) is None:
                self.add_error(name, _("Say the new value."))

    def _post_clean(self):
        super()._post_clean()
        for name in self.forgotten:
            setattr(self.instance, name, "")

    @property
    def forgotten(self) -> list[str]:
        """Columns with the words of a value that is another one now."""
        changed = set(self.changed_data)
        worded = getattr(self.instance, "worded", {}).items()
        return [name for name, columns in worded if changed & set(columns) and name not in changed]

    def _keep_spaces(self, data):
        """Browsers send other line ends, and forms strip: words that are the same are no other value."""
        for name in set(self.changed_data) & set(getattr(self.instance, "sourced", ())):
            stored, sent = self.initial.get(name), data.get(name)
            if isinstance(stored, str) and isinstance(sent, str) and stored.split() == sent.split():
                data[name] = stored
                self.changed_data.remove(name)

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
    return bool(quotes_of(row))


def quotes_of(row) -> list:
    """The quotes of a stored claim with their articles, asked for once."""
    if not hasattr(row, "_quotes"):
        long = ("article__text", "article__raw", "article__furniture")
        row._quotes = list(row.evidence.select_related("article").defer(*long)[:MOST_QUOTES])
    return row._quotes


def is_changed_under(row, quotes) -> bool:
    """A person changed what the quotes vouch for, and every one is as it was read; ``waiting`` asks the same of all."""
    edited = set(getattr(row, "sourced", ())) & set(row.edited_fields)
    return bool(edited and quotes) and row.review == Review.ACCEPTED and all(quote.run_id for quote in quotes)


@transaction.atomic
def succeed(row, meaning: str, user, reason: str, since: PartialDate | None) -> Run:
    """``row`` holds new values over a stored claim whose quotes vouch for other ones. One run, which can be taken back.

    The new values become an accepted claim of its own, with the same quotes; the stored one is deprecated, or ends
    where the new one starts. Values that move (a deadline) become a row that says so instead, and the claim stays.
    """
    old = type(row)._base_manager.get(pk=row.pk)
    batch = batches.Batch(user, reason)
    if meaning == Meaning.OUTDATED and row.moving:
        return _move(batch, row, old, user, reason, since)
    quotes = list(old.evidence.select_related("article"))
    columns = {column.name for column in row._meta.concrete_fields}
    batch.changing(old, columns & {*_DECISION, "end", "edited_fields"}, Meaning(meaning).label)
    row.pk, row.uid, row.run, row.edited_fields = None, new_uid(), None, []
    row._state.adding = True
    row.decide(Review.ACCEPTED, user, timezone.now(), "")
    row.mark_edited(name for name in row.sourced if getattr(row, name) != getattr(old, name))
    if meaning == Meaning.OUTDATED:
        row.date_words = ""
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


def _move(batch, row, old, user, reason, since) -> Run:
    """Say that values of ``row`` moved; what else the form changed is written on it."""
    moves = row.moves(old, since)
    for name in row.moving:
        setattr(row, name, getattr(old, name))
    changed = [
        column.name
        for column in row._meta.concrete_fields
        if column.editable and getattr(row, column.attname) != getattr(old, column.attname)
    ]
    fields = {*changed, *_DECISION, "edited_fields"}
    batch.changing(row, fields, Meaning.OUTDATED.label, before=batches.snapshot(old, fields))
    row.mark_edited(changed)
    row.decide(Review.ACCEPTED, user, timezone.now(), row.reason)
    for move in moves:
        move.note = reason
        move.decide(Review.ACCEPTED, user, timezone.now(), "")
        move._history_user, move._change_reason = user, f"run {batch.run.uid}"
        move.save()
        batch.made(move)
    articles = row.evidence.order_by("article").values_list("article", flat=True).distinct()
    return batch.close({"corrected": len(moves)}, {"articles": list(articles)})
