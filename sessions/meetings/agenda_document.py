"""The agenda as a document: what stands in it, and its PDF."""

from __future__ import annotations

from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from core import pdf
from sessions.meetings.models import Meeting
from sessions.meetings.services import approving


def render(meeting: Meeting, *, language: str) -> bytes:
    """The agenda as a tagged PDF. Raises core.pdf.PdfError."""
    return pdf.render("pdf/agenda.html", context(meeting), language=language)


def context(meeting: Meeting) -> dict[str, Any]:
    """What the template shows."""
    agenda = list(meeting.timed_agenda(with_files=True))
    about = any(item.is_about_minutes for item, _begins in agenda)
    return {
        "space": meeting.space,
        "meeting": meeting,
        "agenda": agenda,
        "with_kinds": any(item.kind for item, _begins in agenda),
        "with_owners": any(item.owner for item, _begins in agenda),
        "previous": list(approving.waiting_in(meeting.space, before=meeting)) if about else [],
    }


def filename(meeting: Meeting) -> str:
    """What the PDF is called on somebody's disk."""
    return f"{slugify(_('Agenda'))}-{slugify(meeting.title)[:80]}-{meeting.local_start:%Y-%m-%d}.pdf"
