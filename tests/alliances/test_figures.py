"""The figures of alliances: counted right, and for many at once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from alliances import figures, roadmap
from alliances.models import Alliance, AllianceSummary
from charters.signatories import standing
from sessions.meetings.models import Meeting
from spaces.models import Space
from tests.alliances.factories import open_charter, sign
from tests.documents.factories import Purpose, answer, code_for, services
from tests.meetings.factories import MeetingFactory, in_days
from tests.spaces.factories import AllianceFactory, MemberFactory

pytestmark = pytest.mark.django_db


def summary_of(alliance: Alliance) -> AllianceSummary:
    figures.refresh(Alliance.objects.filter(pk=alliance.pk))
    return AllianceSummary.objects.get(alliance=alliance)


def test_facts_of_many_are_those_of_each() -> None:
    first, second = AllianceFactory(space__why="Omdat").space, AllianceFactory().space
    MemberFactory(space=second)
    many = roadmap.facts_of_many(Space.objects.filter(pk__in=[first.pk, second.pk]))
    assert many == {first.pk: roadmap.facts_of(first), second.pk: roadmap.facts_of(second)}
    assert [many[space.pk]["member_count"] for space in (first, second)] == [0, 1]


def test_signatures_are_counted_as_the_charter_counts_them() -> None:
    alliance = AllianceFactory()
    charter = open_charter(alliance.space)
    kept, gone = sign(charter), sign(charter)
    services.withdraw(gone.request, answer(gone.request, code_for(gone.request, Purpose.WITHDRAW)))
    sign(open_charter(AllianceFactory().space))
    assert summary_of(alliance).signatures == 1
    open_charter(alliance.space, text="Wij beloven heel veel.", major=False)
    sign(charter)
    assert summary_of(alliance).signatures == 2 == len(standing(charter))
    open_charter(alliance.space, text="Wij beloven iets anders.", major=True)
    assert summary_of(alliance).signatures == 0 == len(standing(charter))
    assert kept.pk


def test_next_meeting_is_the_first_to_come_that_people_know_of() -> None:
    alliance = AllianceFactory()
    assert summary_of(alliance).next_meeting_at is None
    now = timezone.now()
    MeetingFactory(space=alliance.space, starts_at=in_days(1))  # nobody was invited yet
    for days, facts in ((2, {"cancelled_at": now}), (-3, {}), (9, {}), (5, {})):
        meeting = MeetingFactory(space=alliance.space, starts_at=in_days(days))
        Meeting.objects.filter(pk=meeting.pk).update(invited_at=now - dt.timedelta(days=30), **facts)
    assert summary_of(alliance).next_meeting_at == in_days(5)


def test_figures_follow_what_changes() -> None:
    alliance = AllianceFactory()
    assert summary_of(alliance).members == 0
    MemberFactory(space=alliance.space)
    MemberFactory(space=alliance.space, ends_on=dt.date(2021, 1, 1))
    assert summary_of(alliance).members == 1
    assert AllianceSummary.objects.count() == 1
