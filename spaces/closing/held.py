"""Whose names closing a space wrote down (core.personal)."""

from __future__ import annotations

from collections.abc import Iterator

from core import slots
from core.personal import COPIED, Copied
from spaces.closing.models import Closing


@slots.fill(COPIED)
def copied() -> Iterator[Copied]:
    yield Copied(Closing, ("closed_by", "reopened_by"), "space")
