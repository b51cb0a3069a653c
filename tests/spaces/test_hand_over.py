"""What happens by itself on its day: a hand-over that was planned, and a role that runs out."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from core.mail.models import Mail
from sessions.meetings.models import Invitee
from sessions.meetings.services import inviting
from spaces import seats, services
from spaces.models import PlannedHandOver, Representative, Role, Space
from spaces.seats import Successor
from spaces.services import Mandate
from spaces.tasks import follow_the_calendar
from tests.at_once import together
from tests.meetings.factories import MeetingFactory
from tests.spaces.factories import LONG_AGO, AllianceFactory, RepresentativeFactory, somebody, user_with

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def space() -> Space:
    found: Space = AllianceFactory().space
    return found


@pytest.fixture
def seat(space: Space) -> Representative:
    person = somebody(space, "member", name="Els Peeters")
    found: Representative = RepresentativeFactory(member__space=space, person=person)
    return found


@pytest.fixture
def by(space: Space) -> User:
    return user_with("coordinator", space)


def planned(seat: Representative, by: User, days: int = 30, **facts: bool) -> PlannedHandOver:
    day = timezone.localdate() + days * DAY
    successor = Successor("Jan Claes", "Jan@example.org", day, Mandate(may_sign=True))
    return seats.plan_replacement(seat, successor, by=by, **facts)


def test_nothing_happens_before_its_day_and_all_of_it_on_the_day(space: Space, seat: Representative, by: User) -> None:
    meeting = MeetingFactory(space=space)
    inviting.invite(meeting, [seat.person_id], by=by)
    plan = planned(seat, by, asks=True, welcomes=True)
    assert seats.do_what_is_planned(plan.from_day - DAY) == 0
    PlannedHandOver.objects.update(from_day=timezone.localdate())
    assert follow_the_calendar() == 1
    seat.refresh_from_db()
    new = seat.followed_by
    assert (new.person.email, new.may_sign, new.starts_on) == ("jan@example.org", True, timezone.localdate())
    assert seat.ends_on == timezone.localdate() - DAY
    assert Invitee.objects.filter(person=new.person, withdrawn_at=None).exists()
    assert Mail.objects.filter(to="jan@example.org", kind="representative welcome").count() == 1
    assert follow_the_calendar() == 0


def test_a_day_that_was_missed_is_made_up_for(seat: Representative, by: User) -> None:
    planned(seat, by)
    PlannedHandOver.objects.update(from_day=timezone.localdate() - 3 * DAY)
    assert seats.do_what_is_planned() == 1
    assert seat.member.representatives.get(ends_on=None).starts_on == timezone.localdate() - 3 * DAY


@pytest.mark.parametrize("coordinators", [0, 1])
def test_it_happens_when_who_planned_it_has_no_account_any_more(
    space: Space, seat: Representative, by: User, coordinators: int
) -> None:
    planned(seat, by, welcomes=True)
    PlannedHandOver.objects.update(from_day=timezone.localdate())
    left = [user_with("coordinator", space) for _number in range(coordinators)]
    space.roles.filter(person__email=by.email).delete()
    by.delete()
    assert seats.do_what_is_planned() == 1
    assert seat.member.representatives.get(ends_on=None).person.email == "jan@example.org"
    told = Mail.objects.filter(to="jan@example.org", kind="representative welcome")
    assert [mail.reply_to for mail in told] == [user.email for user in left]


@pytest.mark.parametrize("days", [0, -1])
def test_today_and_earlier_are_not_planned(seat: Representative, by: User, days: int) -> None:
    with pytest.raises(ValidationError):
        planned(seat, by, days)


def test_one_hand_over_is_planned_at_a_time_and_not_to_who_sits_there(seat: Representative, by: User) -> None:
    planned(seat, by)
    with pytest.raises(ValidationError):
        planned(seat, by)
    PlannedHandOver.objects.all().delete()
    services.represent(seat.member, name="Jan", email="jan@example.org", mandate=Mandate())
    with pytest.raises(ValidationError):
        planned(seat, by)


@pytest.mark.parametrize("what", ["ends", "leaves", "replaced"])
def test_a_plan_goes_with_the_seat(seat: Representative, by: User, what: str) -> None:
    planned(seat, by)
    if what == "ends":
        services.end_representation(seat)
    elif what == "leaves":
        services.end_membership(seat.member)
    else:
        seats.replace(seat, Successor("An", "an@example.org", timezone.localdate(), Mandate()), by=by)
    assert not PlannedHandOver.objects.exists()


def test_one_that_cannot_be_any_more_is_dropped(seat: Representative, by: User) -> None:
    planned(seat, by)
    services.represent(seat.member, name="Jan", email="jan@example.org", mandate=Mandate())
    PlannedHandOver.objects.update(from_day=timezone.localdate())
    assert seats.do_what_is_planned() == 0
    seat.refresh_from_db()
    assert (seat.ends_on, PlannedHandOver.objects.exists()) == (None, False)


@pytest.mark.django_db(transaction=True)
def test_taking_back_and_doing_at_once_leave_one_of_both(seat: Representative, by: User) -> None:
    plan = planned(seat, by)
    PlannedHandOver.objects.update(from_day=timezone.localdate())
    done, taken = together(seats.do_what_is_planned, lambda: seats.take_back(plan))
    assert (done == 1) is not taken
    assert Representative.objects.filter(ends_on=None).count() == 1


# --- a role that runs out -------------------------------------------------------------------------
def chair_until(space: Space, day: dt.date) -> Role:
    person = somebody(space, email="voorzitter@example.org")
    return Role.objects.create(space=space, person=person, kind="chair", starts_on=LONG_AGO, ends_on=day)


def invited_to_a_meeting(role: Role, by: User) -> Invitee:
    meeting = MeetingFactory(space=role.space)
    inviting.invite(meeting, [role.person_id], by=by)
    return meeting.invitees.get(person=role.person_id)


def test_the_links_of_a_chair_whose_turn_ended_end_once(space: Space, by: User) -> None:
    role = chair_until(space, timezone.localdate())
    first = invited_to_a_meeting(role, by)
    follow_the_calendar()
    first.refresh_from_db()
    assert first.withdrawn_at is None  # the last day counts
    Role.objects.filter(pk=role.pk).update(ends_on=timezone.localdate() - DAY)
    assert services.end_links_of_ended_roles() == 1
    first.refresh_from_db()
    assert first.withdrawn_at is not None
    guest = MeetingFactory(space=space)
    inviting.invite_guest(guest, name="Oud-voorzitter", email="voorzitter@example.org", by=by)
    assert services.end_links_of_ended_roles() == 0
    assert guest.invitees.get().withdrawn_at is None


def test_who_has_a_seat_keeps_their_links(space: Space, by: User, seat: Representative) -> None:
    role = Role.objects.create(
        space=space, person=seat.person, kind="chair", starts_on=LONG_AGO, ends_on=timezone.localdate() - DAY
    )
    row = invited_to_a_meeting(role, by)
    services.end_links_of_ended_roles()
    row.refresh_from_db()
    assert row.withdrawn_at is None
