"""What this room puts into the slots of the rooms above."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from alliances.workinggroups import services
from core import slots
from spaces.pages import MENU, MenuItem
from spaces.services import END_LINKS


@slots.fill(MENU, order=11)
def group() -> MenuItem:
    return MenuItem(_("Working group"), "workinggroups:group_show", "people-fill", "workinggroups.view_group", "g")


@slots.fill(MENU, order=47)
def groups() -> MenuItem:
    return MenuItem(_("Working groups"), "workinggroups:group_list", "diagram-2", "workinggroups.view_groups", "g")


@slots.fill(END_LINKS)
def follow_in_groups(people: Collection[int], *, left: bool) -> None:
    services.follow(people, left=left)
