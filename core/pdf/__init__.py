"""One template, one PDF: ``render``. Laid out by WeasyPrint in a process of its own (``core.pdf.pool``)."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from core.pdf.fetch import Fetched, Resource, base_url, fetch
from core.pdf.pool import Job, PdfError, PdfTooBig, shared_pool

__all__ = ["Attachment", "PdfError", "PdfTooBig", "Resource", "render"]

logger = logging.getLogger(__name__)

# A reading copy for everybody, screen readers included; or an evidence copy for the archive.
type Variant = Literal["pdf/ua-1", "pdf/a-3a"]


@dataclass(frozen=True)
class Attachment:
    """A file inside the PDF. ``relationship`` is a word of PDF/A-3: "Data", "Source", "Supplement" …"""

    name: str
    content: bytes
    description: str = ""
    relationship: str = "Data"


def render(
    template: str,
    context: Mapping[str, Any],
    *,
    language: str,
    variant: Variant = "pdf/ua-1",
    attachments: Sequence[Attachment] = (),
    resources: Mapping[str, Resource] | None = None,
) -> bytes:
    """The PDF of a Django template in ``language`` ("nl", "en", "fr").

    The template has a <title>. It may use our static files, pictures as ``data:`` addresses up to
    1 MB, and ``resources`` by ``resource:NAME``; everything else is refused and left out. A linked
    stylesheet without ``media`` is parsed once and kept. ``url(….woff2#wght=600)`` in it takes one
    weight out of a variable font (``core.pdf.fonts``).

    Raises PdfError, PdfTooBig when the document takes more than 1 GB or 25 seconds, both with a text for
    people. What WeasyPrint complains of is logged without content; in tests it is an error.
    """
    with translation.override(language):
        html = render_to_string(template, dict(context))
    given = resources or {}

    def fetch_for_this_document(url: str, have: str) -> Fetched:
        return fetch(url, given, have)

    made = shared_pool.make(_job(html, language, variant, attachments), fetch_for_this_document)
    _report(template, made.complaints)
    return made.pdf


def _job(html: str, language: str, variant: Variant, attachments: Sequence[Attachment]) -> Job:
    header = {
        "language": language,
        "variant": variant,
        "base_url": base_url(),
        "generator": "Schakel",
        "attachments": [
            {"name": one.name, "description": one.description, "relationship": one.relationship} for one in attachments
        ],
    }
    return Job(header, html, [one.content for one in attachments])


def _report(template: str, complaints: list[tuple[int, str, str]]) -> None:
    """In a test a complaint is an error of ours. Elsewhere a missing picture must not cost anybody the minutes."""
    if complaints and settings.TEST:
        raise PdfError("; ".join(text for _level, _form, text in complaints))
    for level, form, _text in complaints:
        logger.log(level, "%s: %s", template, form)
