"""What this room puts into the slots of the rooms above."""

from django.utils.translation import gettext_lazy as _

from core import slots
from partners.contacts import sources  # noqa: F401 - fills the timeline
from partners.stakeholders.ways import WAYS, Way


@slots.fill(WAYS, order=40)
def who_to_contact() -> Way:
    return Way(_("Who to contact"), "contacts:due_list", "calendar-check")
