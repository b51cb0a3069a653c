"""An alliance comes into being: its space, its profile, its regions and the steps of its programme."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from alliances.models import Alliance, AllianceRegion
from places.models import Region
from spaces.models import Space


@transaction.atomic
def found(space: Space, regions: Iterable[Region], *, form: str = Alliance.Form.INFORMAL) -> Alliance:
    """Save ``space``, which is new, as the space of an alliance in these regions.

    Raises ValidationError, and leaves nothing, when the address is taken, the period ends before it starts, or its
    programme has an alliance in one of the regions.
    """
    space.kind = Space.Kind.ALLIANCE
    space.full_clean()
    space.save()
    alliance = Alliance.objects.create(space=space, form=form)
    for region in regions:
        try:
            with transaction.atomic():
                AllianceRegion(alliance=alliance, region=region).save()
        except IntegrityError:
            words = _("%(programme)s has an alliance in %(region)s already.")
            raise ValidationError(words % {"programme": space.parent, "region": region}) from None
    return alliance
