"""Whose address a branch shows (core.personal)."""

from __future__ import annotations

from collections.abc import Iterator

from core import slots
from core.personal import COPIED, Copied
from programmes.branches.models import Branch, Mentoring


@slots.fill(COPIED)
def copied() -> Iterator[Copied]:
    yield Copied(Branch, ("contact_email",), "space")
    yield Copied(Mentoring, ("mentor", "mentee"), "phase__branch__space")
