"""Meetings of a space: the plan, who is asked and comes, what was said and agreed."""

from sessions.meetings.models.actions import ActionLink
from sessions.meetings.models.agendas import AgendaItem, AgendaLine, AgendaTemplate, PlacedLine, TemplateItem, Topic
from sessions.meetings.models.approval import Approval, Correction, CorrectionRequest, Reopening
from sessions.meetings.models.feeds import CalendarFeed
from sessions.meetings.models.invitees import SUITS_WORDS, Invitee, InviteeQuerySet, Suits
from sessions.meetings.models.meetings import Meeting, MeetingQuerySet
from sessions.meetings.models.minutes import (
    ActionPoint,
    ActionPointQuerySet,
    EarlierText,
    Minutes,
    MinutesRow,
    MinutesState,
)
from sessions.meetings.models.registrations import Registration

__all__ = [
    "SUITS_WORDS",
    "ActionLink",
    "ActionPoint",
    "ActionPointQuerySet",
    "AgendaItem",
    "AgendaLine",
    "AgendaTemplate",
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
    "PlacedLine",
    "Registration",
    "Reopening",
    "Suits",
    "TemplateItem",
    "Topic",
]
