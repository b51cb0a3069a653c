"""What this room puts into the slots of the rooms above."""

from collections.abc import Collection
from functools import partial

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import slots
from sessions.meetings.models import Meeting
from sessions.meetings.services import inviting
from spaces.models import Person
from spaces.pages import MENU, MenuItem
from spaces.seats import INVITED_TO, Upcoming
from spaces.services import END_LINKS


@slots.fill(MENU, order=40)
def meetings() -> MenuItem:
    return MenuItem(_("Meetings"), "meetings:meeting_list", "calendar-event", "meetings.view_meeting", "m")


@slots.fill(END_LINKS)
def end_invitations(people: Collection[int], *, left: bool) -> None:
    inviting.end_links(people, left=left)


@slots.fill(INVITED_TO)
def coming_meetings(person: Person) -> list[Upcoming]:
    return [
        Upcoming(row.meeting.title, row.meeting.local_start.date(), partial(_invite_as_well, row.meeting))
        for row in inviting.still_to_come([person.pk])
        if not row.meeting.is_cancelled
    ]


def _invite_as_well(meeting: Meeting, person: Person, by: User) -> None:
    inviting.invite(meeting, [person.pk], by=by)
