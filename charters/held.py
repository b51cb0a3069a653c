"""Whose names charters wrote down (core.personal)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from charters.models import CharterVersion
from core import slots
from core.personal import COPIED, Copied


@slots.fill(COPIED)
def copied() -> Iterator[Copied]:
    stays = _("Nothing of a text that was opened for signing changes any more.")
    yield Copied(CharterVersion, ("opened_by",), "charter__space", stays)
