"""What this room puts into the slots of the rooms above."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from alliances.relations import services
from core import slots
from spaces.pages import MENU, MenuItem
from spaces.services import END_LINKS


@slots.fill(MENU, order=48)
def relations() -> MenuItem:
    return MenuItem(_("Relations"), "relations:network_show", "share", "relations.view_network", "l")


@slots.fill(END_LINKS)
def end_requests(people: Collection[int], *, left: bool) -> None:
    services.end_links(people)
