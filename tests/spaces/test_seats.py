"""Replacing a representative, another mandate, pausing and coming back: what it does to people, links and mails."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from accounts.models import User
from charters import signatories
from core.mail.models import Mail
from documents.models import SigningRequest
from documents.signing import services as signing
from documents.signing.services import Party
from sessions.intervision.models import ContributionRequest
from sessions.intervision.services import asking
from sessions.meetings.models import Invitee
from sessions.meetings.services import inviting
from spaces import seats, services
from spaces.models import EarlierMandate, Member, Pause, Person, Representative, Role, Space
from spaces.seats import Successor
from spaces.services import Mandate
from tests.charters.factories import a_charter, opened
from tests.documents.factories import a_signature
from tests.intervision.factories import DayFactory
from tests.meetings.factories import MeetingFactory, mails, make_mails
from tests.spaces.factories import AllianceFactory, OrganisationFactory, RepresentativeFactory, somebody, user_with

pytestmark = pytest.mark.django_db

EARLIER = dt.date(2024, 3, 1)


@pytest.fixture
def space() -> Space:
    profile = {"space__vision": "Iedereen hoort erbij.", "space__objectives": "Een buddy voor iedereen"}
    found: Space = AllianceFactory(**profile).space
    return found


@pytest.fixture
def by(space: Space) -> User:
    return user_with("coordinator", space)


@pytest.fixture
def seat(space: Space) -> Representative:
    els = somebody(space, "member", name="Els Peeters", email="els@example.org")
    found: Representative = RepresentativeFactory(member__space=space, person=els, may_sign=True, starts_on=EARLIER)
    return found


def jan(**facts: Any) -> Successor:
    return Successor(
        **{
            "name": "Jan Claes",
            "email": "jan@example.org",
            "from_day": timezone.localdate(),
            "mandate": Mandate(may_decide=True),
            **facts,
        }
    )


def status(address: str) -> int:
    return Client().get(address, follow=True).status_code


# --- replacing ------------------------------------------------------------------------------------
def test_the_one_ends_on_the_day_before_the_other_begins(seat: Representative, by: User) -> None:
    day = timezone.localdate() - dt.timedelta(days=10)
    new = seats.replace(seat, jan(from_day=day), by=by)
    seat.refresh_from_db()
    assert (seat.ends_on, new.starts_on, new.took_over_from) == (day - dt.timedelta(days=1), day, seat)
    assert (new.may_speak, new.may_decide, new.may_sign) == (True, True, False)
    assert list(Role.objects.current().filter(space=seat.member.space_id, kind="member").values_list("person")) == [
        (new.person_id,)
    ]


def test_one_who_began_today_can_be_replaced_today(seat: Representative, by: User) -> None:
    today = timezone.localdate()
    Representative.objects.filter(pk=seat.pk).update(starts_on=today)
    seat.refresh_from_db()
    seats.replace(seat, jan(), by=by)
    seat.refresh_from_db()
    assert seat.ends_on == today


@pytest.mark.parametrize("day", [EARLIER - dt.timedelta(days=1), dt.date(2199, 1, 1)])
def test_a_day_before_the_seat_began_or_still_to_come_is_refused(seat: Representative, by: User, day: dt.date) -> None:
    with pytest.raises(ValidationError) as refused:
        seats.replace(seat, jan(from_day=day), by=by)
    assert list(refused.value.message_dict) == ["from_day"]
    assert not Person.objects.filter(email="jan@example.org").exists()


def test_a_seat_is_handed_over_once(seat: Representative, by: User) -> None:
    seats.replace(seat, jan(), by=by)
    with pytest.raises(ValidationError):
        seats.replace(seat, jan(email="ander@example.org"), by=by)


def test_nobody_takes_over_from_themselves(seat: Representative, by: User) -> None:
    with pytest.raises(ValidationError):
        seats.replace(seat, jan(email="Els@Example.org"), by=by)
    seat.refresh_from_db()
    assert seat.ends_on is None


def asked_for_everything(seat: Representative, by: User) -> dict[str, str]:
    """A meeting, a day and a text to sign; the addresses of the links of whoever holds ``seat``."""
    space = seat.member.space
    meeting, day = MeetingFactory(space=space), DayFactory(space=space)
    text = opened(a_charter(space)).signable
    inviting.invite(meeting, [seat.person_id], by=by)
    asking.ask(day, [seat.person_id], by=by)
    signing.ask(text, [Party(seat.member, seat.person)], counting=[text.pk])
    make_mails()
    return {link.kind_of_link: link.address() for link in links_of(seat.person)}


def links_of(person: Person) -> list[Any]:
    kinds: list[Any] = [Invitee, ContributionRequest, SigningRequest]
    return [row for kind in kinds for row in kind.objects.filter(person=person, withdrawn_at=None)]


def test_the_links_of_who_goes_stop_and_the_new_one_is_invited_to_what_is_coming(
    seat: Representative, by: User
) -> None:
    old = asked_for_everything(seat, by)
    MeetingFactory(space=seat.member.space)  # nobody was invited to this one
    new = seats.replace(seat, jan(), by=by, asks=True)
    make_mails()
    assert {kind: status(address) for kind, address in old.items()} == dict.fromkeys(old, 410)
    assert [mail.to for mail in mails("meeting cancellation")] == ["els@example.org"]
    found = {link.kind_of_link: status(link.address()) for link in links_of(new.person)}
    assert found == {"answer": 200, "contribution": 200}
    assert Invitee.objects.get(person=new.person).organisation == seat.member.organisation


def test_unless_wanted_the_new_one_is_not_invited_and_gets_no_mail(seat: Representative, by: User) -> None:
    asked_for_everything(seat, by)
    new = seats.replace(seat, jan(), by=by)
    make_mails()
    assert links_of(new.person) == []
    assert not Mail.objects.filter(to="jan@example.org").exists()


def test_a_meeting_that_was_cancelled_is_nothing_to_come(seat: Representative, by: User) -> None:
    asked_for_everything(seat, by)
    meeting = Invitee.objects.get(person=seat.person).meeting
    type(meeting).objects.filter(pk=meeting.pk).update(cancelled_at=timezone.now())
    assert [one.title for one in seats.invited_to(seat.person)] == [ContributionRequest.objects.get().day.title]


def test_who_chairs_too_keeps_their_links(seat: Representative, by: User) -> None:
    Role.objects.create(space=seat.member.space, person=seat.person, kind=Role.Kind.CHAIR, starts_on=EARLIER)
    old = asked_for_everything(seat, by)
    seats.replace(seat, jan(), by=by, asks=True)
    assert {kind: status(address) for kind, address in old.items()} == {
        "answer": 200,
        "contribution": 200,
        "signing": 410,  # was for that seat
    }


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_the_word_of_welcome_says_whom_they_represent_and_whom_to_know(
    seat: Representative, by: User, language: str
) -> None:
    services.person_in(seat.member.space, name="Jan Claes", email="jan@example.org", language=language)
    seats.replace(seat, jan(), by=by, welcomes=True)
    mail = Mail.objects.get(to="jan@example.org")
    for text in (mail.text, mail.html):
        assert [word in text for word in (seat.member.name, "Els Peeters", by.email)] == [True] * 3
    assert mail.reply_to == by.email


# --- mandates -------------------------------------------------------------------------------------
def test_another_mandate_keeps_every_link_and_tells_nobody(seat: Representative, by: User) -> None:
    old = asked_for_everything(seat, by)
    before = Mail.objects.count()
    seat.may_decide = True
    seats.change_mandate(seat)
    assert {kind: status(address) for kind, address in old.items()} == dict.fromkeys(old, 200)
    assert Mail.objects.count() == before
    earlier = EarlierMandate.objects.get()
    assert (earlier.may_speak, earlier.may_decide, earlier.may_sign) == (True, False, True)


def test_who_may_no_longer_sign_keeps_the_other_links(seat: Representative, by: User) -> None:
    old = asked_for_everything(seat, by)
    seat.may_sign = False
    seats.change_mandate(seat)
    assert {kind: status(address) for kind, address in old.items()} == {
        "answer": 200,
        "contribution": 200,
        "signing": 410,
    }


def test_of_one_day_the_history_keeps_the_mandate_before_the_first_change(seat: Representative) -> None:
    for may_decide in (True, False, True):
        seat.may_decide = may_decide
        seats.change_mandate(seat)
    assert [row.may_decide for row in EarlierMandate.objects.all()] == [False]


def test_correcting_a_mandate_on_its_first_day_or_saving_the_same_leaves_no_trace(seat: Representative) -> None:
    seats.change_mandate(seat)
    Representative.objects.filter(pk=seat.pk).update(starts_on=timezone.localdate())
    seat.may_decide = True
    seats.change_mandate(seat)
    assert not EarlierMandate.objects.exists()


# --- pausing --------------------------------------------------------------------------------------
def test_who_pauses_is_off_the_lists_and_is_told_and_stays_in_the_space(seat: Representative, by: User) -> None:
    old = asked_for_everything(seat, by)
    seats.pause(seat.member)
    make_mails()
    assert {kind: status(address) for kind, address in old.items()} == dict.fromkeys(old, 410)
    assert [mail.to for mail in mails("meeting cancellation")] == ["els@example.org"]
    assert Role.objects.current().filter(person=seat.person, kind="member").exists()
    seat.refresh_from_db()
    assert seat.ends_on is None


def test_who_pauses_is_not_invited_until_they_are_back(seat: Representative, by: User) -> None:
    space = seat.member.space
    seats.pause(seat.member)
    assert seat.person not in [one.person for one in inviting.usual_people(space)]
    seats.come_back(seat.member)
    assert seat.person in [one.person for one in inviting.usual_people(space)]


def test_who_pauses_does_not_count_as_asked_to_sign_but_a_signature_counts(space: Space) -> None:
    charter = a_charter(space)
    text = opened(charter).signable
    signs, waits = (RepresentativeFactory(member__space=space, may_sign=True) for _number in range(2))
    signing.ask(text, [Party(one.member, one.person) for one in (signs, waits)], counting=[text.pk])
    a_signature(SigningRequest.objects.get(person=signs.person))
    for one in (signs, waits):
        seats.pause(one.member)
    found = signatories.overview(charter)
    assert [(one.member, one.is_done) for one in found.parties] == [(signs.member, True)]
    assert (found.former, found.seats_to_ask) == ([], [])


def test_pausing_twice_is_one_pause_and_the_pause_ends_yesterday(seat: Representative) -> None:
    seats.pause(seat.member)
    seats.pause(seat.member)
    Pause.objects.update(starts_on=EARLIER)
    seats.come_back(seat.member)
    seats.come_back(seat.member)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    assert list(Pause.objects.values_list("starts_on", "ends_on")) == [(EARLIER, yesterday)]


def test_a_pause_of_one_day_never_was(seat: Representative) -> None:
    seats.pause(seat.member)
    seats.come_back(seat.member)
    assert not Pause.objects.exists()


def test_one_of_two_seats_pausing_leaves_the_links(seat: Representative, by: User) -> None:
    services.add_organisation(seat.member.space, OrganisationFactory(), representative=seat.person, mandate=Mandate())
    old = asked_for_everything(seat, by)
    seats.pause(seat.member)
    assert status(old["answer"]) == 200


def test_an_individual_pauses_too(space: Space, by: User) -> None:
    person = somebody(space, "member")
    member = Member.objects.create(space=space, individual=person)
    meeting = MeetingFactory(space=space)
    inviting.invite(meeting, [person.pk], by=by)
    seats.pause(member)
    assert Invitee.objects.get(person=person).withdrawn_at is not None
    assert person not in [one.person for one in inviting.usual_people(space)]


def test_who_left_does_not_pause(seat: Representative) -> None:
    services.end_membership(seat.member)
    with pytest.raises(ValidationError):
        seats.pause(seat.member)


# --- leaving and coming back ----------------------------------------------------------------------
def test_leaving_ends_the_pause(seat: Representative) -> None:
    seats.pause(seat.member)
    services.end_membership(seat.member)
    assert not Pause.objects.filter(ends_on=None).exists()


def test_who_left_before_comes_back_as_a_new_stay_with_an_empty_seat(seat: Representative) -> None:
    Member.objects.filter(pk=seat.member_id).update(starts_on=EARLIER, win="Kennis")
    seat.member.refresh_from_db()
    services.end_membership(seat.member, dt.date(2025, 1, 1))
    again = seats.rejoin(seat.member)
    assert again.pk != seat.member_id
    assert (again.organisation, again.win, again.starts_on) == (
        seat.member.organisation,
        "Kennis",
        timezone.localdate(),
    )
    assert not again.representatives.exists()
    with pytest.raises(ValidationError):
        seats.rejoin(seat.member)


def test_who_left_by_mistake_today_goes_on(seat: Representative) -> None:
    services.end_membership(seat.member)
    assert seats.rejoin(seat.member).pk == seat.member_id
    assert Member.objects.get().ends_on is None


def test_the_only_coordinator_keeps_an_address(space: Space, by: User) -> None:
    person = Person.objects.get(email=by.email)
    person.email = ""
    with pytest.raises(ValidationError) as refused:
        services.change_person(person)
    assert list(refused.value.message_dict) == ["email"]
    assert Person.objects.get(pk=person.pk).email == by.email
    somebody(space, "coordinator")
    assert services.change_person(person) is True
