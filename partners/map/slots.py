"""What this room puts into the slots of the rooms above."""

from django.utils.translation import gettext_lazy as _

from core import slots
from partners.stakeholders.ways import WAYS, Way


@slots.fill(WAYS, order=20)
def as_a_map() -> Way:
    return Way(_("Map"), "stakeholdermap:show", "geo-alt")
