"""Meetings of a space: the plan, who is asked and comes, what was said and agreed."""

from sessions.meetings.models.invitees import Invitee, InviteeQuerySet
from sessions.meetings.models.meetings import AgendaItem, Meeting, MeetingQuerySet
from sessions.meetings.models.minutes import ActionPoint, ActionPointQuerySet, Minutes, MinutesRow

__all__ = [
    "ActionPoint",
    "ActionPointQuerySet",
    "AgendaItem",
    "Invitee",
    "InviteeQuerySet",
    "Meeting",
    "MeetingQuerySet",
    "Minutes",
    "MinutesRow",
]
