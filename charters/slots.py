"""What this room puts into the slots of the rooms above."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import slots
from documents.slots import KINDS
from spaces.models import Space
from spaces.pages import MENU, MenuItem


@slots.fill(MENU, order=60)
def charter() -> MenuItem:
    item = (_("Charter"), "charters:charter", "file-earmark-check", "charters.view_charter", "c")
    return MenuItem(*item, not_in=frozenset({Space.Kind.BRANCH}))


@slots.fill(KINDS)
def charter_document() -> tuple[str, str | Promise]:
    return "charter", _("signed charter")
