"""What this room puts into the slots of the rooms above."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from alliances.sprints import services
from core import slots
from spaces.pages import MENU, MenuItem
from spaces.services import END_LINKS


@slots.fill(MENU, order=75)
def sprints() -> MenuItem:
    return MenuItem(_("Sprints"), "sprints:sprint_list", "flag", "sprints.view_sprint", "t")


@slots.fill(END_LINKS)
def end_requests(people: Collection[int], *, left: bool) -> None:
    services.end_links(people)
