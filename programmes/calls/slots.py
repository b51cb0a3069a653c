"""What this room puts into the slots of the rooms above."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from core import slots
from programmes.calls.services import assessing
from spaces.pages import MENU, MenuItem
from spaces.services import END_LINKS


@slots.fill(MENU, order=11)
def calls() -> MenuItem:
    return MenuItem(_("Calls"), "calls:call_list", "megaphone", "calls.view_call", "c")


@slots.fill(END_LINKS)
def end_links_of_assessors(people: Collection[int], *, left: bool) -> None:
    assessing.end_links(people, left=left)
