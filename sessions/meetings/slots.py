"""What this room puts into the slots of the rooms above."""

from collections.abc import Collection
from functools import partial

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import slots
from partners.contacts.timeline import TIMELINE
from sessions.meetings import timeline
from sessions.meetings.models import Meeting
from sessions.meetings.services import closing, inviting
from spaces.closing.services import SETTLE, UNFINISHED, Unfinished
from spaces.emails import STARTER_PACK, ToRead
from spaces.models import Person, Space
from spaces.pages import MENU, MenuItem
from spaces.seats import INVITED_TO, Upcoming
from spaces.services import END_LINKS


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


slots.fill(TIMELINE, order=60)(timeline.sources)
