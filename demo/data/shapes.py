"""The shapes of the demo's data. Days and months count from the day the demo is loaded."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.utils.text import slugify

# What ends the name of every invented organisation, in the language of its alliance.
MARKS = ("(verzonnen)", "(fictional)", "(fictif)")


@dataclass(frozen=True)
class Place:
    """A region, with its municipalities by official code."""

    code: str
    name: str
    kind: str
    country: str
    municipalities: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Real:
    """A real organisation: public facts only."""

    name: str
    sectors: tuple[str, ...] = ()
    website: str = ""
    municipality: str = ""


@dataclass(frozen=True)
class Someone:
    """An invented person."""

    name: str
    phone: str = ""
    language: str = ""

    @property
    def email(self) -> str:
        return f"{slugify(self.name).replace('-', '.')}@example.org"


@dataclass(frozen=True)
class Seat:
    """Somebody who represents an invented organisation. ``may`` holds "speak", "decide" and "sign"."""

    person: Someone
    may: tuple[str, ...] = ("speak",)
    role: str = "member"
    involvement: str = ""
    shown_publicly: bool = True


@dataclass(frozen=True)
class Invented:
    """An invented organisation, and what its alliance thinks of it; a member when it has a seat."""

    name: str
    sectors: tuple[str, ...]
    municipality: str = ""
    influence: str = "unknown"
    interest: str = "unknown"
    contribution: str = ""
    matters: str = ""
    strategy: str = ""
    win: str = ""
    seat: Seat | None = None


@dataclass(frozen=True)
class AllianceData:
    """An alliance with its register. ``mandate`` is its first and its last month, counted from now; ``wanted`` are
    the seats it wants of a sector, where that is not the usual one."""

    slug: str
    name: str
    language: str
    time_zone: str
    country: str
    regions: tuple[str, ...]
    coordinators: tuple[Someone, ...]
    real: tuple[Real, ...]
    invented: tuple[Invented, ...] = ()
    why: str = ""
    vision: str = ""
    objectives: str = ""
    values: str = ""
    mandate: tuple[int, int] | None = None
    public_page: bool = False
    wanted: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Note:
    """A line of the minutes, under the agenda item at ``item`` (the first is 1)."""

    item: int
    comment: str
    action: str = ""
    who: str = ""
    due_in_days: int | None = None


@dataclass(frozen=True)
class AnswerData:
    """What somebody answered to an invitation: "yes", "maybe", "no" or "colleague"."""

    answer: str
    remark: str = ""
    colleague: Someone | None = None


@dataclass(frozen=True)
class MeetingData:
    """A meeting ``in_days`` from now; in the past when that is negative. People go by their names."""

    title: str
    in_days: int
    starts: dt.time
    ends: dt.time
    place: str
    host: str
    topic: str = ""
    answers: dict[str, AnswerData] = field(default_factory=dict)
    attendance: dict[str, tuple[str, str]] = field(default_factory=dict)
    minutes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class ActionData:
    """An action. ``months`` are its first and last, counted from now; ``member`` is an organisation's name."""

    title: str
    problem: str
    description: str
    budget: int | None
    funding: str
    months: tuple[int, int] | None
    member: str = ""
    responsible: str = ""
    timeline: str = ""


@dataclass(frozen=True)
class PlanData:
    """An action plan; ``adopted`` that many days ago when it was."""

    title: str
    introduction: str
    months: tuple[int, int]
    actions: tuple[ActionData, ...]
    adopted: int | None = None
    published: bool = False


@dataclass(frozen=True)
class StoryData:
    """What somebody hands in for an intervision day. ``round`` is the title of one of its rounds."""

    by: str
    kind: str
    title: str
    story: str
    round: str = ""
    shows_name: bool = False


@dataclass(frozen=True)
class TipData:
    text: str
    given_by: str = ""
    url: str = ""


@dataclass(frozen=True)
class RoundData:
    """A round of an intervision day, and its report when there is one."""

    title: str
    starts: dt.time
    ends: dt.time
    place: str
    theme: str = ""
    host: str = ""
    facilitator: str = ""
    others_attending: tuple[str, ...] = ()
    content: str = ""
    approach: str = ""
    guiding_questions: str = ""
    questions: str = ""
    information: str = ""
    insights: str = ""
    tips: tuple[TipData, ...] = ()


@dataclass(frozen=True)
class DayData:
    """An intervision day on ``on``, or ``in_days`` from now."""

    title: str
    themes: str
    starts: dt.time
    ends: dt.time
    place: str
    introduction: str
    rounds: tuple[RoundData, ...]
    on: dt.date | None = None
    in_days: int = 0
    guiding_questions: str = ""
    stories: tuple[StoryData, ...] = ()


@dataclass(frozen=True)
class BranchMember:
    """An invented organisation that takes part in a branch."""

    name: str
    country: str
    municipality: str
    sectors: tuple[str, ...]
    person: Someone
    role: str = "member"


@dataclass(frozen=True)
class BranchActivity:
    """An activity in a phase (by number); ``members`` are places in the list of members."""

    phase: int
    title: str
    in_days: int
    place: str
    members: tuple[int, ...]
    days: int = 1
    others: int | None = None
    result: str = ""


@dataclass(frozen=True)
class BranchNeed:
    """What a member needs, and how it was answered."""

    member: int
    text: str
    in_days: int
    answer: str = ""
    answered_in_days: int | None = None


@dataclass(frozen=True)
class MentoredBy:
    """Mentoring or coaching of a member."""

    member: int
    mentor: str
    mentee: str
    in_days: int
    kind: str
    outcome: str = ""


@dataclass(frozen=True)
class BranchData:
    """A branch of the programme. ``mandate`` is its first and its last month, counted from now."""

    slug: str
    name: str
    why: str
    mandate: tuple[int, int]
    coordinator: Someone
    members: tuple[BranchMember, ...]
    activities: tuple[BranchActivity, ...] = ()
    needs: tuple[BranchNeed, ...] = ()
    mentorings: tuple[MentoredBy, ...] = ()
    vision: str = ""
    objectives: str = ""
    # With one, everybody may ask to join.
    contact_email: str = ""
    # Whom the coordinator asked to join, and who asks it: as in ``demo.data.joining``.
    asked: tuple[tuple[str, str, str, int], ...] = ()
    requests: tuple[dict[str, str], ...] = ()
