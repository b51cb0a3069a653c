"""Whose names the files of a space wrote down (core.personal)."""

from __future__ import annotations

from collections.abc import Iterator

from core import slots
from core.personal import COPIED, Copied
from documents.files.models import FileVersion, SharedFile


@slots.fill(COPIED)
def copied() -> Iterator[Copied]:
    yield Copied(FileVersion, ("put_by_name",), "file__space")
    yield Copied(SharedFile, ("removed_by",), "space")
