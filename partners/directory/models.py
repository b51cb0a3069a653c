"""Corrections of public facts that several registers share: one proposes, another one agrees or not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, NamedTuple

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.prepared import Given
from partners.organisations.models import Organisation, Sector
from spaces.models import Space


class Correction(NamedTuple):
    """One fact: what it is called, what stands there, and what should."""

    label: Any
    now: str
    proposed: str


class FactProposalQuerySet(models.QuerySet["FactProposal"]):
    def for_space(self, space: Space | int | Given) -> FactProposalQuerySet:
        """Those that ``space`` may answer: about organisations that it uses, proposed by somebody else."""
        used = Q(organisation__stakeholders__space=space) | Q(organisation__memberships__space=space)
        return self.filter(used, state=FactProposal.State.OPEN).exclude(space=space).distinct()


class FactProposal(models.Model):
    """What a space proposes to change in the public facts of an organisation that others use too.

    Who proposes it stays with that space: the others read what should change and why, and not whose idea it was.
    """

    WHY_LENGTH = 300

    class State(models.TextChoices):
        OPEN = "open", _("waiting")
        ACCEPTED = "accepted", _("taken over")
        DECLINED = "declined", _("left as it is")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="fact_proposals")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="fact_proposals")
    facts = models.JSONField(help_text="The new value of each fact that should change, by the name of its field.")
    why = models.CharField(_("why"), max_length=WHY_LENGTH, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    proposed_at = models.DateTimeField(_("proposed"), default=timezone.now)
    decided_at = models.DateTimeField(_("decided"), null=True)

    objects: ClassVar[models.Manager[FactProposal]] = FactProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed correction")
        verbose_name_plural = _("proposed corrections")
        ordering = ("proposed_at", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("organisation", "space", name="fact_proposal_open_once", condition=Q(state="open")),
            models.CheckConstraint(
                condition=Q(state="open", decided_at=None) | ~Q(state="open") & Q(decided_at__isnull=False),
                name="fact_proposal_decided_has_a_moment",
            ),
            models.CheckConstraint(condition=~Q(facts={}), name="fact_proposal_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {', '.join(self.facts)}"

    def corrections(self) -> Iterator[Correction]:
        """What would change, fact by fact, against what stands there now."""
        for name, proposed in self.facts.items():
            field = Organisation._meta.get_field(name)
            now = getattr(self.organisation, name)
            yield Correction(field.verbose_name, in_words(name, now), in_words(name, proposed))  # type: ignore[union-attr]


def in_words(name: str, value: Any) -> str:
    """A fact as people read it; "–" for nothing."""
    words = ", ".join(str(Sector(one).label) for one in value) if name == "sectors" else str(value)
    return words or "–"
