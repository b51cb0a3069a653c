"""Names of files: what becomes of the one that came, and the one under which a file goes out."""

from __future__ import annotations

import re

from core.text import without_hidden
from documents.files.contents import Form

LONGEST = 200
# What no disk takes in a name, and what would break a line of a header.
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f-\x9f\u2028\u2029/\\:*?"<>|]+')


def tidy(name: str) -> str:
    """A name as it came, on one line, without a path and without characters that hide or turn others."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return " ".join(_NOT_IN_NAMES.sub(" ", without_hidden(last)).split())[-LONGEST:].strip()


def without_ending(name: str, form: Form) -> str:
    """``name`` without the ending of its form; any other belongs to the name."""
    for ending in form.endings:
        if name.lower().endswith(ending):
            return name[: -len(ending)].rstrip()
    return name


def to_save_as(title: str, name: str, form: Form) -> str:
    """A name to save a file under: its title, with an ending that says what it really is."""
    stem = " ".join(_NOT_IN_NAMES.sub("-", title).split()).strip(". ")[:150] or "document"
    ending = next((one for one in form.endings if name.lower().endswith(one)), form.endings[0])
    return stem + ending
