"""Regions and the municipalities in them, from official lists."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class RegionQuerySet(models.QuerySet["Region"]):
    def administered_by(self, user: User) -> "RegionQuerySet":
        """The regions whose figures and public facts ``user`` looks after in the administration."""
        if user.is_superuser:
            return self
        return self.filter(administrators__user=user)


class Region(models.Model):
    """A named stretch of land in which organisations work together."""

    class Kind(models.TextChoices):
        COUNTRY = "country", _("country")
        PROVINCE = "province", _("province, county or department")
        REGION = "region", _("region")
        CITY = "city", _("city and surroundings")

    name = models.CharField(_("name"), max_length=120)
    code = models.SlugField(
        _("code"), max_length=40, unique=True, help_text=_("Short and lasting, for example “be-kempen”.")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.REGION)
    country = models.CharField(_("country"), max_length=2, default="BE", help_text=_("Two letters, as in “BE”."))
    parent = models.ForeignKey(
        "self", verbose_name=_("part of"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )

    objects: ClassVar[models.Manager["Region"]] = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Municipality(models.Model):
    """A local authority with its official code (NIS in Belgium, INSEE in France, CBS in the Netherlands)."""

    name = models.CharField(_("name"), max_length=120)
    name_fr = models.CharField(_("name in French"), max_length=120, blank=True)
    code = models.CharField(_("official code"), max_length=20)
    country = models.CharField(_("country"), max_length=2, default="BE")
    postcodes = ArrayField(models.CharField(max_length=12), verbose_name=_("postcodes"), default=list, blank=True)
    regions = models.ManyToManyField(Region, verbose_name=_("regions"), related_name="municipalities", blank=True)

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ("name",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("country", "code", name="municipality_code_unique"),
        ]

    def __str__(self) -> str:
        return self.name


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
