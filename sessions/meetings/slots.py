"""What this room puts into the slots of the rooms above."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from core import slots
from sessions.meetings.services import inviting
from spaces.pages import MENU, MenuItem
from spaces.services import END_LINKS


@slots.fill(MENU, order=40)
def meetings() -> MenuItem:
    return MenuItem(_("Meetings"), "meetings:meeting_list", "calendar-event", "meetings.view_meeting", "m")


@slots.fill(END_LINKS)
def end_invitations(people: Collection[int], *, left: bool) -> None:
    inviting.end_links(people, left=left)
