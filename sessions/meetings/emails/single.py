"""Mails to one person: what became of their topic, what they took on, whether it was them who registered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.mail import outbox
from core.mail.render import render_mail
from sessions.meetings.emails.common import context_of
from sessions.meetings.models import ActionLink, ActionPoint, Registration, Topic
from spaces.emails import letter
from spaces.models import Person, Space

ACTIONS = "action points due"
TOPIC = "topic decided"
REGISTRATION = "registration"
CONFIRM = _("Yes, this was me")
HOW_IT_STANDS = _("Say how it stands")


def queue_topic_decided(topic: Topic, by: User) -> int:
    """Tell who proposed a topic what became of it; nothing where that is ``by`` or has no address."""
    person, space = topic.proposed_by, topic.space
    if person is None or not person.email or person.email == by.email:
        return 0
    context = {
        "space": space,
        "space_name": space.name,
        "person": person,
        "topic": topic,
        "meeting": topic.placed_on,
        "why": _("You get this mail because you proposed a topic for a meeting."),
    }
    rendered = render_mail("topic_decided", context, person.mail_language)
    key = f"topic-decided:{topic.pk}"
    return outbox.queue_all([letter(space, person, rendered, kind=TOPIC, key=key, reply_to=by.email)])


def queue_action_reminders(space: Space, links: Iterable[ActionLink], today: dt.date) -> int:
    """One mail to each of these people with all that they took on and is open; how many were queued."""
    letters = []
    for link in links:
        person = link.person
        theirs = ActionPoint.objects.filter(people=person, done_at=None).order_by("due_on", "pk")
        context = {
            "space": space,
            "space_name": space.name,
            "person": person,
            "points": list(theirs.select_related("meeting__space")),
            "today": today,
            "action_url": link.placeholder(),
            "action_label": HOW_IT_STANDS,
            "why": _("You get this mail because you took something on in a meeting."),
        }
        rendered = render_mail("actions_due", context, person.mail_language)
        key = f"actions-due:{link.pk}:{link.revision}:{today.isoformat()}"
        letters.append(letter(space, person, rendered, kind=ACTIONS, key=key))
    return outbox.queue_all(letters)


def queue_registration_check(registration: Registration) -> None:
    """Queue the question whether it was them who registered; it holds the link to confirm."""
    meeting = registration.meeting
    # Not kept: who registers is no person of the space before they confirm.
    person = Person(
        space=meeting.space, name=registration.name, email=registration.email, language=registration.language
    )
    context = {
        **context_of(meeting),
        "person": person,
        "action_url": registration.placeholder(),
        "action_label": CONFIRM,
        "why": _("You get this mail because somebody registered with this address."),
    }
    rendered = render_mail("registration_check", context, person.mail_language)
    key = f"registration:{registration.pk}"
    outbox.queue_all([letter(meeting.space, person, rendered, kind=REGISTRATION, key=key)])
