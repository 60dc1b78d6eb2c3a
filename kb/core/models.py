"""What every thing and every claim is made of."""

import secrets

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.base import ModelState
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from kb.core import languages
from kb.core.addresses import address
from kb.core.partial_dates import PartialDateField, ends_after_start
from kb.core.querysets import CheckedQuerySet, ClaimQuerySet, EntityQuerySet
from kb.core.romanize import romanized
from kb.core.text import name_key, slugify, sort_key

_UID_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"  # no i, l, o, u: an address is read aloud


def new_uid() -> str:
    """Ten random letters: public, never reused, kept through rename, merge and re-import."""
    return "".join(_UID_LETTERS[number & 31] for number in secrets.token_bytes(10))


def known(field: str) -> Coalesce:
    """``field`` with 0 for null, for unique constraints: two unknowns are the same, on SQLite too."""
    return Coalesce(F(field), Value(0), output_field=models.BigIntegerField())


class Row(models.Model):
    """A row out of the database has its columns set and no more: pages make hundreds, and nobody hears its signals."""

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db, field_names, values):
        row = cls.__new__(cls)
        row._state = ModelState()
        row._state.db, row._state.adding = db, False
        row.__dict__.update(zip(field_names, values, strict=True))
        return row


class Checked(Row):
    """``check_row()`` raises ValidationError for what a database constraint can't see; every save calls it."""

    class Meta:
        abstract = True

    def check_row(self):
        """Nothing to check by default."""

    def clean(self):
        super().clean()
        self.check_row()

    def save(self, *args, **kwargs):
        self.check_row()
        super().save(*args, **kwargs)


class Curated(Checked):
    """A row that people correct: fields in ``edited_fields`` are theirs, an import proposes instead of writing."""

    edited_fields = models.JSONField(_("edited by people"), default=list, blank=True, editable=False)

    class Meta:
        abstract = True

    def mark_edited(self, fields):
        self.edited_fields = sorted({*self.edited_fields, *fields})

    def set_unless_edited(self, **values) -> bool:
        """Set the fields that no person has edited; true when a value changed. Doesn't save.

        Foreign keys may be given as ``region_id``, which fetches no row.
        """
        changed = False
        for field, value in values.items():
            edited = field in self.edited_fields or field.removesuffix("_id") in self.edited_fields
            if not edited and getattr(self, field) != value:
                setattr(self, field, value)
                changed = True
        return changed


class Run(models.Model):
    """One act that writes many rows: an import, a bulk edit, a merge. Undo works run by run."""

    class Kind(models.TextChoices):
        IMPORT = "import", _("Import")
        REFERENCE = "reference", _("Reference data")
        BULK_EDIT = "bulk_edit", _("Bulk edit")
        MERGE = "merge", _("Merge")
        UNDO = "undo", _("Undo")

    class Status(models.TextChoices):
        RUNNING = "running", _("Running")
        FINISHED = "finished", _("Finished")
        INTERRUPTED = "interrupted", _("Interrupted")
        UNDONE = "undone", _("Undone")

    uid = models.CharField(_("permanent code"), max_length=10, unique=True, default=new_uid, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.RUNNING)
    # A run is the record of what happened; it outlives the account.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    reason = models.TextField(_("reason"), blank=True)
    options = models.JSONField(_("options"), default=dict, blank=True)
    counts = models.JSONField(_("counts"), default=dict, blank=True)
    undoes = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="undone_by", verbose_name=_("takes back")
    )
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        ordering = ["-started_at", "-pk"]
        verbose_name, verbose_name_plural = _("run"), _("runs")

    def __str__(self):
        return f"{self.get_kind_display()} {self.uid}"


class Entity(Curated):
    """A thing that articles name: a person, an organization, a program or a region.

    Each kind extends this row, so that a mention, a name, a relation or a redirect is one foreign key.
    """

    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        ORGANIZATION = "organization", _("Organization")
        PROGRAM = "program", _("Program")
        REGION = "region", _("Region")

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("Public")
        HIDDEN = "hidden", _("Hidden")
        REMOVED = "removed", _("Removed")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, editable=False)
    uid = models.CharField(_("permanent code"), max_length=10, unique=True, default=new_uid, editable=False)
    slug = models.SlugField(_("address"), max_length=100, unique=True, blank=True)
    # The code that seeds/data knows it by ("region:KZ-75", "org:amanat"); empty for what documents brought.
    ref = models.CharField(_("reference code"), max_length=80, blank=True)
    name_kk = models.CharField(_("name in Kazakh"), max_length=400, blank=True)
    name_ru = models.CharField(_("name in Russian"), max_length=400, blank=True)
    name_en = models.CharField(_("name in English"), max_length=400, blank=True)
    # The folded primary names, for search that ignores case and letters on both databases.
    names_key = models.TextField(editable=False, default="")
    # The name that a page in this language shows, in the order of the Kazakh alphabet on both databases.
    sort_kk = models.CharField(max_length=120, editable=False, default="")
    sort_ru = models.CharField(max_length=120, editable=False, default="")
    sort_en = models.CharField(max_length=120, editable=False, default="")
    summary_kk = models.TextField(_("summary in Kazakh"), blank=True)
    summary_ru = models.TextField(_("summary in Russian"), blank=True)
    summary_en = models.TextField(_("summary in English"), blank=True)
    visibility = models.CharField(_("visibility"), max_length=8, choices=Visibility, default=Visibility.PUBLIC)
    # A merged row stays and redirects; what it redirects to can't go.
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged_from",
        verbose_name=_("merged into"),
    )
    run = models.ForeignKey(
        Run, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("run")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    objects = EntityQuerySet.as_manager()

    KIND = ""  # set by each kind

    class Meta:
        verbose_name, verbose_name_plural = _("thing"), _("things")
        permissions = [
            ("merge_entity", "Can merge things"),
            ("review_claim", "Can decide on claims and mentions"),
        ]
        constraints = [
            models.CheckConstraint(
                name="entity_has_a_name", condition=~Q(name_kk="") | ~Q(name_ru="") | ~Q(name_en="")
            ),
            models.UniqueConstraint(name="entity_ref_once", fields=["ref"], condition=~Q(ref="")),
            models.CheckConstraint(name="entity_not_merged_into_itself", condition=~Q(merged_into=F("pk"))),
        ]
        indexes = [
            models.Index(name="entity_kind_visibility", fields=["kind", "visibility"]),
            *(
                models.Index(name=f"entity_sort_{code}", fields=["kind", f"sort_{code}", "id"])
                for code in languages.CODES
            ),
        ]

    def __str__(self):
        return self.name

    def name_in(self, language: str = "") -> tuple[str, str]:
        """The name in ``language`` (the active one by default) and the language it is in.

        People without an English name have one in Latin letters on English pages (``is_romanized``).
        """
        name, found = languages.pick(self, "name", language)
        if self.is_romanized(language):
            return romanized(name, found), "en"
        return name, found

    def is_romanized(self, language: str = "") -> bool:
        """Whether the name in ``language`` is our spelling of the Kazakh or Russian one."""
        return self.kind == self.Kind.PERSON and not self.name_en and (language or languages.current()) == "en"

    @property
    def name(self) -> str:
        return self.name_in()[0]

    @property
    def name_language(self) -> str:
        return self.name_in()[1]

    @property
    def summary(self) -> str:
        return languages.pick(self, "summary")[0]

    def name_on(self, day, language: str = "") -> str:
        return self.named_on(day, language)[0]

    def named_on(self, day, language: str = "") -> tuple[str, str]:
        """The name that was in force on ``day``, a former one valid then or the primary one, and its language.

        Reads ``self.names.all()``, so that a prefetch serves it.
        """
        language = language or languages.current()
        former = [
            name
            for name in self.names.all()
            if name.kind == Name.Kind.FORMER
            and (name.valid_from is None or name.valid_from.first_day <= day)
            and name.valid_until is not None
            and day <= name.valid_until.last_day
        ]
        if former:
            name = next((name for name in former if name.language == language), former[0])
            return name.text, name.language
        return self.name_in(language)

    def get_absolute_url(self):
        return address(self.kind, self.slug)

    def free_slug(self) -> str:
        """An address made of the name that nothing else has or had."""
        base = slugify(next((n for n in (self.name_kk, self.name_ru, self.name_en) if n), ""), limit=80)
        for slug in (base, f"{base}-{self.uid}".strip("-")):
            taken = Entity.objects.filter(slug=slug).exclude(pk=self.pk)
            if slug and not taken.exists() and not OldSlug.objects.filter(slug=slug).exists():
                return slug
        return self.uid

    def fill(self):
        """The columns that follow from others; ``save`` calls it, and so must bulk writers."""
        self.kind = self.KIND or self.kind
        names = (self.name_kk, self.name_ru, self.name_en)
        self.names_key = " | ".join(dict.fromkeys(name_key(name) for name in names if name))
        for code in languages.CODES:
            setattr(self, f"sort_{code}", sort_key(self.name_in(code)[0]))
        if not self.slug:
            self.slug = self.free_slug()

    def check_row(self):
        if not any(name_key(name) for name in (self.name_kk, self.name_ru, self.name_en)):
            raise ValidationError(_("Give a name in at least one language."))
        if self.merged_into_id and self.merged_into.kind != (self.KIND or self.kind):
            raise ValidationError(_("A thing is merged into one of its own kind."))

    def save(self, *args, **kwargs):
        self.fill()
        super().save(*args, **kwargs)


class OldSlug(models.Model):
    """An address that an entity once had; it redirects for ever."""

    slug = models.SlugField(_("address"), max_length=100, unique=True)
    entity = models.ForeignKey(Entity, models.CASCADE, related_name="old_slugs", verbose_name=_("leads to"))

    class Meta:
        verbose_name, verbose_name_plural = _("old address"), _("old addresses")

    def __str__(self):
        return self.slug


class Suppressed(models.Model):
    """A keyed hash of a name, an address or a uid of a person who asked to be left out (kb.core.suppression)."""

    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return self.digest[:8]


class Name(Checked):
    """Another way to write an entity's name."""

    class Kind(models.TextChoices):
        ALIAS = "alias", _("Other spelling")
        FORMER = "former", _("Former name")
        SHORT = "short", _("Short name")
        ABBREVIATION = "abbreviation", _("Abbreviation")
        INITIALS = "initials", _("With initials")
        MISPRINT = "misprint", _("Misprint")

    entity = models.ForeignKey(Entity, models.CASCADE, related_name="names")
    text = models.CharField(_("name"), max_length=400)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.ALIAS)
    valid_from = PartialDateField(_("from"), null=True, blank=True)
    valid_until = PartialDateField(_("until"), null=True, blank=True)
    # The folding that matching uses.
    key = models.CharField(max_length=400, db_index=True, editable=False)
    run = models.ForeignKey(
        Run, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("run")
    )

    objects = CheckedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name, verbose_name_plural = _("other name"), _("other names")
        ordering = ["kind", "text"]
        constraints = [
            models.UniqueConstraint(name="name_once", fields=["entity", "text", "language", "kind"]),
            models.CheckConstraint(
                name="name_ends_after_start",
                condition=Q(valid_from=None) | Q(valid_until=None) | ends_after_start("valid_until", "valid_from"),
            ),
        ]

    def __str__(self):
        return self.text

    def check_row(self):
        if not name_key(self.text):
            raise ValidationError({"text": _("A name needs a letter or a digit.")})

    def save(self, *args, **kwargs):
        self.fill()
        super().save(*args, **kwargs)

    def fill(self):
        self.key = name_key(self.text)


class Review(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")
    DEPRECATED = "deprecated", _("Deprecated")  # true source, wrong fact


class Reviewed(Curated):
    """The machine proposes, a person decides, and the decision is remembered."""

    sourced: tuple[str, ...] = ()  # the columns that its quotes vouch for
    moving: tuple[str, ...] = ()  # those of them whose changes are rows of their own: see ``moves``
    worded: dict[str, tuple[str, ...]] = {}  # a column with words of the source: the columns that they are read as

    review = models.CharField(_("review"), max_length=10, choices=Review, default=Review.PROPOSED, db_index=True)
    confidence = models.FloatField(_("confidence"), default=1.0)  # 0 to 1
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        db_index=False,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)
    reason = models.TextField(_("reason of the decision"), blank=True)
    # The run that made the row; null when a person did.
    run = models.ForeignKey(
        Run, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("run")
    )

    class Meta:
        abstract = True
        indexes = [
            # Most rows wait: SQLite would think that those which somebody decided are most of them.
            models.Index(name="%(class)s_decided", fields=["decided_by"], condition=Q(decided_by__isnull=False)),
        ]

    def decide(self, review, user, when, reason=""):
        """Set the decision and who made it. Doesn't save."""
        self.review, self.decided_by, self.decided_at, self.reason = review, user, when, reason

    def moves(self, old, since) -> list:
        """Unsaved rows saying that the ``moving`` columns, as stored in ``old``, are what ``self`` holds ``since``."""
        return []


class Claim(Reviewed):
    """A dated statement about things. Ends are included; an unknown end is open."""

    about: tuple[str, ...] = ()  # the foreign keys to the entities it speaks about

    uid = models.CharField(_("permanent code"), max_length=10, unique=True, default=new_uid, editable=False)
    start = PartialDateField(_("from"), null=True, blank=True)
    end = PartialDateField(_("until"), null=True, blank=True)
    date_words = models.CharField(_("dates in the words of the source"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    objects = ClaimQuerySet.as_manager()

    class Meta(Reviewed.Meta):
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_ends_after_start", condition=Q(start=None) | Q(end=None) | ends_after_start()
            ),
            models.CheckConstraint(
                name="%(class)s_confidence_0_to_1", condition=Q(confidence__gte=0) & Q(confidence__lte=1)
            ),
        ]


class Relation(Claim):
    """How one entity stands to another; each kind reads both ways."""

    class Kind(models.TextChoices):
        PART_OF = "part_of", _("part of")
        BRANCH_OF = "branch_of", _("branch of")
        SUCCEEDED_BY = "succeeded_by", _("succeeded by")
        RUNS = "runs", pgettext_lazy("relation", "runs")
        INITIATED = "initiated", _("initiated")
        PARTNER_OF = "partner_of", _("partner of")
        OPERATES_IN = "operates_in", _("operates in")
        WORKS_WITH = "works_with", _("works with")

    # Read from the object's side.
    INVERSE = {
        Kind.PART_OF: _("consists of"),
        Kind.BRANCH_OF: _("has the branch"),
        Kind.SUCCEEDED_BY: _("succeeds"),
        Kind.RUNS: _("is run by"),
        Kind.INITIATED: _("initiated by"),
        Kind.PARTNER_OF: _("has the partner"),
        Kind.OPERATES_IN: _("place of work of"),
        Kind.WORKS_WITH: _("works with"),
    }
    _SAME = {(kind, kind) for kind in (Entity.Kind.ORGANIZATION, Entity.Kind.PROGRAM, Entity.Kind.REGION)}
    ENDS = {
        Kind.PART_OF: _SAME,
        Kind.BRANCH_OF: {("organization", "organization")},
        Kind.SUCCEEDED_BY: _SAME,
        Kind.RUNS: {("organization", "program"), ("person", "program")},
        Kind.INITIATED: {
            ("organization", "program"),
            ("person", "program"),
            ("person", "organization"),
            ("organization", "organization"),
        },
        Kind.PARTNER_OF: {("organization", "organization"), ("organization", "program")},
        Kind.OPERATES_IN: {("organization", "region"), ("program", "region")},
        Kind.WORKS_WITH: {(a, b) for a in ("person", "organization") for b in ("person", "organization")},
    }

    subject = models.ForeignKey(Entity, models.CASCADE, related_name="relations", verbose_name=_("subject"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    object = models.ForeignKey(Entity, models.CASCADE, related_name="inverse_relations", verbose_name=_("object"))

    about = ("subject", "object")
    sourced = ("subject", "kind", "object")
    history = HistoricalRecords()

    class Meta(Claim.Meta):
        abstract = False
        verbose_name, verbose_name_plural = _("relation"), _("relations")
        ordering = ["kind", "pk"]
        constraints = [
            *Claim.Meta.constraints,
            models.CheckConstraint(name="relation_has_two_ends", condition=~Q(subject=F("object"))),
            models.UniqueConstraint("subject", "kind", "object", known("start"), name="relation_once"),
        ]

    def __str__(self):
        return f"{self.subject} — {self.get_kind_display()} — {self.object}"

    @property
    def inverse_label(self):
        return self.INVERSE[self.kind]

    def check_row(self):
        if not self.subject_id or not self.object_id:
            return  # the database refuses it
        ends = (self.subject.kind, self.object.kind)
        if self.kind in self.ENDS and ends not in self.ENDS[self.kind]:
            raise ValidationError(
                _("“%(kind)s” does not lead from a %(subject)s to a %(object)s."),
                params={
                    "kind": self.get_kind_display(),
                    "subject": self.subject.get_kind_display(),
                    "object": self.object.get_kind_display(),
                },
            )


# Models of the package beside this module; Django looks for models here.
from kb.core.search.models import Change, SearchRow, SearchStale  # noqa: E402, F401
