"""A meeting at a glance: its state in words, the answers counted, what to do next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.mail.models import Mail
from sessions.meetings.models import Approval, Invitee, Meeting, Minutes, MinutesState
from sessions.meetings.services import approving, writing

# The badge of each state (core.templatetags.schakel.state): kind and words.
STATES: dict[str, tuple[str, str | Promise]] = {
    Meeting.State.DRAFT: ("quiet", _("being prepared")),
    Meeting.State.INVITED: ("ok", _("invited")),
    Meeting.State.OVER: ("quiet", _("held")),
    Meeting.State.CANCELLED: ("late", _("cancelled")),
}


@dataclass(frozen=True)
class Summary:
    """A meeting as a list shows it: where it stands, or its minutes once it is over."""

    meeting: Meeting
    badge: str
    words: str | Promise


@dataclass(frozen=True)
class Version:
    """A revision of the minutes that went round: where it stands, as a badge, and what was decided about it."""

    minutes: Minutes
    state: str
    badge: str
    words: str | Promise
    decision: Approval | None


@dataclass(frozen=True)
class Group:
    """The people of whom the same is true: who gave one answer (or none), who was there; with its words."""

    kind: str
    heading: str | Promise
    people: list[Invitee]


@dataclass(frozen=True)
class Turnout:
    """How many were invited, how many of them come, wait for a place or do not know yet, and how many have not said."""

    asked: int
    coming: int
    unsure: int
    queued: int
    waiting: int


@dataclass(frozen=True)
class Sending:
    """How many invitations of how many are sent, or will not be."""

    done: int
    total: int

    @property
    def is_over(self) -> bool:
        return self.done >= self.total


# So long after somebody was invited the page tells how far the mails are.
SENDING_IS_SHOWN = dt.timedelta(minutes=30)
# The badge of where minutes stand.
BADGES = {
    MinutesState.CIRCULATED: "risk",
    MinutesState.SENT_BACK: "risk",
    MinutesState.APPROVED: "ok",
    MinutesState.REOPENED: "risk",
    MinutesState.SUPERSEDED: "quiet",
}

ANSWERS: dict[str, str | Promise] = {
    Invitee.Answer.YES: pgettext_lazy("heading of people", "Coming"),
    Invitee.Answer.WAITLIST: pgettext_lazy("heading of people", "Waiting for a place"),
    Invitee.Answer.MAYBE: pgettext_lazy("heading of people", "Not sure yet"),
    Invitee.Answer.NO: pgettext_lazy("heading of people", "Cannot come"),
    Invitee.Answer.COLLEAGUE: pgettext_lazy("heading of people", "A colleague comes instead"),
    "": pgettext_lazy("heading of people", "No answer yet"),
}


def summary(meeting: Meeting, now: dt.datetime) -> Summary:
    """For ``meeting`` with its minutes and what was decided about them prefetched."""
    state = meeting.state(now)
    if state != Meeting.State.OVER:
        return Summary(meeting, *STATES[state])
    newest_first = sorted(meeting.minutes.all(), key=lambda one: -one.revision)
    for version in versions(newest_first):
        return Summary(meeting, version.badge, version.words)
    return Summary(meeting, "quiet", MinutesState.DRAFT.label if newest_first else _("no minutes yet"))


def versions(minutes: Sequence[Minutes]) -> list[Version]:
    """Those of ``minutes`` (of one meeting, newest first, with their decisions) that went round."""
    found: list[Version] = []
    for one in minutes:
        if one.is_circulated:
            state = _state(one, is_newest=not found)
            decision = one.approved_by or getattr(one, "approval", None)
            found.append(Version(one, state, BADGES[state], state.label, decision))
    return found


def _state(one: Minutes, *, is_newest: bool) -> MinutesState:
    if one.approved_by:
        return MinutesState.REOPENED if hasattr(one, "reopening") else MinutesState.APPROVED
    if not is_newest:
        return MinutesState.SUPERSEDED
    return MinutesState.SENT_BACK if hasattr(one, "approval") else MinutesState.CIRCULATED


def answers(invitees: Sequence[Invitee]) -> list[Group]:
    """Those who were invited, by their answer; every answer that can be chosen is there, also when nobody gave it."""
    invited = [one for one in invitees if one.invited_at]
    groups = [Group(kind, heading, [one for one in invited if one.answer == kind]) for kind, heading in ANSWERS.items()]
    return [group for group in groups if group.people or group.kind != Invitee.Answer.WAITLIST]


def groups_to_write_to(invited: Sequence[Invitee]) -> list[tuple[str, str]]:
    """Everybody, and each group by answer or attendance in which there is somebody: its key and its words."""
    found: list[tuple[str, str | Promise, int]] = [(writing.EVERYBODY, _("Everybody who was invited"), len(invited))]
    for kind, heading in ANSWERS.items():
        found.append((kind or writing.UNANSWERED, heading, sum(one.answer == kind for one in invited)))
    missing = {Invitee.Attendance.ABSENT, Invitee.Attendance.EXCUSED}
    found.append((writing.ABSENT, _("Was not there"), sum(one.attendance in missing for one in invited)))
    return [(key, f"{words} ({number})") for key, words, number in found if number]


def turnout(invitees: Sequence[Invitee]) -> Turnout:
    """The same figures as ``Meeting.objects.with_answers()``, of people who were read already."""
    given = [one.answer for one in invitees if one.invited_at]
    said = (given.count(kind) for kind in (Invitee.Answer.YES, Invitee.Answer.MAYBE, Invitee.Answer.WAITLIST, ""))
    return Turnout(len(given), *said)


def is_being_sent(invitees: Sequence[Invitee], now: dt.datetime) -> bool:
    """Whether somebody was invited so lately that their mail may still be on its way."""
    return any(one.invited_at and one.invited_at > now - SENDING_IS_SHOWN for one in invitees)


def sending(meeting: Meeting, now: dt.datetime) -> Sending:
    """How many of those who were invited lately have their invitation."""
    rows = meeting.invitees.invited().filter(invited_at__gt=now - SENDING_IS_SHOWN).exclude(person__email="")
    keys = [f"meeting:{pk}:{revision}:{meeting.sequence}" for pk, revision in rows.values_list("pk", "revision")]
    mails = Mail.objects.filter(dedupe_key__in=keys)
    return Sending(mails.filter(state__in=Mail.FINISHED).count(), len(keys))


def attendance(invitees: Sequence[Invitee]) -> list[Group]:
    """Who was present, excused, absent and replaced; empty while nothing is noted."""
    if not any(one.attendance for one in invitees):
        return []
    return [
        Group(kind.value, kind.label, [one for one in invitees if one.attendance == kind])
        for kind in Invitee.Attendance
    ]


def next_step(meeting: Meeting, invitees: Sequence[Invitee], minutes: Sequence[Minutes]) -> str:
    """What the page's one main button does: ``invite``, ``attendance``, ``start``, ``write``, ``circulate``,
    ``approve`` or nothing.

    ``minutes`` are all revisions, newest first, each with ``is_begun``. Between the invitations and the day there is
    nothing to press: people answer.
    """
    if meeting.is_cancelled:
        return ""
    if not invitees and not meeting.is_over():
        return "invite"
    if minutes and minutes[0].is_circulated:
        waits = not (minutes[0].approved_by or hasattr(minutes[0], "approval"))
        return "approve" if waits and approving.is_late(minutes[0]) else ""
    if not minutes and not any(one.attendance for one in invitees):
        return "attendance" if meeting.has_come() else ""
    if not minutes:
        return "start"
    return "circulate" if minutes[0].is_begun else "write"  # type: ignore[attr-defined]
