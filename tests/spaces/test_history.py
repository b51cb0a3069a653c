"""What the timeline of a member says, and in which order."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from spaces.history import history_of
from spaces.models import EarlierMandate, Member, Pause, Representative
from tests.spaces.factories import MemberFactory, PersonFactory, RepresentativeFactory

pytestmark = pytest.mark.django_db


def day(month: int, number: int = 1, year: int = 2024) -> dt.date:
    return dt.date(year, month, number)


def told(member: Member) -> list[tuple[str, str]]:
    """The timeline, oldest first."""
    with translation.override("en"):
        return [(event.when.isoformat(), event.words) for event in reversed(history_of(member).events)]


def seat_of(member: Member, name: str, first: dt.date, last: dt.date | None = None, **facts: object) -> Representative:
    person = PersonFactory(space=member.space, name=name)
    found: Representative = RepresentativeFactory(member=member, person=person, starts_on=first, ends_on=last, **facts)
    return found


def test_the_whole_history_in_words() -> None:
    member = MemberFactory(starts_on=day(1))
    els = seat_of(member, "Els", day(1), day(3, 31))
    jan = seat_of(member, "Jan", day(4), took_over_from=els, may_sign=True)
    seat_of(member, "Amina", day(5), day(6))
    EarlierMandate.objects.create(seat=jan, may_speak=False, changed_on=day(7))
    Pause.objects.create(member=member, starts_on=day(8), ends_on=day(8, 31))
    Pause.objects.create(member=member, starts_on=day(11))
    assert told(member) == [
        ("2024-01-01", "Became a member"),
        ("2024-01-01", "Els began"),
        ("2024-04-01", "Jan took over from Els"),
        ("2024-05-01", "Amina began"),
        ("2024-06-01", "Amina stopped"),
        ("2024-07-01", "The mandate of Jan changed: speaks, signs (before: without a mandate)"),
        ("2024-08-01", "Paused"),
        ("2024-09-01", "Came back after the pause"),
        ("2024-11-01", "Paused"),
    ]


def test_an_earlier_stay_is_part_of_it_and_another_space_is_not() -> None:
    first = MemberFactory(starts_on=day(1), ends_on=day(2))
    again = MemberFactory(space=first.space, organisation=first.organisation, starts_on=day(5))
    MemberFactory(organisation=first.organisation)
    expected = [("2024-01-01", "Became a member"), ("2024-02-01", "Left"), ("2024-05-01", "Became a member again")]
    assert (told(first), told(again)) == (expected, expected)


def test_who_leaves_in_a_pause_did_not_come_back_and_leaving_is_the_last_thing() -> None:
    member = MemberFactory(starts_on=day(1))
    seat_of(member, "Els", day(1), day(3))
    Pause.objects.create(member=member, starts_on=day(2), ends_on=day(3))
    Member.objects.filter(pk=member.pk).update(ends_on=day(3))
    assert told(member)[2:] == [
        ("2024-02-01", "Paused"),
        ("2024-03-01", "Els stopped"),
        ("2024-03-01", "Left"),
    ]


def test_an_individual_has_a_history_of_their_own() -> None:
    person = PersonFactory()
    members = [
        Member.objects.create(space=person.space, individual=one, starts_on=day(1))
        for one in (person, PersonFactory(space=person.space))
    ]
    assert told(members[0]) == [("2024-01-01", "Became a member")]


def test_a_mandate_that_was_changed_back_on_the_same_day_is_not_told() -> None:
    member = MemberFactory(starts_on=day(1))
    jan = seat_of(member, "Jan", day(1))
    EarlierMandate.objects.create(seat=jan, changed_on=day(7))
    EarlierMandate.objects.create(seat=jan, changed_on=day(8), may_decide=True)
    jan.refresh_from_db()
    assert [words for _day, words in told(member)][2:] == [
        "The mandate of Jan changed: speaks, decides (before: speaks)",
        "The mandate of Jan changed: speaks (before: speaks, decides)",
    ]
    EarlierMandate.objects.filter(changed_on=day(8)).delete()
    assert len(told(member)) == 2


def test_who_represents_now_comes_first() -> None:
    member = MemberFactory(starts_on=day(1))
    stays = seat_of(member, "Els", day(1))
    later = seat_of(member, "Jan", day(4), day(5))
    assert history_of(member).seats == [stays, later]
