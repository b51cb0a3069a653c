"""The questions of a consultation: those of the house until a space writes its own."""

from __future__ import annotations

from django.utils.translation import gettext, override

from partners.analysis.models import QuestionGuide
from spaces.models import Space

MOST_QUESTIONS = 15
QUESTION_LENGTH = 300


def of_the_house() -> tuple[str, ...]:
    """To begin with, in the language that is active."""
    return (
        gettext("What do you do for newcomers today, and for how many people?"),
        gettext("What works well, and what makes it work?"),
        gettext("Who does not find the way to you, and why?"),
        gettext("What is missing in this region?"),
        gettext("With whom do you work together, and with whom would you like to?"),
        gettext("What could you bring to the alliance, and what would you want from it?"),
    )


def asked_in(space: Space) -> tuple[str, ...]:
    """The questions of this space, in its own words or else in its own language."""
    guide = QuestionGuide.objects.filter(space=space).first()
    if guide:
        return guide.questions
    with override(space.language):
        return of_the_house()
