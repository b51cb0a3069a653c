"""Mails to test with."""

import datetime as dt
import itertools
from typing import Any

from core.mail import calendar, outbox

_numbers = itertools.count(1)


def letter(**values: Any) -> outbox.Letter:
    number = next(_numbers)
    defaults: dict[str, Any] = {
        "dedupe_key": f"test:{number}",
        "kind": "test",
        "to": f"member{number}@example.org",
        "to_name": "Zoë Peeters",
        "from_name": "Alliance of the North",
        "subject": "The meeting of June",
        "text": "Hello,\n\nwe meet in June.\n",
        "html": "<p>Hello,</p><p>we meet in <b>June</b>.</p>",
    }
    return outbox.Letter(**{**defaults, **values})


def event(**values: Any) -> calendar.Event:
    defaults: dict[str, Any] = {
        "uid": "meeting-1@schakel.example.org",
        "sequence": 2,
        "start": dt.datetime(2026, 10, 27, 13, tzinfo=dt.UTC),
        "end": dt.datetime(2026, 10, 27, 15, tzinfo=dt.UTC),
        "zone": "Europe/Brussels",
        "stamp": dt.datetime(2026, 10, 1, 8, 30, tzinfo=dt.UTC),
        "summary": "Réunion; alliance, north",
        "location": "Town hall",
        "organizer_name": 'Alliance "North"',
        "organizer_address": "north@example.org",
        "attendee_name": "Zoë Peeters",
        "attendee_address": "zoe@example.org",
        "language": "fr",
    }
    return calendar.Event(**{**defaults, **values})


def invitation(**values: Any) -> outbox.Letter:
    entry = event()
    return letter(calendar=calendar.to_bytes(entry), calendar_method=entry.method, repeat_is_harmless=True, **values)
