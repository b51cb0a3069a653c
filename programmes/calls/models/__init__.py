"""Calls of a programme, the proposals that answer them, and how those are assessed."""

from programmes.calls.models.assessments import Assessment, Assessor, Score
from programmes.calls.models.calls import Call, Criterion, InformationSession, Question
from programmes.calls.models.outside import Nomination
from programmes.calls.models.proposals import Answer, Partner, Proposal

__all__ = [
    "Answer",
    "Assessment",
    "Assessor",
    "Call",
    "Criterion",
    "InformationSession",
    "Nomination",
    "Partner",
    "Proposal",
    "Question",
    "Score",
]
