"""Mails without a calendar entry to some who were invited: asked again, reminded, or in one's own words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from accounts.models import User
from core.mail import outbox
from core.mail.render import MailForMany
from sessions.meetings.emails.common import ANSWER, CHANGE_ANSWER, context_of, invited
from sessions.meetings.models import Invitee, Meeting
from spaces.emails import letter

ASKING_AGAIN, REMINDER, WORD = "meeting asking again", "meeting reminder", "meeting word"


# --- queueing -------------------------------------------------------------------------------------
def queue_asking_again(meeting: Meeting, invitees: list[int], now: dt.datetime, by: User | None) -> None:
    """Ask these rows of the list once more whether they come: those who still did not say when it is made."""
    _queue_to_some(ASKING_AGAIN, meeting, invitees, now, by)


def queue_reminders(meeting: Meeting, invitees: list[int], now: dt.datetime, by: User | None) -> None:
    """Tell these rows of the list, who come, that the day is near."""
    _queue_to_some(REMINDER, meeting, invitees, now, by)


def queue_word(meeting: Meeting, invitees: list[int], now: dt.datetime, by: User, *, subject: str, text: str) -> None:
    """A mail in somebody's own words to these rows of the list."""
    _queue_to_some(WORD, meeting, invitees, now, by, subject=subject, text=text)


def _queue_to_some(
    kind: str, meeting: Meeting, invitees: list[int], now: dt.datetime, by: User | None, **more: str
) -> None:
    moment = now.isoformat()
    outbox.queue_many(
        kind=kind,
        arguments={
            "meeting": meeting.pk,
            "invitees": invitees,
            "reply_to": by.email if by else "",
            "moment": moment,
            **more,
        },
        dedupe_key=f"{kind}:{meeting.pk}:{invitees[0]}:{moment}",
    )


# --- made by a worker -----------------------------------------------------------------------------
@outbox.expander(ASKING_AGAIN)
def _asking_again(arguments: dict[str, Any], after: int, about: int) -> Iterator[tuple[int, outbox.Letter]]:
    still = Q(answer__in=["", Invitee.Answer.MAYBE])
    yield from _to_some(ASKING_AGAIN, "meeting_asking_again", arguments, after, about, still)


@outbox.expander(REMINDER)
def _reminders(arguments: dict[str, Any], after: int, about: int) -> Iterator[tuple[int, outbox.Letter]]:
    yield from _to_some(REMINDER, "meeting_reminder", arguments, after, about, Q(answer=Invitee.Answer.YES))


@outbox.expander(WORD)
def _words(arguments: dict[str, Any], after: int, about: int) -> Iterator[tuple[int, outbox.Letter]]:
    more = {"subject": arguments["subject"], "words": arguments["text"]}
    yield from _to_some(WORD, "meeting_word", arguments, after, about, Q(), **more)


def _to_some(
    kind: str, template: str, arguments: dict[str, Any], after: int, about: int, still: Q, **more: Any
) -> Iterator[tuple[int, outbox.Letter]]:
    """A letter without a calendar entry to the chosen rows of which ``still`` is true."""
    common: dict[str, MailForMany] = {}
    for one in invited(arguments["meeting"], after, about, still, pk__in=arguments["invitees"]):
        if one.meeting.is_cancelled:
            continue
        personal = {"person_name": one.person.name, "action_url": one.placeholder()}
        if one.answer not in common:
            label = {"action_label": CHANGE_ANSWER if one.answer == Invitee.Answer.YES else ANSWER}
            common[one.answer] = MailForMany(
                template, {**context_of(one.meeting), "invitee": one, **label, **more}, tuple(personal)
            )
        rendered = common[one.answer].render(one.person.mail_language, **personal)
        key = f"{kind}:{one.pk}:{one.revision}:{arguments['moment']}"
        yield (
            one.pk,
            letter(one.meeting.space, one.person, rendered, kind=kind, key=key, reply_to=arguments["reply_to"]),
        )
