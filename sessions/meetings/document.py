"""The minutes as a document: what stands in it, and its PDF."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import pdf
from core.text import markdown_to_html
from sessions.meetings.models import Approval, Invitee, Meeting, Minutes, MinutesRow


@dataclass(frozen=True)
class Group:
    """The people of one organisation who were, say, present. Without an organisation its name is empty."""

    organisation: str
    people: list[Invitee]


@dataclass(frozen=True)
class Attendance:
    """Everybody of whom the same is noted."""

    heading: str | Promise
    groups: list[Group]


@dataclass(frozen=True)
class Line:
    """A row of the minutes with its comment as HTML."""

    row: MinutesRow
    comment: str


HEADINGS: dict[str, str | Promise] = {
    Invitee.Attendance.PRESENT: pgettext_lazy("heading of people", "Present"),
    Invitee.Attendance.REPLACED: pgettext_lazy("heading of people", "Replaced"),
    Invitee.Attendance.EXCUSED: pgettext_lazy("heading of people", "Excused"),
    Invitee.Attendance.ABSENT: pgettext_lazy("heading of people", "Absent"),
    "": _("Not noted"),
}


def render(minutes: Minutes, *, language: str, approved: Approval | None = None) -> bytes:
    """The minutes as a tagged PDF; ``approved``: the decision by which they are. Raises core.pdf.PdfError."""
    return pdf.render("pdf/minutes.html", {**context(minutes), "approved": approved}, language=language)


def context(minutes: Minutes) -> dict[str, Any]:
    """What the template shows."""
    meeting = minutes.meeting
    rows = list(minutes.rows.all())
    return {
        "space": meeting.space,
        "meeting": meeting,
        "minutes": minutes,
        "attendance": attendance(meeting),
        "lines": [Line(row, markdown_to_html(row.comment)) for row in rows],
        "decisions": [row for row in rows if row.proposal],
        "actions": [row for row in rows if row.action.strip() and not row.is_done],
        "to_read": [item for item, _begins in meeting.timed_agenda(with_files=True) if item.to_read],  # type: ignore[attr-defined]
        "next_meeting": next_meeting(meeting),
    }


def attendance(meeting: Meeting) -> list[Attendance]:
    """Who was present, replaced, excused or absent, by organisation; what applies to nobody is left out."""
    listed = meeting.invitees.on_the_list().select_related("person", "organisation")
    people = sorted(listed, key=_by_organisation_and_name)
    noted = ((heading, [one for one in people if one.attendance == kind]) for kind, heading in HEADINGS.items())
    return [Attendance(heading, grouped(some)) for heading, some in noted if some]


def _by_organisation_and_name(one: Invitee) -> tuple[str, str]:
    return (one.organisation.name.casefold() if one.organisation else "\uffff", one.person.name.casefold())


def grouped(people: Iterable[Invitee]) -> list[Group]:
    """``people`` by organisation, in the order they come in."""
    groups: dict[str, list[Invitee]] = {}
    for one in people:
        groups.setdefault(one.organisation.name if one.organisation else "", []).append(one)
    return [Group(organisation, some) for organisation, some in groups.items()]


def next_meeting(meeting: Meeting) -> Meeting | None:
    """The first meeting of the space after this one that people know of."""
    later = Meeting.objects.announced().filter(space=meeting.space_id, cancelled_at=None)
    return later.filter(starts_at__gt=meeting.starts_at).select_related("space").order_by("starts_at", "pk").first()
