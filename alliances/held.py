"""Whose names and addresses an alliance wrote down (core.personal)."""

from __future__ import annotations

from collections.abc import Iterator

from alliances.models import Alliance, PassedOver
from core import slots
from core.personal import COPIED, Copied


@slots.fill(COPIED)
def copied() -> Iterator[Copied]:
    yield Copied(Alliance, ("contact_email",), "space")
    yield Copied(PassedOver, ("by",), "alliance__space")
