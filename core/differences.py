"""What differs between two texts, word by word, for people to read: by eye or by ear."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from core.text import Block, markdown_blocks

# Two paragraphs that share fewer of their words than this are not one that was changed.
ALIKE = 0.4
# How far ahead the counterpart of a paragraph is looked for, so that a very long text does not take for ever.
LOOK_AHEAD = 20


class How(StrEnum):
    """What happened to a few words, or to a whole block."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Piece:
    """Some words in a row that are the same, were added or were removed."""

    how: How
    words: str


@dataclass(frozen=True)
class Change:
    """A heading, paragraph or point (``kind`` as in core.text.Block) and what happened to it."""

    kind: str
    how: How
    pieces: tuple[Piece, ...]


def differences(before: str, after: str) -> list[Change]:
    """All blocks of both Markdown texts in the order in which they are read now; what went stands where it stood."""
    old, new = markdown_blocks(before), markdown_blocks(after)
    found: list[Change] = []
    for step, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new).get_opcodes():
        if step == "equal":
            found += [_whole(block, How.SAME) for block in new[new_from:new_to]]
        else:
            found += _replaced(old[old_from:old_to], new[new_from:new_to])
    return found


def corrections(before: str, after: str) -> list[Change]:
    """Only the blocks that differ, each under the heading it stands under: for a small correction in a long text."""
    found: list[Change] = []
    heading: Change | None = None
    for change in differences(before, after):
        if change.how != How.SAME:
            found += [heading, change] if heading else [change]
            heading = None
        elif change.kind == "heading":
            heading = change
    return found


def changed_words(before: str, after: str) -> list[Piece]:
    """The words of both short texts, without their lines, in the order in which they are read now."""
    return list(_pieces(before.split(), after.split()))


def _replaced(old: Sequence[Block], new: Sequence[Block]) -> Iterator[Change]:
    """Each new block beside the old one that it came from, when there is one."""
    at, words = 0, [(one.kind, set(one.words.split())) for one in old]
    for block in new:
        wanted = (block.kind, set(block.words.split()))
        match = next((n for n in range(at, min(len(old), at + LOOK_AHEAD)) if _are_alike(words[n], wanted)), None)
        if match is None:
            yield _whole(block, How.ADDED)
            continue
        yield from (_whole(one, How.REMOVED) for one in old[at:match])
        yield Change(block.kind, How.CHANGED, tuple(_pieces(old[match].words.split(), block.words.split())))
        at = match + 1
    yield from (_whole(one, How.REMOVED) for one in old[at:])


def _whole(block: Block, how: How) -> Change:
    return Change(block.kind, how, (Piece(how, block.words),))


def _are_alike(one: tuple[str, set[str]], other: tuple[str, set[str]]) -> bool:
    (kind, words), (other_kind, others) = one, other
    return kind == other_kind and len(words & others) >= ALIKE * max(len(words), len(others), 1)


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    for step, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new).get_opcodes():
        if step == "equal":
            yield Piece(How.SAME, " ".join(new[new_from:new_to]))
            continue
        if old_from < old_to:
            yield Piece(How.REMOVED, " ".join(old[old_from:old_to]))
        if new_from < new_to:
            yield Piece(How.ADDED, " ".join(new[new_from:new_to]))
