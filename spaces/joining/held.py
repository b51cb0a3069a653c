"""What joining keeps about a person (core.personal): what they asked on the public page."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from core import slots
from core.personal import ERASE, HELD, Erasing, Held, day, shown
from spaces.joining.models import JoinRequest


@slots.fill(HELD, order=30)
def requests(address: str) -> Iterator[Held]:
    for row in JoinRequest.objects.filter(email__iexact=address).order_by("space", "pk"):
        facts = {
            _("Your name"): row.name,
            _("Organisation"): row.organisation_name,
            _("In your words"): row.words,
            _("On"): day(row.created_at),
        }
        yield Held(row.space_id, _("You asked to join"), shown(facts))


@slots.fill(ERASE, order=30)
def erase(space_id: int, address: str) -> Erasing:
    rows = JoinRequest.objects.filter(email__iexact=address, space=space_id)
    goes = [_("what they wrote when they asked to join")] if rows.exists() else []
    return Erasing(goes, do=lambda: _erase(space_id, address))


def _erase(space_id: int, address: str) -> None:
    JoinRequest.objects.filter(email__iexact=address, space=space_id).delete()
