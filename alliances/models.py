"""Alliances: the profile of a regional network, on top of its space."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from alliances.aims import SectorAim
from alliances.pictures import AlliancePicture
from alliances.road import AllianceStep, PassedOver, RoadTemplate, TemplateStep
from core.text import SortKey
from places.models import Region
from spaces.models import Space

__all__ = [
    "Alliance",
    "AllianceFigures",
    "AlliancePicture",
    "AllianceRegion",
    "AllianceSnapshot",
    "AllianceStep",
    "AllianceSummary",
    "PassedOver",
    "RoadTemplate",
    "SectorAim",
    "TemplateStep",
]


class AllianceQuerySet(models.QuerySet["Alliance"]):
    def administered_by(self, user: User) -> "AllianceQuerySet":
        """The alliances whose figures and public facts ``user`` looks after in the administration:
        those of their regions and of the programmes they coordinate."""
        if user.is_superuser:
            return self
        programmes = Space.objects.coordinated_by(user).filter(kind=Space.Kind.PROGRAMME)
        own = models.Q(regions__in=Region.objects.administered_by(user))
        return self.filter(own | models.Q(space__parent__in=programmes)).distinct()


class Alliance(models.Model):
    """A regional alliance, one-to-one with its space."""

    class Form(models.TextChoices):
        INFORMAL = "informal", _("informal")
        FORMAL = "formal", _("formal")

    space = models.OneToOneField(
        Space, on_delete=models.PROTECT, related_name="alliance", limit_choices_to={"kind": Space.Kind.ALLIANCE}
    )
    regions = models.ManyToManyField(
        Region, verbose_name=_("regions"), related_name="alliances", through="AllianceRegion"
    )
    form = models.CharField(_("form"), max_length=20, choices=Form, default=Form.INFORMAL)
    public_page = models.BooleanField(_("public page is on"), default=False)
    contact_email = models.EmailField(_("e-mail address for the public"), blank=True)

    objects: ClassVar[models.Manager["Alliance"]] = AllianceQuerySet.as_manager()

    class Meta:
        verbose_name = _("alliance")
        verbose_name_plural = _("alliances")

    def __str__(self) -> str:
        return self.space.name

    @transaction.atomic
    def save(self, *args: object, **kwargs: object) -> None:
        """A new alliance gets the steps of its programme."""
        is_new = self._state.adding
        super().save(*args, **kwargs)  # type: ignore[arg-type]
        if is_new:
            RoadTemplate.objects.of(self.space.parent).give_to(Alliance.objects.filter(pk=self.pk))


class AllianceRegion(models.Model):
    """A region in which an alliance works; within a programme a region has one alliance."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="alliance_regions")
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="alliance_regions", verbose_name=_("region")
    )
    programme = models.ForeignKey(
        Space,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The alliance's programme, repeated here so that the database can hold the rule.",
    )

    class Meta:
        verbose_name = _("region of the alliance")
        verbose_name_plural = _("regions of the alliance")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("alliance", "region", name="alliance_region_once"),
            models.UniqueConstraint(
                "programme",
                "region",
                name="one_alliance_per_region_and_programme",
                violation_error_message=_("This programme already has an alliance in that region."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.region)

    def save(self, *args: object, **kwargs: object) -> None:
        self.programme_id = self.alliance.space.parent_id
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class AllianceFigures(models.Model):
    """What is counted of an alliance: how far it is, and how many take part."""

    steps_done = models.PositiveSmallIntegerField(_("steps done"), default=0)
    steps_total = models.PositiveSmallIntegerField(_("steps"), default=0)
    step_now = models.PositiveSmallIntegerField(
        _("step"), null=True, blank=True, help_text="The first step that is not complete; empty when all are."
    )
    checks = models.JSONField(
        _("checks"), default=list, blank=True, help_text="Of each step how many checks are done, and of how many."
    )
    members = models.PositiveIntegerField(_("members"), default=0)
    signatures = models.PositiveIntegerField(_("signatures"), default=0)
    actions = models.PositiveIntegerField(_("actions"), default=0)
    counted_at = models.DateTimeField(_("counted at"))

    class Meta:
        abstract = True


class AllianceSummary(AllianceFigures):
    """The figures of one alliance, counted by ``alliances.figures`` so that lists of hundreds sort in SQL."""

    alliance = models.OneToOneField(Alliance, primary_key=True, on_delete=models.CASCADE, related_name="summary")
    region_names = models.TextField(_("regions"), blank=True)
    coordinator_names = models.TextField(_("coordinators"), blank=True)
    next_meeting_at = models.DateTimeField(_("next meeting"), null=True, blank=True)
    closed_on = models.DateField(_("last day"), null=True, blank=True, help_text="Of an alliance that was closed.")
    activity = ArrayField(
        models.PositiveIntegerField(),
        verbose_name=_("activity"),
        default=list,
        blank=True,
        help_text="How much happened in each of the last twelve months; the last one is that of the counting.",
    )

    class Meta:
        verbose_name = _("figures of an alliance")
        verbose_name_plural = _("figures of alliances")
        indexes: ClassVar[list[models.Index]] = [models.Index(SortKey("region_names"), name="summary_sorted")]

    def __str__(self) -> str:
        return str(self.alliance)


class AllianceSnapshot(AllianceFigures):
    """The figures of one alliance as they stood when a month ended; those of this month follow the summary."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="snapshots")
    month = models.DateField(_("month"), help_text="Its first day.")

    class Meta:
        verbose_name = _("figures of a month")
        verbose_name_plural = _("figures of months")
        ordering = ("alliance", "month")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("alliance", "month", name="alliance_snapshot_once_a_month"),
            models.CheckConstraint(condition=models.Q(month__day=1), name="alliance_snapshot_on_the_first"),
        ]

    def __str__(self) -> str:
        return f"{self.alliance}, {self.month:%Y-%m}"
