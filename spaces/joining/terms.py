"""What is asked of whoever takes part: the same everywhere, unless the room that knows the kind of space says more."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from core import slots
from spaces.models import Space

# (space) -> Terms | None, asked in the language of the reader.
TERMS = slots.offer("joining.terms")


@dataclass(frozen=True)
class Terms:
    """What taking part means. ``in_short`` follows "we ask:"; ``asked`` are whole sentences."""

    in_short: str
    asked: tuple[str, ...]
    has_text_to_sign: bool = True


def terms_of(space: Space) -> Terms:
    """What ``space`` asks of its members, in the language that is spoken now."""
    found = next((terms for terms in slots.collect(TERMS, space) if terms), None)
    return found or Terms(
        in_short=_("about 4 or 5 meetings in 12 to 18 months"),
        asked=(
            _("To think along and decide together: about 4 or 5 meetings in 12 to 18 months."),
            _("To choose yourself how far you go: from being informed to acting together."),
        ),
    )
