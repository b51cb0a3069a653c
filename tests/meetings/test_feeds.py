"""One's meetings in one's own calendar: what stands in it, who can read it, and a new address."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from sessions.meetings.models import CalendarFeed, Meeting
from sessions.meetings.services import answering, feeds, planning
from sessions.meetings.services.answering import Reply
from spaces.services import change_person
from tests.meetings.factories import in_days, invited_meeting, invitee_of
from tests.spaces.factories import client_with, user_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    return invited_meeting(2, title="Overleg; één, twee")


@pytest.fixture
def feed(meeting: Meeting) -> CalendarFeed:
    return feeds.of(invitee_of(meeting).person)


def path_of(address: str) -> str:
    return "/" + address.split("/", 3)[3]


def entries(feed: CalendarFeed) -> dict[str, str]:
    """Title and status of each entry, as a program that comes by reads them."""
    answer = Client().get(path_of(feed.feed_address()))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    calendar = Calendar.from_ical(answer.content)
    assert calendar["METHOD"] == "PUBLISH"
    return {str(one["SUMMARY"]): str(one["STATUS"]) for one in calendar.events}


def test_what_stands_in_it(meeting: Meeting, feed: CalendarFeed) -> None:
    assert entries(feed) == {meeting.title: "TENTATIVE"}
    answering.respond(invitee_of(meeting), Reply(answer="yes"))
    assert entries(feed) == {meeting.title: "CONFIRMED"}
    event = Calendar.from_ical(feeds.content(feed)).events[0]
    assert (event.start, event.end) == (meeting.starts_at, meeting.ends_at)
    assert (str(event["UID"]), event.get("ATTENDEE"), event.get("ORGANIZER")) == (meeting.uid, None, None)
    answering.respond(invitee_of(meeting), Reply(answer="no"))
    assert entries(feed) == {}


def test_cancelled_is_said_and_what_lies_long_ago_is_left_out(meeting: Meeting, feed: CalendarFeed) -> None:
    planning.cancel(meeting, by=user_with("coordinator", meeting.space))
    assert entries(feed) == {meeting.title: "CANCELLED"}
    Meeting.objects.update(starts_at=in_days(-100), ends_at=in_days(-100) + dt.timedelta(hours=2))
    assert entries(feed) == {}


def test_only_ones_own(meeting: Meeting, feed: CalendarFeed) -> None:
    invitee_of(meeting).delete()
    assert entries(feed) == {}
    assert entries(feeds.of(invitee_of(meeting, 1).person)) == {meeting.title: "TENTATIVE"}


@pytest.mark.parametrize("broken", ["x", "A" * 43, ""])
def test_another_token_opens_nothing(feed: CalendarFeed, broken: str) -> None:
    address = path_of(feed.feed_address())
    assert Client().get(address.replace(feed.token(), broken or "-")).status_code == 404
    assert Client().get(address.replace(f"/{feed.pk}/", f"/{10**30}/")).status_code == 404
    assert Client().post(address).status_code == 405


def test_a_new_address_takes_the_old_one_away(feed: CalendarFeed) -> None:
    client = Client()
    page = client.get(path_of(feed.address()), follow=True).request["PATH_INFO"]
    assert feed.feed_address() in client.get(page).content.decode()
    assert client.post(page).status_code == 422
    assert entries(feed)
    old = path_of(feed.feed_address())
    shown = client.post(page, {"sure": "on"}, follow=True)
    feed.refresh_from_db()
    assert (shown.status_code, feed.feed_address() in shown.content.decode()) == (200, True)
    assert (Client().get(old).status_code, bool(entries(feed))) == (404, True)


def test_it_ends_with_the_address_and_begins_again_elsewhere(meeting: Meeting, feed: CalendarFeed) -> None:
    person, old = invitee_of(meeting).person, path_of(feed.feed_address())
    person.email = "anders@example.org"
    change_person(person)
    assert Client().get(old).status_code == 404
    again = feeds.of(person)
    assert path_of(again.feed_address()) != old
    assert Client().get(old).status_code == 404
    assert Client().get(path_of(again.feed_address())).status_code == 200


def test_from_the_workspace_and_from_the_answer(meeting: Meeting) -> None:
    address = reverse("meetings:calendar_follow", args=[meeting.space.slug])
    member = client_with("member", meeting.space)
    assert "/calendar/" in member.post(address, follow=True).content.decode()
    assert member.get(address).status_code == 405
    client = Client()
    page = client.get(path_of(invitee_of(meeting).address()), follow=True).request["PATH_INFO"]
    answer = client.post(page, {"follow": "1"}, follow=True)
    assert feeds.of(invitee_of(meeting).person).feed_address() in answer.content.decode()
