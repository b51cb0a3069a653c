"""The road as data: the steps that a programme lays out, each alliance's own copy of them, and what it passes over.

A check is a key of ``alliances.checks.CHECKS``: whether it is done is always computed, never kept here.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from alliances.steps import STEPS, Step, in_language
from spaces.models import Space

if TYPE_CHECKING:
    from accounts.models import User
    from alliances.models import Alliance

KEY_LENGTH = 40
REASON_LENGTH = 300


class RoadStep(models.Model):
    """What a step says: its place, its title in each language, and its checks in order."""

    number = models.PositiveSmallIntegerField(_("number"))
    title_nl = models.CharField(_("title in Dutch"), max_length=60)
    title_en = models.CharField(_("title in English"), max_length=60)
    title_fr = models.CharField(_("title in French"), max_length=60)
    checks = ArrayField(models.CharField(max_length=KEY_LENGTH), verbose_name=_("checks"))

    class Meta:
        abstract = True
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.number}. {in_language(self.title_nl, self.title_en, self.title_fr)}"


COPIED = tuple(field.name for field in RoadStep._meta.fields)


class RoadTemplateQuerySet(models.QuerySet["RoadTemplate"]):
    def administered_by(self, user: User) -> RoadTemplateQuerySet:
        """Those of the programmes that ``user`` administers; for a platform administrator all, the shared one too."""
        return self if user.is_superuser else self.filter(programme__in=Space.objects.coordinated_by(user))

    def shared(self) -> RoadTemplate:
        """The one for every programme that has none of its own; made from the shipped steps where it is missing."""
        template, created = self.get_or_create(programme=None)
        if created:
            template.take(STEPS)
        return template

    def of(self, programme: Space | None) -> RoadTemplate:
        """The road that a new alliance of this programme gets."""
        fits = models.Q(programme=None) | models.Q(programme=programme)
        return self.filter(fits).order_by("programme").first() or self.shared()  # its own comes first: nulls are last


class RoadTemplate(models.Model):
    """The steps that the new alliances of a programme get; without a programme: of all that have no own."""

    programme = models.ForeignKey(
        Space,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        limit_choices_to={"kind": Space.Kind.PROGRAMME},
        verbose_name=_("programme"),
    )

    objects: ClassVar[RoadTemplateQuerySet] = RoadTemplateQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("steps of a programme")
        verbose_name_plural = _("steps of programmes")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["programme"],
                name="one_road_per_programme",
                nulls_distinct=False,
                violation_error_message=_("This programme has steps of its own already."),
            ),
        ]

    def __str__(self) -> str:
        return self.programme.name if self.programme else str(_("All programmes without steps of their own"))

    def take(self, steps: Collection[Step]) -> None:
        """Lay out these steps, for a template that has none yet."""
        TemplateStep.objects.bulk_create(
            TemplateStep(
                template=self,
                number=step.number,
                title_nl=step.nl,
                title_en=step.en,
                title_fr=step.fr,
                checks=[check.key for check in step.checks],
            )
            for step in steps
        )

    @transaction.atomic
    def give_to(self, alliances: models.QuerySet[Alliance]) -> int:
        """Copy the steps into these alliances, in the place of theirs; says how many alliances that were.

        What they passed over stays so.
        """
        # The spaces first and their rows later, as everywhere.
        spaces = Space.objects.filter(alliance__in=alliances).order_by("pk").select_for_update(no_key=True)
        keys = list(spaces.values_list("alliance", flat=True))
        AllianceStep.objects.filter(alliance__in=keys).delete()
        steps = list(self.steps.values(*COPIED))
        AllianceStep.objects.bulk_create(AllianceStep(alliance_id=key, **step) for key in keys for step in steps)
        return len(keys)


class TemplateStep(RoadStep):
    """A step as a programme lays it out."""

    template = models.ForeignKey(RoadTemplate, on_delete=models.CASCADE, related_name="steps")

    class Meta(RoadStep.Meta):
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Asked at the end, so that two steps can change places.
            models.UniqueConstraint(
                fields=["template", "number"], name="template_step_number_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                condition=models.Q(number__gte=1, checks__len__gte=1), name="template_step_has_number_and_checks"
            ),
        ]


class AllianceStep(RoadStep):
    """A step of one alliance: a copy, so that its road stays as it was when its programme thinks again."""

    alliance = models.ForeignKey("alliances.Alliance", on_delete=models.CASCADE, related_name="steps")

    class Meta(RoadStep.Meta):
        verbose_name = _("step of an alliance")
        verbose_name_plural = _("steps of an alliance")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("alliance", "number", name="alliance_step_number_once"),
            models.CheckConstraint(
                condition=models.Q(number__gte=1, checks__len__gte=1), name="alliance_step_has_number_and_checks"
            ),
        ]


class PassedOver(models.Model):
    """A check that does not fit this alliance: who said so, when and why. It counts as settled, not as done."""

    alliance = models.ForeignKey("alliances.Alliance", on_delete=models.CASCADE, related_name="passed_over")
    key = models.CharField(_("check"), max_length=KEY_LENGTH)
    reason = models.CharField(_("reason"), max_length=REASON_LENGTH)
    by = models.CharField(_("by"), max_length=200)
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("check passed over")
        verbose_name_plural = _("checks passed over")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("alliance", "key", name="check_passed_over_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="passed_over_with_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.reason}"
