"""A branch: a theme on which organisations of many regions or countries work together, phase by phase.

Whatever is known of an organisation hangs on the organisation itself and not on its membership, so that who
left and came back has one road. Members of the branch are members of its space.
"""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from partners.organisations.models import Organisation
from programmes.branches.phases import Phase, PhaseTemplate, TemplatePhase
from spaces.models import Member, Person, Space

__all__ = [
    "Activity",
    "Branch",
    "Mentoring",
    "Need",
    "Phase",
    "PhaseTemplate",
    "TemplatePhase",
    "members_of",
    "with_history_in",
]


def members_of(space: Space, today: dt.date | None = None) -> models.QuerySet[Organisation]:
    """The organisations that are members of this space today."""
    today = today or timezone.localdate()
    now = Member.objects.filter(space=space, ends_on=None, starts_on__lte=today)
    return Organisation.objects.filter(Exists(now.filter(organisation=OuterRef("pk"))))


def with_history_in(space: Space) -> models.QuerySet[Organisation]:
    """The organisations that are or were a member of this space."""
    return Organisation.objects.filter(Exists(Member.objects.filter(space=space, organisation=OuterRef("pk"))))


class BranchQuerySet(models.QuerySet["Branch"]):
    def administered_by(self, user: User) -> BranchQuerySet:
        """The branches that ``user`` looks after in the administration: those of the programmes they coordinate."""
        if user.is_superuser:
            return self
        programmes = Space.objects.coordinated_by(user).filter(kind=Space.Kind.PROGRAMME)
        return self.filter(space__parent__in=programmes)


class Branch(models.Model):
    """A thematic branch of a programme, one-to-one with its space."""

    space = models.OneToOneField(
        Space, on_delete=models.PROTECT, related_name="branch", limit_choices_to={"kind": Space.Kind.BRANCH}
    )
    open_to_all = models.BooleanField(_("open to all"), default=False, db_default=False)
    contact_email = models.EmailField(_("contact address for everybody"), blank=True, default="", db_default="")

    objects: ClassVar[models.Manager[Branch]] = BranchQuerySet.as_manager()

    class Meta:
        verbose_name = _("branch")
        verbose_name_plural = _("branches")

    def __str__(self) -> str:
        return self.space.name

    @transaction.atomic
    def save(self, *args: object, **kwargs: object) -> None:
        """A new branch gets the phases of its programme."""
        is_new = self._state.adding
        super().save(*args, **kwargs)  # type: ignore[arg-type]
        if is_new:
            PhaseTemplate.objects.of(self.space.parent).give_to(self)


class ActivityQuerySet(models.QuerySet["Activity"]):
    def of(self, space: Space) -> ActivityQuerySet:
        return self.filter(phase__branch__space=space)

    def coming(self, today: dt.date) -> ActivityQuerySet:
        return self.filter(starts_on__gt=today)

    def held(self, today: dt.date) -> ActivityQuerySet:
        return self.filter(starts_on__lte=today)


class Activity(models.Model):
    """Something that organisations of a branch do together in a phase, and what came of it."""

    phase = models.ForeignKey(Phase, verbose_name=_("phase"), on_delete=models.PROTECT, related_name="activities")
    title = models.CharField(_("title"), max_length=200)
    starts_on = models.DateField(_("date"), default=timezone.localdate)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    organisations = models.ManyToManyField(
        Organisation, verbose_name=_("organisations"), blank=True, related_name="branch_activities"
    )
    people = models.ManyToManyField(Person, verbose_name=_("people"), blank=True, related_name="branch_activities")
    others = models.PositiveIntegerField(_("others who took part"), null=True, blank=True)
    result = models.TextField(_("result"), blank=True, max_length=4_000)
    added_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager[Activity]] = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["phase", "starts_on"], name="activity_in_phase")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(title=""), name="activity_has_a_title"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="activity_ends_after_start",
                violation_error_message=_("The end lies before the start."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Need(models.Model):
    """What an organisation said it needs, and how that was answered."""

    branch = models.ForeignKey(Branch, on_delete=models.CASCADE, related_name="needs")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="branch_needs"
    )
    text = models.TextField(_("need"), max_length=1_000)
    brought_on = models.DateField(_("brought up on"), default=timezone.localdate)
    answer = models.TextField(_("answer"), blank=True, max_length=2_000)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)

    class Meta:
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["branch", "organisation"], name="need_in_branch"),
            models.Index(fields=["branch", "brought_on"], name="need_open", condition=Q(answered_on=None)),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(text=""), name="need_has_words"),
            models.CheckConstraint(
                condition=Q(answer="", answered_on__isnull=True) | (~Q(answer="") & Q(answered_on__isnull=False)),
                name="need_answer_has_a_day",
                violation_error_message=_("An answer and its day go together."),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Mentoring(models.Model):
    """One time that somebody mentored or coached an organisation: who with whom, when, and what came of it."""

    class Kind(models.TextChoices):
        MENTORING = "mentoring", _("mentoring")
        COACHING = "coaching", _("coaching")

    phase = models.ForeignKey(Phase, verbose_name=_("phase"), on_delete=models.PROTECT, related_name="mentorings")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="branch_mentorings"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.MENTORING)
    held_on = models.DateField(_("date"), default=timezone.localdate)
    mentor = models.CharField(_("mentor or coach"), max_length=200)
    mentee = models.CharField(_("with whom"), max_length=200, blank=True)
    outcome = models.TextField(_("what came of it"), blank=True, max_length=4_000)

    class Meta:
        verbose_name = _("mentoring")
        verbose_name_plural = _("mentoring")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["phase", "organisation"], name="mentoring_in_phase"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(mentor=""), name="mentoring_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.mentor}"
