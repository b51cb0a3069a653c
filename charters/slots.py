"""What this room puts into the slots of the rooms above."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import slots
from documents.slots import KINDS
from spaces.pages import MENU, MenuItem


@slots.fill(MENU, order=60)
def charter() -> MenuItem:
    return MenuItem(_("Charter"), "charters:charter", "file-earmark-check", "charters.view_charter", "c")


@slots.fill(KINDS)
def charter_document() -> tuple[str, str | Promise]:
    return "charter", _("signed charter")
