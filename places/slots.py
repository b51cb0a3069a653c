"""What this room asks of the rooms below, and what it puts into the slots of the rooms above."""

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import RIGHTS
from core import slots

# Rooms below say here who has to find every region, because they make something in one:
# callables (user: User) -> bool.
FINDS_EVERY_REGION = slots.offer("places.finds_every_region")


@slots.fill(RIGHTS, order=20)
def regions_administered(user: User) -> list[str]:
    rows = user.regions_administered.select_related("region").order_by("region__name")
    return [_("administers the region %(region)s") % {"region": row.region} for row in rows]
