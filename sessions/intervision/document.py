"""The report of a day as a document: what stands in it, and its PDF."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from core import pdf
from core.text import markdown_to_html
from sessions.intervision.models import Contribution, IntervisionDay, Match, Round


@dataclass(frozen=True)
class Question:
    """A question that was brought, with the success stories that were matched with it."""

    contribution: Contribution
    stories: list[Contribution]


@dataclass(frozen=True)
class RoundText:
    """A round as the report shows it, Markdown made HTML."""

    round: Round
    content: str
    approach: str
    information: str
    insights: str
    questions: list[Question]
    stories: list[Contribution]


def render(
    day: IntervisionDay, *, language: str, revision: int | None = None, finished_at: dt.datetime | None = None
) -> bytes:
    """The report as a tagged PDF; without a revision it says that it is a draft. Raises core.pdf.PdfError."""
    facts = {**context(day), "revision": revision, "finished_at": finished_at}
    return pdf.render("pdf/intervision.html", facts, language=language)


def context(day: IntervisionDay) -> dict[str, Any]:
    """What the template shows."""
    space = day.space
    rounds = day.rounds.select_related("host__organisation", "host__individual").prefetch_related(
        "attending__organisation", "attending__individual", "tips"
    )
    contributions = list(day.contributions.select_related("person", "organisation"))
    matches = list(Match.objects.filter(question__day=day))
    return {
        "space": space,
        "day": day,
        "introduction": markdown_to_html(day.introduction),
        "rounds": [_round_text(round_, contributions, matches) for round_ in rounds],
    }


def _round_text(round_: Round, contributions: Iterable[Contribution], matches: Iterable[Match]) -> RoundText:
    here = [one for one in contributions if one.round_id == round_.pk]
    return RoundText(
        round=round_,
        content=markdown_to_html(round_.content),
        approach=markdown_to_html(round_.approach),
        information=markdown_to_html(round_.information),
        insights=markdown_to_html(round_.insights),
        questions=matched(contributions, matches, [one for one in here if one.is_question]),
        stories=[one for one in here if not one.is_question],
    )


def matched(
    contributions: Iterable[Contribution], matches: Iterable[Match], questions: Iterable[Contribution]
) -> list[Question]:
    """Each of ``questions`` with its stories, which may be of another round."""
    known = {one.pk: one for one in contributions}
    return [
        Question(question, [known[match.story_id] for match in matches if match.question_id == question.pk])
        for question in questions
    ]
