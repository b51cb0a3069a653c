"""Named slots: a page of an upper room shows what a lower room knows, without importing it.

The upper room offers a slot where it is defined and collects at the place where it shows it; the
lower room fills it in a module ``slots.py`` that its ``AppConfig.ready`` imports::

    STAKEHOLDER_NOTES = slots.offer("stakeholders.notes")                # upper room
    slots.collect(STAKEHOLDER_NOTES, stakeholders)                       # upper room, one call for all

    @slots.fill("stakeholders.notes", order=20)                          # lower room, in slots.py
    def open_actions(stakeholders): ...                                  # one query for all
"""

from collections.abc import Callable
from typing import Any

type Filling = Callable[..., Any]

_slots: dict[str, list[tuple[int, Filling]]] = {}


def offer(name: str) -> str:
    """Make the slot ``name`` ("room.what") and return its name. A name is offered once."""
    if name in _slots:
        raise ValueError(f"The slot {name!r} is offered twice.")
    _slots[name] = []
    return name


def fill[F: Filling](name: str, *, order: int = 100) -> Callable[[F], F]:
    """A decorator that puts a callable in the slot ``name``.

    Fillings are called by ascending ``order``, those of the same order as they were registered. The
    callable takes what the offering room documents, usually many objects at once. Raises LookupError
    when nobody offers the slot: a misspelt name would otherwise stay empty in silence.
    """
    if name not in _slots:
        raise LookupError(f"Nobody offers the slot {name!r}.")

    def register(filling: F) -> F:
        _slots[name].append((order, filling))
        _slots[name].sort(key=lambda entry: entry[0])
        return filling

    return register


def collect(name: str, *args: Any, **kwargs: Any) -> list[Any]:
    """What each filling of the slot returns for these arguments, in order. Raises LookupError."""
    if name not in _slots:
        raise LookupError(f"Nobody offers the slot {name!r}.")
    return [filling(*args, **kwargs) for _order, filling in _slots[name]]
