"""Edits of the review desk: a finding corrected and accepted, words made a mention or a quote. Each is one run."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import appearances
from articles.models import Article, Evidence, Mention
from kb.core import batches
from kb.core.correcting import Meaning, succeed
from kb.core.models import Entity, Review, Run
from people.models import Organization, Person
from programs.models import Program

# Kinds that may be made from words; a region needs its place among the others first.
NEW = {model.KIND: model for model in (Person, Organization, Program)}
_DECISION = ["review", "decided_by", "decided_at", "reason"]
_NOTE = _("Edited and accepted")


@transaction.atomic
def save(article: Article, finding, form, before: dict, user) -> Run:
    """Write the valid ``form`` of a finding; ``before`` is its row's snapshot from before the form was cleaned."""
    row, changed = form.instance, [name for name in form.changed_data if name in form.base_fields]
    changed = [name for name in changed if name in {column.name for column in row._meta.concrete_fields}]
    meaning = form.meant() if hasattr(form, "meant") else ""
    if meaning in (Meaning.WRONG, Meaning.OUTDATED):
        answer = form.cleaned_data
        return succeed(row, meaning, user, answer["meaning_reason"], answer["meaning_since"])
    batch = batches.Batch(user)
    fields = [*changed, *getattr(form, "forgotten", ()), *_DECISION, "edited_fields"]
    batch.changing(row, fields, _NOTE, before={name: before[name] for name in fields})
    row.mark_edited(changed)
    row.decide(Review.ACCEPTED, user, timezone.now(), form.cleaned_data.get("meaning_reason", ""))
    run = batch.close({"edited": 1}, {"articles": [article.pk]})
    if isinstance(row, Mention):
        appearances.rebuild([article])
    return run


@transaction.atomic
def add_mention(article: Article, place: tuple[int, int], kind: str, thing: Entity | None, name: str, user) -> Run:
    """Make the words a mention of ``thing``, of a new thing called ``name``, or of nothing yet."""
    start, end = place
    if Mention.objects.filter(article=article, start=start, end=end, kind=kind).exists():
        raise ValidationError(_("These words are a mention of this kind already."))
    if end - start > 500:
        raise ValidationError(_("These are too many words for a name."))
    batch = batches.Batch(user)
    if thing is None and name:
        language = article.language or "ru"
        thing = NEW[kind](**{f"name_{language}": name})
        thing._history_user, thing._change_reason = user, f"run {batch.run.uid}"
        thing.full_clean(exclude=["slug", "kind", "entity_ptr"])
        thing.save()
        batch.made(thing)
    row = Mention(
        article=article, start=start, end=end, text=article.text[start:end], kind=kind,
        entity_id=thing.pk if thing else None,
    )  # fmt: skip
    row.mark_edited(["text", "kind", "entity"])
    row.decide(Review.ACCEPTED, user, timezone.now())
    row.save()
    batch.made(row)
    appearances.rebuild([article])
    return batch.close({"added": 1}, {"articles": [article.pk]})


@transaction.atomic
def add_quote(article: Article, place: tuple[int, int], finding, user) -> Run:
    """Make the words another quote of a claim of this page."""
    start, end = place
    claim = {finding.kind: finding.row}
    if Evidence.objects.filter(article=article, start=start, end=end, **claim).exists():
        raise ValidationError(_("These words are a quote of this claim already."))
    batch = batches.Batch(user)
    row = Evidence(article=article, start=start, end=end, quote=article.text[start:end], **claim)
    row.save()
    batch.made(row)
    return batch.close({"added": 1}, {"articles": [article.pk]})


@transaction.atomic
def add_claim(article: Article, place: tuple[int, int], form, user) -> tuple[Run, object]:
    """Write the claim of a valid ``form`` with the words as its quote."""
    start, end = place
    batch = batches.Batch(user)
    row = form.save(commit=False)
    row.mark_edited(name for name in form.cleaned_data if getattr(row, name, None) not in (None, ""))
    row.decide(Review.ACCEPTED, user, timezone.now())
    row._history_user, row._change_reason = user, f"run {batch.run.uid}"
    row.save()
    batch.made(row)
    quote = Evidence(article=article, start=start, end=end, quote=article.text[start:end])
    setattr(quote, row.evidence.field.name, row)
    quote.save()
    batch.made(quote)
    return batch.close({"added": 1}, {"articles": [article.pk]}), row
