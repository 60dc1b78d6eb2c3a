"""Where things happen."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from kb.core.models import Entity
from kb.core.partial_dates import PartialDateField, ends_after_start
from kb.core.querysets import EntityQuerySet


class RegionQuerySet(EntityQuerySet):
    def existing_on(self, day):
        """Regions with the borders of ``day``, unknown ends open."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__not_after=day), Q(valid_until=None) | Q(valid_until__not_before=day)
        )

    def with_level_order(self):
        """Each region with ``level_order``, from the country down."""
        levels = [models.When(level=level, then=place) for place, level in enumerate(Region.Level.values)]
        return self.annotate(level_order=models.Case(*levels, default=99, output_field=models.IntegerField()))


class Region(Entity):
    """A country, an oblast, a city, a district, a settlement."""

    KIND = Entity.Kind.REGION

    # Named by hand: the default name of the way back, "region", is a column elsewhere.
    entity_ptr = models.OneToOneField(
        Entity, models.CASCADE, parent_link=True, primary_key=True, related_name="as_region"
    )

    class Level(models.TextChoices):
        COUNTRY = "country", _("Country")
        OBLAST = "oblast", _("Oblast")
        CITY_REPUBLICAN = "city_republican", _("City of republican significance")
        DISTRICT = "district", _("District")
        CITY = "city", _("City")
        SETTLEMENT = "settlement", _("Settlement")

    level = models.CharField(_("level"), max_length=16, choices=Level)
    code = models.CharField(_("ISO 3166-2 or KATO code"), max_length=12, blank=True)
    # The parent of today; earlier parents are dated part_of relations.
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    valid_from = PartialDateField(_("exists from"), null=True, blank=True)
    valid_until = PartialDateField(_("exists until"), null=True, blank=True)

    objects = RegionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name, verbose_name_plural = _("region"), _("regions")
        constraints = [
            models.UniqueConstraint(name="region_code_once", fields=["code"], condition=~Q(code="")),
            models.CheckConstraint(
                name="region_ends_after_start",
                condition=Q(valid_from=None) | Q(valid_until=None) | ends_after_start("valid_until", "valid_from"),
            ),
        ]
