"""Meetings that were planned together, for a whole period, with the host going round."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.editing import mark_of
from sessions.meetings.models import Meeting
from spaces.models import InSpaceQuerySet, Member, Space


class Series(models.Model):
    """What the meetings of one series have in common. Times are those of the clock where the space is."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="meeting_series")
    name = models.CharField(
        _("name"), max_length=150, help_text=_("What each meeting is called; you can change it later for one of them.")
    )
    from_time = models.TimeField(_("from"))
    until_time = models.TimeField(_("until"))
    place = models.CharField(_("place"), max_length=300, blank=True)
    video_url = models.URLField(_("video link"), max_length=500, blank=True)
    rotates_moderator = models.BooleanField(_("somebody else moderates each time"), default=False)
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager[Series]] = InSpaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("series of meetings")
        verbose_name_plural = _("series of meetings")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(until_time__gt=F("from_time")),
                name="series_until_after_from",
                violation_error_message=_("The end has to be later than the start."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Turn(models.Model):
    """One meeting of a series. A table of its own: a meeting need not know of series."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="turns")
    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="turn")
    moderator = models.ForeignKey(
        Member, verbose_name=_("moderator"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Of what the series made of the meeting: when it differs, somebody changed the meeting by hand.
    mark = models.CharField(max_length=32, editable=False)

    class Meta:
        verbose_name = _("meeting of a series")
        verbose_name_plural = _("meetings of a series")

    def __str__(self) -> str:
        return str(self.meeting)

    @property
    def was_changed_by_hand(self) -> bool:
        return self.mark != mark_of_meeting(self.meeting)


def mark_of_meeting(meeting: Meeting) -> str:
    """Of what a series decides about a meeting; its host and their address, agenda and invitation may differ."""
    place = "" if meeting.place == meeting.usual_place else meeting.place
    values: list[Any] = [meeting.title, place, meeting.video_url]
    values += [moment.astimezone(dt.UTC).isoformat() for moment in (meeting.starts_at, meeting.ends_at)]
    return mark_of("turn", values)
