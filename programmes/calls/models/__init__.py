"""Calls of a programme, the proposals that answer them, and how those are assessed."""

from programmes.calls.models.assessments import Assessment, Assessor, Score
from programmes.calls.models.calls import Call, Criterion, InformationSession, Question
from programmes.calls.models.outside import Introduction, Nomination, PartnerSearch
from programmes.calls.models.proposals import Answer, Partner, Proposal

__all__ = [
    "Answer",
    "Assessment",
    "Assessor",
    "Call",
    "Criterion",
    "InformationSession",
    "Introduction",
    "Nomination",
    "Partner",
    "PartnerSearch",
    "Proposal",
    "Question",
    "Score",
]
