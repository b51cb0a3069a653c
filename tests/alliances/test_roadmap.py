"""The road is computed from what is there, never ticked."""

import datetime as dt

import pytest
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.translation import override

from alliances import facts as counting
from alliances import roadmap
from alliances.checks import CHECKS, State
from alliances.models import Alliance, AllianceStep, PassedOver, RoadTemplate
from alliances.steps import STEPS
from sessions.meetings.models import Invitee, Meeting
from spaces.models import Role, Space
from tests.meetings.factories import MeetingFactory, in_days
from tests.spaces.factories import AllianceFactory, MemberFactory, ProgrammeFactory, client_with, somebody
from tests.stakeholders.factories import StakeholderFactory

pytestmark = pytest.mark.django_db


def done_checks(space: Space) -> set[str]:
    steps = roadmap.progress(roadmap.facts_of(space))
    return {found.check.key for step in steps for found in step.findings if found.state == State.DONE}


def state_of(key: str, facts: roadmap.Facts) -> State:
    return CHECKS[key].state(facts)


def test_a_new_alliance_has_everything_before_it() -> None:
    space = AllianceFactory().space
    assert done_checks(space) == set()
    steps = roadmap.progress(roadmap.facts_of(space))
    assert [step.step.number for step in steps] == [1, 2, 3, 4, 5, 6]
    assert [step.now for step in steps] == [True, False, False, False, False, False]
    assert [check.key for check in roadmap.next_checks(steps)] == [
        "why",
        "register",
        "mandate",
    ]


def test_nobody_is_told_to_plan_a_meeting_that_is_planned() -> None:
    facts = {**roadmap.facts_of(AllianceFactory().space), "why": "x", "stakeholder_count": 99, "assessed_count": 99}
    for planned, suggested in ((None, True), ("2026-12-08", False)):
        now = {**facts, "next_meeting_at": planned}
        keys = [check.key for check in roadmap.next_checks(roadmap.progress(now), limit=99)]
        assert ("first_meeting" in keys) is suggested


def test_what_is_written_and_who_is_there_counts() -> None:
    space = AllianceFactory(
        space__why="Daarom",
        space__vision="Ooit",
        space__objectives="Eerst dit",
        space__starts_on=dt.date(2026, 1, 1),
        space__ends_on=dt.date(2027, 6, 30),
    ).space
    for role in (Role.Kind.CHAIR, Role.Kind.SECRETARY):
        somebody(space, role)
    assert done_checks(space) - {"continuation"} == {"why", "vision", "objectives", "mandate", "chair", "secretary"}


@pytest.mark.parametrize(("members", "enough"), [(7, False), (8, True)])
def test_eight_members(members: int, enough: bool) -> None:
    space = AllianceFactory().space
    MemberFactory.create_batch(members, space=space)
    MemberFactory.create_batch(8)
    assert ("members" in done_checks(space)) is enough


@pytest.mark.parametrize(("known", "enough"), [(4, False), (5, True)])
def test_influence_of_half_the_register(known: int, enough: bool) -> None:
    space = AllianceFactory().space
    StakeholderFactory.create_batch(known, space=space, influence="low")
    StakeholderFactory.create_batch(10 - known, space=space)
    assert ("influence" in done_checks(space)) is enough


def test_somebody_who_left_no_longer_counts() -> None:
    space = AllianceFactory().space
    somebody(space, "chair")
    Role.objects.update(ends_on=dt.date(2021, 1, 1))
    assert "chair" not in done_checks(space)


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_each_check_leads_to_a_page_for_those_who_may_open_it(check) -> None:
    view = resolve(reverse(check.url_name, args=["friesland"])).func.view_class
    assert view.permission == check.permission


def test_the_shipped_steps_have_every_check_once() -> None:
    assert sorted(check.key for step in STEPS for check in step.checks) == sorted(CHECKS)


def test_the_overview_shows_the_same_number_of_queries_with_much_in_it(django_assert_num_queries) -> None:
    counts = []
    for rows in (1, 30):
        space = AllianceFactory().space
        StakeholderFactory.create_batch(rows, space=space)
        MemberFactory.create_batch(rows, space=space)
        client = client_with("coordinator", space)
        address = reverse("space_home", args=[space.slug])
        client.get(address)
        with django_assert_num_queries(12, exact=False) as counted:
            assert client.get(address).status_code == 200
        counts.append(len(counted))
    assert counts[0] == counts[1]


def test_the_prepared_query_goes_by_the_clock_of_the_moment(monkeypatch) -> None:
    """``facts_of`` is worked out once a process: no moment may be kept in it."""
    space = AllianceFactory().space
    now = timezone.now()
    Meeting.objects.create(
        space=space,
        title="Start",
        starts_at=now + dt.timedelta(days=2),
        ends_at=now + dt.timedelta(days=2, hours=2),
        invited_at=now,
    )
    somebody(space, "chair")
    Role.objects.update(ends_on=timezone.localdate() + dt.timedelta(days=5))
    assert roadmap.facts_of(space)["next_meeting_at"] is not None
    later = now + dt.timedelta(days=400)
    monkeypatch.setattr(timezone, "now", lambda: later)
    monkeypatch.setattr(timezone, "localdate", lambda *args: later.date())
    facts = roadmap.facts_of(space)
    assert facts == roadmap.facts_of_many(Space.objects.filter(pk=space.pk))[space.pk]
    assert facts["today"] == later.date()
    assert (facts["next_meeting_at"], facts["has_chair"]) == (None, False)


def test_a_passed_over_check_is_settled_and_done_once_it_is_there() -> None:
    alliance = AllianceFactory()
    PassedOver.objects.create(alliance=alliance, key="why", reason="Staat in onze statuten", by="Els")
    facts = roadmap.facts_of(alliance.space)
    assert state_of("why", facts) == State.PASSED_OVER
    first = roadmap.progress(facts)[0]
    assert (first.count, first.total, first.done, first.now) == (1, 2, False, True)
    assert state_of("why", {**facts, "why": "Daarom"}) == State.DONE


def test_a_whole_step_may_be_passed_over() -> None:
    alliance = AllianceFactory()
    for key in ("why", "register"):
        PassedOver.objects.create(alliance=alliance, key=key, reason="Loopt al jaren", by="Els")
    steps = roadmap.progress(roadmap.facts_of(alliance.space))
    assert [(step.done, step.now) for step in steps[:2]] == [(True, False), (False, True)]
    assert roadmap.next_checks(steps)[0].key == "mandate"


@pytest.mark.parametrize(
    ("today", "held", "state", "count"),
    [
        (dt.date(2026, 1, 10), 0, State.MISSING, "0 of 4 held"),
        (dt.date(2026, 12, 1), 0, State.MISSING, "0 of 4 held; by now it would be 2"),
        (dt.date(2026, 12, 1), 1, State.LATE, "1 of 4 held; by now it would be 2"),
        (dt.date(2026, 12, 1), 2, State.MISSING, "2 of 4 held; by now it would be 2"),
        (dt.date(2026, 12, 1), 4, State.DONE, ""),
        (dt.date(2028, 1, 1), 3, State.LATE, "3 of 4 held; by now it would be 4"),
    ],
)
def test_meetings_keep_pace_with_the_mandate(today: dt.date, held: int, state: State, count: str) -> None:
    facts = {
        **counting.facts_of(AllianceFactory().space),
        "starts_on": dt.date(2026, 1, 1),
        "ends_on": dt.date(2027, 6, 30),
        "meetings_in_mandate": held,
        "today": today,
    }
    with override("en"):
        assert (state_of("meetings", facts), CHECKS["meetings"].note(facts)) == (state, count)


def test_meetings_of_an_earlier_mandate_do_not_count() -> None:
    space = AllianceFactory(space__starts_on=in_days(-30).date(), space__ends_on=in_days(500).date()).space
    guest = somebody(space)
    for days in (-400, -3):
        meeting = MeetingFactory(space=space, starts_at=in_days(days))
        Invitee.objects.create(meeting=meeting, person=guest, expires_at=meeting.ends_at)
    facts = counting.facts_of(space)
    assert (facts["meetings_held"], facts["meetings_in_mandate"]) == (2, 1)


@pytest.mark.parametrize(
    ("today", "ends_on", "state"),
    [
        (dt.date(2026, 11, 22), None, State.WAITING),
        (dt.date(2026, 11, 22), dt.date(2027, 5, 23), State.DONE),
        (dt.date(2026, 11, 22), dt.date(2027, 5, 22), State.LATE),
        (dt.date(2026, 8, 31), dt.date(2027, 2, 28), State.LATE),
        (dt.date(2026, 11, 22), dt.date(2026, 11, 1), State.LATE),
    ],
)
def test_half_a_year_before_the_end_it_is_time_to_go_on(today: dt.date, ends_on: dt.date | None, state: State) -> None:
    facts = {**counting.facts_of(AllianceFactory().space), "today": today, "ends_on": ends_on}
    assert state_of("continuation", facts) == state
    assert CHECKS["continuation"].note(facts)


def test_what_needs_attention_comes_first() -> None:
    space = AllianceFactory(space__starts_on=in_days(-200).date(), space__ends_on=in_days(20).date()).space
    assert roadmap.next_checks(roadmap.progress(roadmap.facts_of(space)))[0].key == "continuation"


def test_a_new_alliance_gets_the_steps_of_its_programme_and_keeps_them() -> None:
    programme = ProgrammeFactory().space
    own = RoadTemplate.objects.create(programme=programme)
    own.take(STEPS[1:3])
    alliance = AllianceFactory(space__parent=programme)
    titles = [step.title for step in roadmap.facts_of(alliance.space)["road"]]
    assert titles == [step.title for step in STEPS[1:3]]
    own.steps.filter(number=3).delete()
    assert alliance.steps.count() == 2
    other = AllianceFactory()
    assert [step.title for step in roadmap.facts_of(other.space)["road"]] == [step.title for step in STEPS]
    assert own.give_to(Alliance.objects.filter(pk=alliance.pk)) == 1
    assert (alliance.steps.count(), other.steps.count()) == (1, 6)


def test_a_check_that_nobody_knows_any_more_is_left_out() -> None:
    alliance = AllianceFactory()
    AllianceStep.objects.filter(alliance=alliance, number=1).update(checks=["gone", "why"])
    assert roadmap.progress(roadmap.facts_of(alliance.space))[0].total == 1


def test_only_an_alliance_has_a_road() -> None:
    programme = ProgrammeFactory().space
    client = client_with("member", programme)
    page = client.get(reverse("space_home", args=[programme.slug]))
    assert (page.status_code, page.context["steps"]) == (200, ())
    assert client.get(reverse("alliances:roadmap", args=[programme.slug])).status_code == 404
