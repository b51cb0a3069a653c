"""What the signing engine keeps about a person (core.personal): what they were asked to sign, and what they signed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from django.utils.translation import gettext as _

from core import slots
from core.personal import ERASE, HELD, Erasing, Held, day
from documents.signing.models import SigningEvent


@slots.fill(HELD, order=50)
def signatures(address: str) -> Iterator[Held]:
    rows = SigningEvent.objects.filter(email=address).order_by("space", "-created_at")
    for space_id, of_space in groupby(rows, key=lambda one: one.space_id):
        lines = [
            (
                day(one.created_at),
                f"{one.text_title} · {one.party_name}",
            )
            for one in of_space
        ]
        yield Held(space_id, _("What you signed"), lines)


@slots.fill(ERASE, order=50)
def erase(space_id: int, address: str) -> Erasing:
    if not SigningEvent.objects.filter(email=address, space=space_id).exists():
        return Erasing()
    words = _("the signature, with the name and the address as they were then")
    return Erasing(stays=[(words, _("A signed document is evidence for everybody who signed it; the law keeps it."))])
