"""A text in versions that never change: what a later one means for what was said of the earlier ones."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _


class Change(models.TextChoices):
    """What a version is to the one before it."""

    FIRST = "first", _("first version")
    MAJOR = "major", _("everybody is asked again")
    MINOR = "minor", _("a small correction, what was said stays")

    @classmethod
    def to(cls, before: object | None, *, major: bool) -> Change:
        """What a new version is to ``before``, the newest so far."""
        if before is None:
            return cls.FIRST
        return cls.MAJOR if major else cls.MINOR


# Of later versions those after which nothing that was said before counts: the rule of ``counting``, in a query.
ASKS_AGAIN = ~models.Q(change=Change.MINOR)


class Version(Protocol):
    @property
    def change(self) -> str: ...


def counting[V: Version](newest_first: Iterable[V]) -> list[V]:
    """The newest version and those it differs from in small things only: what was said of one of them counts."""
    found: list[V] = []
    for version in newest_first:
        found.append(version)
        if version.change != Change.MINOR:
            break
    return found
