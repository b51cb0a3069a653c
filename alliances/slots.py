"""What this room puts into the slots of the rooms above."""

from django.utils.translation import gettext_lazy as _

from core import slots
from places.models import Region
from spaces.models import Space
from spaces.pages import MENU, SUBTITLE, MenuItem


@slots.fill(MENU, order=10)
def overview() -> MenuItem:
    return MenuItem(_("Overview"), "space_home", "house", "spaces.view_space", "o")


@slots.fill(SUBTITLE)
def regions(space: Space) -> str:
    return ", ".join(Region.objects.filter(alliances__space=space).values_list("name", flat=True))
