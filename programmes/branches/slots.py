"""What this room puts into the slots of the rooms above: the menus of a branch and of a programme."""

from django.utils.translation import gettext_lazy as _

from core import slots
from spaces.pages import MENU, MenuItem


@slots.fill(MENU, order=12)
def branches() -> MenuItem:
    return MenuItem(_("Branches"), "branches:branch_list", "diagram-2", "branches.view_branches", "b")


@slots.fill(MENU, order=14)
def activities() -> MenuItem:
    return MenuItem(_("Activities"), "branches:activity_list", "list-check", "branches.view_branch", "t")


@slots.fill(MENU, order=16)
def needs() -> MenuItem:
    return MenuItem(_("Needs"), "branches:need_list", "chat-left-text", "branches.view_need", "n")
