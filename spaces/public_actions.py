"""What a visitor of a space's public page can do there. Rooms put theirs in the slot."""

from __future__ import annotations

from dataclasses import dataclass

from core import slots
from spaces.models import Space

# Callables (space) -> PublicAction | None, asked in the language of the visitor while the page is on.
PUBLIC_ACTIONS = slots.offer("spaces.public_actions")


@dataclass(frozen=True)
class PublicAction:
    """A button: its words, where it leads (an address that everybody may open), its icon."""

    words: str
    url: str
    icon: str


def public_actions(space: Space) -> tuple[PublicAction, ...]:
    """The buttons of ``space``, in their order; the first one is the main one. None where it came to its end."""
    if space.is_read_only:
        return ()
    return tuple(action for action in slots.collect(PUBLIC_ACTIONS, space) if action is not None)
