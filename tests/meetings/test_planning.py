"""Planning, changing and cancelling: what people are told, and when SEQUENCE rises."""

import datetime as dt
import email
import email.policy
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from icalendar import Calendar

from sessions.meetings import document
from sessions.meetings.models import Meeting
from sessions.meetings.services import agendas, answering, minuting, planning
from tests.at_once import together
from tests.meetings.factories import (
    MeetingFactory,
    as_sent,
    held_meeting,
    in_days,
    invited_meeting,
    invitee_of,
    mails,
    make_mails,
)
from tests.spaces.factories import MemberFactory, OrganisationFactory, SpaceFactory, client_with, user_with

pytestmark = pytest.mark.django_db


def entry(mail):
    return Calendar.from_ical(bytes(mail.calendar)).walk("VEVENT")[0]


def test_plan_makes_the_agenda_in_the_language_of_the_space():
    meeting = MeetingFactory(space=SpaceFactory(language="en"))
    assert [(item.position, item.duration) for item in meeting.agenda.all()] == [
        (1, 10), (2, 10), (3, 30), (4, 45), (5, 10), (6, 10), (7, 5),
    ]  # fmt: skip
    assert meeting.agenda.first().title == "Welcome, and who is at the table"


def host_of(space, name, **address):
    return MemberFactory(space=space, organisation=OrganisationFactory(name=name, **address))


def test_without_a_place_it_is_where_the_host_is():
    space = SpaceFactory()
    host = host_of(space, "Buurthuis", street="Kerkstraat 1", postcode="9100", municipality="Sint-Niklaas")
    facts = {"space": space, "host": host}
    assert MeetingFactory(**facts, place="").place == "Buurthuis, Kerkstraat 1, 9100 Sint-Niklaas"
    assert MeetingFactory(**facts, place="Elders").place == "Elders"
    assert MeetingFactory(**facts, place="", video_url="https://example.org/call").place == ""
    assert (
        MeetingFactory(space=space, place="", host=host_of(space, "Zonder straat", municipality="Lokeren")).place == ""
    )
    long = host_of(space, "x" * 290, street="Kerkstraat 1", municipality="Lokeren")
    assert MeetingFactory(space=space, place="", host=long).place == ""


def test_another_host_takes_it_to_their_address_and_people_are_told():
    meeting = invited_meeting(place="")
    by = user_with("coordinator", meeting.space)
    first, second = (
        host_of(meeting.space, name, street="Dorp 1", postcode="9160", municipality="Lokeren")
        for name in ("Een", "Twee")
    )
    for host, name in ((first, "Een"), (second, "Twee")):
        meeting.host = host
        assert planning.change(meeting, by=by).announced
        assert meeting.place == f"{name}, Dorp 1, 9160 Lokeren"
    make_mails()
    assert "Twee, Dorp 1, 9160 Lokeren" in mails("meeting update")[-1].text
    meeting.place = "Bij de haven"
    planning.change(meeting, by=by)
    meeting.host = first
    assert not planning.change(meeting, by=by).announced
    assert meeting.place == "Bij de haven"


def test_inviting_without_a_place_says_so():
    meeting = MeetingFactory(place="")
    client, page = client_with("coordinator", meeting.space), "meetings:meeting_invite"
    page = reverse(page, args=[meeting.space.slug, meeting.pk])
    assert "Er is nog geen plaats" in client.get(page).content.decode()
    Meeting.objects.filter(pk=meeting.pk).update(video_url="https://example.org/call")
    assert "Er is nog geen plaats" not in client.get(page).content.decode()


def test_timed_agenda_runs_in_the_zone_of_the_space():
    zone_start = dt.datetime(2026, 6, 1, 12, 0, tzinfo=dt.UTC)
    meeting = MeetingFactory(starts_at=zone_start)
    times = [f"{begins:%H:%M}" for _item, begins in meeting.timed_agenda()]
    assert times == ["14:00", "14:10", "14:20", "14:50", "15:35", "15:45", "15:55"]


def test_end_before_start_is_refused_by_the_database():
    from django.db import IntegrityError

    with pytest.raises(IntegrityError):
        MeetingFactory(starts_at=in_days(2), ends_at=in_days(1))


def test_uid_is_one_for_each_meeting():
    assert MeetingFactory().uid != MeetingFactory().uid


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", "Andere titel"), ("place", "Elders"), ("video_url", "https://meet.example.org/x")],
)
def test_change_of_what_the_calendar_shows_updates_everybody(field, value):
    meeting = invited_meeting()
    answering.respond(invitee_of(meeting), answering.Reply("yes"))
    setattr(meeting, field, value)
    changed = planning.change(meeting, by=user_with("coordinator", meeting.space))
    make_mails()
    assert changed == planning.Change(announced=True, asked_again=False)
    assert [entry(mail)["SEQUENCE"] for mail in mails("meeting update")] == [1, 1, 1]
    assert invitee_of(meeting).answer == "yes"


def test_move_in_time_asks_everybody_again_and_keeps_the_links_alive():
    meeting = invited_meeting()
    answering.respond(invitee_of(meeting), answering.Reply("yes"))
    meeting.starts_at += dt.timedelta(days=30)
    meeting.ends_at += dt.timedelta(days=30)
    changed = planning.change(meeting, by=user_with("coordinator", meeting.space))
    make_mails()
    assert changed == planning.Change(announced=True, asked_again=True)
    assert {row.answer for row in meeting.invitees.all()} == {""}
    assert {row.expires_at for row in meeting.invitees.all()} == {meeting.ends_at}
    sent = mails("meeting update")
    assert [entry(mail)["SEQUENCE"] for mail in sent] == [1, 1, 1]
    assert {entry(mail)["DTSTART"].dt for mail in sent} == {meeting.starts_at}


def test_change_of_the_invitation_text_tells_nobody():
    meeting = invited_meeting()
    meeting.invitation_text = "Nieuwe tekst"
    planning.change(meeting, by=user_with("coordinator", meeting.space))
    make_mails()
    meeting.refresh_from_db()
    assert (meeting.sequence, mails("meeting update")) == (0, [])


def test_change_of_the_agenda_does_not_raise_sequence():
    meeting = invited_meeting()
    agendas.add_line(meeting, title="Nog iets", duration=5)
    agendas.move_line(meeting, meeting.agenda.last(), up=True)
    meeting.refresh_from_db()
    assert meeting.sequence == 0


def test_change_of_a_draft_raises_nothing():
    meeting = MeetingFactory()
    meeting.place = "Elders"
    assert planning.change(meeting, by=user_with("coordinator", meeting.space)) == planning.Change(False, False)
    meeting.refresh_from_db()
    assert (meeting.sequence, meeting.place) == (0, "Elders")


def test_invited_meeting_cannot_move_to_the_past():
    meeting = invited_meeting()
    meeting.starts_at, meeting.ends_at = in_days(-2), in_days(-1)
    with pytest.raises(ValidationError):
        planning.change(meeting, by=user_with("coordinator", meeting.space))
    assert mails("meeting update") == []


def test_cancel_tells_everybody_once():
    meeting = invited_meeting()
    by = user_with("coordinator", meeting.space)
    assert planning.cancel(meeting, by=by) is True
    assert planning.cancel(Meeting.objects.get(pk=meeting.pk), by=by) is False
    make_mails()
    sent = mails("meeting cancellation")
    assert [(mail.calendar_method, entry(mail)["SEQUENCE"], entry(mail)["STATUS"]) for mail in sent] == [
        ("CANCEL", 1, "CANCELLED")
    ] * 3
    assert {entry(mail)["UID"] for mail in sent} == {meeting.uid}


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_cancel_at_once_and_everybody_is_told_once():
    meeting = invited_meeting()
    people = [user_with(role, meeting.space) for role in ("coordinator", "secretary")]
    assert sorted(together(*(partial(planning.cancel, meeting, by=by) for by in people))) == [False, True]
    make_mails()
    meeting.refresh_from_db()
    assert (meeting.sequence, len(mails("meeting cancellation"))) == (1, 3)


@pytest.mark.django_db(transaction=True)
def test_cancelled_by_one_while_another_moves_it():
    meeting = invited_meeting()
    by = user_with("coordinator", meeting.space)
    moved = Meeting.objects.select_related("space").get(pk=meeting.pk)
    moved.starts_at, moved.ends_at = in_days(50), in_days(51)
    cancelled, change = together(partial(planning.cancel, meeting, by=by), partial(planning.change, moved, by=by))
    make_mails()
    meeting.refresh_from_db()
    assert (cancelled, meeting.is_cancelled) == (True, True)
    refused = isinstance(change, ValidationError)
    assert refused or change.announced
    last = {mail.to: entry(mail) for mail in (*mails("meeting update"), *mails("meeting cancellation"))}
    assert {(one["STATUS"], int(one["SEQUENCE"])) for one in last.values()} == {("CANCELLED", meeting.sequence)}


@pytest.mark.parametrize(
    "title",
    [
        "🌈👩🏽‍🌾" * 20,
        "لقاء الشبكة في سينت نيكلاس",
        "פגישה with ‏mixed‏ directions",
        "=1+1",
        '<b>"Lente"</b> & co; \\n',
        "x" * 200,
    ],
)
def test_any_title_goes_all_the_way_to_calendar_and_minutes(title):
    meeting = invited_meeting(1, title=title)
    make_mails()
    [mail] = mails("meeting invitation")
    assert entry(mail)["SUMMARY"] == title
    parsed = email.message_from_bytes(as_sent(mail), policy=email.policy.default)
    assert title in str(parsed["Subject"]).replace("\n", "")
    assert title in parsed.get_body(("plain",)).get_content()
    page = client_with("coordinator", meeting.space).get(
        reverse("meetings:meeting_detail", args=[meeting.space.slug, meeting.pk])
    )
    assert escape(title) in page.content.decode()
    assert document.render(minuting.start(meeting), language="nl").startswith(b"%PDF")


def test_cancelled_meeting_does_not_change():
    meeting = invited_meeting()
    by = user_with("coordinator", meeting.space)
    planning.cancel(meeting, by=by)
    with pytest.raises(ValidationError):
        planning.change(meeting, by=by)


def test_meeting_that_is_over_is_not_cancelled():
    meeting = held_meeting()
    assert planning.cancel(meeting, by=user_with("coordinator", meeting.space)) is False


@pytest.mark.parametrize(
    ("which", "up", "order"), [(1, True, "bac"), (1, False, "acb"), (0, True, "abc"), (2, False, "abc")]
)
def test_move_item(which, up, order):
    meeting = MeetingFactory()
    meeting.agenda.all().delete()
    items = [agendas.add_line(meeting, title=title, duration=1) for title in "abc"]
    agendas.move_line(meeting, items[which], up=up)
    assert "".join(item.title for item in meeting.agenda.all()) == order


def test_state_follows_the_clock():
    now = timezone.now()
    meeting = Meeting(starts_at=now, ends_at=now + dt.timedelta(hours=1))
    assert meeting.state(now) == "draft"
    meeting.invited_at = now
    assert meeting.state(now) == "invited"
    assert meeting.state(now + dt.timedelta(hours=1)) == "over"
    meeting.cancelled_at = now
    assert meeting.state(now) == "cancelled"


def test_upcoming_and_held():
    space = SpaceFactory()
    later, sooner = MeetingFactory(space=space, starts_at=in_days(9)), MeetingFactory(space=space, starts_at=in_days(3))
    planning.cancel(MeetingFactory(space=space), by=user_with("coordinator", space))
    held = held_meeting(space=space)
    MeetingFactory(space=space, starts_at=in_days(-5))  # nobody was asked: it did not take place
    assert list(Meeting.objects.upcoming()) == [sooner, later]
    assert list(Meeting.objects.held()) == [held]
