from collections.abc import Iterator
from unittest import mock

import pytest

from core import slots


@pytest.fixture(autouse=True)
def no_slots() -> Iterator[None]:
    with mock.patch.dict("core.slots._slots", clear=True):
        yield


def test_collect_calls_the_fillings_in_order_with_what_it_was_given() -> None:
    name = slots.offer("room.what")
    slots.fill(name)(lambda things, *, day: ("third", things, day))
    slots.fill(name, order=10)(lambda things, *, day: ("first", things, day))
    slots.fill(name, order=10)(lambda things, *, day: ("second", things, day))
    assert slots.collect(name, [1, 2], day="monday") == [
        ("first", [1, 2], "monday"), ("second", [1, 2], "monday"), ("third", [1, 2], "monday"),
    ]  # fmt: skip


def test_a_slot_that_nobody_fills_is_empty() -> None:
    assert slots.collect(slots.offer("room.empty")) == []


def test_fill_is_a_decorator_that_leaves_the_function_alone() -> None:
    slots.offer("room.what")

    @slots.fill("room.what")
    def answer() -> int:
        return 42

    assert answer() == 42
    assert slots.collect("room.what") == [42]


def test_a_misspelt_or_doubled_slot_is_an_error() -> None:
    slots.offer("room.what")
    with pytest.raises(LookupError):
        slots.fill("room.waht")
    with pytest.raises(LookupError):
        slots.collect("room.waht")
    with pytest.raises(ValueError, match="twice"):
        slots.offer("room.what")
