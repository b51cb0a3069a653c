"""What a coordinator decides about the road."""

from __future__ import annotations

from django.db import transaction

from alliances.models import Alliance, PassedOver
from spaces.models import Space
from spaces.services import hold


@transaction.atomic
def pass_over(space: Space, key: str, *, reason: str, by: str) -> tuple[PassedOver, bool]:
    """Let the check ``key`` be in this alliance; gives also whether it was not passed over before.

    Of two who do this at the same moment the first one's name and reason stand.
    """
    hold(space.pk)
    alliance = Alliance.objects.get(space=space)
    return PassedOver.objects.get_or_create(alliance=alliance, key=key, defaults={"reason": reason, "by": by})


@transaction.atomic
def take_up(space: Space, key: str) -> bool:
    """Take the check up again; says whether it was passed over."""
    hold(space.pk)
    removed, _by_model = PassedOver.objects.filter(alliance__space=space, key=key).delete()
    return removed > 0
