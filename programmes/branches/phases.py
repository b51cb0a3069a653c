"""Phases as data: those that a programme lays out, and each branch's own copy of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

from alliances.programme_templates import (
    ProgrammeTemplate,
    TemplateQuerySet,
    TitledPart,
    facts_of,
    number_once,
    one_per_programme,
)

if TYPE_CHECKING:
    from programmes.branches.models import Branch


class ShippedPhase(NamedTuple):
    """A phase as it comes with the platform."""

    nl: str
    en: str
    fr: str
    mentored: bool = False


SHIPPED = (
    ShippedPhase("In kaart brengen", "Mapping", "État des lieux"),
    ShippedPhase("Nationale bijeenkomst", "National event", "Rencontre nationale"),
    ShippedPhase("Internationale bijeenkomst", "International event", "Rencontre internationale"),
    ShippedPhase("Opvolging", "Follow-up", "Accompagnement", mentored=True),
    ShippedPhase("Monitoring en evaluatie", "Monitoring and evaluation", "Suivi et évaluation"),
)


class PhaseFacts(TitledPart):
    """What a phase says: its place, its title in each language, and whether organisations are mentored in it."""

    mentored = models.BooleanField(
        _("with mentoring"),
        default=False,
        help_text=_("In this phase mentoring and coaching of each organisation are noted too."),
    )

    class Meta(TitledPart.Meta):
        abstract = True


class PhaseTemplate(ProgrammeTemplate):
    """The phases that the new branches of a programme get; without a programme: of all that have no own."""

    objects: ClassVar[TemplateQuerySet[PhaseTemplate]] = TemplateQuerySet.as_manager()  # type: ignore[assignment]

    for_all_others = _("All programmes without phases of their own")
    parts_name = "phases"
    copied = facts_of(PhaseFacts)

    class Meta:
        verbose_name = _("phases of a programme")
        verbose_name_plural = _("phases of programmes")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_per_programme("one_phase_template_per_programme", _("This programme has phases of its own already.")),
        ]

    def take_shipped(self) -> None:
        TemplatePhase.objects.bulk_create(
            TemplatePhase(
                template=self,
                number=number,
                title_nl=phase.nl,
                title_en=phase.en,
                title_fr=phase.fr,
                mentored=phase.mentored,
            )
            for number, phase in enumerate(SHIPPED, start=1)
        )

    def give_to(self, branch: Branch) -> None:
        """Copy the phases into a branch that has none yet."""
        Phase.objects.bulk_create(Phase(branch=branch, **phase) for phase in self.facts())


class TemplatePhase(PhaseFacts):
    """A phase as a programme lays it out."""

    template = models.ForeignKey(PhaseTemplate, on_delete=models.CASCADE, related_name="phases")

    class Meta(PhaseFacts.Meta):
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            number_once("template", "template_phase_number_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="template_phase_has_a_number"),
        ]


class Phase(PhaseFacts):
    """A phase of one branch: a copy, so that it stays as it was when its programme thinks again."""

    branch = models.ForeignKey("branches.Branch", on_delete=models.CASCADE, related_name="phases")

    class Meta(PhaseFacts.Meta):
        verbose_name = _("phase of a branch")
        verbose_name_plural = _("phases of a branch")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            number_once("branch", "branch_phase_number_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="branch_phase_has_a_number"),
        ]
