"""What this room puts into the slots of the rooms above."""

from django.utils.translation import gettext_lazy as _

from core import slots
from spaces.pages import MENU, MenuItem


@slots.fill(MENU, order=30)
def register() -> MenuItem:
    return MenuItem(_("Stakeholders"), "stakeholders:list", "diagram-3", "stakeholders.view_stakeholder", "s")
