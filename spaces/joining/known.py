"""Whom the coordinator knows already: the register, which is a room below, tells it through slots."""

from __future__ import annotations

from dataclasses import dataclass

from core import slots
from partners.organisations.models import Organisation
from spaces.models import Member, Space

# (space, words, limit) -> list[Known]: the entries whose names look like the words, the likeliest first.
FIND = slots.offer("joining.find")
# (space, number) -> Known | None: one entry of the space.
PICK = slots.offer("joining.pick")
# (member) -> None: what follows when somebody joined.
JOINED = slots.offer("joining.joined")

SHOWN = 6


@dataclass(frozen=True)
class Known:
    """An entry of the space's register; without an ``organisation`` it is an individual."""

    number: int
    name: str
    organisation: Organisation | None
    contact_name: str
    contact_email: str
    is_member: bool


def find(space: Space, words: str, limit: int = SHOWN) -> list[Known]:
    """Entries whose names look like ``words``, the likeliest first; none for no words."""
    words = words.strip()
    if not words:
        return []
    return [known for found in slots.collect(FIND, space, words, limit) for known in found][:limit]


def pick(space: Space, number: int) -> Known | None:
    """The entry with this number in the register of ``space``."""
    return next((known for known in slots.collect(PICK, space, number) if known), None)


def organisation_called(space: Space, name: str) -> Organisation | None:
    """The organisation that is or was a member, or is in the register, under exactly this name; case does not count."""
    members = Member.objects.filter(space=space, organisation__name__iexact=name)
    member = members.select_related("organisation").order_by("-pk").first()
    if member:
        return member.organisation
    same = (known for known in find(space, name) if known.name.casefold() == name.casefold())
    return next((known.organisation for known in same if known.organisation), None)
