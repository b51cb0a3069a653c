"""The shape of a network, against known ones and against the plainest way of computing it."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from alliances.relations.network import CouldMeet, Joint, alone, could_meet, joints, neighbours, parts


def net(everybody: str, *ties: str) -> dict[int, set[int]]:
    """Letters as numbers: ``net("abc", "ab")``."""
    return neighbours(map(ord, everybody), [(ord(tie[0]), ord(tie[1])) for tie in ties])


def letters(numbers: set[int] | frozenset[int]) -> str:
    return "".join(sorted(map(chr, numbers)))


def found_joints(network: dict[int, set[int]]) -> list[tuple[str, str]]:
    return [(chr(joint.who), letters(joint.cut_off)) for joint in joints(network)]


def test_who_has_no_tie_stands_alone() -> None:
    assert [chr(one) for one in alone(net("abcd", "ab"))] == ["c", "d"]
    assert alone({}) == []


def test_the_parts_come_largest_first() -> None:
    assert [letters(part) for part in parts(net("abcdef", "ab", "de", "ef"))] == ["def", "ab", "c"]


def test_in_the_middle_of_a_star_somebody_holds_all_together() -> None:
    # Of parts of one size the first stays: the others are cut off from it.
    assert found_joints(net("abcd", "ab", "ac", "ad")) == [("a", "cd")]


def test_in_a_ring_nobody_is_needed() -> None:
    assert joints(net("abcd", "ab", "bc", "cd", "da")) == []


def test_two_rings_joined_by_one_need_that_one() -> None:
    assert found_joints(net("abcdefg", "ab", "bc", "ca", "cd", "de", "ef", "fc")) == [("c", "ab")]


def test_a_chain_needs_each_in_between_those_first_that_hold_most() -> None:
    assert found_joints(net("abcde", "ab", "bc", "cd", "de")) == [("c", "de"), ("b", "a"), ("d", "e")]


def test_joints_of_several_parts_count_within_their_own() -> None:
    assert found_joints(net("abcxyz", "ab", "bc", "xy")) == [("b", "c")]


def test_who_knows_the_same_people_could_meet() -> None:
    network = net("abcde", "ac", "ad", "bc", "bd", "be")
    assert could_meet(network, 5) == [
        CouldMeet(ord("a"), ord("b"), frozenset({ord("c"), ord("d")})),
        CouldMeet(ord("c"), ord("d"), frozenset({ord("a"), ord("b")})),
    ]
    assert len(could_meet(network, 1)) == 1


networks = st.integers(0, 9).flatmap(
    lambda n: st.lists(st.sampled_from(list(combinations(range(n), 2)) or [(0, 0)]), max_size=20).map(
        lambda ties: neighbours(range(n), [tie for tie in ties if tie[0] != tie[1]])
    )
)


@given(networks)
def test_joints_are_those_whose_going_makes_more_parts(network: dict[int, set[int]]) -> None:
    naive = set()
    for who in network:
        rest = {one: others - {who} for one, others in network.items() if one != who}
        if len(parts(rest)) > len(parts(network)) - (not network[who]):
            naive.add(who)
    found = joints(network)
    assert {joint.who for joint in found} == naive
    for joint in found:
        assert joint == Joint(joint.who, _cut_off(network, joint.who))


def _cut_off(network: dict[int, set[int]], who: int) -> frozenset[int]:
    """By trying every pair: who cannot reach the largest piece of what is left around ``who``."""
    pieces: list[set[int]] = []
    for start in sorted(network[who]):
        if not any(start in piece for piece in pieces):
            piece = {start}
            for _round in network:
                piece |= {other for one in piece for other in network[one] if other != who}
            pieces.append(piece)
    largest = min(pieces, key=lambda piece: (-len(piece), min(piece)))
    return frozenset(one for piece in pieces if piece is not largest for one in piece)


def test_two_hundred_that_all_know_each_other_take_no_time() -> None:
    network = neighbours(range(200), combinations(range(200), 2))
    assert (joints(network), could_meet(network, 3)) == ([], [])
    chain = neighbours(range(2_000), [(n, n + 1) for n in range(1_999)])
    assert len(_chain_ends(chain)) == 2


def _chain_ends(network: dict[int, set[int]]) -> list[int]:
    """A chain far longer than Python recurses: only its ends join nothing."""
    from alliances.relations.network import _articulation_points

    return sorted(set(network) - set(_articulation_points(network)))
