"""Lunches, information sessions and launches: places, who waits for one, and registering on a public page."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from sessions.meetings.models import Invitee, Meeting, Registration
from sessions.meetings.services import agendas, answering, inviting, minuting, places, planning, registering
from sessions.meetings.services.answering import Reply
from sessions.meetings.services.registering import Wish
from sessions.meetings.tasks import forget_registrations
from spaces.models import Person
from tests.at_once import together
from tests.meetings.factories import MeetingFactory, in_days, invited_meeting, invitee_of, mails
from tests.pages import save
from tests.spaces.factories import AllianceFactory, client_with, user_with

pytestmark = pytest.mark.django_db
YES, NO = Reply("yes"), Reply("no")
WISH = Wish("Mariam Haidari", "mariam@example.org", "nl", "Afghaanse Vrouwen Waasland", "Met de fiets")
FORM = {"name": "Mariam Haidari", "email": "Mariam@example.org", "organisation_name": "", "remark": ""}


@pytest.fixture(autouse=True)
def nobody_counted() -> None:
    cache.clear()


def open_gathering(**facts: Any) -> Meeting:
    return MeetingFactory(**{"is_open": True, "kind": Meeting.Kind.INFORMATION, **facts})


def answers(meeting: Meeting) -> list[str]:
    return [one.answer for one in meeting.invitees.on_the_list().order_by("pk")]


def full(people: int = 3, capacity: int = 1) -> Meeting:
    """A gathering to which everybody said yes, one after the other."""
    meeting = invited_meeting(people, capacity=capacity)
    for number in range(people):
        answering.respond(invitee_of(meeting, number), YES)
    return meeting


# --- places ---------------------------------------------------------------------------------------
def test_who_says_yes_when_it_is_full_waits_and_comes_in_by_turns() -> None:
    meeting = full()
    assert answers(meeting) == ["yes", "waitlist", "waitlist"]
    answering.respond(invitee_of(meeting, 1), YES)  # once more: the place in the line stays
    assert [one.person.email for one in places.waiting(meeting)] == ["lid1@example.org", "lid2@example.org"]
    answering.respond(invitee_of(meeting, 0), NO)
    assert answers(meeting) == ["no", "yes", "waitlist"]
    [mail] = mails("meeting place")
    entry = next(iter(Calendar.from_ical(bytes(mail.calendar)).walk("VEVENT")))
    assert (mail.to, str(entry["UID"])) == ("lid1@example.org", meeting.uid)
    inviting.remove(invitee_of(meeting, 1), by=None)
    assert invitee_of(meeting, 2).answer == "yes"


def test_more_places_let_in_as_many_and_fewer_put_nobody_out() -> None:
    meeting = full(4)
    meeting.capacity = 3
    planning.change(meeting, by=user_with("coordinator", meeting.space))
    assert answers(meeting) == ["yes", "yes", "yes", "waitlist"]
    meeting.capacity = 1
    planning.change(meeting, by=user_with("coordinator", meeting.space))
    assert answers(meeting) == ["yes", "yes", "yes", "waitlist"]
    meeting.capacity = None
    planning.change(meeting, by=user_with("coordinator", meeting.space))
    assert answers(meeting) == ["yes"] * 4


@pytest.mark.django_db(transaction=True)
def test_the_last_place_goes_to_one_of_two_who_want_it_at_once() -> None:
    meeting = invited_meeting(2, capacity=1)
    together(*(lambda number=number: answering.respond(invitee_of(meeting, number), YES) for number in range(2)))
    assert sorted(answers(meeting)) == ["waitlist", "yes"]


def test_nobody_chooses_to_wait_and_the_page_says_the_number() -> None:
    meeting = full()
    row, client = invitee_of(meeting, 2), Client()
    client.get(row.address().removeprefix("http://localhost:8000"))
    page = reverse("links:link_page", args=["answer", row.pk])
    assert client.post(page, {"answer": "waitlist"}).status_code == 422
    assert "nummer 2" in client.get(page).content.decode()
    detail = client_with("coordinator", meeting.space).get(
        reverse("meetings:meeting_detail", args=[meeting.space.slug, meeting.pk])
    )
    assert [len(group.people) for group in detail.context["answers"] if group.kind == "waitlist"] == [2]


# --- kinds ----------------------------------------------------------------------------------------
def test_a_lunch_begins_with_a_programme_and_decides_about_no_minutes() -> None:
    meeting = invited_meeting()
    agendas.keep_as_template(None, meeting.space, "Gewoon")
    lunch = MeetingFactory(space=meeting.space, kind=Meeting.Kind.LUNCH, starts_at=in_days(9))
    assert [item.is_about_minutes for item in lunch.agenda.all()] == [False] * 3
    minuting.circulate(minuting.start(meeting), by=user_with("coordinator", meeting.space))
    assert not lunch.agenda.filter(is_about_minutes=True).exists()
    assert planning.next_meeting(meeting) is None


def test_kind_and_places_are_planned_on_the_page() -> None:
    space = MeetingFactory().space
    data = {"title": "T", "date": "2030-11-05", "from_time": "12:00", "until_time": "13:30", "invitation_text": "x",
            "kind": "lunch", "capacity": "40", "is_open": "on"}  # fmt: skip
    client, add = client_with("coordinator", space), reverse("meetings:meeting_add", args=[space.slug])
    assert save(client, add, {**data, "capacity": "0"}).status_code == 422
    assert save(client, add, data).status_code == 302
    meeting = Meeting.objects.latest("pk")
    assert (meeting.kind, meeting.capacity, meeting.is_open) == ("lunch", 40, True)
    page = client.get(reverse("meetings:meeting_detail", args=[space.slug, meeting.pk])).content.decode()
    assert reverse("meetings:register", args=[meeting.pk]) in page
    member = client_with("member", space)
    assert member.get(reverse("meetings:meeting_detail", args=[space.slug, meeting.pk])).status_code == 200


# --- registering ----------------------------------------------------------------------------------
def confirm_page(registration: Registration) -> tuple[Client, str]:
    client = Client()
    client.get(registration.address().removeprefix("http://localhost:8000"))
    return client, reverse("links:link_page", args=["register", registration.pk])


def test_somebody_registers_confirms_and_gets_a_place() -> None:
    meeting = open_gathering(capacity=1)
    page = reverse("meetings:register", args=[meeting.pk])
    assert Client().get(page).status_code == 200
    assert Client().post(page, FORM).status_code == 302
    [check] = mails("registration")
    assert (check.to, meeting.invitees.count(), Person.objects.filter(space=meeting.space).count()) == (
        "mariam@example.org", 0, 0,
    )  # fmt: skip
    registration = Registration.objects.get()
    client, confirm = confirm_page(registration)
    assert client.get(confirm).status_code == 200
    assert client.post(confirm, {}).status_code == 422  # a blind press
    assert meeting.invitees.count() == 0
    for _time in range(2):
        assert client.post(confirm, {"mine": "on"}).status_code == 302
    row = meeting.invitees.get()
    assert (row.answer, row.person.name, row.person.source) == ("yes", "Mariam Haidari", "self")
    assert "ingeschreven" in client.get(confirm).content.decode()
    [told] = mails("meeting registered")
    assert (told.to, bool(told.calendar)) == ("mariam@example.org", True)
    meeting.refresh_from_db()
    assert meeting.invited_at is not None
    answer = client.post(confirm, {"answer": "1"})
    assert answer["Location"] == row.address()
    second = registering.register(meeting, Wish("Nog Iemand", "iemand@example.org", "fr"))
    assert registering.confirm(second).answer == "waitlist"
    assert "liste d’attente" in mails("meeting registered")[-1].text


def test_what_they_said_is_kept_and_who_was_invited_already_says_yes_by_it() -> None:
    meeting = invited_meeting(1, is_open=True)
    own = registering.register(meeting, Wish("Lid", "lid0@example.org", "nl"))
    assert registering.confirm(own).pk == invitee_of(meeting).pk
    new = registering.confirm(registering.register(meeting, WISH))
    assert new.remark == "Afghaanse Vrouwen Waasland · Met de fiets"
    assert answers(meeting) == ["yes", "yes"]


def test_the_page_of_thanks_stays_when_the_gathering_moves_to_a_later_day() -> None:
    meeting = open_gathering()
    confirmed, waiting = (registering.register(meeting, Wish("M", f"m{at}@example.org", "nl")) for at in range(2))
    registering.confirm(confirmed)
    until = waiting.expires_at
    meeting.refresh_from_db()
    meeting.starts_at, meeting.ends_at = in_days(60), in_days(60) + dt.timedelta(hours=2)
    planning.change(meeting, by=user_with("coordinator", meeting.space))
    for one in (confirmed, waiting):
        one.refresh_from_db()
    assert (confirmed.expires_at, waiting.expires_at) == (meeting.ends_at, until)


def test_who_was_on_the_list_without_a_mail_takes_a_place_too() -> None:
    meeting = open_gathering(capacity=1)
    inviting.add_attendant(meeting, name="Mariam Haidari", email="mariam@example.org")
    assert registering.confirm(registering.register(meeting, WISH)).answer == "yes"
    assert places.free(meeting) == 0
    second = registering.register(meeting, Wish("B", "b@example.org", "nl"))
    assert registering.confirm(second).answer == "waitlist"


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_register_once() -> None:
    meeting = open_gathering()
    registration = registering.register(meeting, WISH)
    together(*(lambda: registering.confirm(Registration.objects.get(pk=registration.pk)) for _number in range(2)))
    assert (meeting.invitees.count(), len(mails("meeting registered"))) == (1, 1)


@pytest.mark.parametrize("what", ["closed", "cancelled", "over", "unknown"])
def test_there_is_a_page_only_while_everybody_may_register(what: str) -> None:
    meeting = open_gathering()
    registration = registering.register(meeting, WISH)
    changes = {
        "closed": {"is_open": False},
        "cancelled": {"cancelled_at": timezone.now()},
        "over": {"starts_at": in_days(-2), "ends_at": in_days(-1)},
        "unknown": {},
    }
    Meeting.objects.filter(pk=meeting.pk).update(**changes[what] or {"place": "Elders"})
    pk = 10**30 if what == "unknown" else meeting.pk
    for client, name in ((Client(), "register"), (Client(), "register_sent")):
        assert client.get(f"/gatherings/{pk}/{'' if name == 'register' else 'sent/'}").status_code == 404
    if what != "unknown":
        with pytest.raises(ValidationError):
            registering.confirm(registration)
        assert Client().post(f"/gatherings/{pk}/", FORM).status_code == 404
        assert meeting.invitees.count() == 0


def test_the_answer_tells_nobody_whether_an_address_is_known() -> None:
    meeting = invited_meeting(1, is_open=True)
    page = reverse("meetings:register", args=[meeting.pk])
    told = [Client().post(page, {**FORM, "email": one}) for one in ("lid0@example.org", "niemand@example.org")]
    assert {(one.status_code, one["Location"]) for one in told} == {(302, f"{page}sent/")}


def test_a_page_sends_so_many_mails_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = open_gathering()
    page = reverse("meetings:register", args=[meeting.pk])
    for _time in range(7):
        Client().post(page, FORM)
    assert len(mails("registration")) == registering.MAILS_TO_ONE["limit"]
    monkeypatch.setitem(registering.MAILS_OF_ONE_PAGE, "limit", 1)
    response = Client().post(page, {**FORM, "email": "een@example.org"})
    assert (response.status_code, bool(response["Retry-After"])) == (429, True)


def test_nonsense_is_refused() -> None:
    page = reverse("meetings:register", args=[open_gathering().pk])
    for wrong in ({"name": ""}, {"email": "geen adres"}, {"name": "x" * 201}, {"remark": "y" * 501}):
        assert Client().post(page, FORM | wrong).status_code == 422
    assert Client().post(page, FORM | {"name": "a\0b"}).status_code == 400
    assert not Registration.objects.exists()


def test_what_nobody_confirmed_is_forgotten() -> None:
    meeting = open_gathering()
    registering.register(meeting, WISH)
    confirmed = registering.register(meeting, Wish("B", "b@example.org", "nl"))
    registering.confirm(confirmed)
    assert registering.forget(timezone.now() + dt.timedelta(days=4)) == 1
    assert list(Registration.objects.all()) == [confirmed]
    assert (forget_registrations(), Invitee.objects.count()) == (0, 1)


def test_the_public_page_of_the_alliance_names_it() -> None:
    alliance = AllianceFactory(public_page=True)
    open_one = open_gathering(space=alliance.space, title="Wandeling langs de kernen")
    hidden = MeetingFactory(space=alliance.space, title="Vergadering achter gesloten deuren")
    page = Client().get(reverse("alliances:public_show", args=[alliance.space.slug])).content.decode()
    assert re.search(rf'href="/gatherings/{open_one.pk}/"', page)
    assert (open_one.title in page, hidden.title in page) == (True, False)
