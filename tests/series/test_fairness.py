"""Whose turn it is: nobody twice before everybody else who was there had a turn."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from sessions.series.fairness import Candidate, Had, Stay, next_turns

FIRST = dt.date(2026, 1, 1)


def day(number: int) -> dt.date:
    return FIRST + dt.timedelta(days=number)


def there(key: int, *periods: tuple[int, int | None], pauses: tuple[tuple[int, int], ...] = ()) -> Candidate:
    stays = tuple(
        Stay(key * 100 + at, day(begin), None if end is None else day(end)) for at, (begin, end) in enumerate(periods)
    )
    return Candidate(key, f"Vereniging {key:02}", stays, tuple(Stay(0, day(begin), day(end)) for begin, end in pauses))


def turns(candidates, days, had=(), **more):
    found = next_turns(candidates, had, [day(number) for number in days], **more)
    return [found[day(number)] for number in days]


@st.composite
def comings_and_goings(draw):
    """Members with one or two periods each, with and without an end, and days in their order."""
    days = sorted(draw(st.sets(st.integers(0, 400), min_size=1, max_size=25)))
    candidates = []
    for key in range(draw(st.integers(1, 7))):
        edges = sorted(draw(st.sets(st.integers(-50, 450), min_size=1, max_size=4)))
        periods = [(edges[at], edges[at + 1] if at + 1 < len(edges) else None) for at in range(0, len(edges), 2)]
        candidates.append(there(key, *periods))
    return candidates, days


@given(comings_and_goings())
def test_nobody_twice_before_each_who_was_there_all_the_while_had_a_turn(world):
    candidates, days = world
    given_turns = list(zip(days, turns(candidates, days), strict=True))
    for at, (first, who) in enumerate(given_turns):
        again = next((number for number, (_day, key) in enumerate(given_turns[at + 1 :], at + 1) if key == who), None)
        if who is None or again is None:
            continue
        between = {key for _day, key in given_turns[at + 1 : again]}
        all_the_while = {
            one.key
            for one in candidates
            if one.key != who
            and all(one.member_on(day(number)) is not None for number, _key in given_turns[at : again + 1])
        }
        assert all_the_while <= between, (first, who)


@given(comings_and_goings())
def test_only_who_is_there_and_nobody_only_when_nobody_is(world):
    candidates, days = world
    for number, key in zip(days, turns(candidates, days), strict=True):
        present = {one.key for one in candidates if one.member_on(day(number)) is not None}
        assert (key in present) if present else key is None


@given(comings_and_goings())
def test_planned_in_parts_is_as_planned_at_once(world):
    candidates, days = world
    whole = turns(candidates, days)
    half = len(days) // 2
    had = [Had(day(number), key) for number, key in zip(days[:half], whole[:half], strict=True) if key is not None]
    assert len(had) < half or turns(candidates, days[half:], had) == whole[half:]


def test_who_joins_comes_next_and_does_not_catch_up():
    old = [there(1, (0, None)), there(2, (0, None))]
    had = [Had(day(number), 1 + number % 2) for number in range(10)]
    assert turns([*old, there(3, (15, None))], [20, 30, 40, 50, 60], had) == [3, 1, 2, 3, 1]


def test_who_hosted_once_more_than_others_waits():
    three = [there(key, (0, None)) for key in (1, 2, 3)]
    had = [Had(day(1), 1), Had(day(2), 2), Had(day(3), 3), Had(day(4), 1), Had(day(5), 1)]
    assert turns(three, [10, 11, 12, 13, 14], had) == [2, 3, 2, 3, 1]


def test_who_hosts_soon_is_not_asked_before_it():
    assert turns([there(1, (0, None)), there(2, (0, None))], [10], [Had(day(30), 1)]) == [2]


def test_who_pauses_has_no_turn_and_comes_back_as_before():
    two = [there(1, (0, None), pauses=((5, 25),)), there(2, (0, None))]
    assert turns(two, [1, 10, 20, 30, 40]) == [1, 2, 2, 1, 2]


def test_who_is_barred_gives_the_turn_to_the_next():
    two = [there(1, (0, None)), there(2, (0, None))]
    assert turns(two, [10], barred={day(10): 1}) == [2]
    assert turns(two[:1], [10], barred={day(10): 1}) == [None]


def test_who_came_back_counts_what_they_hosted_before():
    two = [there(1, (0, 10), (20, None)), there(2, (0, None))]
    assert turns(two, [25], [Had(day(5), 1)]) == [2]
    assert two[0].member_on(day(25)) == 101
