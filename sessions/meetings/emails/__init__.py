"""Mails about a meeting. Those to many are made by a worker, from what is true at that moment."""

from sessions.meetings.emails.invitations import (
    calendar_entry,
    queue_cancellations,
    queue_invitations,
    queue_place,
    queue_registered,
    queue_removal,
    queue_updates,
    queue_waits,
)
from sessions.meetings.emails.minutes import queue_corrections_answered, queue_minutes
from sessions.meetings.emails.reminders import (
    ASKING_AGAIN,
    REMINDER,
    WORD,
    queue_asking_again,
    queue_reminders,
    queue_word,
)
from sessions.meetings.emails.single import queue_action_reminders, queue_registration_check, queue_topic_decided

__all__ = [
    "ASKING_AGAIN",
    "REMINDER",
    "WORD",
    "calendar_entry",
    "queue_action_reminders",
    "queue_asking_again",
    "queue_cancellations",
    "queue_corrections_answered",
    "queue_invitations",
    "queue_minutes",
    "queue_place",
    "queue_registered",
    "queue_registration_check",
    "queue_reminders",
    "queue_removal",
    "queue_topic_decided",
    "queue_updates",
    "queue_waits",
    "queue_word",
]
