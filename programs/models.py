"""Programs, what is counted about them, and what was promised."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from kb.core import labels, languages
from kb.core.addresses import address
from kb.core.indexes import NewestFirst
from kb.core.models import Claim, Curated, Entity, Reviewed, Run, new_uid
from kb.core.partial_dates import PartialDateField, ends_after_start
from kb.core.querysets import CheckedQuerySet, EntityQuerySet, shown
from kb.core.text import name_key
from kb.regions.models import Region
from people.models import Organization, Person
from programs.querysets import PledgeQuerySet


class Program(Entity):
    """An electoral programme, a party project, a state programme, a campaign, a service, a centre."""

    KIND = Entity.Kind.PROGRAM

    # Named by hand: the default name of the way back, "program", is a column elsewhere.
    entity_ptr = models.OneToOneField(
        Entity, models.CASCADE, parent_link=True, primary_key=True, related_name="as_program"
    )

    # A code of seeds/data/kinds.yaml.
    program_kind = models.CharField(_("kind of program"), max_length=30, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    started = PartialDateField(_("started"), null=True, blank=True)
    ended = PartialDateField(_("ended"), null=True, blank=True)

    objects = EntityQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name, verbose_name_plural = _("program"), _("programs")
        constraints = [
            models.CheckConstraint(
                name="program_ends_after_start",
                condition=Q(started=None) | Q(ended=None) | ends_after_start("ended", "started"),
            ),
        ]


class Indicator(Curated):
    """What was counted, in which unit."""

    uid = models.CharField(_("permanent code"), max_length=10, unique=True, default=new_uid, editable=False)
    name_kk = models.CharField(_("name in Kazakh"), max_length=300, blank=True)
    name_ru = models.CharField(_("name in Russian"), max_length=300, blank=True)
    name_en = models.CharField(_("name in English"), max_length=300, blank=True)
    key = models.CharField(max_length=400, db_index=True, editable=False)
    unit = models.CharField(_("unit"), max_length=30)  # a code of seeds/data/units.yaml
    # A key of seeds/data/indicators.yaml: all that texts of any language count under names of their own.
    concept = models.CharField(_("listed as"), max_length=60, blank=True, editable=False)
    broad = models.BooleanField(
        _("counts different things"),
        default=False,
        help_text=_("Its values stand together in a list and are never compared."),
    )
    run = models.ForeignKey(
        Run, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("run")
    )

    objects = CheckedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name, verbose_name_plural = _("indicator"), _("indicators")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                name="indicator_has_a_name", condition=~Q(name_kk="") | ~Q(name_ru="") | ~Q(name_en="")
            ),
            models.UniqueConstraint(name="indicator_once", fields=["key", "unit"]),
            models.UniqueConstraint(name="indicator_of_a_concept_once", fields=["concept"], condition=~Q(concept="")),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return languages.pick(self, "name")[0]

    @property
    def slug(self) -> str:
        return self.uid

    def get_absolute_url(self):
        return address("indicator", self.uid)

    def fill(self):
        self.key = name_key(self.name_kk or self.name_ru or self.name_en)[:400]

    def save(self, *args, **kwargs):
        self.fill()
        super().save(*args, **kwargs)


class Figure(Claim):
    """A number that somebody reported, planned or pledged. ``start`` and ``end`` are its period."""

    class Qualifier(models.TextChoices):
        EXACTLY = "=", _("exactly")
        MORE = ">", _("more than")
        AT_LEAST = ">=", _("at least")
        UP_TO = "<=", _("up to")
        ABOUT = "~", _("about")
        RANGE = "range", _("range")

    class Status(models.TextChoices):
        REPORTED = "reported", _("Reported")
        PLANNED = "planned", _("Planned")
        PLEDGED = "pledged", _("Pledged")

    class SpanKind(models.TextChoices):
        PERIOD = "period", _("in the period")
        CUMULATIVE = "cumulative", _("since the start")

    # What is counted is shared by many figures: merge indicators, don't delete them.
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, db_index=False, related_name="figures", verbose_name=_("indicator")
    )
    value = models.DecimalField(_("value"), max_digits=24, decimal_places=4)
    value_max = models.DecimalField(_("upper end"), max_digits=24, decimal_places=4, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=30)
    unit_text = models.CharField(_("unit in the words of the source"), max_length=100, blank=True)
    value_text = models.CharField(_("value in the words of the source"), max_length=200, blank=True)
    counted_text = models.CharField(_("what is counted, in the words of the source"), max_length=300, blank=True)
    language = models.CharField(_("language of these words"), max_length=2, blank=True)
    qualifier = models.CharField(_("qualifier"), max_length=5, choices=Qualifier, default=Qualifier.EXACTLY)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.REPORTED)
    span_kind = models.CharField(_("counted"), max_length=10, choices=SpanKind, blank=True)
    as_of = PartialDateField(_("as of"), null=True, blank=True)
    program = models.ForeignKey(
        Program,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="figures",
        verbose_name=_("program"),
    )
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="figures",
        verbose_name=_("organization"),
    )
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, db_index=False, related_name="figures", verbose_name=_("region")
    )
    speaker = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, db_index=False, related_name="figures", verbose_name=_("said by")
    )
    plan = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        db_index=False,
        related_name="results",
        verbose_name=_("reports on the plan"),
    )

    # Two sources, two values: why this one is preferred. Empty: it is not.
    preferred_because = models.CharField(_("preferred, because"), max_length=300, blank=True)

    # A private speaker is not named, but what was counted stays (Figure.public_speaker).
    about = ("program", "organization", "region")
    sourced = ("indicator", "value", "value_max", "unit", "qualifier", "status", "program", "organization", "region")
    worded = {"value_text": ("value", "value_max"), "unit_text": ("unit",)}
    history = HistoricalRecords()

    class Meta(Claim.Meta):
        abstract = False
        verbose_name, verbose_name_plural = _("figure"), _("figures")
        ordering = ["-as_of", "pk"]
        constraints = [
            *Claim.Meta.constraints,
            models.CheckConstraint(
                name="figure_range_has_order", condition=Q(value_max=None) | Q(value_max__gte=F("value"))
            ),
            models.CheckConstraint(name="figure_has_a_unit", condition=~Q(unit="")),
        ]
        indexes = [
            *Claim.Meta.indexes,
            NewestFirst(name="figure_of_indicator", fields=["indicator", "-as_of", "-start", "-id"]),
            # The largest report that counts for a pledge is the first that does (programs.querysets).
            models.Index(
                name="figure_of_indicator_there", fields=["indicator", "region", "unit", "status", "-value", "id"]
            ),
            # Another source may give another value for the same (programs.conflicts).
            models.Index(
                name="figure_alike",
                fields=[
                    "indicator",
                    "start",
                    "end",
                    "region",
                    "program",
                    "unit",
                    "status",
                    "span_kind",
                    "review",
                    "value",
                ],
            ),
            NewestFirst(name="figure_newest", fields=["-as_of", "-id"]),
            models.Index(name="figure_largest", fields=["-value", "id"]),
            # And imports look for the same number.
            models.Index(name="figure_largest_of_unit", fields=["unit", "-value", "id"]),
            # Where they stand: SQLite would think that a key which most rows lack finds most rows.
            *(
                NewestFirst(
                    name=f"figure_of_{of}", fields=[of, "-as_of", "-id"], condition=Q(**{f"{of}__isnull": False})
                )
                for of in ("program", "organization", "region", "speaker", "plan")
            ),
            models.Index(
                name="figure_of_program_there",
                fields=["program", "region"],
                condition=Q(program__isnull=False, region__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.value_text or self.value} — {self.indicator}"

    @property
    def slug(self) -> str:
        return self.uid

    @property
    def unit_words(self) -> str:
        """The unit in words; of a bare count the word of the source."""
        return (self.unit_text if self.unit in labels.BARE else "") or labels.unit(self.unit)

    @property
    def public_speaker(self) -> Person | None:
        speaker = self.speaker
        return speaker if speaker and speaker.visibility == Entity.Visibility.PUBLIC else None

    def get_absolute_url(self):
        return address("figure", self.uid)


class Pledge(Claim):
    """A promise, followed to its deadline. ``start`` is the day it was made."""

    class Status(models.TextChoices):
        NOT_RATED = "not_rated", _("Not rated")
        IN_THE_WORKS = "in_the_works", _("In the works")
        KEPT = "kept", _("Kept")
        PARTLY_KEPT = "partly_kept", _("Partly kept")
        STALLED = "stalled", _("Stalled")
        BROKEN = "broken", _("Broken")

    text = models.TextField(_("the promise, in the words of the source"))
    language = models.CharField(_("language"), max_length=2, blank=True)
    summary_kk = models.TextField(_("in short, in Kazakh"), blank=True)
    summary_ru = models.TextField(_("in short, in Russian"), blank=True)
    summary_en = models.TextField(_("in short, in English"), blank=True)
    # Folded words of the promise: how a repeated pledge is recognised.
    key = models.CharField(max_length=400, db_index=True, editable=False)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="pledges", verbose_name=_("promised by")
    )
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="pledges",
        verbose_name=_("promised by the organization"),
    )
    program = models.ForeignKey(
        Program, models.PROTECT, null=True, blank=True, related_name="pledges", verbose_name=_("program")
    )
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="pledges", verbose_name=_("region")
    )
    target = models.ForeignKey(
        Figure, models.SET_NULL, null=True, blank=True, related_name="pledges", verbose_name=_("target")
    )
    deadline = PartialDateField(_("deadline"), null=True, blank=True)
    deadline_words = models.CharField(_("deadline in the words of the source"), max_length=200, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.NOT_RATED)

    about = ("person", "organization", "program", "region")
    objects = PledgeQuerySet.as_manager()
    sourced = ("text", "person", "organization", "target", "deadline")
    moving = ("target", "deadline")
    history = HistoricalRecords()

    class Meta(Claim.Meta):
        abstract = False
        verbose_name, verbose_name_plural = _("pledge"), _("pledges")
        ordering = ["deadline", "pk"]
        constraints = [
            *Claim.Meta.constraints,
            models.CheckConstraint(name="pledge_says_something", condition=~Q(text="")),
        ]
        indexes = [
            *Claim.Meta.indexes,
            NewestFirst(name="pledge_newest", fields=["-start", "-id"]),
            models.Index(name="pledge_status", fields=["status"]),
        ]

    def __str__(self):
        return self.text if len(self.text) <= 100 else f"{self.text[:99]}…"

    @property
    def slug(self) -> str:
        return self.uid

    @property
    def summary(self) -> str:
        return languages.pick(self, "summary")[0]

    def get_absolute_url(self):
        return address("pledge", self.uid)

    def fill(self):
        self.key = name_key(self.text)[:400]

    def save(self, *args, **kwargs):
        self.fill()
        super().save(*args, **kwargs)

    def moves(self, old, since):
        """A change for the deadline and one for the target, from what they were moved to last."""
        rows = []
        standing = self.changes.exclude(review__in=("rejected", "deprecated"))
        last = {row.kind: row for row in sorted(standing, key=lambda row: (int(row.on or 0), row.pk))}
        for kind in (PledgeChange.Kind.DEADLINE, PledgeChange.Kind.TARGET):
            new, before = getattr(self, kind.value), getattr(old, kind.value)
            now = getattr(last.get(kind), f"new_{kind.value}", None) or before
            if new not in (before, now):
                values = {f"old_{kind.value}": now, f"new_{kind.value}": new}
                rows.append(PledgeChange(pledge=old, kind=kind, on=since, **values))
        return rows


class PledgeChangeQuerySet(CheckedQuerySet):
    def public(self):
        """What readers see: shown changes of public pledges."""
        return self.filter(shown(), pledge__in=Pledge.objects.public())


class PledgeChange(Reviewed):
    """A moved deadline or target, or a change of status, each with who says so and a quote."""

    class Kind(models.TextChoices):
        DEADLINE = "deadline", _("Deadline moved")
        TARGET = "target", _("Target changed")
        STATUS = "status", _("Status changed")

    uid = models.CharField(_("permanent code"), max_length=10, unique=True, default=new_uid, editable=False)
    pledge = models.ForeignKey(Pledge, models.CASCADE, related_name="changes", verbose_name=_("pledge"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    on = PartialDateField(_("on"), null=True, blank=True)
    old_deadline = PartialDateField(_("old deadline"), null=True, blank=True)
    new_deadline = PartialDateField(_("new deadline"), null=True, blank=True)
    old_target = models.ForeignKey(
        Figure, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("old target")
    )
    new_target = models.ForeignKey(
        Figure, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("new target")
    )
    old_status = models.CharField(_("old status"), max_length=12, choices=Pledge.Status, blank=True)
    new_status = models.CharField(_("new status"), max_length=12, choices=Pledge.Status, blank=True)
    note = models.TextField(_("note"), blank=True)

    sourced = ("kind", "new_deadline", "new_target", "new_status")
    objects = PledgeChangeQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Reviewed.Meta):
        abstract = False
        verbose_name, verbose_name_plural = _("change of a pledge"), _("changes of pledges")
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="pledgechange_says_what",
                condition=(
                    Q(kind="deadline", new_deadline__isnull=False)
                    | Q(kind="target", new_target__isnull=False)
                    | (Q(kind="status") & ~Q(new_status=""))
                ),
            ),
        ]

    def __str__(self):
        return f"{self.pledge}: {self.get_kind_display()}"


class IndicatorTally(models.Model):
    """How many figures of an indicator are shown; triggers write it (``programs.totals``)."""

    indicator = models.OneToOneField(Indicator, models.CASCADE, primary_key=True, related_name="tally")
    figures = models.IntegerField(default=0)

    class Meta:
        indexes = [models.Index(name="indicator_most_first", fields=["-figures", "indicator"])]

    def __str__(self):
        return f"{self.indicator_id}: {self.figures}"


class Veil(models.Model):
    """What the articles of a figure withhold from its indicator's name; seeds.searching writes it (``programs.veils``).

    A plain key, where a foreign key would be led elsewhere by a merge before the words are.
    """

    figure = models.OneToOneField(Figure, models.CASCADE, primary_key=True, related_name="veil")
    indicator_id = models.BigIntegerField(db_index=True)
    words = models.TextField()  # a line each

    def __str__(self):
        return self.words


class Due(models.Model):
    """By when a pledge is due: its deadline as last moved; triggers write it (``programs.totals``)."""

    pledge = models.OneToOneField(Pledge, models.CASCADE, primary_key=True, related_name="due")
    due_by = PartialDateField(null=True)

    class Meta:
        indexes = [models.Index(name="due_soonest_first", fields=["due_by", "pledge"])]

    def __str__(self):
        return f"{self.pledge_id}: {self.due_by}"
