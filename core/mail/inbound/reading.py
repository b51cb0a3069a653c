"""What a mail that came in says: who answers, what their calendar sends, or which of our mails did not arrive."""

from __future__ import annotations

import datetime as dt
import email
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage, Message
from email.utils import getaddresses

from icalendar import Calendar

# More than anybody's answer; a mailbox must not fill our memory.
MOST_BYTES = 5_000_000
TO = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "X-Delivered-To")
MESSAGE_ID = re.compile(r"<[^<>\s]{3,240}>")
TEXT_KEPT = 2_000


@dataclass(frozen=True)
class Reply:
    """What a calendar program answers: iTIP (RFC 5546). ``stamp`` is aware."""

    method: str
    uid: str
    sequence: int
    stamp: dt.datetime | None
    attendee: str
    partstat: str
    comment: str


@dataclass(frozen=True)
class Report:
    """Word that a mail of ours could not be delivered; ``status`` such as 5.1.1 (RFC 3464)."""

    message_ids: frozenset[str]
    status: str


@dataclass
class Arrived:
    """A mail as it came in. ``verdicts`` are what our own server found out about who sent it."""

    digest: str
    sender: str = ""
    recipients: list[str] = field(default_factory=list)
    subject: str = ""
    text: str = ""
    replies: list[Reply] = field(default_factory=list)
    report: Report | None = None
    problem: str = ""
    verdicts: dict[str, str] = field(default_factory=dict)


def read(content: bytes, *, trusted_server: str = "") -> Arrived:
    """What ``content``, a whole message, says. Never raises: what cannot be read is a ``problem``.

    ``trusted_server``: the name by which our own server signs its Authentication-Results (RFC 8601); those of others
    say nothing, for anybody can write them.
    """
    arrived = Arrived(hashlib.sha256(content).hexdigest())
    if len(content) > MOST_BYTES:
        arrived.problem = "too large"
        return arrived
    try:
        message = email.message_from_bytes(content, policy=policy.default)
        _read_into(arrived, message, trusted_server)
    except Exception as error:  # the parsers of the world: a message that none of them foresaw is told, not lost
        arrived.problem = f"unreadable: {type(error).__name__}"
    return arrived


def _read_into(arrived: Arrived, message: EmailMessage, trusted_server: str) -> None:
    arrived.sender = _addresses(message, ("From",))[0] if _addresses(message, ("From",)) else ""
    arrived.recipients = _addresses(message, TO)
    arrived.subject = _clean(str(message.get("Subject", "")))[:300]
    arrived.verdicts = _verdicts(message, trusted_server)
    arrived.report = _report(message)
    for part in message.walk():
        if part.get_content_type() in ("text/calendar", "application/ics") or _is_calendar_file(part):
            try:
                arrived.replies.extend(_replies(part))
            except ValueError:
                arrived.problem = "calendar unreadable"
        elif part.get_content_type() == "text/plain" and not arrived.text:
            arrived.text = _clean(_text(part))[:TEXT_KEPT]
    # The same answer often comes twice in one mail: as a part and as a file.
    arrived.replies = list(dict.fromkeys(arrived.replies))


def _addresses(message: Message, names: tuple[str, ...]) -> list[str]:
    values = [str(value) for name in names for value in message.get_all(name, [])]
    return [address.strip().lower() for _name, address in getaddresses(values) if "@" in address]


def _is_calendar_file(part: Message) -> bool:
    return (part.get_filename() or "").lower().endswith(".ics")


def _text(part: Message) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    try:
        return content.decode(part.get_content_charset() or "utf-8", errors="replace")
    except LookupError:
        return content.decode("utf-8", errors="replace")


def _clean(text: str) -> str:
    return text.replace("\0", "").replace("\r\n", "\n").strip()


def _replies(part: Message) -> Iterator[Reply]:
    text = _text(part)
    calendar = Calendar.from_ical(text)
    method = str(calendar.get("METHOD", "")).upper()
    for event in calendar.walk("VEVENT"):
        listed = event.get("ATTENDEE", [])
        attendees = listed if isinstance(listed, list) else [listed]
        stamp = event.get("DTSTAMP")
        sequence = str(event.get("SEQUENCE", "0"))
        yield Reply(
            method=method,
            uid=_clean(str(event.get("UID", ""))),
            sequence=int(sequence) if sequence.isdecimal() and len(sequence) < 10 else 0,
            stamp=_aware(stamp.dt) if stamp is not None else None,
            attendee=re.sub(r"^mailto:", "", str(attendees[0]), flags=re.IGNORECASE).lower() if attendees else "",
            partstat=str(attendees[0].params.get("PARTSTAT", "NEEDS-ACTION")).upper() if attendees else "",
            comment=_comment(event, attendees)[:1_000],
        )


def _comment(event: object, attendees: list[object]) -> str:
    said = event.get("COMMENT", "")  # type: ignore[attr-defined]
    texts = said if isinstance(said, list) else [said]
    texts += [one.params.get("X-RESPONSE-COMMENT", "") for one in attendees]  # type: ignore[attr-defined]
    return _clean(next((str(one) for one in texts if str(one).strip()), "").replace("\\,", ",").replace("\\n", "\n"))


def _aware(moment: dt.date) -> dt.datetime | None:
    if not isinstance(moment, dt.datetime):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _verdicts(message: Message, trusted_server: str) -> dict[str, str]:
    """By our own server: ``{"dmarc": "fail", "spf": "pass"}``; the first line is the newest."""
    for value in message.get_all("Authentication-Results", []):
        server, _semicolon, results = str(value).partition(";")
        if trusted_server and server.split()[:1] == [trusted_server]:
            return {kind.lower(): result.lower() for kind, result in re.findall(r"\b(dmarc|spf|dkim)=(\w+)", results)}
    return {}


def _report(message: Message) -> Report | None:
    """Of a message that says of ours, for good, that it was not delivered."""
    if message.get_content_type() != "multipart/report" or message.get_param("report-type") != "delivery-status":
        return None
    status, original = "", set()
    for part in message.walk():
        match part.get_content_type():
            case "message/delivery-status":
                blocks = part.get_payload()
                for block in blocks if isinstance(blocks, list) else []:
                    assert isinstance(block, Message)
                    if str(block.get("Action", "")).strip().lower() == "failed":
                        status = str(block.get("Status", "")).strip()[:12] or "5.0.0"
            case "message/rfc822" | "text/rfc822-headers" | "message/rfc822-headers":
                original |= set(MESSAGE_ID.findall(_original_id(part)))
    return Report(frozenset(original), status) if status.startswith("5") else None


def _original_id(part: Message) -> str:
    inner = part.get_payload()
    if isinstance(inner, list) and inner and isinstance(inner[0], Message):
        return str(inner[0].get("Message-ID", ""))
    return str(email.message_from_string(_text(part)).get("Message-ID", ""))
