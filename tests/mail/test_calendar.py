"""core.mail.calendar: read back with icalendar, as a recipient's calendar would."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from core.mail import calendar
from tests.mail.factories import event


def parsed(**values):
    return Calendar.from_ical(calendar.to_bytes(event(**values)))


def test_one_event_for_one_recipient():
    entry = parsed()
    meeting = entry.events[0]
    assert (entry["METHOD"], len(entry.events), "UID" in entry) == ("REQUEST", 1, False)
    assert (meeting["UID"], meeting["SEQUENCE"], meeting["STATUS"]) == ("meeting-1@schakel.example.org", 2, "CONFIRMED")
    assert meeting["SUMMARY"] == "Réunion; alliance, north"
    assert meeting["SUMMARY"].params["LANGUAGE"] == "fr"
    assert meeting["DTSTAMP"].dt == dt.datetime(2026, 10, 1, 8, 30, tzinfo=dt.UTC)
    attendee = meeting["ATTENDEE"]
    assert attendee == "mailto:zoe@example.org"  # one, not a list
    assert dict(attendee.params) == {
        "CN": "Zoë Peeters",
        "ROLE": "REQ-PARTICIPANT",
        "PARTSTAT": "NEEDS-ACTION",
        "RSVP": "TRUE",
    }
    assert meeting["ORGANIZER"] == "mailto:north@example.org"
    assert meeting["ORGANIZER"].params["CN"] == "Alliance 'North'"


def test_cancellation():
    entry = parsed(method="CANCEL")
    assert (entry["METHOD"], entry.events[0]["STATUS"]) == ("CANCEL", "CANCELLED")
    assert entry.events[0]["ATTENDEE"].params["RSVP"] == "FALSE"


@pytest.mark.parametrize(
    ("start", "local", "hours"),
    [
        (dt.datetime(2026, 10, 20, 12, tzinfo=dt.UTC), "14:00", 2),  # summer time
        (dt.datetime(2026, 10, 27, 12, tzinfo=dt.UTC), "13:00", 1),  # winter time, a week later
        (dt.datetime(2026, 3, 28, 12, tzinfo=dt.UTC), "13:00", 1),
        (dt.datetime(2026, 3, 29, 12, tzinfo=dt.UTC), "14:00", 2),
        (dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC), "13:00", 1),
    ],
)
def test_zone_as_the_file_defines_it(start, local, hours):
    entry = parsed(start=start, end=start + dt.timedelta(hours=2))
    meeting = entry.events[0]
    assert meeting["DTSTART"].params["TZID"] == "Europe/Brussels"
    assert f"{meeting['DTSTART'].dt:%H:%M}" == local
    # Not by the name of the zone: by the rules in the file, as Outlook reads them.
    assert offset_by_rules(entry.timezones[0], meeting["DTSTART"].dt.replace(tzinfo=None)) == dt.timedelta(hours=hours)


@pytest.mark.parametrize(
    "zone", ["Europe/Brussels", "America/New_York", "Australia/Sydney", "Africa/Casablanca", "Asia/Kolkata"]
)
def test_rules_hold_all_year(zone):
    component = Calendar.from_ical(calendar.to_bytes(event(zone=zone))).timezones[0]
    for day in range(0, 365, 3):
        moment = dt.datetime(2026, 1, 1, 12) + dt.timedelta(days=day)
        assert offset_by_rules(component, moment) == moment.replace(tzinfo=ZoneInfo(zone)).utcoffset()


def offset_by_rules(component, local):
    """The offset at ``local`` by the onsets that a VTIMEZONE gives."""
    from dateutil.rrule import rrulestr

    latest = None
    for part in component.subcomponents:
        onset = part["DTSTART"].dt
        if "RRULE" in part:
            rule = rrulestr(part["RRULE"].to_ical().decode(), dtstart=onset)
            onset = rule.before(local, inc=True)
        if onset and onset <= local and (latest is None or onset > latest[0]):
            latest = (onset, part["TZOFFSETTO"].td)
    assert latest is not None
    return latest[1]


def test_utc_needs_no_zone():
    content = calendar.to_bytes(event(zone="UTC"))
    assert b"VTIMEZONE" not in content
    assert b"DTSTART:20261027T130000Z\r\n" in content


def test_lines_are_folded_at_75_bytes_and_text_survives():
    text = "Ordre du jour : été, naïveté; \\ " * 20 + "\nligne deux"
    content = calendar.to_bytes(event(description=text, url="https://schakel.example.org/l/meeting/1/" + "x" * 80))
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert content.count(b"\n") == content.count(b"\r\n")
    assert Calendar.from_ical(content).events[0]["DESCRIPTION"] == text


def test_each_recipient_gets_only_their_own_name():
    first = calendar.to_bytes(event(attendee_name="Ann", attendee_address="ann@example.org"))
    second = calendar.to_bytes(event(attendee_name="Bob", attendee_address="bob@example.org"))
    assert (b"ann" in first, b"bob" in first, b"ann" in second, b"bob" in second) == (True, False, False, True)


def test_line_break_in_a_name_makes_no_new_line():
    content = calendar.to_bytes(event(attendee_name="Ann\r\nATTENDEE:mailto:evil@example.org"))
    assert len(Calendar.from_ical(content).events[0]["ATTENDEE"].splitlines()) == 1
    assert Calendar.from_ical(content).events[0]["ATTENDEE"] == "mailto:zoe@example.org"


@pytest.mark.parametrize(
    "wrong",
    [
        {"start": dt.datetime(2026, 10, 27, 13)},
        {"end": dt.datetime(2026, 10, 27, 13, tzinfo=dt.UTC)},
        {"zone": "Europe/Nowhere"},
    ],
)
def test_refuses(wrong):
    with pytest.raises((ValueError, KeyError)):
        calendar.to_bytes(event(**wrong))
