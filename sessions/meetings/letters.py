"""Invitations on paper, for who has no e-mail address: a page each, with the way to answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from core import pdf, qr
from sessions.meetings.models import Invitee, InviteeQuerySet, Meeting
from spaces.services import coordinators_of

# Of one file; more than these are printed by hand of nobody.
MOST = 100


@dataclass(frozen=True)
class Letter:
    """One page: whom it is for, and their link as a phone reads it."""

    invitee: Invitee
    squares: qr.Squares


def waiting(meeting: Meeting) -> InviteeQuerySet:
    """Who is invited and has no address to mail to."""
    rows: Any = meeting.invitees
    found: InviteeQuerySet = rows.invited().filter(person__email="").select_related("person", "organisation")
    return found


def render(meeting: Meeting, invitees: Iterable[Invitee], *, language: str) -> bytes:
    """A letter for each of these, as one tagged PDF. Raises core.pdf.PdfError."""
    return pdf.render("pdf/letters.html", context(meeting, invitees), language=language)


def context(meeting: Meeting, invitees: Iterable[Invitee]) -> dict[str, Any]:
    """What the template shows."""
    return {
        "space": meeting.space,
        "meeting": meeting,
        "letters": [Letter(one, qr.squares(one.address())) for one in invitees],
        "agenda": list(meeting.timed_agenda()),
        "asked_by": [role.person for role in coordinators_of(meeting.space)],
    }


def filename(meeting: Meeting) -> str:
    """What the PDF is called on somebody's disk."""
    return f"{slugify(_('Letters'))}-{slugify(meeting.title)[:80]}-{meeting.local_start:%Y-%m-%d}.pdf"
