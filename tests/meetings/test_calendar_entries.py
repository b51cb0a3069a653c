"""Titles that are hard on a calendar, from the meeting to the entry in the mail, read back with icalendar."""

import pytest
from icalendar import Calendar

from core.mail.models import Mail
from sessions.meetings.models import Invitee, Meeting
from sessions.meetings.services import inviting
from tests.meetings.factories import invited_meeting, mails
from tests.spaces.factories import user_with

pytestmark = pytest.mark.django_db

LONGEST = Meeting._meta.get_field("title").max_length
TITLES = {
    "longest": ("Overleg; wat nu, en hoe\\waar? " * 20)[:LONGEST].strip(),
    "emoji, each of four bytes": "🌱👩🏽‍🌾🏳️‍🌈" * 15,
    "right to left": "اجتماع الربيع: Sint-Niklaas ופגישה",
    "looks like lines of its own": "Overleg END:VEVENT ATTENDEE:mailto:mallory@example.org",
}


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_title_reaches_the_calendar_whole_when_invited_and_when_removed(title):
    meeting = invited_meeting(1, title=title)
    (invitation,) = mails("meeting invitation")
    assert read(invitation) == (title, "REQUEST", "mailto:lid0@example.org", 0)

    invitee = Invitee.objects.get(meeting=meeting, person__email="lid0@example.org")
    inviting.remove(invitee, by=user_with("coordinator", meeting.space))
    (cancellation,) = mails("meeting cancellation")
    assert read(cancellation) == (title, "CANCEL", "mailto:lid0@example.org", 0)


def read(mail: Mail) -> tuple[str, str, str, int]:
    """Title, method, attendee and sequence as a calendar finds them; no line is longer than 75 bytes."""
    content = bytes(mail.calendar or b"")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    calendar = Calendar.from_ical(content)
    (entry,) = calendar.events
    assert calendar["METHOD"] == mail.calendar_method
    return str(entry["SUMMARY"]), str(calendar["METHOD"]), str(entry["ATTENDEE"]), int(entry["SEQUENCE"])
