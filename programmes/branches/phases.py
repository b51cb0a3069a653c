"""Phases as data: those that a programme lays out, and each branch's own copy of them."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

from alliances.steps import in_language
from spaces.models import Space

if TYPE_CHECKING:
    from accounts.models import User
    from programmes.branches.models import Branch

TITLE_LENGTH = 60


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


class PhaseFacts(models.Model):
    """What a phase says: its place, its title in each language, and whether organisations are mentored in it."""

    number = models.PositiveSmallIntegerField(_("number"))
    title_nl = models.CharField(_("title in Dutch"), max_length=TITLE_LENGTH)
    title_en = models.CharField(_("title in English"), max_length=TITLE_LENGTH)
    title_fr = models.CharField(_("title in French"), max_length=TITLE_LENGTH)
    mentored = models.BooleanField(
        _("with mentoring"),
        default=False,
        help_text=_("In this phase mentoring and coaching of each organisation are noted too."),
    )

    class Meta:
        abstract = True
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    @property
    def title(self) -> str:
        return in_language(self.title_nl, self.title_en, self.title_fr)


COPIED = tuple(field.name for field in PhaseFacts._meta.fields)


class PhaseTemplateQuerySet(models.QuerySet["PhaseTemplate"]):
    def administered_by(self, user: User) -> PhaseTemplateQuerySet:
        """Those of the programmes that ``user`` administers; for a platform administrator all, the shared one too."""
        return self if user.is_superuser else self.filter(programme__in=Space.objects.coordinated_by(user))

    def shared(self) -> PhaseTemplate:
        """The one for every programme that has none of its own; made from the shipped phases where it is missing."""
        template, created = self.get_or_create(programme=None)
        if created:
            template.take(SHIPPED)
        return template

    def of(self, programme: Space | None) -> PhaseTemplate:
        """The phases that a new branch of this programme gets."""
        own = self.filter(programme=programme).first() if programme else None
        return own or self.shared()


class PhaseTemplate(models.Model):
    """The phases that the new branches of a programme get; without a programme: of all that have no own."""

    programme = models.ForeignKey(
        Space,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        limit_choices_to={"kind": Space.Kind.PROGRAMME},
        verbose_name=_("programme"),
    )

    objects: ClassVar[PhaseTemplateQuerySet] = PhaseTemplateQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("phases of a programme")
        verbose_name_plural = _("phases of programmes")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["programme"],
                name="one_phase_template_per_programme",
                nulls_distinct=False,
                violation_error_message=_("This programme has phases of its own already."),
            ),
        ]

    def __str__(self) -> str:
        return self.programme.name if self.programme else str(_("All programmes without phases of their own"))

    def take(self, phases: Collection[ShippedPhase]) -> None:
        """Lay out these phases, for a template that has none yet."""
        TemplatePhase.objects.bulk_create(
            TemplatePhase(
                template=self,
                number=number,
                title_nl=phase.nl,
                title_en=phase.en,
                title_fr=phase.fr,
                mentored=phase.mentored,
            )
            for number, phase in enumerate(phases, start=1)
        )

    def give_to(self, branch: Branch) -> None:
        """Copy the phases into a branch that has none yet."""
        facts: Any = self.phases.values(*COPIED)
        Phase.objects.bulk_create(Phase(branch=branch, **phase) for phase in facts)


# Asked at the end of the transaction, so that two phases can change places.
def number_once(field: str, name: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(fields=[field, "number"], name=name, deferrable=models.Deferrable.DEFERRED)


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
