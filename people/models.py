"""People, organizations, and the posts that people hold in them."""

from django.conf import settings
from django.db import models
from django.db.models import ExpressionWrapper, F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from kb.core import labels, languages
from kb.core.models import Claim, Entity, Run, known
from kb.core.partial_dates import PartialDateField, ends_after_start
from kb.core.querysets import ClaimQuerySet, EntityQuerySet
from kb.regions.models import Region


class Person(Entity):
    """Private by default; public when a post says so with confidence, or an editor does."""

    KIND = Entity.Kind.PERSON

    # Named by hand: the default name of the way back, "person", is a column elsewhere.
    entity_ptr = models.OneToOneField(
        Entity, models.CASCADE, parent_link=True, primary_key=True, related_name="as_person"
    )

    public_reason = models.CharField(_("why public"), max_length=300, blank=True)
    birth = PartialDateField(_("born"), null=True, blank=True)

    objects = EntityQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name, verbose_name_plural = _("person"), _("people")
        permissions = [
            ("publish_person", "Can make a person public"),
            ("suppress_person", "Can remove a person for good"),
        ]

    def __init__(self, *args, **kwargs):
        # Only for new rows: rows from the database come as positional arguments.
        if not args:
            kwargs.setdefault("visibility", Entity.Visibility.HIDDEN)
        super().__init__(*args, **kwargs)


class PublishRequestQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(decision=PublishRequest.Decision.WAITING)


class PublishRequest(models.Model):
    """Somebody asks that a private person be public; somebody else approves it or not.

    An import that reads a public post of a person who was private puts down the same, with its run and no account: so
    every way from private to public leaves its ground here, and the database refuses one without (people.guard).
    """

    class Decision(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="publish_requests", verbose_name=_("person"), editable=False
    )
    reason = models.CharField(_("why public"), max_length=300)
    # Accounts that asked or decided can't be deleted: two people answer for it.
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("asked by"),
        editable=False,
    )
    run = models.ForeignKey(
        Run, models.CASCADE, null=True, related_name="+", verbose_name=_("read by the run"), editable=False
    )
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    decision = models.CharField(_("decision"), max_length=8, choices=Decision, default=Decision.WAITING, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
        editable=False,
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)
    refused_because = models.CharField(_("refused, because"), max_length=300, blank=True, editable=False)
    # The person is public on this ground, or may become so; a trigger takes it away when the person becomes private.
    stands = models.BooleanField(default=False, editable=False)

    objects = PublishRequestQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("request to make a person public"), _("requests to make people public")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="publishrequest_approved_by_another",
                condition=(
                    ~Q(decision="approved")
                    | Q(asked_by=None, run__isnull=False)
                    | (Q(asked_by__isnull=False, decided_by__isnull=False) & ~Q(decided_by=F("asked_by")))
                ),
                violation_error_message=_("Somebody else must approve what you asked for."),
            ),
            models.CheckConstraint(
                name="publishrequest_somebody_asked", condition=Q(asked_by__isnull=False) | Q(run__isnull=False)
            ),
            models.CheckConstraint(
                name="publishrequest_stands_approved", condition=Q(stands=False) | Q(decision="approved")
            ),
            models.CheckConstraint(name="publishrequest_has_a_reason", condition=~Q(reason="")),
            models.UniqueConstraint(
                name="publishrequest_waits_once", fields=["person"], condition=Q(decision="waiting")
            ),
        ]

    def __str__(self):
        return f"{self.person}: {self.reason}"


class Organization(Entity):
    """A party, a branch, a ministry, a council, a fund, a firm. Parents are relations."""

    KIND = Entity.Kind.ORGANIZATION

    # Named by hand: the default name of the way back, "organization", is a column elsewhere.
    entity_ptr = models.OneToOneField(
        Entity, models.CASCADE, parent_link=True, primary_key=True, related_name="as_organization"
    )

    # A code of seeds/data/kinds.yaml, so that a new kind needs no migration.
    organization_kind = models.CharField(_("kind of organization"), max_length=30, blank=True)
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="organizations", verbose_name=_("region")
    )
    founded = PartialDateField(_("founded"), null=True, blank=True)
    dissolved = PartialDateField(_("dissolved"), null=True, blank=True)

    objects = EntityQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name, verbose_name_plural = _("organization"), _("organizations")
        constraints = [
            models.CheckConstraint(
                name="organization_ends_after_start",
                condition=Q(founded=None) | Q(dissolved=None) | ends_after_start("dissolved", "founded"),
            ),
        ]


class PositionQuerySet(ClaimQuerySet):
    @staticmethod
    def _held(day) -> Q:
        begun = Q(start=None) & (Q(first_reported=None) | Q(first_reported__lte=day))
        return Q(begun | Q(start__not_after=day), Q(end=None) | Q(end__not_before=day), Q(ended=False) | ~Q(end=None))

    def held_on(self, day):
        """Positions held on ``day``: the one meaning of "current".

        An unknown end is open; an unknown beginning is the first report, for nobody says what was before.
        """
        return self.filter(self._held(day))

    def marking_held_on(self, day):
        """Each position with ``held``: whether it is among those of ``held_on(day)``."""
        return self.annotate(held=ExpressionWrapper(self._held(day), output_field=models.BooleanField()))


class Position(Claim):
    """A post that a person holds, from ``start`` to ``end``, both included."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="positions", verbose_name=_("person"))
    # A code of seeds/data/posts.yaml; empty for a post that the file doesn't know.
    post = models.CharField(_("post"), max_length=60, blank=True)
    title_kk = models.CharField(_("title in Kazakh"), max_length=300, blank=True)
    title_ru = models.CharField(_("title in Russian"), max_length=300, blank=True)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    # An organization that people held posts in is history: merge it, don't delete it.
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="positions",
        verbose_name=_("organization"),
    )
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="positions", verbose_name=_("region")
    )
    acting = models.BooleanField(_("acting"), default=False)
    # "former mayor": it had ended by then, the day is not said.
    ended = models.BooleanField(_("had ended when reported"), default=False)
    # The days of the first and the last document that report it; null when no document has a date.
    first_reported = models.DateField(_("first reported"), null=True, blank=True, editable=False)
    last_reported = models.DateField(_("last reported"), null=True, blank=True, editable=False)
    # Another source says another person or other dates: why this one is preferred. Empty: it is not.
    preferred_because = models.CharField(_("preferred, because"), max_length=300, blank=True)

    about = ("person", "organization", "region")
    sourced = ("person", "title_kk", "title_ru", "title_en", "organization", "region")
    objects = PositionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Claim.Meta):
        abstract = False
        verbose_name, verbose_name_plural = _("position"), _("positions")
        ordering = ["-last_reported", "pk"]
        constraints = [
            *Claim.Meta.constraints,
            models.CheckConstraint(
                name="position_has_a_title", condition=~Q(title_kk="") | ~Q(title_ru="") | ~Q(title_en="")
            ),
            models.UniqueConstraint(
                "person",
                "post",
                "title_kk",
                "title_ru",
                known("organization"),
                known("region"),
                known("start"),
                known("end"),
                "ended",
                name="position_once",
            ),
        ]

    def __str__(self):
        return f"{self.person}: {self.title}"

    def fold(self, other):
        """Take over what the same post of a merged person or organization says."""
        days = [day for row in (self, other) for day in (row.first_reported, row.last_reported) if day]
        if days:
            self.first_reported, self.last_reported = min(days), max(days)

    def title_in(self, language: str = "") -> tuple[str, str]:
        """The title and the language it is in: the document's own, else what posts of this code are called."""
        language = language or languages.current()
        own = getattr(self, f"title_{language}") or labels.post(self.post, language)
        return (own, language) if own else languages.pick(self, "title", language)

    @property
    def title(self) -> str:
        return self.title_in()[0]
