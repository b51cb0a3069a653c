"""An invitation as a calendar entry: one meeting, one recipient (iCalendar RFC 5545, iTIP RFC 5546)."""

import calendar as months
import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal
from zoneinfo import ZoneInfo

from icalendar import Calendar, Parameters, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vText, vUri
from icalendar import Event as VEvent
from icalendar.parser import Contentline

PRODID = "-//Schakel//Schakel//EN"
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What one recipient's calendar is told.

    ``start``, ``end`` and ``stamp`` are aware; ``zone`` is the IANA name of the zone people see
    them in. The same ``uid`` with a higher ``sequence`` changes the entry they have.
    """

    uid: str
    sequence: int
    start: dt.datetime
    end: dt.datetime
    zone: str
    stamp: dt.datetime
    summary: str
    organizer_name: str
    organizer_address: str
    attendee_name: str
    attendee_address: str
    location: str = ""
    description: str = ""
    url: str = ""
    method: Literal["REQUEST", "CANCEL"] = "REQUEST"
    language: str = ""


def to_bytes(event: Event) -> bytes:
    """The calendar file, for :func:`core.mail.outbox.queue` with ``calendar_method=event.method``.

    Raises ValueError for times without a zone, an unknown zone or an end that is not after the start.
    """
    if any(moment.tzinfo is None for moment in (event.start, event.end, event.stamp)):
        raise ValueError("The times of a calendar entry need a zone.")
    if event.end <= event.start:
        raise ValueError("A calendar entry ends after it starts.")
    head, tail = _frame(
        replace(
            event,
            attendee_name="",
            attendee_address="",
            organizer_name="",
            organizer_address="",
            description="",
            url="",
        )
    )
    return head + b"".join(_personal_lines(event)) + tail


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One meeting in a calendar that a program fetches by itself. Times are aware."""

    uid: str
    sequence: int
    start: dt.datetime
    end: dt.datetime
    stamp: dt.datetime
    summary: str
    location: str = ""
    description: str = ""
    status: str = "CONFIRMED"


def feed(name: str, zone: str, entries: Sequence[FeedEntry]) -> bytes:
    """A calendar to be fetched, called ``name``, with its times in ``zone``; nobody answers it (RFC 5546, PUBLISH)."""
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", dt.timedelta(hours=6), parameters={"VALUE": "DURATION"})
    for one in entries:
        entry = VEvent()
        entry.add("uid", one.uid)
        entry.add("sequence", one.sequence)
        entry.add("dtstamp", one.stamp.astimezone(dt.UTC))
        entry.add("dtstart", one.start.astimezone(ZoneInfo(zone)))
        entry.add("dtend", one.end.astimezone(ZoneInfo(zone)))
        entry.add("status", one.status)
        entry.add("summary", one.summary)
        for key, value in (("location", one.location), ("description", one.description)):
            if value:
                entry.add(key, value)
        calendar.add_component(entry)
    content: bytes = calendar.to_ical()
    if not entries:
        return content
    head, begin, rest = content.partition(b"BEGIN:VEVENT")
    return head + _zone_bytes(zone, min(one.start for one in entries).year) + begin + rest


@lru_cache(maxsize=64)
def _frame(event: Event) -> tuple[bytes, bytes]:
    """What all recipients of a meeting share, before and after what is theirs; the slow part."""
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("method", event.method)
    calendar.add_component(_vevent(event))
    head, begin, entry = calendar.to_ical().partition(b"BEGIN:VEVENT")
    # The last one: a title may hold these words too.
    entry, end, tail = entry.rpartition(b"END:VEVENT")
    return head + _zone_bytes(event.zone, event.start.year) + begin + entry, end + tail


def _vevent(event: Event) -> VEvent:
    zone = ZoneInfo(event.zone)
    entry = VEvent()
    entry.add("uid", event.uid)
    entry.add("sequence", event.sequence)
    entry.add("dtstamp", event.stamp.astimezone(dt.UTC))
    entry.add("dtstart", event.start.astimezone(zone))
    entry.add("dtend", event.end.astimezone(zone))
    entry.add("status", "CANCELLED" if event.method == "CANCEL" else "CONFIRMED")
    entry.add("summary", event.summary, parameters=_language(event))
    if event.location:
        entry.add("location", event.location, parameters=_language(event))
    return entry


def _personal_lines(event: Event) -> Iterator[bytes]:
    # Each recipient may have an address of their own to answer to.
    organizer = _person(event.organizer_name, event.organizer_address)
    yield _line("ORGANIZER", organizer.params, organizer)
    attendee = _person(event.attendee_name, event.attendee_address)
    attendee.params["ROLE"] = "REQ-PARTICIPANT"
    attendee.params["PARTSTAT"] = "NEEDS-ACTION"
    attendee.params["RSVP"] = "FALSE" if event.method == "CANCEL" else "TRUE"
    yield _line("ATTENDEE", attendee.params, attendee)
    if event.description:
        yield _line("DESCRIPTION", Parameters(_language(event)), vText(event.description))
    if event.url:
        yield _line("URL", Parameters(), vUri(event.url))


def _line(name: str, parameters: Parameters, value: Any) -> bytes:
    line: bytes = Contentline.from_parts(name, parameters, value).to_ical()
    return line + b"\r\n"


def _language(event: Event) -> dict[str, str]:
    return {"LANGUAGE": event.language} if event.language else {}


def _person(name: str, address: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{address}")
    if name:
        # A parameter can hold neither a double quote nor a line break (RFC 5545, 3.1).
        person.params["CN"] = " ".join(name.replace('"', "'").split())
    return person


# --- the zone's rules -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Change:
    """A moment at which the clocks of a zone change."""

    moment: dt.datetime
    before: dt.timedelta
    after: dt.timedelta
    name: str
    is_summer: bool

    @property
    def local(self) -> dt.datetime:
        """What the clocks show just before: that is how DTSTART counts."""
        return (self.moment + self.before).replace(tzinfo=None)

    @property
    def rule(self) -> tuple[int, str]:
        """Month and weekday in it, such as ``(3, "-1SU")`` for the last Sunday of March."""
        day, last = self.local.day, months.monthrange(self.local.year, self.local.month)[1]
        nth = -1 if day > last - 7 else (day - 1) // 7 + 1
        return self.local.month, f"{nth}{WEEKDAYS[self.local.weekday()]}"


@lru_cache(maxsize=64)
def _zone_bytes(name: str, year: int) -> bytes:
    """The VTIMEZONE of a zone, right from the year before ``year`` to the year after."""
    if name == "UTC":
        return b""  # such times are written with a Z
    zone = ZoneInfo(name)
    changes = list(_changes(zone, year - 1, year + 1))
    component = Timezone()
    component.add("tzid", name)
    if not changes or changes[0].local.year >= year:
        component.add_component(_standing(zone, year - 1))
    yearly: dict[tuple[object, ...], list[Change]] = {}
    for change in changes:
        yearly.setdefault((change.rule, change.local.time(), change.before, change.after), []).append(change)
    for same in yearly.values():
        if len(same) == 3:  # the same rule in each of the three years
            component.add_component(_observance(same[0], every_year=True))
        else:
            for change in same:
                component.add_component(_observance(change, every_year=False))
    content: bytes = component.to_ical()
    return content


def _standing(zone: ZoneInfo, year: int) -> TimezoneStandard | TimezoneDaylight:
    """What holds before the first change."""
    begin = dt.datetime(year, 1, 1, tzinfo=zone)
    offset = begin.utcoffset() or dt.timedelta()
    change = Change(begin.astimezone(dt.UTC), offset, offset, begin.tzname() or "", is_summer=False)
    return _observance(change, every_year=False)


def _observance(change: Change, *, every_year: bool) -> TimezoneStandard | TimezoneDaylight:
    part = TimezoneDaylight() if change.is_summer else TimezoneStandard()
    part.add("dtstart", change.local)
    part.add("tzoffsetfrom", change.before)
    part.add("tzoffsetto", change.after)
    part.add("tzname", change.name)
    if every_year:
        month, day = change.rule
        part.add("rrule", {"FREQ": "YEARLY", "BYMONTH": month, "BYDAY": day})
    return part


def _changes(zone: ZoneInfo, first_year: int, last_year: int) -> Iterator[Change]:
    moment = dt.datetime(first_year, 1, 1, tzinfo=dt.UTC)
    end = dt.datetime(last_year + 1, 1, 1, tzinfo=dt.UTC)
    while moment < end:
        following = moment + dt.timedelta(days=1)
        if _offset(zone, moment) != _offset(zone, following):
            yield _change_between(zone, moment, following)
        moment = following


def _change_between(zone: ZoneInfo, low: dt.datetime, high: dt.datetime) -> Change:
    before = _offset(zone, low)
    while high - low > dt.timedelta(minutes=1):
        middle = low + (high - low) / 2
        low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
    moment = high.replace(second=0, microsecond=0)
    local = moment.astimezone(zone)
    return Change(moment, before, _offset(zone, moment), local.tzname() or "", bool(local.dst()))


def _offset(zone: ZoneInfo, moment: dt.datetime) -> dt.timedelta:
    return moment.astimezone(zone).utcoffset() or dt.timedelta()
