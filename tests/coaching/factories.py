"""Process coaches for tests."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from accounts.models import User
from alliances.founding import found
from core.mail.models import Mail
from places.models import Region
from programmes.coaching import services
from programmes.coaching.models import Coach
from spaces.models import Space
from tests.calls.factories import region as region_named
from tests.spaces.factories import somebody

DAY = dt.timedelta(days=1)


def today() -> dt.date:
    return timezone.localdate()


def coach_for(
    programme: Space,
    by: User,
    *,
    name: str = "Greet",
    starts: int = 0,
    ends: int | None = None,
    region: Region | None = None,
    instead_of: Coach | None = None,
    **facts: Any,
) -> Coach:
    """A coach whom ``by`` gives to Waasland, or to ``region``; days are counted from today."""
    values: dict[str, Any] = {"email": f"{name.lower()}@example.org", "language": "en", **facts}
    coach = Coach(
        programme=programme,
        region=region or region_named(),
        name=name,
        starts_on=today() + starts * DAY,
        ends_on=None if ends is None else today() + ends * DAY,
        **values,
    )
    services.give(coach, by=by, instead_of=instead_of)
    return coach


def alliance_in(programme: Space, name: str = "Waasland", *, email: str) -> Space:
    """The programme's alliance in this region, coordinated by somebody with this address."""
    space = Space(parent=programme, name=f"Alliantie {name}", slug=f"alliantie-{programme.pk}", language="en")
    found(space, [region_named(name)])
    somebody(space, "coordinator", name="Els Maes", email=email)
    return space


def mails(kind: str) -> list[str]:
    """To whom mails of this kind went, in the order of the addresses."""
    return sorted(Mail.objects.filter(kind=kind).values_list("to", flat=True))
