"""Who looks at proposals, and what they think of each."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.links import MailLink
from programmes.calls.models.calls import Call, Criterion
from programmes.calls.models.proposals import Proposal
from spaces.models import Person

NOTE_LENGTH = 5_000


class Assessor(MailLink):
    """Somebody who is asked to look at proposals of a call, behind a link; no account is needed."""

    kind_of_link = "assessor"

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="assessors")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assesses")

    class Meta:
        verbose_name = _("assessor")
        verbose_name_plural = _("assessors")
        ordering = ("pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("call", "person", name="assessor_once_in_a_call"),
        ]

    def __str__(self) -> str:
        return self.person.name


class Assessment(models.Model):
    """What one assessor thinks of one proposal; others read it once it is handed in.

    The proposal opens for them only when they said that they have no interest in it.
    """

    class Interest(models.TextChoices):
        NONE = "none", _("No, I can look at it freely")
        CONFLICT = "conflict", _("Yes, I have an interest in it")

    assessor = models.ForeignKey(Assessor, on_delete=models.CASCADE, related_name="assessments")
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="assessments")
    interest = models.CharField(_("interest"), max_length=10, choices=Interest, blank=True)
    interest_words = models.CharField(_("which interest"), max_length=500, blank=True)
    note = models.TextField(_("note"), max_length=NOTE_LENGTH, blank=True)
    handed_in_at = models.DateTimeField(_("handed in"), null=True, editable=False)

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ("pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("assessor", "proposal", name="assessment_once"),
            models.CheckConstraint(
                condition=Q(handed_in_at=None) | Q(interest="none"), name="assessment_without_an_interest"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessor}: {self.proposal}"

    @property
    def is_handed_in(self) -> bool:
        return self.handed_in_at is not None

    @property
    def has_conflict(self) -> bool:
        return self.interest == self.Interest.CONFLICT


class Score(models.Model):
    """Points for one criterion, from 0 (nothing of it) to 4 (fully)."""

    MOST = 4

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="scores")
    points = models.PositiveSmallIntegerField(_("points"))

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("assessment", "criterion", name="score_once"),
            models.CheckConstraint(condition=Q(points__lte=4), name="score_at_most_four"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}"
