"""Whether everybody may read about a space and ask to join; the room that knows its kind says so."""

from __future__ import annotations

from dataclasses import dataclass

from core import slots
from spaces.models import Space

# (slug) -> Opening | None: a space where everybody may ask.
OPEN_TO_ALL = slots.offer("joining.open_to_all")
# (space) -> Door | None: what its coordinators read about that, in their language.
DOOR = slots.offer("joining.door")


@dataclass(frozen=True)
class Opening:
    """A space where everybody may ask to join. ``page`` is the address of its public page, "" where the form is the
    only page that everybody sees; ``contact`` an address that everybody may read, or ""."""

    space: Space
    page: str = ""
    contact: str = ""


@dataclass(frozen=True)
class Door:
    """Whether everybody may ask, and the address of the page on which the coordinator changes that."""

    is_open: bool
    settings_url: str


def opening(slug: str) -> Opening | None:
    """The space with this slug, where everybody may ask to join it."""
    return next((found for found in slots.collect(OPEN_TO_ALL, slug) if found), None)


def door_of(space: Space) -> Door | None:
    """Whether everybody may ask to join ``space``; None for a kind of space where nobody ever can."""
    return next((found for found in slots.collect(DOOR, space) if found), None)
