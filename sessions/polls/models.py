"""Finding a date together: some days are proposed, everybody says which suit, one becomes the meeting."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import dateformat
from django.utils.translation import gettext_lazy as _

from core.links import MailLink
from sessions.meetings.models import Meeting, Suits
from spaces.models import InSpaceQuerySet, Person, Space


class Poll(models.Model):
    """What the meeting will be, and until when people can say which days suit."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="date_polls")
    title = models.CharField(_("title"), max_length=200)
    place = models.CharField(_("place"), max_length=300, blank=True)
    video_url = models.URLField(_("video link"), max_length=500, blank=True)
    words = models.TextField(_("what it is about"), max_length=2_000, blank=True)
    asked_at = models.DateTimeField(_("people were asked"), null=True, editable=False)
    # Since then nobody answers any more: a day was chosen, or it ended without one.
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    meeting = models.ForeignKey(
        Meeting, null=True, editable=False, on_delete=models.SET_NULL, related_name="date_polls"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager[Poll]] = InSpaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("date poll")
        verbose_name_plural = _("date polls")
        ordering = ("-created_at", "-pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(meeting=None) | Q(closed_at__isnull=False), name="poll_with_a_meeting_is_closed"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether people can answer."""
        return self.asked_at is not None and self.closed_at is None

    @property
    def can_be_decided(self) -> bool:
        """Whether a day can be chosen: none was, or the meeting that came of it was cancelled."""
        return self.closed_at is None or (self.meeting is not None and self.meeting.is_cancelled)


class Option(models.Model):
    """One of the days, with its hours."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="options")
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))

    class Meta:
        verbose_name = _("proposed day")
        verbose_name_plural = _("proposed days")
        ordering = ("starts_at", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("poll", "starts_at", "ends_at", name="option_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="option_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.day}, {self.hours}"

    @property
    def day(self) -> str:
        """ "Tuesday 2 June 2026", where the space is, in the language of the page."""
        return dateformat.format(self._local(self.starts_at), "l j F Y")

    @property
    def hours(self) -> str:
        """ "14:00 – 16:30"."""
        return f"{self._local(self.starts_at):%H:%M} – {self._local(self.ends_at):%H:%M}"

    def _local(self, moment: dt.datetime) -> dt.datetime:
        return moment.astimezone(ZoneInfo(self.poll.space.time_zone)).replace(tzinfo=None)


class PollRequestQuerySet(models.QuerySet["PollRequest"]):
    def waited_for(self) -> PollRequestQuerySet:
        """Who is asked, and has not said of each day whether it suits: not at all, or not since a day was added."""
        said = Vote.objects.filter(option=OuterRef("pk"), request=OuterRef(OuterRef("pk")))
        open_days = Option.objects.filter(~Exists(said), poll=OuterRef("poll"))
        return self.filter(Exists(open_days), withdrawn_at=None)


class PollRequest(MailLink):
    """Somebody who was asked. The link in their mail is for saying which days suit."""

    kind_of_link = "dates"

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="requests")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="poll_requests")
    answered_at = models.DateTimeField(_("answered"), null=True)
    asked_again_at = models.DateTimeField(_("asked again"), null=True)
    remark = models.CharField(_("remark"), max_length=500, blank=True)

    objects: ClassVar[models.Manager[PollRequest]] = PollRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("somebody asked for a date")
        verbose_name_plural = _("people asked for a date")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("poll", "person", name="pollrequest_once"),
        ]

    def __str__(self) -> str:
        return self.person.name

    @property
    def place(self) -> Space:
        return self.poll.space


class Vote(models.Model):
    """What one person says of one day."""

    request = models.ForeignKey(PollRequest, on_delete=models.CASCADE, related_name="votes")
    option = models.ForeignKey(Option, on_delete=models.CASCADE, related_name="votes")
    answer = models.CharField(_("answer"), max_length=10, choices=Suits)

    class Meta:
        verbose_name = _("answer to a date poll")
        verbose_name_plural = _("answers to date polls")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("request", "option", name="vote_once"),
        ]

    def __str__(self) -> str:
        return f"{self.request}: {self.answer}"
