"""What can go with an invitation to join as a file; a room below has it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from core import slots
from core.mail.outbox import File
from core.pdf import PdfError
from spaces.models import Space

# (space, language) -> Enclosure | None, asked in the language of who invites.
ENCLOSURE = slots.offer("joining.enclosure")

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Enclosure:
    """A document: its name within a sentence, where it is written, and how it is made."""

    title: str
    url: str
    look: Callable[[], str]
    make: Callable[[], File]

    @cached_property
    def not_ready(self) -> str:
        """What it misses before it can be sent, in words; "" when it can."""
        return self.look()


def enclosure_of(space: Space, language: str) -> Enclosure | None:
    """What goes with an invitation of ``space`` in ``language``; None where there is no such thing."""
    return next((one for one in slots.collect(ENCLOSURE, space, language) if one), None)


def files_for(space: Space, language: str) -> list[File]:
    """The document, when it is ready. An invitation is not lost because its enclosure could not be made."""
    enclosure = enclosure_of(space, language)
    if enclosure is None or enclosure.not_ready:
        return []
    try:
        return [enclosure.make()]
    except PdfError:
        log.exception("The enclosure of an invitation to join could not be made.")
        return []
