"""When two names of a place mean the same one: case, accents, hyphens and signs do not count, and "St." is "Sint".

In the database ``NameKey`` tells, without it ``place_key``. ``Municipality.name_keys``, which the database makes, holds
"st niklaas" and "sint niklaas" as they are written: ``meant`` gives the one that stands for both.
"""

from __future__ import annotations

import itertools
from typing import Any

from django.db.models import Func, TextField

from core.sheets.words import words

# Each short or other way to write it, by the one that stands for all.
_WRITTEN = {"saint": ("saint", "sint", "st"), "sainte": ("sainte", "ste")}
_MEANT = {written: meant for meant, ways in _WRITTEN.items() for written in ways}
# Letters that are no letter with a sign, as the database takes them.
_LETTERS = str.maketrans({"ø": "o", "Ø": "o", "æ": "ae", "Æ": "ae", "ß": "ss", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d"})
_MOST = 3  # words with several ways in one name


class NameKey(Func):
    """What the name of a place is compared by, in the database: two with the same key are the same place."""

    function = "places_name_key"
    template = (
        r"regexp_replace(regexp_replace(%(function)s(%(expressions)s), '\m(sint|st)\M', 'saint', 'g'), "
        r"'\mste\M', 'sainte', 'g')"
    )
    arity = 1

    def __init__(self, expression: Any, **extra: Any) -> None:
        super().__init__(expression, output_field=TextField(), **extra)


def meant(key: str) -> str:
    """The key (as the database makes it of a name) that stands for all ways to write this name."""
    return " ".join(_MEANT.get(word, word) for word in key.split())


def place_key(name: str) -> str:
    """What ``NameKey`` gives, without the database."""
    return meant(words(name.translate(_LETTERS)))


def ways_to_write(key: str) -> list[str]:
    """Every key that means the same as ``key``."""
    parts = meant(key).split()
    if sum(part in _WRITTEN for part in parts) > _MOST:
        return [key]
    return [" ".join(way) for way in itertools.product(*(_WRITTEN.get(part, (part,)) for part in parts))]
