"""What this room puts into the slots of the rooms above."""

from collections.abc import Collection
from functools import partial

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import slots
from core.mail.models import Arrival
from core.prepared import Given
from partners.contacts.timeline import TIMELINE
from sessions.meetings import timeline
from sessions.meetings.models import Correction, Invitee, Meeting, Minutes, MinutesRow, Topic
from sessions.meetings.services import calendar_answers as calendar_answers  # its handler is known by being imported
from sessions.meetings.services import closing, inviting
from spaces.closing.services import SETTLE, UNFINISHED, Unfinished
from spaces.emails import STARTER_PACK, ToRead
from spaces.models import Person, Space
from spaces.pages import MENU, MenuItem
from spaces.seats import INVITED_TO, Upcoming
from spaces.services import END_LINKS
from spaces.waiting import WAITING, Waiting


@slots.fill(MENU, order=40)
def meetings() -> MenuItem:
    return MenuItem(_("Meetings"), "meetings:meeting_list", "calendar-event", "meetings.view_meeting", "m")


@slots.fill(END_LINKS)
def end_invitations(people: Collection[int], *, left: bool) -> None:
    inviting.end_links(people, left=left)


@slots.fill(UNFINISHED, order=10)
def what_a_closing_finds(space: Space) -> list[Unfinished]:
    """Meetings to come, minutes that did not go round, action points that are open."""
    return closing.unfinished(space)


@slots.fill(SETTLE)
def cancel_what_is_to_come(space: Space, by: User) -> None:
    closing.settle(space, by)


@slots.fill(INVITED_TO)
def coming_meetings(person: Person) -> list[Upcoming]:
    return [
        Upcoming(row.meeting.title, row.meeting.local_start.date(), partial(_invite_as_well, row.meeting))
        for row in inviting.still_to_come([person.pk])
        if not row.meeting.is_cancelled
    ]


def _invite_as_well(meeting: Meeting, person: Person, by: User) -> None:
    inviting.invite(meeting, [person.pk], by=by)


@slots.fill(STARTER_PACK, order=10)
def next_meeting(space: Space) -> list[ToRead]:
    meeting = Meeting.objects.filter(space=space).announced().upcoming().select_related("space").first()
    if meeting is None:
        return []
    facts = {"title": meeting.title, "day": date_format(meeting.local_start, "DATETIME_FORMAT"), "place": meeting.place}
    words = gettext("The next meeting: %(title)s, %(day)s, %(place)s")
    return [ToRead((words if meeting.place else gettext("The next meeting: %(title)s, %(day)s")) % facts)]


@slots.fill(WAITING, order=29)
def mails_to_look_at() -> Waiting:
    return Waiting("arrivals", _arrivals, _arrivals_words, "meetings:meeting_list", "meetings.change_meeting")


def _arrivals(space: Given, today: Given) -> QuerySet[Arrival]:
    rows: QuerySet[Arrival] = Arrival.objects.to_look_at().filter(space_id=space, kind=Invitee.kind_of_link)
    return rows


def _arrivals_words(n: int) -> str:
    return ngettext(
        "%(n)d mail about a meeting has to be looked at", "%(n)d mails about meetings have to be looked at", n
    ) % {"n": n}


@slots.fill(WAITING, order=30)
def corrections_to_look_at() -> Waiting:
    return Waiting("corrections", _corrections, _corrections_words, "meetings:meeting_list", "meetings.change_meeting")


def _corrections(space: Given, today: Given) -> QuerySet[Correction]:
    rows = Correction.objects.filter(minutes__meeting__space=space, state=Correction.State.OPEN)
    return rows.filter(minutes__in=Minutes.objects.undecided())


def _corrections_words(n: int) -> str:
    words = ngettext("%(n)d correction to minutes is asked for", "%(n)d corrections to minutes are asked for", n)
    return words % {"n": n}


@slots.fill(WAITING, order=32)
def topics_without_a_meeting() -> Waiting:
    return Waiting("topics_proposed", _topics, _topics_words, "meetings:topic_list", "meetings.change_meeting")


def _topics(space: Given, today: Given) -> QuerySet[Topic]:
    rows: QuerySet[Topic] = Topic.objects.filter(space=space, decided_at=None).exclude(proposed_by=None)
    return rows


def _topics_words(n: int) -> str:
    words = ngettext("%(n)d topic was proposed for a meeting", "%(n)d topics were proposed for a meeting", n)
    return words % {"n": n}


@slots.fill(WAITING, order=31)
def decisions_to_look_at_again() -> Waiting:
    return Waiting("decisions", _decisions, _decisions_words, "meetings:decision_list", "meetings.change_meeting")


def _decisions(space: Given, today: Given) -> QuerySet[MinutesRow]:
    rows: QuerySet[MinutesRow] = MinutesRow.objects.to_look_at_again(today).filter(minutes__meeting__space=space)
    return rows


def _decisions_words(n: int) -> str:
    words = ngettext("%(n)d decision is to be looked at again", "%(n)d decisions are to be looked at again", n)
    return words % {"n": n}


slots.fill(TIMELINE, order=60)(timeline.sources)
