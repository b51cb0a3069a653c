"""Regions and the municipalities in them, from official lists."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Func, Q, TextField, Value
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class NameKeys(Func):
    """Everything a text could mean, as keys: the whole, and each part of one such as "Brussel/Bruxelles"."""

    function = "places_name_keys"

    def __init__(self, expression: Any, **extra: Any) -> None:
        parts = Func(expression, Value(r"\s*[/|;,()]\s*|\s+-\s+"), function="regexp_split_to_array")
        super().__init__(expression, Value(""), parts, output_field=ArrayField(TextField()), **extra)


class RegionQuerySet(models.QuerySet["Region"]):
    def administered_by(self, user: User) -> "RegionQuerySet":
        """The regions whose figures and public facts ``user`` looks after in the administration."""
        if user.is_superuser:
            return self
        return self.filter(administrators__user=user)


class Division(models.Model):
    """One way of dividing the land: its regions do not overlap. A programme uses one, several may share it.

    docs/decisions/0030 says why this is no property of the programme.
    """

    name = models.CharField(_("name"), max_length=120)
    code = models.SlugField(_("code"), max_length=80, unique=True)

    class Meta:
        verbose_name = _("division into regions")
        verbose_name_plural = _("divisions into regions")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Region(models.Model):
    """A named stretch of land in which organisations work together."""

    class Kind(models.TextChoices):
        COUNTRY = "country", _("country")
        PROVINCE = "province", _("province, county or department")
        REGION = "region", _("region")
        CITY = "city", _("city and surroundings")

    name = models.CharField(_("name"), max_length=120)
    code = models.SlugField(_("code"), max_length=40, help_text=_("Short and lasting, for example “be-kempen”."))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.REGION)
    country = models.CharField(_("country"), max_length=2, default="BE", help_text=_("Two letters, as in “BE”."))
    parent = models.ForeignKey(
        "self", verbose_name=_("part of"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    division = models.ForeignKey(
        Division, verbose_name=_("division"), null=True, blank=True, on_delete=models.PROTECT, related_name="regions"
    )
    boundary = models.JSONField(
        _("boundary"),
        null=True,
        blank=True,
        editable=False,
        help_text="GeoJSON Polygon or MultiPolygon in WGS84, simplified by places.boundaries; None when not known.",
    )

    objects: ClassVar[models.Manager["Region"]] = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ("name",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                "division",
                "code",
                name="region_code_once_in_a_division",
                nulls_distinct=False,
                violation_error_message=_("This division already has a region with that code."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """A region that moves to another division brings no municipality that somebody there has already."""
        if self.pk and self.division_id:
            rows = MunicipalityInRegion.objects.filter(municipality__regions=self, division=self.division_id)
            taken = rows.exclude(region=self).select_related("municipality", "region").first()
            if taken:
                raise ValidationError({"division": taken.already_there()})


class Municipality(models.Model):
    """A local authority with its official code (NIS in Belgium, INSEE in France, CBS in the Netherlands)."""

    name = models.CharField(_("name"), max_length=120)
    name_fr = models.CharField(_("name in French"), max_length=120, blank=True)
    code = models.CharField(_("official code"), max_length=20)
    country = models.CharField(_("country"), max_length=2, default="BE")
    postcodes = ArrayField(models.CharField(max_length=12), verbose_name=_("postcodes"), default=list, blank=True)
    former_names = ArrayField(
        models.CharField(max_length=120),
        verbose_name=_("former names"),
        default=list,
        db_default=Value([], output_field=ArrayField(models.CharField(max_length=120))),
        blank=True,
        help_text=_("What it was called before, and the municipalities that are part of it now."),
    )
    name_keys = ArrayField(
        models.TextField(),
        default=list,
        db_default=Value([], output_field=ArrayField(models.TextField())),
        editable=False,
        help_text="Every name as it is compared (NameKey). Filled in by the database (places.operations).",
    )
    # A point inside it, in degrees (WGS84); None when not known.
    latitude = models.FloatField(_("latitude"), null=True, blank=True, editable=False)
    longitude = models.FloatField(_("longitude"), null=True, blank=True, editable=False)
    regions = models.ManyToManyField(
        Region, verbose_name=_("regions"), related_name="municipalities", through="MunicipalityInRegion", blank=True
    )

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ("name",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("country", "code", name="municipality_code_unique"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False)  # a comparison with nothing is not false
                & Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="municipality_has_a_whole_centre",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            GinIndex(fields=["name_keys"], name="municipality_names"),
            GinIndex(fields=["postcodes"], name="municipality_postcodes"),
        ]

    def __str__(self) -> str:
        return self.name

    def was_called(self, *names: str) -> None:
        """Remember earlier names, so that who still writes them means this municipality. To be saved by the caller."""
        self.former_names = sorted({*self.former_names, *names} - {"", self.name})


class MunicipalityInRegion(models.Model):
    """A municipality is in one region of a division."""

    municipality = models.ForeignKey(
        Municipality, verbose_name=_("municipality"), on_delete=models.CASCADE, related_name="places_in_regions"
    )
    region = models.ForeignKey(
        Region, verbose_name=_("region"), on_delete=models.CASCADE, related_name="places_of_municipalities"
    )
    division = models.ForeignKey(
        Division,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The region's division. Filled in by the database (places.operations), which needs it for the rule.",
    )

    class Meta:
        verbose_name = _("municipality of the region")
        verbose_name_plural = _("municipalities of the region")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("municipality", "region", name="municipality_once_in_a_region"),
            models.UniqueConstraint("municipality", "division", name="one_region_of_a_division_per_municipality"),
        ]

    def __str__(self) -> str:
        return str(self.municipality)

    def already_there(self) -> str:
        """The sentence for whoever wants this municipality in a second region of the division."""
        return _("%(municipality)s is already in %(region)s, and can be in one region of a division.") % {
            "municipality": self.municipality,
            "region": self.region,
        }

    def clean(self) -> None:
        """What the database would refuse, said in words."""
        if self.municipality_id is None or self.region.division_id is None:
            return
        rows = MunicipalityInRegion.objects.filter(municipality=self.municipality_id, division=self.region.division_id)
        taken = rows.exclude(region=self.region_id).exclude(pk=self.pk).select_related("municipality", "region").first()
        if taken:
            raise ValidationError(taken.already_there())


class RegionAdministrator(models.Model):
    """Somebody who looks after one region in the administration: its figures and public facts."""

    region = models.ForeignKey(
        Region, on_delete=models.CASCADE, related_name="administrators", verbose_name=_("region")
    )
    user = models.ForeignKey(
        User,
        on_delete=models.CASCADE,
        related_name="regions_administered",
        verbose_name=_("account"),
        limit_choices_to=Q(is_staff=True),
    )

    class Meta:
        verbose_name = _("region administrator")
        verbose_name_plural = _("region administrators")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("region", "user", name="region_administrator_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.region}"
