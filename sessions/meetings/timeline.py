"""What meetings know of a stakeholder: who was asked and came, and what they took on there."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partners.contacts.timeline import Event, Fact, Source, Subject, known
from sessions.meetings.models import ActionPoint, Invitee

ATTENDED: dict[str, str | Promise] = {
    Invitee.Attendance.PRESENT: gettext_lazy("%(person)s was there"),
    Invitee.Attendance.EXCUSED: gettext_lazy("%(person)s was excused"),
    Invitee.Attendance.ABSENT: gettext_lazy("%(person)s was not there"),
    Invitee.Attendance.REPLACED: gettext_lazy("Somebody came in the place of %(person)s"),
}
ANSWERED: dict[str, str | Promise] = {
    Invitee.Answer.YES: gettext_lazy("%(person)s comes"),
    Invitee.Answer.MAYBE: gettext_lazy("%(person)s does not know yet"),
    Invitee.Answer.WAITLIST: gettext_lazy("%(person)s waits for a place"),
    Invitee.Answer.NO: gettext_lazy("%(person)s cannot come"),
    Invitee.Answer.COLLEAGUE: gettext_lazy("A colleague comes in the place of %(person)s"),
    "": gettext_lazy("%(person)s was invited"),
}


def sources(subject: Subject) -> list[Source]:
    """Meetings of the space, on their day, and the action points of its minutes."""

    def page(fact: Fact) -> str:
        return reverse("meetings:meeting_detail", args=[subject.slug, fact.number])

    def meeting(fact: Fact) -> Event:
        facts = fact.facts
        words = ATTENDED.get(facts["attendance"]) or ANSWERED[facts["answer"]]
        return Event("calendar-event", facts["title"], note=str(words) % facts, url=page(fact))

    def point(fact: Fact) -> Event:
        due, done = fact.facts["due_on"], fact.facts["done_at"]
        note = _("done") if done else _("by %(day)s") % {"day": _in_words(due)} if due else ""
        return Event("check2-square", fact.facts["text"], note=note, url=page(fact))

    facts = {"person": "person__name", "answer": "answer", "attendance": "attendance", "title": "meeting__title"}
    points = {name: name for name in ("text", "due_on", "done_at")}
    return [
        Source(known(_asked(subject), moment="meeting__starts_at", number="meeting_id", **facts), meeting),
        Source(known(_taken_on(subject), moment="meeting__starts_at", number="meeting_id", **points), point),
    ]


def _asked(subject: Subject) -> QuerySet[Invitee]:
    """For an organisation, whoever came for it; else the person."""
    theirs = Q(organisation=None) & subject.in_their_days("person", "meeting__starts_at__date")
    if organisation := subject.stakeholder.organisation_id:
        theirs |= Q(organisation=organisation)
    told = Q(invited_at__isnull=False) | ~Q(attendance="")
    found = Invitee.objects.on_the_list().filter(theirs, told, meeting__space=subject.space_id)
    return found.filter(meeting__cancelled_at=None)


def _taken_on(subject: Subject) -> QuerySet[ActionPoint]:
    """Each once, also when two people of theirs took it on."""
    theirs = subject.in_their_days("people", "meeting__starts_at__date")
    numbers = ActionPoint.objects.filter(theirs, space=subject.space_id).values("pk")
    return ActionPoint.objects.filter(pk__in=numbers)


def _in_words(day: str) -> str:
    return date_format(dt.date.fromisoformat(day), "DATE_FORMAT")
