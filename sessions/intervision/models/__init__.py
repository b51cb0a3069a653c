"""Intervision: a day, what people bring to it, and what they take along."""

from sessions.intervision.models.contributions import Contribution, ContributionQuerySet, ContributionRequest, Match
from sessions.intervision.models.days import DayReport, IntervisionDay, IntervisionDayQuerySet, Round, Tip

__all__ = [
    "Contribution",
    "ContributionQuerySet",
    "ContributionRequest",
    "DayReport",
    "IntervisionDay",
    "IntervisionDayQuerySet",
    "Match",
    "Round",
    "Tip",
]
