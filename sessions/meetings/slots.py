"""What this room puts into the slots of the rooms above."""

from django.utils.translation import gettext_lazy as _

from core import slots
from spaces.pages import MENU, MenuItem


@slots.fill(MENU, order=40)
def meetings() -> MenuItem:
    return MenuItem(_("Meetings"), "meetings:meeting_list", "calendar-event", "meetings.view_meeting", "m")
