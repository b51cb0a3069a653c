"""Meetings of a space: the plan, who is asked and comes, what was said and agreed."""

from sessions.meetings.models.actions import ActionLink
from sessions.meetings.models.approval import Approval, Correction, CorrectionRequest, Reopening
from sessions.meetings.models.feeds import CalendarFeed
from sessions.meetings.models.invitees import Invitee, InviteeQuerySet
from sessions.meetings.models.meetings import AgendaItem, Meeting, MeetingQuerySet
from sessions.meetings.models.minutes import (
    ActionPoint,
    ActionPointQuerySet,
    EarlierText,
    Minutes,
    MinutesRow,
    MinutesState,
)

__all__ = [
    "ActionLink",
    "ActionPoint",
    "ActionPointQuerySet",
    "AgendaItem",
    "Approval",
    "CalendarFeed",
    "Correction",
    "CorrectionRequest",
    "EarlierText",
    "Invitee",
    "InviteeQuerySet",
    "Meeting",
    "MeetingQuerySet",
    "Minutes",
    "MinutesRow",
    "MinutesState",
    "Reopening",
]
