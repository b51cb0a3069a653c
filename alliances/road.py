"""The road as data: the steps that a programme lays out, each alliance's own copy of them, and what it passes over.

A check is a key of ``alliances.checks.CHECKS``: whether it is done is always computed, never kept here.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from alliances.programme_templates import (
    ProgrammeTemplate,
    TemplateQuerySet,
    TitledPart,
    facts_of,
    number_once,
    one_per_programme,
)
from alliances.steps import STEPS, Step
from spaces.models import Space

if TYPE_CHECKING:
    from alliances.models import Alliance

KEY_LENGTH = 40
REASON_LENGTH = 300


class RoadStep(TitledPart):
    """What a step says: its place, its title in each language, and its checks in order."""

    checks = ArrayField(models.CharField(max_length=KEY_LENGTH), verbose_name=_("checks"))

    class Meta(TitledPart.Meta):
        abstract = True


class RoadTemplate(ProgrammeTemplate):
    """The steps that the new alliances of a programme get; without a programme: of all that have no own."""

    objects: ClassVar[TemplateQuerySet[RoadTemplate]] = TemplateQuerySet.as_manager()  # type: ignore[assignment]

    for_all_others = _("All programmes without steps of their own")
    parts_name = "steps"
    copied = facts_of(RoadStep)

    class Meta:
        verbose_name = _("steps of a programme")
        verbose_name_plural = _("steps of programmes")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_per_programme("one_road_per_programme", _("This programme has steps of its own already.")),
        ]

    def take_shipped(self) -> None:
        self.take(STEPS)

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
        steps = self.facts()
        AllianceStep.objects.bulk_create(AllianceStep(alliance_id=key, **step) for key in keys for step in steps)
        return len(keys)


class TemplateStep(RoadStep):
    """A step as a programme lays it out."""

    template = models.ForeignKey(RoadTemplate, on_delete=models.CASCADE, related_name="steps")

    class Meta(RoadStep.Meta):
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            number_once("template", "template_step_number_once"),
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
