"""What we send, read by calendars that others made: ical.js (as in Thunderbird) and Debian's khal."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from core.mail.models import Mail
from sessions.meetings.models import Meeting
from sessions.meetings.services import inviting, planning
from tests.meetings.factories import invited_meeting, invitee_of, mails, make_mails
from tests.meetings.test_calendar_entries import TITLES
from tests.spaces.factories import user_with

pytestmark = pytest.mark.django_db
BASE_DIR = Path(settings.BASE_DIR)
NODE = BASE_DIR / ".venv/bin/node"
SCRIPT = Path(__file__).with_name("read_calendar.mjs")
BRUSSELS = ZoneInfo("Europe/Brussels")
# Next year's last Sunday of October, on which the clock goes back; a Thursday before it and one after.
LAST = dt.date(dt.date.today().year + 1, 10, 31)
NIGHT = LAST - dt.timedelta(days=(LAST.weekday() + 1) % 7)
SUMMER, WINTER = (dt.datetime.combine(NIGHT + dt.timedelta(days=days), dt.time(14), BRUSSELS) for days in (-3, 4))
TWO_HOURS = dt.timedelta(hours=2)
PLACE = "Bibliotheek De Leeszaal; zaal 2, Grote Markt 1\\A"


def ical_js(mail: Mail) -> dict[str, Any]:
    """What ical.js reads in the calendar of a mail."""
    done = subprocess.run([NODE, SCRIPT], input=bytes(mail.calendar or b""), capture_output=True, cwd=BASE_DIR)
    assert done.returncode == 0, done.stderr.decode()
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture
def meeting() -> Meeting:
    return invited_meeting(2, starts_at=SUMMER, ends_at=SUMMER + TWO_HOURS, place=PLACE)


def newest(kind: str, to: str = "lid0@example.org") -> Mail:
    make_mails()
    return [mail for mail in mails(kind) if mail.to == to][-1]


def move(meeting: Meeting, to: dt.datetime) -> None:
    meeting.starts_at, meeting.ends_at = to, to + TWO_HOURS
    planning.change(meeting, by=user_with("coordinator", meeting.space))


def test_an_invitation_for_one(meeting: Meeting) -> None:
    found = ical_js(newest("meeting invitation"))
    assert found | {"organizer": "", "attendees": []} == {
        "method": "REQUEST", "uid": meeting.uid, "sequence": 0, "title": meeting.title, "place": PLACE,
        "starts": SUMMER.timestamp(), "ends": (SUMMER + TWO_HOURS).timestamp(), "clock": f"{SUMMER:%Y-%m-%dT14:00:00}",
        "zone": "Europe/Brussels", "status": "CONFIRMED", "organizer": "", "attendees": [],
    }  # fmt: skip
    assert found["attendees"] == [["mailto:lid0@example.org", "Lid 000", "TRUE"]]
    assert found["organizer"].startswith("mailto:")


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_titles_that_are_hard(title: str) -> None:
    invited_meeting(1, title=title)
    assert ical_js(newest("meeting invitation"))["title"] == title


def test_moved_over_the_end_of_summer_time_it_keeps_its_hour(meeting: Meeting) -> None:
    move(meeting, WINTER)
    found = ical_js(newest("meeting update"))
    assert (found["method"], found["uid"], found["sequence"]) == ("REQUEST", meeting.uid, 1)
    assert (found["clock"], found["starts"]) == (f"{WINTER:%Y-%m-%dT14:00:00}", WINTER.timestamp())
    assert WINTER.astimezone(dt.UTC).hour != SUMMER.astimezone(dt.UTC).hour


def test_in_the_night_in_which_the_clock_goes_back() -> None:
    """Half past two comes twice: the entry says the second one, as we do."""
    second = dt.datetime.combine(NIGHT, dt.time(1, 30), dt.UTC)
    invited_meeting(1, starts_at=second - dt.timedelta(hours=3), ends_at=second + TWO_HOURS)
    found = ical_js(newest("meeting invitation"))
    assert found["ends"] - found["starts"] == dt.timedelta(hours=5).total_seconds()


def test_cancelled_for_all_and_for_one(meeting: Meeting) -> None:
    by = user_with("coordinator", meeting.space)
    inviting.remove(invitee_of(meeting, 1), by=by)
    alone = ical_js(newest("meeting cancellation", to="lid1@example.org"))
    assert (alone["method"], alone["uid"], alone["status"], alone["sequence"]) == (
        "CANCEL",
        meeting.uid,
        "CANCELLED",
        0,
    )
    assert [one[0] for one in alone["attendees"]] == ["mailto:lid1@example.org"]
    planning.cancel(meeting, by=by)
    for_all = ical_js(newest("meeting cancellation"))
    assert (for_all["method"], for_all["status"], for_all["sequence"]) == ("CANCEL", "CANCELLED", 1)


# --- khal -----------------------------------------------------------------------------------------
@pytest.fixture
def khal(tmp_path: Path) -> Any:
    """Runs Debian's khal with a calendar of its own, in Brussels."""
    (tmp_path / "calendar").mkdir()
    (tmp_path / "config").write_text(
        f"[calendars]\n[[own]]\npath = {tmp_path}/calendar\n[default]\ndefault_calendar = own\n"
        "[locale]\nlocal_timezone = Europe/Brussels\ndefault_timezone = Europe/Brussels\n"
        "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
        f"[sqlite]\npath = {tmp_path}/khal.db\n"
    )
    environment = {**os.environ, "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}

    def run(*words: str) -> str:
        command = ["khal", "-c", str(tmp_path / "config"), *words]
        done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def take(mail: Mail) -> None:
        (tmp_path / "message.ics").write_bytes(bytes(mail.calendar or b""))
        run("import", "--batch", "-a", "own", str(tmp_path / "message.ics"))

    def listed() -> list[str]:
        shape = "{start-date} {start-time} {end-time} {title} {location}"
        return run("list", "--day-format", "", "--format", shape, f"{SUMMER:%Y-10-01}", "60d").strip().splitlines()

    run.take, run.listed = take, listed  # type: ignore[attr-defined]
    return run


def test_khal_shows_the_invitation_and_then_the_new_time_alone(meeting: Meeting, khal: Any) -> None:
    khal.take(newest("meeting invitation"))
    assert khal.listed() == [f"{SUMMER:%Y-%m-%d} 14:00 16:00 {meeting.title} {PLACE}"]
    move(meeting, WINTER)
    khal.take(newest("meeting update"))
    assert khal.listed() == [f"{WINTER:%Y-%m-%d} 14:00 16:00 {meeting.title} {PLACE}"]
