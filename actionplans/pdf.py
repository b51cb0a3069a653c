"""The action plan on paper: A4 landscape."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone

from actionplans.models import ActionPlan
from core import pdf

TEMPLATE = "pdf/actionplan.html"


def plan_pdf(
    plan: ActionPlan, *, adopted_on: dt.date | None = None, attachments: Sequence[pdf.Attachment] = ()
) -> bytes:
    """The plan in the language of its space.

    A draft to read; with ``adopted_on`` the copy to keep (PDF/A-3, with ``attachments`` in it). Raises
    core.pdf.PdfError.
    """
    space = plan.space
    context = {
        "space": space,
        "plan": plan.content(),
        "version": plan.version,
        "adopted_on": adopted_on,
        "today": timezone.localdate(),
    }
    variant: pdf.Variant = "pdf/a-3a" if adopted_on else "pdf/ua-1"
    return pdf.render(TEMPLATE, context, language=space.language, variant=variant, attachments=attachments)
