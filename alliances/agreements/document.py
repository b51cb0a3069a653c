"""A version as a document, with who agreed."""

from __future__ import annotations

from django.db.models.functions import Coalesce
from django.utils import timezone

from alliances.agreements.models import AgreementVersion, Answer
from core import pdf
from core.text import SortKey, markdown_to_html


def agreed(version: AgreementVersion) -> list[Answer]:
    """The members that agree with ``version``, by name; also those that have left since."""
    found = Answer.objects.of(version).filter(choice=Answer.Choice.AGREE)
    found = found.select_related("version", "member__organisation", "member__individual")
    return list(found.order_by(SortKey(Coalesce("member__organisation__name", "member__individual__name")), "pk"))


def pdf_of(version: AgreementVersion) -> bytes:
    """The PDF in the language of the space. Raises core.pdf.PdfError."""
    space = version.agreement.space
    context = {
        "space": space,
        "version": version,
        "text_html": markdown_to_html(version.text),
        "answers": agreed(version),
        "today": timezone.localdate(),
    }
    return pdf.render("pdf/agreement.html", context, language=space.language)
