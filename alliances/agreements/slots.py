"""What this room puts into the slots of the rooms above."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from alliances.agreements import services
from core import slots
from spaces.pages import MENU, MenuItem
from spaces.services import END_LINKS


@slots.fill(MENU, order=45)
def agreements() -> MenuItem:
    return MenuItem(_("Agreements"), "agreements:agreement_show", "check2-all", "agreements.view_agreement", "r")


@slots.fill(END_LINKS)
def end_requests(people: Collection[int], *, left: bool) -> None:
    services.end_links(people)
