"""Giving a coach to a region: one at a time, told to both sides, forgotten in time."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import User
from core.mail.models import Mail
from places.models import Region
from programmes.coaching import services, tasks
from programmes.coaching.models import Coach
from spaces.models import Space
from spaces.services import end_role
from tests.at_once import together
from tests.calls.factories import programme_with_regions, region
from tests.closing.test_closing import closed
from tests.coaching.factories import DAY, alliance_in, coach_for, mails, today
from tests.spaces.factories import ProgrammeFactory, account_of, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme() -> Space:
    return programme_with_regions()


@pytest.fixture
def by(programme: Space) -> User:
    return account_of(somebody(programme, "coordinator", name="Wim Claes", email="wim@example.org"))


# --- one at a time --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("first", "last", "clashes"),
    [(-30, -11, False), (-30, -10, True), (0, 0, True), (-30, None, True), (10, None, True), (11, None, False)],
)
def test_a_region_has_one_coach_at_a_time(
    programme: Space, by: User, first: int, last: int | None, clashes: bool
) -> None:
    coach_for(programme, by, starts=-10, ends=10)
    if clashes:
        with pytest.raises(ValidationError, match="one coach at a time"):
            coach_for(programme, by, starts=first, ends=last)
        with pytest.raises(IntegrityError), transaction.atomic():
            Coach.objects.create(
                programme=programme,
                region=region(),
                name="X",
                email="x@example.org",
                language="nl",
                starts_on=today() + first * DAY,
                ends_on=None if last is None else today() + last * DAY,
            )
    else:
        coach_for(programme, by, starts=first, ends=last)
    assert Coach.objects.count() == 1 + (not clashes)


def test_another_region_and_another_programme_may_have_the_same_coach(programme: Space, by: User) -> None:
    coach_for(programme, by)
    coach_for(programme, by, region=region("Kempen"))
    other = ProgrammeFactory(division=programme.programme.division).space
    coach_for(other, by)
    assert Coach.objects.count() == 3


def test_a_region_of_another_division_is_refused(programme: Space, by: User) -> None:
    programme_with_regions("Elders")
    with pytest.raises(ValidationError, match="not one of this programme"):
        coach_for(programme, by, region=region("Elders"))


def test_a_region_that_left_the_division_keeps_what_was_noted_of_it(programme: Space, by: User) -> None:
    coach = coach_for(programme, by)
    Region.objects.filter(pk=coach.region_id).update(division=None)
    assert set(services.regions_of(programme)) == {region("Waasland"), region("Kempen")}


@pytest.mark.parametrize(
    "facts",
    [{"ends_on": dt.date(2020, 1, 1)}, {"name": ""}, {"email": ""}],
)
def test_the_database_refuses_what_cannot_be(programme: Space, by: User, facts: dict[str, Any]) -> None:
    coach = coach_for(programme, by)
    with pytest.raises(IntegrityError), transaction.atomic():
        Coach.objects.filter(pk=coach.pk).update(**facts)


@pytest.mark.django_db(transaction=True)
def test_of_two_given_at_once_one_stays(programme: Space, by: User) -> None:
    acts = [lambda name=name: coach_for(programme, by, name=name) for name in ("Ada", "Bo")]
    found = together(*acts)
    assert sorted(type(one) is ValidationError for one in found) == [False, True]
    assert Coach.objects.count() == 1


def test_the_next_one_makes_the_one_of_now_stop_the_day_before(programme: Space, by: User) -> None:
    now = coach_for(programme, by, name="Ada", starts=-10)
    alliance_in(programme, email="els@example.org")
    coach_for(programme, by, name="Bo", starts=5, instead_of=now)
    now.refresh_from_db()
    assert now.ends_on == today() + 4 * DAY
    # Who stops is told; the alliance reads both in one mail.
    assert mails("coach") == ["ada@example.org", "ada@example.org", "bo@example.org"]
    (told,) = Mail.objects.filter(kind="coach told")
    assert (told.to, "Ada stops" in told.text) == ("els@example.org", True)


def test_nobody_takes_over_before_the_other_began(programme: Space, by: User) -> None:
    later = coach_for(programme, by, name="Ada", starts=10)
    with pytest.raises(ValidationError, match="nobody can take over"):
        coach_for(programme, by, name="Bo", starts=10, instead_of=later)
    later.refresh_from_db()
    assert later.ends_on is None


# --- who hears what -------------------------------------------------------------------------------
def test_the_coach_hears_whom_to_reach_and_the_alliance_who_it_is(programme: Space, by: User) -> None:
    alliance = alliance_in(programme, email="els@example.org")
    somebody(alliance, "member", email="lid@example.org")
    coach = coach_for(programme, by, note="Twaalf dagen, 900 euro per dag")
    to_coach, told = Mail.objects.order_by("pk")
    assert (to_coach.to, to_coach.reply_to, to_coach.space_id) == (coach.email, "wim@example.org", programme.pk)
    assert "els@example.org" in to_coach.text and "els@example.org" in to_coach.html
    assert (told.to, told.reply_to) == ("els@example.org", coach.email)
    assert "Twaalf dagen" not in to_coach.text + to_coach.html + told.text + told.html
    assert coach.introduced_to == alliance


def test_where_there_is_no_alliance_the_coach_hears_that_it_comes(programme: Space, by: User) -> None:
    coach_for(programme, by)
    (mail,) = Mail.objects.all()
    assert "no alliance in this region yet" in mail.text


def test_an_alliance_that_comes_later_and_its_coach_hear_of_each_other_once(programme: Space, by: User) -> None:
    coach = coach_for(programme, by)
    alliance = alliance_in(programme, email="")
    assert tasks.introduce_late() == 0  # nobody there to mail
    somebody(alliance, "coordinator", email="els@example.org")
    assert [tasks.introduce_late() for _hour in range(2)] == [1, 0]
    assert (mails("coach"), mails("coach told")) == ([coach.email, coach.email], ["els@example.org"])
    late = Mail.objects.filter(kind="coach").latest("pk")
    assert (late.reply_to, "els@example.org" in late.text) == ("els@example.org", True)


def test_an_alliance_of_another_programme_in_the_region_hears_nothing(programme: Space, by: User) -> None:
    alliance_in(ProgrammeFactory().space, email="elders@example.org")
    coach_for(programme, by)
    assert (tasks.introduce_late(), mails("coach told")) == (0, [])


def test_what_was_over_before_it_was_noted_is_told_to_nobody(programme: Space, by: User) -> None:
    alliance_in(programme, email="els@example.org")
    coach_for(programme, by, starts=-100, ends=-50)
    assert (tasks.introduce_late(), Mail.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("facts", "is_told"),
    [({"note": "Nieuw"}, False), ({"language": "fr"}, False), ({"ends": 30}, True), ({"organisation": "Bureau"}, True)],
)
def test_a_change_that_matters_is_told_to_both(
    programme: Space, by: User, facts: dict[str, Any], is_told: bool
) -> None:
    alliance_in(programme, email="els@example.org")
    coach = coach_for(programme, by)
    Mail.objects.all().delete()
    if "ends" in facts:
        facts = {"ends_on": today() + facts["ends"] * DAY}
    for name, value in facts.items():
        setattr(coach, name, value)
    assert services.change(coach, by=by) is is_told
    assert (mails("coach"), mails("coach told")) == (([coach.email], ["els@example.org"]) if is_told else ([], []))


def test_a_corrected_address_hears_everything_and_the_old_one_nothing(programme: Space, by: User) -> None:
    coach = coach_for(programme, by)
    Mail.objects.all().delete()
    coach.email = "juist@example.org"
    services.change(coach, by=by)
    (mail,) = Mail.objects.all()
    assert (mail.to, "You are the process coach" in mail.subject) == ("juist@example.org", True)


def test_who_did_not_begin_can_be_taken_back_and_both_hear_it(programme: Space, by: User) -> None:
    alliance_in(programme, email="els@example.org")
    coach = coach_for(programme, by, starts=5)
    Mail.objects.all().delete()
    for _press in range(2):
        services.take_back(coach, by=by)
    assert (Coach.objects.count(), mails("coach"), mails("coach told")) == (0, [coach.email], ["els@example.org"])
    begun = coach_for(programme, by, starts=-1)
    with pytest.raises(ValidationError, match="has begun"):
        services.take_back(begun, by=by)


def test_names_as_long_as_they_may_be_can_be_mailed(programme: Space, by: User) -> None:
    Space.objects.filter(pk=programme.pk).update(name="P" * 160)
    alliance_in(programme, email="els@example.org")
    there = region()
    Region.objects.filter(pk=there.pk).update(name="R" * 120)
    for row in (programme, there):
        row.refresh_from_db()
    coach_for(programme, by, name="N" * 160, email="n@example.org", organisation="O" * 160, region=there)
    assert Mail.objects.count() == 2


# --- what is kept ---------------------------------------------------------------------------------
def test_half_a_year_after_the_last_day_the_address_and_the_note_are_gone(programme: Space, by: User) -> None:
    long_ago = services.REACHED_AFTERWARDS.days
    gone = coach_for(programme, by, name="Ada", starts=-900, ends=-long_ago - 1, note="Dagen")
    kept = coach_for(programme, by, name="Bo", starts=-long_ago, ends=-long_ago, note="Dagen")
    assert [tasks.forget_past() for _night in range(2)] == [1, 0]
    for coach in (gone, kept):
        coach.refresh_from_db()
    assert (gone.name, gone.email, gone.note, gone.is_forgotten) == ("Ada", "", "", True)
    assert (kept.email, kept.note) == ("bo@example.org", "Dagen")


def test_a_closed_alliance_is_no_longer_mailed(programme: Space, by: User) -> None:
    alliance = alliance_in(programme, email="els@example.org")
    closed(alliance, by)
    coach_for(programme, by)
    assert (mails("coach told"), tasks.introduce_late()) == ([], 0)


def test_whoever_stopped_coordinating_hears_nothing(programme: Space, by: User) -> None:
    alliance = alliance_in(programme, email="els@example.org")
    somebody(alliance, "coordinator", email="jan@example.org")
    end_role(alliance.roles.get(person__email="els@example.org"))
    coach_for(programme, by)
    assert mails("coach told") == ["jan@example.org"]
