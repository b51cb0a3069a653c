"""What the members of an alliance say themselves about whom they work with, and how they were asked.

What they did together (meetings, actions) is nowhere stored a second time: ``facts`` reads it.
"""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.links import LinkState, MailLink
from spaces.models import Member, Person, Representative, Space

MAX_REMINDERS = 2
DAYS_BETWEEN_REMINDERS = 3


class Asking(models.Model):
    """The members of an alliance are asked with whom they work, until a last day."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="relation_askings")
    words = models.TextField(_("a word with it"), max_length=600, blank=True)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    closes_on = models.DateField(_("last day"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        verbose_name = _("question about relations")
        verbose_name_plural = _("questions about relations")
        ordering = ("-asked_at", "-pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("space", name="asking_open_once", condition=Q(closed_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.space}: {self.asked_at:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        """Whether its links still work."""
        return self.closed_at is None and timezone.localdate() <= self.closes_on


class RelationRequest(MailLink):
    """One person is asked with whom one member organisation works."""

    kind_of_link = "relations"

    asking = models.ForeignKey(Asking, on_delete=models.CASCADE, related_name="requests")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    contacted_at = models.DateTimeField(_("last mail"), default=timezone.now)
    reminders = models.PositiveSmallIntegerField(_("reminders"), default=0)

    class Meta:
        verbose_name = _("request about relations")
        verbose_name_plural = _("requests about relations")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                "asking",
                "member",
                "person",
                name="relationrequest_open_once",
                condition=Q(withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(condition=Q(reminders__lte=MAX_REMINDERS), name="relationrequest_reminders_capped"),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.member}"

    @property
    def place(self) -> Space:
        return self.asking.space

    def link_state(self, now: dt.datetime | None = None) -> str:
        """As every link; it ends with the question, and with the seat of the person."""
        state = super().link_state(now)
        if state != LinkState.FINE:
            return state
        if not self.asking.is_open:
            return LinkState.EXPIRED
        return state if speaks_for(self.person_id, self.member) else LinkState.WITHDRAWN


def speaks_for(person: int, member: Member) -> bool:
    """Whether this person (its number) may say now with whom the organisation ``member`` works."""
    seats = Representative.objects.current().filter(person=person, member=member)
    current = Member.objects.current().filter(pk=member.pk, organisation__isnull=False)
    return bool(seats.exists() and current.exists())


class Answer(models.Model):
    """What one member organisation says of another. The other one has an answer of its own; they may differ."""

    class Says(models.TextChoices):
        TOGETHER = "together", _("We work together")
        NOT_REALLY = "not_really", _("Not really")
        UNKNOWN = "unknown", _("I do not know")

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="said_of_relations")
    other = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    says = models.CharField(_("answer"), max_length=10, choices=Says)
    about = models.CharField(_("about what"), max_length=200, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(_("answered"), default=timezone.now)

    class Meta:
        verbose_name = _("answer about a relation")
        verbose_name_plural = _("answers about relations")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("member", "other", name="relationanswer_once"),
            models.CheckConstraint(condition=~Q(member=F("other")), name="relationanswer_of_another"),
            models.CheckConstraint(
                condition=Q(about="") | Q(says="together"), name="relationanswer_about_what_they_do_together"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} – {self.other}: {self.get_says_display()}"
