"""Answers as the known calendar programs send them: the envelope, the parts and the quirks of each."""

from __future__ import annotations

import base64
import datetime as dt
import quopri
from email.utils import format_datetime

from sessions.meetings.models import Meeting

UTC = dt.UTC


def google(
    meeting: Meeting, to: str, *, sender: str, partstat: str = "ACCEPTED", comment: str = "", **facts: object
) -> bytes:
    """Mixed: text, HTML and the calendar as alternatives, and the same calendar once more as a file; folded lines."""
    noted = f';X-RESPONSE-COMMENT="{comment}"' if comment else ""
    calendar = _calendar(
        "-//Google Inc//Google Calendar 70.9054//EN",
        meeting,
        f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={partstat};CN=Lid\r\n 000"
        f";X-NUM-GUESTS=0{noted}:mailto:{sender}",
        **facts,  # type: ignore[arg-type]
    )
    coded = base64.encodebytes(calendar.encode()).decode()
    body = (
        "--outer\r\nContent-Type: multipart/alternative; boundary=inner\r\n\r\n"
        "--inner\r\nContent-Type: text/plain; charset=UTF-8; format=flowed\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        f"{base64.encodebytes('Lid heeft uw uitnodiging beantwoord: é'.encode()).decode()}\r\n"
        "--inner\r\nContent-Type: text/html; charset=UTF-8\r\n\r\n<p>Lid</p>\r\n"
        f"--inner\r\nContent-Type: text/calendar; charset=UTF-8; method=REPLY\r\n"
        "Content-Transfer-Encoding: 7bit\r\n\r\n"
        f"{calendar}\r\n--inner--\r\n"
        '--outer\r\nContent-Type: application/ics; name="invite.ics"\r\n'
        'Content-Disposition: attachment; filename="invite.ics"\r\n'
        f"Content-Transfer-Encoding: base64\r\n\r\n{coded}\r\n--outer--\r\n"
    )
    return _message(sender, to, 'multipart/mixed; boundary="outer"', body)


def exchange(
    meeting: Meeting, to: str, *, sender: str, partstat: str = "DECLINED", comment: str = "", **facts: object
) -> bytes:
    """Text and calendar in base64; a zone of its own making, times in it, and the comment as a property."""
    said = f"COMMENT;LANGUAGE=nl-BE:{comment}\\n\r\n" if comment else ""
    calendar = _calendar(
        "Microsoft Exchange Server 2010",
        meeting,
        f"ATTENDEE;PARTSTAT={partstat};CN=Lid 000:MAILTO:{sender}\r\n{said}X-MICROSOFT-CDO-BUSYSTATUS:BUSY",
        **facts,  # type: ignore[arg-type]
    )
    body = (
        '--_000_\r\nContent-Type: text/plain; charset="iso-8859-1"\r\n'
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
        f"{quopri.encodestring('Ik ben er niet, tot één volgende keer'.encode('latin-1')).decode('ascii')}\r\n"
        '--_000_\r\nContent-Type: text/calendar; charset="utf-8"; method=REPLY\r\n'
        "Content-Transfer-Encoding: base64\r\n\r\n"
        f"{base64.encodebytes(calendar.encode()).decode()}\r\n--_000_--\r\n"
    )
    return _message(sender, to, 'multipart/alternative; boundary="_000_"', body)


def apple(meeting: Meeting, to: str, *, sender: str, partstat: str = "TENTATIVE", **facts: object) -> bytes:
    """A word of text and the calendar in quoted-printable, no SEQUENCE where it is 0."""
    calendar = _calendar(
        "-//Apple Inc.//macOS 15.1//EN", meeting, f"ATTENDEE;CN=Lid;PARTSTAT={partstat}:mailto:{sender}", **facts
    )  # type: ignore[arg-type]
    calendar = calendar.replace("SEQUENCE:0\r\n", "")
    body = (
        "--Apple-Mail\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\nlid\r\n"
        "--Apple-Mail\r\nContent-Type: text/calendar; method=REPLY; charset=utf-8; name=iCal.ics\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
        f"{quopri.encodestring(calendar.encode()).decode('ascii')}\r\n--Apple-Mail--\r\n"
    )
    return _message(sender, to, "multipart/mixed; boundary=Apple-Mail", body)


def thunderbird(
    meeting: Meeting, to: str, *, sender: str, partstat: str = "ACCEPTED", method: str = "REPLY", **facts: object
) -> bytes:
    """The calendar alone, in 8bit."""
    calendar = _calendar(
        "-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN",
        meeting,
        f"ATTENDEE;PARTSTAT={partstat};ROLE=REQ-PARTICIPANT:mailto:{sender}",
        method=method,
        **facts,
    )  # type: ignore[arg-type]
    return _message(sender, to, f"text/calendar; method={method}; charset=UTF-8", calendar)


def written_by_hand(to: str, *, sender: str, text: str) -> bytes:
    return _message(sender, to, "text/plain; charset=utf-8", text)


def not_delivered(message_id: str, *, status: str = "5.1.1", action: str = "failed") -> bytes:
    """As Postfix tells it (RFC 3464)."""
    body = (
        "--b\r\nContent-Type: text/plain\r\n\r\nI'm sorry.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.org\r\n\r\n"
        f"Final-Recipient: rfc822; lid0@example.org\r\nAction: {action}\r\nStatus: {status}\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {message_id}\r\nSubject: x\r\n\r\n--b--\r\n"
    )
    return _message(
        "mailer-daemon@mx.example.org",
        "answers@example.org",
        "multipart/report; report-type=delivery-status; boundary=b",
        body,
    )


def _message(sender: str, to: str, kind: str, body: str) -> bytes:
    now = format_datetime(dt.datetime.now(UTC))
    head = (
        f"From: Lid <{sender}>\r\nTo: Alliantie <{to}>\r\nDate: {now}\r\nSubject: Accepted: Plenaire\r\n"
        f"MIME-Version: 1.0\r\nContent-Type: {kind}\r\n\r\n"
    )
    return (head + body).encode()


def _calendar(
    program: str,
    meeting: Meeting,
    attendee: str,
    *,
    uid: str = "",
    sequence: int | None = None,
    stamp: dt.datetime | None = None,
    method: str = "REPLY",
) -> str:
    at = (stamp or dt.datetime.now(UTC) + dt.timedelta(seconds=2)).astimezone(UTC)
    return (
        f"BEGIN:VCALENDAR\r\nPRODID:{program}\r\nVERSION:2.0\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\n{attendee}\r\n"
        f"UID:{uid or meeting.uid}\r\nDTSTAMP:{at:%Y%m%dT%H%M%SZ}\r\nDTSTART:{meeting.starts_at:%Y%m%dT%H%M%SZ}\r\n"
        f"SEQUENCE:{meeting.sequence if sequence is None else sequence}\r\nSUMMARY:Plenaire\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
