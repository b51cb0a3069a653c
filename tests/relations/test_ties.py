"""What makes a tie, what it says, and that nothing of another alliance comes into it."""

from __future__ import annotations

import pytest
from django.utils import timezone

from alliances.relations.facts import members_of, shared_by
from alliances.relations.ties import LEAST, Kind, Relations, Tie
from alliances.workinggroups import services as groups
from sessions.meetings.models import Invitee, Meeting
from spaces.models import Member, Space
from spaces.services import end_membership
from tests.actionplans.factories import make_action, make_plan
from tests.intervision.factories import DayFactory, RoundFactory
from tests.relations.factories import a_member, met, says
from tests.spaces.factories import AllianceFactory, MemberFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def space() -> Space:
    return AllianceFactory(space__language="en").space


def the_tie(space: Space) -> Tie:
    (tie,) = Relations(space).ties
    return tie


def shared(space: Space) -> dict:
    return shared_by(space, members_of(space))


def test_meetings_together_are_counted_with_the_last_day(space: Space) -> None:
    one, other, away = (a_member(space, name) for name in ("Bibliotheek", "Taalhuis", "Museum"))
    met(space, one, other, days_ago=40)
    met(space, one, other, days_ago=9)
    last = met(space, one, away, days_ago=3, present="excused")
    Invitee.objects.filter(meeting=last, organisation=one.organisation).update(attendance="present")
    tie = the_tie(space)
    assert (tie.pair, tie.shared.meetings, tie.weight, tie.kind) == ((one.pk, other.pk), 2, 2, Kind.FACTS)
    assert tie.shared.last_met == timezone.localdate() - timezone.timedelta(days=9)
    assert tie.facts_words.startswith("2 meetings together, last on ")


def test_a_colleague_who_came_instead_counts_and_a_cancelled_or_hidden_meeting_does_not(space: Space) -> None:
    one, other = a_member(space, "Bibliotheek"), a_member(space, "Taalhuis")
    met(space, one, other, present="replaced")
    Meeting.objects.filter(pk=met(space, one, other).pk).update(cancelled_at=timezone.now())
    Meeting.objects.filter(pk=met(space, one, other).pk).update(invited_at=None)
    assert the_tie(space).shared.meetings == 1


def test_an_action_joins_who_is_responsible_with_the_members_that_its_words_name(space: Space) -> None:
    one, other = a_member(space, "Bibliotheek"), a_member(space, "Taalhuis")
    a_member(space, "Taalhuis Noord")
    plan = make_plan(space)
    make_action(plan, responsible_member=one, responsible_words="samen met taalhuis (Els)")
    make_action(plan, responsible_member=one, responsible_words="en de Taalhuisjes")
    assert the_tie(space).pair == (one.pk, other.pk)
    assert the_tie(space).facts_words == "1 action"


def test_of_two_names_that_begin_alike_the_longer_one_is_meant(space: Space) -> None:
    one, _short = a_member(space, "Bibliotheek"), a_member(space, "Taalhuis")
    longer = a_member(space, "Taalhuis Noord")
    make_action(make_plan(space), responsible_member=one, responsible_words="Taalhuis Noord")
    assert the_tie(space).pair == (one.pk, longer.pk)


def test_rounds_and_working_groups_make_ties(space: Space) -> None:
    one, other = a_member(space, "Bibliotheek"), a_member(space, "Taalhuis")
    RoundFactory(day=DayFactory(space=space)).attending.set([one, other])
    people = [member.representatives.get().person for member in (one, other)]
    groups.found(space, name="Taal", why="", lead=people[0], people=people[1:])
    assert the_tie(space).facts_words == "1 working group; 1 round of intervision"


def test_nothing_of_another_alliance_makes_a_tie_here(space: Space) -> None:
    one, other = a_member(space, "Bibliotheek"), a_member(space, "Taalhuis")
    elsewhere = AllianceFactory(space__language="en").space
    there = []
    for member in (one, other):
        twin = a_member(elsewhere, "-")
        twin.organisation = member.organisation
        twin.save()
        there.append(twin)
    met(elsewhere, *there)
    RoundFactory(day=DayFactory(space=elsewhere)).attending.set(there)
    make_action(make_plan(elsewhere), responsible_member=there[0], responsible_words=str(other))
    people = [member.representatives.get().person for member in there]
    groups.found(elsewhere, name="Taal", why="", lead=people[0], people=people[1:])
    says(*there)
    assert len(Relations(elsewhere).ties) == 1
    assert Relations(space).ties == []


def test_who_left_is_not_in_the_network(space: Space) -> None:
    one, other = a_member(space, "Bibliotheek"), a_member(space, "Taalhuis")
    met(space, one, other)
    says(one, other)
    end_membership(other)
    Member.objects.filter(pk=other.pk).update(ends_on=timezone.localdate() - timezone.timedelta(days=1))
    assert (Relations(space).ties, [*Relations(space).members]) == ([], [one.pk])


@pytest.mark.parametrize(
    ("first", "second", "kind", "differs"),
    [
        ("together", "together", Kind.BOTH, False),
        ("together", "", Kind.ONE, False),
        ("together", "unknown", Kind.ONE, False),
        ("together", "not_really", Kind.ONE, True),
        ("not_really", "", Kind.NONE, False),
        ("unknown", "", Kind.FACTS, False),
        ("", "", Kind.FACTS, False),
    ],
)
def test_what_the_two_say_makes_the_kind(space: Space, first: str, second: str, kind: Kind, differs: bool) -> None:
    one, other = a_member(space, "Bibliotheek"), a_member(space, "Taalhuis")
    met(space, one, other)
    for member, about, what in ((one, other, first), (other, one, second)):
        if what:
            says(member, about, what)
    tie = the_tie(space)
    assert (tie.kind, tie.differs) == (kind, differs)
    assert LEAST[0].lets_in(tie) is (kind != Kind.NONE)


def test_a_ball_of_wool_is_not_shown_unless_one_asks_for_it(space: Space) -> None:
    members = [a_member(space, f"Lid {number}") for number in range(10)]
    met(space, *members)
    met(space, *members[:3], days_ago=4)
    relations = Relations(space)
    assert (relations.least("").key, len(relations.shown(relations.least("")))) == ("2", 3)
    assert len(relations.shown(relations.least("1"))) == 45
    says(members[8], members[9])
    assert len(Relations(space).shown(LEAST[-1])) == 1


def test_somebody_who_is_a_member_in_person_is_no_organisation(space: Space) -> None:
    MemberFactory(space=space, organisation=None, individual=PersonFactory(space=space))
    assert [*Relations(space).members] == []
