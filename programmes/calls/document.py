"""A proposal as a document: what is frozen when it is submitted."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from core import pdf
from programmes.calls.models import Partner, Proposal, Question


def title(proposal: Proposal) -> str:
    """ "Gemeente Aalst, Denderstreek: Netwerken 2027" """
    words = f"{proposal.organisation}, {proposal.region}: {proposal.call.title}"
    return words[:300]


def filename(proposal: Proposal) -> str:
    return _("proposal-%(number)d.pdf") % {"number": proposal.pk}


def answers(proposal: Proposal) -> list[tuple[Question, str]]:
    """Each question in order with what is answered; "" for nothing."""
    written = dict(proposal.answers.values_list("question", "text"))
    return [(question, written.get(question.pk, "")) for question in proposal.call.questions.all()]


def render(proposal: Proposal, *, language: str) -> bytes:
    """The proposal as a tagged PDF. Raises core.pdf.PdfError."""
    context = {
        "space": proposal.call.space,
        "call": proposal.call,
        "proposal": proposal,
        "submitted": proposal.call.local(proposal.submitted_at) if proposal.submitted_at else None,
        "partners": proposal.partners.filter(reply=Partner.Reply.YES),
        "answers": answers(proposal),
    }
    return pdf.render("pdf/proposal.html", context, language=language)


def facts(proposal: Proposal) -> dict[str, Any]:
    """What a program wants to know of the frozen document."""
    return {
        "call": proposal.call.title,
        "organisation": proposal.organisation,
        "region": proposal.region.name,
        "partners": [one.organisation for one in proposal.partners.filter(reply=Partner.Reply.YES)],
        "answers": [[question.text, text] for question, text in answers(proposal)],
    }
