"""Whom else to involve: what those who take part suggest, and the mails that ask them to."""

from __future__ import annotations

from typing import Any, ClassVar

import rules
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModelBase, RulesModelMixin

from accounts.models import User
from core.links import LinkState, MailLink
from partners.organisations.models import Sector
from partners.stakeholders.models import Stakeholder
from spaces.models import InSpaceQuerySet, Person, Space
from spaces.rules import is_coordinator, takes_part

MAX_REMINDERS = 1
DAYS_BETWEEN_REMINDERS = 3
WORDS_LENGTH = 2_000


@rules.predicate("has_register")
def has_register(user: object, space: object) -> bool:
    """A working group has no register, so nothing is suggested for it."""
    return getattr(space, "kind", "") != Space.Kind.WORKING_GROUP


class SuggestionQuerySet(InSpaceQuerySet):
    def open(self) -> SuggestionQuerySet:
        """Those on which nobody decided."""
        return self.filter(state=Suggestion.State.OPEN)

    def by_user(self, user: User) -> SuggestionQuerySet:
        """What the person behind this account suggested."""
        return self.filter(person__in=Person.objects.of(user))


class Suggestion(RulesModelMixin, models.Model, metaclass=RulesModelBase):
    """Somebody names an organisation or a person that the space could involve. Only they themselves and the
    coordinators know whose suggestion it is."""

    class Kind(models.TextChoices):
        ORGANISATION = "organisation", _("an organisation")
        PERSON = "person", _("a person")

    class State(models.TextChoices):
        OPEN = "open", _("not decided yet")
        ACCEPTED = "accepted", _("taken up")
        DECLINED = "declined", _("not now")

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="suggestions")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("who it is"), max_length=12, choices=Kind)
    name = models.CharField(_("name"), max_length=300)
    municipality = models.CharField(_("municipality"), max_length=120, blank=True)
    sectors = ArrayField(
        models.CharField(max_length=20, choices=Sector), verbose_name=_("sectors"), default=list, blank=True
    )
    why = models.TextField(_("why them"), max_length=WORDS_LENGTH)
    contribution = models.TextField(_("how they can contribute"), blank=True, max_length=WORDS_LENGTH)
    contact_person = models.CharField(_("contact person"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    suggested_at = models.DateTimeField(_("suggested"), default=timezone.now)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True)
    # What the one who suggested it is told when it is declined.
    answer = models.CharField(_("your answer"), max_length=500, blank=True)
    # What it became, until that is removed from the register.
    stakeholder = models.ForeignKey(
        Stakeholder, null=True, blank=True, on_delete=models.SET_NULL, related_name="suggestions"
    )

    objects: ClassVar[models.Manager[Suggestion]] = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        ordering = ("-suggested_at", "-pk")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["space", "state", "-suggested_at"], name="suggestion_in_space"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(name__regex=r"\S", why__regex=r"\S"), name="suggestion_says_who_and_why"
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at=None) | ~Q(state="open") & Q(decided_at__isnull=False),
                name="suggestion_decided_has_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(state="declined") | Q(answer=""), name="suggestion_answer_when_declined"
            ),
            models.CheckConstraint(
                condition=Q(state="accepted") | Q(stakeholder=None), name="suggestion_entry_when_accepted"
            ),
        ]
        rules_permissions: ClassVar[dict[str, Any]] = {
            # To suggest somebody, and to see what one suggested oneself.
            "add": has_register & takes_part,
            "view": has_register & takes_part,
            # Who coordinates sees everybody's, beside the register; the menu leads the others to their own.
            "view_own_in_menu": has_register & takes_part & ~is_coordinator,
            "view_every": has_register & is_coordinator,
            "decide": has_register & is_coordinator,
            "ask_for": has_register & is_coordinator,
        }

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_accepted(self) -> bool:
        return self.state == self.State.ACCEPTED


class Question(models.Model):
    """The members are asked whom else to involve, until a day."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="suggestion_questions")
    words = models.TextField(_("in your own words"), max_length=1_000, blank=True)
    closes_on = models.DateField(_("last day"))
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects: ClassVar[models.Manager[Question]] = InSpaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("question to the members")
        verbose_name_plural = _("questions to the members")
        ordering = ("-asked_at", "-pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("space", name="suggestionquestion_open_once", condition=Q(closed_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.space_id}, {self.closes_on}"

    @property
    def is_open(self) -> bool:
        """Whether its links still work."""
        return self.closed_at is None and timezone.localdate() <= self.closes_on


class QuestionLink(MailLink):
    """One person is asked, and can suggest as many as they like."""

    kind_of_link = "suggestions"

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="links")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    contacted_at = models.DateTimeField(_("last mail"), default=timezone.now)
    reminders = models.PositiveSmallIntegerField(_("reminders"), default=0)

    class Meta:
        verbose_name = _("question to a member")
        verbose_name_plural = _("questions to a member")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("question", "person", name="questionlink_once"),
            models.CheckConstraint(condition=Q(reminders__lte=MAX_REMINDERS), name="questionlink_reminded_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.question}"

    @property
    def place(self) -> Space:
        return self.question.space

    def link_state(self, now: Any = None) -> str:
        """As every link; it ends with the question."""
        state = super().link_state(now)
        return LinkState.EXPIRED if state == LinkState.FINE and not self.question.is_open else state
