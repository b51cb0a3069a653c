"""Answers from calendar programs, as they come: matched by the address of the invitation, the newest counts, and what
is doubtful is put aside for somebody to look at."""

from __future__ import annotations

import datetime as dt
import email
import io
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from core.links import replies as addresses
from core.mail.inbound import polling
from core.mail.inbound.handling import forget_old, take
from core.mail.inbound.models import Arrival
from core.mail.models import Mail
from sessions.meetings import emails
from sessions.meetings.models import Invitee, Meeting
from sessions.meetings.services import answering, inviting, planning
from tests.at_once import together
from tests.imap_server import ImapServer
from tests.meetings import replies
from tests.meetings.factories import as_sent, invited_meeting, invitee_of, mails
from tests.spaces.factories import client_with, user_with

pytestmark = pytest.mark.django_db
SENDER = "lid0@example.org"


@pytest.fixture(autouse=True)
def _with_a_mailbox(settings: Any) -> None:
    settings.INBOUND_ADDRESS = "answers@example.org"


@pytest.fixture
def meeting() -> Meeting:
    return invited_meeting(2)


@pytest.fixture
def to(meeting: Meeting) -> str:
    return address(meeting)


def address(meeting: Meeting, number: int = 0) -> str:
    one = invitee_of(meeting, number)
    return addresses.address_of("answer", one.pk, one.revision)


def said(meeting: Meeting, number: int = 0) -> tuple[str, str]:
    one = invitee_of(meeting, number)
    return one.answer, one.remark


def test_each_program(meeting: Meeting, to: str) -> None:
    assert take(replies.google(meeting, to, sender=SENDER, comment="Tot dan, ik kom\\, later")).state == "taken"
    assert said(meeting) == ("yes", "Tot dan, ik kom, later")
    later = timezone.now() + dt.timedelta(minutes=1)
    assert take(replies.exchange(meeting, to, sender=SENDER, comment="Ziek", stamp=later)).state == "taken"
    assert said(meeting) == ("no", "Ziek")
    later += dt.timedelta(minutes=1)
    assert take(replies.apple(meeting, to, sender=SENDER, stamp=later)).state == "taken"
    assert said(meeting) == ("maybe", "")
    later += dt.timedelta(minutes=1)
    assert take(replies.thunderbird(meeting, to, sender=SENDER, stamp=later)).state == "taken"
    assert said(meeting) == ("yes", "")
    assert said(meeting, 1) == ("", "")
    assert not Arrival.objects.exclude(sender="", text="").exists()  # of what was taken over nothing is kept


def test_the_same_mail_again_and_an_older_one_change_nothing(meeting: Meeting, to: str) -> None:
    now = timezone.now() + dt.timedelta(minutes=5)
    newest = replies.google(meeting, to, sender=SENDER, partstat="DECLINED", stamp=now)
    take(newest)
    assert take(newest).state == "taken"
    assert Arrival.objects.count() == 1
    older = replies.google(meeting, to, sender=SENDER, stamp=now - dt.timedelta(minutes=1))
    assert take(older).state == "ignored"
    assert said(meeting)[0] == "no"


def test_the_link_and_the_calendar_the_later_counts(meeting: Meeting, to: str) -> None:
    written_before = timezone.now() - dt.timedelta(hours=1)
    answering.respond(invitee_of(meeting), answering.Reply(answer="no"))
    assert take(replies.google(meeting, to, sender=SENDER, stamp=written_before)).state == "ignored"
    assert said(meeting)[0] == "no"
    assert take(replies.google(meeting, to, sender=SENDER)).state == "taken"
    assert said(meeting)[0] == "yes"
    answering.respond(invitee_of(meeting), answering.Reply(answer="maybe"))
    assert take(replies.google(meeting, to, sender=SENDER, stamp=written_before)).state == "ignored"
    assert said(meeting)[0] == "maybe"


def test_an_answer_to_an_earlier_time_counts_no_more_and_one_to_an_earlier_place_does(
    meeting: Meeting, to: str
) -> None:
    by = user_with("coordinator", meeting.space)
    meeting.place = "Elders"
    planning.change(meeting, by=by)
    assert take(replies.google(meeting, to, sender=SENDER, sequence=0)).state == "taken"
    meeting.starts_at += dt.timedelta(days=1)
    meeting.ends_at += dt.timedelta(days=1)
    planning.change(meeting, by=by)
    assert said(meeting)[0] == ""
    late = timezone.now() + dt.timedelta(minutes=1)
    assert take(replies.google(meeting, to, sender=SENDER, sequence=1, stamp=late)).state == "ignored"
    assert take(replies.google(meeting, to, sender=SENDER, sequence=2, stamp=late)).state == "taken"


def test_an_alias_answers_and_a_guessed_address_does_not(meeting: Meeting, to: str) -> None:
    assert take(replies.google(meeting, to.upper(), sender="l.nul@elders.example")).state == "taken"
    guessed = to.replace(to.split(".")[-2][:4], "aaaa", 1)
    other = f"answers+answer.{invitee_of(meeting, 1).pk}.{to.split('.')[2].split('@')[0]}@example.org"
    for wrong in (guessed, other, "answers@example.org", "answers+answer.99999999999.aaaaaaaaaaaaaaaa@example.org"):
        assert take(replies.google(meeting, wrong, sender=SENDER, partstat="DECLINED")).state == "aside"
    assert said(meeting)[0] == "yes"
    assert said(meeting, 1)[0] == ""


ASIDE = {
    "another time": lambda m, to: replies.thunderbird(m, to, sender=SENDER, method="COUNTER"),
    "passed on": lambda m, to: replies.google(m, to, sender=SENDER, partstat="DELEGATED"),
    "another meeting": lambda m, to: replies.google(m, to, sender=SENDER, uid="iets@elders.example"),
    "an invitation": lambda m, to: replies.thunderbird(m, to, sender=SENDER, method="REQUEST"),
    "by hand": lambda m, to: replies.written_by_hand(to, sender=SENDER, text="Ik kom, maar iets later."),
    "broken": lambda m, to: replies.thunderbird(m, to, sender=SENDER).replace(b"BEGIN:VEVENT", b"BEGIN:VVVVVV"),
    "forged, says our server": lambda m, to: (
        b"Authentication-Results: mx.ours.example; spf=pass smtp.mailfrom=x;\r\n dmarc=fail (p=NONE) header.from=x\r\n"
        + replies.google(m, to, sender=SENDER)
    ),
    "neither server nor signature": lambda m, to: (
        b"Authentication-Results: mx.ours.example; spf=fail smtp.mailfrom=x; dkim=none\r\n"
        + replies.google(m, to, sender=SENDER)
    ),
}  # fmt: skip


@pytest.mark.parametrize("make", ASIDE.values(), ids=ASIDE)
def test_what_is_doubtful_is_put_aside_and_shown(meeting: Meeting, to: str, settings: Any, make: Any) -> None:
    settings.INBOUND_TRUSTED_SERVER = "mx.ours.example"
    arrival = take(make(meeting, to))
    assert (arrival.state, bool(arrival.reason), arrival.sender) == ("aside", True, SENDER)
    assert said(meeting) == ("", "")
    client = client_with("coordinator", meeting.space)
    page = reverse("meetings:meeting_detail", args=[meeting.space.slug, meeting.pk])
    assert 'id="arrivals"' in client.get(page).content.decode()
    assert client_with("member", meeting.space).get(page).context_data["arrivals"] == []  # type: ignore[attr-defined]
    elsewhere = invited_meeting(1)
    seen = reverse("meetings:arrival_seen", args=[elsewhere.space.slug, elsewhere.pk, arrival.pk])
    assert client_with("coordinator", elsewhere.space).post(seen).status_code == 302
    assert Arrival.objects.to_look_at().exists()  # type: ignore[attr-defined]
    client.post(reverse("meetings:arrival_seen", args=[meeting.space.slug, meeting.pk, arrival.pk]))
    assert 'id="arrivals"' not in client.get(page).content.decode()


def test_what_other_servers_claim_to_have_found_out_says_nothing(meeting: Meeting, to: str, settings: Any) -> None:
    settings.INBOUND_TRUSTED_SERVER = "mx.ours.example"
    claimed = b"Authentication-Results: mx.ours.example.evil.example; dmarc=fail\r\n"
    assert take(claimed + replies.google(meeting, to, sender=SENDER)).state == "taken"


NONSENSE = (
    b"", b"\0\0\0", b"From: x\r\n\r\n", b"\xff" * 5000,
    b"Content-Type: text/calendar; charset=no-such\r\n\r\nBEGIN:VCALENDAR",
    b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x",
    b"To: =?utf-8?b?////?= <a@b>\r\nFrom: <\r\nContent-Type: text/calendar\r\n\r\n" + b"A" * 200_000,
)  # fmt: skip


@pytest.mark.parametrize("content", NONSENSE, ids=range(len(NONSENSE)))
def test_nonsense_is_put_aside(content: bytes) -> None:
    assert take(content).state == "aside"


def test_nonsense_in_a_true_envelope_changes_nothing(meeting: Meeting, to: str) -> None:
    whole = replies.google(meeting, to, sender=SENDER)
    for cut in range(0, len(whole), 97):
        take(whole[:cut])
    for name in (b"UID:", b"DTSTAMP:", b"SEQUENCE:", b"ATTENDEE;", b"METHOD:"):
        damaged = replies.thunderbird(meeting, to, sender=SENDER).replace(name, b"X-GONE\0" + name)
        take(damaged)
    assert Invitee.objects.filter(meeting=meeting).count() == 2


def test_over_cancelled_and_off_the_list(meeting: Meeting, to: str) -> None:
    other = address(meeting, 1)
    inviting.remove(invitee_of(meeting, 1), by=None)
    assert take(replies.google(meeting, other, sender="lid1@example.org")).state == "ignored"
    planning.cancel(meeting, by=user_with("coordinator", meeting.space))
    assert take(replies.google(meeting, to, sender=SENDER)).state == "ignored"


# --- what goes out ----------------------------------------------------------------------------------
def test_the_answer_address_stands_in_the_mail_and_nowhere_else(meeting: Meeting, to: str) -> None:
    mail = mails("meeting invitation")[0]
    assert mail.to == SENDER
    kept = bytes(mail.calendar or b"")
    assert to.encode() not in kept.replace(b"\r\n ", b"")
    content = as_sent(mail)
    part = next(p for p in email.message_from_bytes(content).walk() if p.get_content_type() == "text/calendar")
    sent = part.get_payload(decode=True)
    assert isinstance(sent, bytes)
    assert max(map(len, sent.split(b"\r\n"))) <= 75
    (event,) = Calendar.from_ical(sent).events
    assert str(event["ORGANIZER"]) == f"mailto:{to}"
    assert event["ORGANIZER"].params["CN"] == meeting.space.name
    own = Calendar.from_ical(emails.calendar_entry(invitee_of(meeting), is_mailed=False)).events[0]
    assert str(own["ORGANIZER"]) == f"mailto:{to}"


def test_without_a_mailbox_the_organizer_is_as_it_was(settings: Any) -> None:
    settings.INBOUND_ADDRESS = ""
    meeting = invited_meeting(1)
    event = Calendar.from_ical(bytes(mails("meeting invitation")[0].calendar or b"")).events[0]
    assert str(event["ORGANIZER"]).startswith(f"mailto:{meeting.space.slug}@")


# --- mails that did not arrive ------------------------------------------------------------------------
def test_a_mail_that_did_not_arrive_is_marked_and_shown(meeting: Meeting) -> None:
    mail = mails("meeting invitation")[0]
    Mail.objects.filter(pk=mail.pk).update(state=Mail.State.SENT, sent_at=timezone.now())
    assert take(replies.not_delivered(mail.message_id, action="delayed", status="4.4.1")).state == "aside"
    assert take(replies.not_delivered("<other@example.org>")).state == "ignored"
    mail.refresh_from_db()
    assert mail.state == "sent"
    assert take(replies.not_delivered(mail.message_id)).state == "taken"
    mail.refresh_from_db()
    assert (mail.state, mail.last_error) == ("bounced", "not delivered: 5.1.1")
    page = reverse("meetings:meeting_detail", args=[meeting.space.slug, meeting.pk])
    assert client_with("coordinator", meeting.space).get(page).context_data["undelivered"] == {SENDER}  # type: ignore[attr-defined]


def test_what_people_wrote_is_forgotten(meeting: Meeting, to: str) -> None:
    take(replies.written_by_hand(to, sender=SENDER, text="Privé"))
    assert forget_old() == 0
    Arrival.objects.update(arrived_at=timezone.now() - dt.timedelta(days=31))
    assert forget_old() == 1
    assert Arrival.objects.get().text == ""


# --- how it comes in ----------------------------------------------------------------------------------
def test_by_the_command(meeting: Meeting, to: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Input:
        buffer = io.BytesIO(replies.google(meeting, to, sender=SENDER))

    monkeypatch.setattr("sys.stdin", Input)
    out = io.StringIO()
    call_command("read_mail", stdout=out)
    assert out.getvalue() == "taken\n"
    assert said(meeting)[0] == "yes"


def test_from_a_real_imap_server(meeting: Meeting, to: str, settings: Any) -> None:
    answered = replies.exchange(meeting, to, sender=SENDER, comment="Ziek")
    other = replies.apple(meeting, address(meeting, 1), sender="lid1@example.org", partstat="ACCEPTED")
    assert polling.poll() == 0  # nothing is set, nothing is asked
    with ImapServer() as server:
        settings.INBOUND_IMAP_URL = server.url
        server.put(
            answered, other, answered, replies.written_by_hand("iemand@example.org", sender=SENDER, text="Hallo")
        )
        assert polling.poll() == 4
        assert (said(meeting), said(meeting, 1)) == (("no", "Ziek"), ("yes", ""))
        assert server.folders() == {"INBOX": 0, polling.DONE: 3, polling.ASIDE: 1}
        assert polling.poll() == 0


def test_one_that_cannot_be_handled_stays_and_the_others_go_on(
    meeting: Meeting, to: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, bad = replies.google(meeting, to, sender=SENDER), b"Subject: stumble\r\n\r\nx"
    monkeypatch.setattr(polling, "take", lambda content: take(content) if b"stumble" not in content else _stumble())
    with ImapServer() as server:
        settings.INBOUND_IMAP_URL = server.url
        server.put(bad, good)
        assert polling.poll() == 1
        assert server.folders()["INBOX"] == 1
    assert said(meeting)[0] == "yes"


def _stumble() -> Arrival:
    raise ValueError


@pytest.mark.django_db(transaction=True)
def test_the_same_mail_at_the_same_moment_counts_once(meeting: Meeting, to: str) -> None:
    content = replies.google(meeting, to, sender=SENDER)
    found = together(*[lambda: take(content).state] * 4)
    assert found == ["taken"] * 4
    assert Arrival.objects.count() == 1
