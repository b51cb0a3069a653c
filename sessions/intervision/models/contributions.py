"""What people bring to an intervision day, and the link with which they are asked for it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import MD5
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModelBase, RulesModelMixin

from accounts.models import User
from core.links import MailLink
from partners.organisations.models import Organisation
from sessions.intervision.models.days import IntervisionDay, Round
from spaces import rules
from spaces.models import Person, Space


class ContributionRequest(MailLink):
    """Somebody who was asked to bring a question or a success story. The link works until the day is over."""

    kind_of_link = "contribution"

    day = models.ForeignKey(IntervisionDay, on_delete=models.CASCADE, related_name="requests")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contribution_requests")
    asked_at = models.DateTimeField(_("asked"))

    class Meta:
        verbose_name = _("request for a contribution")
        verbose_name_plural = _("requests for contributions")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("day", "person", name="contribution_request_once"),
        ]

    def __str__(self) -> str:
        return self.person.name

    @property
    def place(self) -> Space:
        return self.day.space


class ContributionQuerySet(models.QuerySet["Contribution"]):
    def by(self, user: User) -> ContributionQuerySet:
        """Those of the person behind this account."""
        return self.filter(person__in=Person.objects.of(user))


class Contribution(RulesModelMixin, models.Model, metaclass=RulesModelBase):
    """A question somebody struggles with, or a story of something that worked.

    ``organisation`` is the one they spoke for when they handed it in. The team always sees whose it is;
    the report names them only with ``shows_name``.
    """

    # Enough for anybody; a link that fell into wrong hands cannot fill the day.
    MOST_PER_PERSON = 20

    class Kind(models.TextChoices):
        QUESTION = "question", _("A question I struggle with")
        SUCCESS = "success", _("Something that worked")

    day = models.ForeignKey(IntervisionDay, on_delete=models.CASCADE, related_name="contributions")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contributions")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="contributions"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title = models.CharField(_("title"), max_length=200)
    story = models.TextField(_("story"), max_length=5_000)
    round = models.ForeignKey(
        Round, verbose_name=_("round"), null=True, blank=True, on_delete=models.SET_NULL, related_name="contributions"
    )
    shows_name = models.BooleanField(_("with my name in the report"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager[Contribution]] = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ("created_at", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # A button that is pressed twice hands in once.
            models.UniqueConstraint(
                "day", "person", "kind", "title", MD5("story"), name="contribution_once",
                violation_error_message=_("You handed this in already."),
            ),
        ]  # fmt: skip
        rules_permissions: ClassVar[dict[str, Any]] = {"add": rules.takes_part}

    def __str__(self) -> str:
        return self.title

    @property
    def is_question(self) -> bool:
        return self.kind == self.Kind.QUESTION

    @property
    def author(self) -> str:
        """Whose it is, with their organisation. For the team and the person, and for the report with ``shows_name``."""
        return f"{self.person.name} ({self.organisation})" if self.organisation else self.person.name


class Match(models.Model):
    """The facilitator thinks that this story helps with this question."""

    question = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="matches")
    story = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="helps_with")

    class Meta:
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        ordering = ("pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("question", "story", name="match_once"),
            models.CheckConstraint(condition=~Q(question=F("story")), name="match_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.question} – {self.story}"
