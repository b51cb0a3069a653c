"""The minutes after they went round: what people ask to correct, and what the next meeting decided about them."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import MD5
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.frozen.models import AppendOnly
from core.links import LinkState, MailLink
from sessions.meetings.models.invitees import Invitee
from sessions.meetings.models.meetings import Meeting
from sessions.meetings.models.minutes import Minutes
from spaces.models import Person, Space


class CorrectionRequest(MailLink):
    """Somebody on the list got these minutes; by this link they ask to correct them until they are decided about."""

    kind_of_link = "minutes"

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="requests")
    invitee = models.ForeignKey(Invitee, on_delete=models.CASCADE, related_name="correction_requests")

    class Meta:
        verbose_name = _("link to the minutes")
        verbose_name_plural = _("links to the minutes")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("minutes", "invitee", name="correctionrequest_once"),
        ]

    def __str__(self) -> str:
        return f"{self.invitee}: {self.minutes}"

    @property
    def place(self) -> Space:
        return self.minutes.meeting.space

    def link_state(self, now: dt.datetime | None = None) -> str:
        """As every link; one of minutes that were corrected since leads nowhere: the newer mail has another."""
        state = super().link_state(now)
        if state == LinkState.FINE and self.minutes.is_superseded:
            return LinkState.REPLACED
        return state


class Correction(models.Model):
    """Something in minutes that went round that somebody wants to see changed, and what became of it."""

    MOST_PER_PERSON = 20
    TEXT_LENGTH = 2_000
    WHY_LENGTH = 500

    class State(models.TextChoices):
        OPEN = "open", _("waits")
        TAKEN = "taken", _("taken over")
        LEFT = "left", _("not taken over")

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="corrections")
    # Of the line that it is about, in all revisions; none for the minutes as a whole.
    thread = models.UUIDField(null=True, blank=True, editable=False)
    subject = models.CharField(_("about"), max_length=300, blank=True)
    text = models.TextField(_("what should it say?"), max_length=TEXT_LENGTH)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    why = models.CharField(_("why"), max_length=WHY_LENGTH, blank=True)

    class Meta:
        verbose_name = _("correction to minutes")
        verbose_name_plural = _("corrections to minutes")
        ordering = ("sent_at", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # A button that is pressed twice sends once.
            models.UniqueConstraint("minutes", "person", MD5("text"), F("thread"), name="correction_once",
                                    nulls_distinct=False),
            models.CheckConstraint(condition=Q(text__regex=r"\S"), name="correction_says_something"),
            models.CheckConstraint(
                condition=~Q(state="left") | Q(why__regex=r"\S"), name="correction_refused_with_a_reason"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.subject}: {self.text}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN


class Approval(AppendOnly):
    """What was decided about minutes that went round. ``made`` is the version with the changes, where there were."""

    class Outcome(models.TextChoices):
        APPROVED = "approved", _("approved")
        CHANGED = "changed", _("approved with changes")
        SENT_BACK = "sent_back", _("changes requested")

    NOTE_LENGTH = 1_000

    minutes = models.OneToOneField(Minutes, on_delete=models.PROTECT, related_name="approval")
    outcome = models.CharField(_("decision"), max_length=10, choices=Outcome)
    made = models.OneToOneField(Minutes, null=True, on_delete=models.PROTECT, related_name="made_by")
    # The meeting that decided; none where it was decided otherwise, as in writing.
    meeting = models.ForeignKey(Meeting, null=True, on_delete=models.PROTECT, related_name="approvals")
    decided_on = models.DateField(_("decided on"), default=timezone.localdate)
    noted_by = models.CharField(_("noted by"), max_length=200)
    noted_at = models.DateTimeField(_("noted"), default=timezone.now)
    note = models.CharField(_("note"), max_length=NOTE_LENGTH, blank=True)

    class Meta:
        verbose_name = _("decision about minutes")
        verbose_name_plural = _("decisions about minutes")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(outcome="changed", made__isnull=False) | ~Q(outcome="changed") & Q(made__isnull=True),
                name="approval_with_changes_has_them",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="sent_back") | Q(note__regex=r"\S"), name="approval_says_what_has_to_change"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.minutes}: {self.get_outcome_display()}"


class Reopening(AppendOnly):
    """Approved minutes turned out to be wrong: why they were opened again. What was approved stays as it was."""

    REASON_LENGTH = 1_000

    minutes = models.OneToOneField(Minutes, on_delete=models.PROTECT, related_name="reopening")
    reason = models.CharField(_("reason"), max_length=REASON_LENGTH)
    reopened_by = models.CharField(_("opened again by"), max_length=200)
    reopened_at = models.DateTimeField(_("opened again"), default=timezone.now)

    class Meta:
        verbose_name = _("minutes opened again")
        verbose_name_plural = _("minutes opened again")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(reason__regex=r"\S"), name="reopening_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.minutes}: {self.reason}"
