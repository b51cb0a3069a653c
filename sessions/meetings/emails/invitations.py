"""Mails with an entry for the calendar: invitations, updates, cancellations, a place that was found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from core.links import replies
from core.mail import calendar, outbox
from core.mail.render import MailForMany
from sessions.meetings.emails.common import ANSWER, CHANGE_ANSWER, WHY_STILL, context_of, invited
from sessions.meetings.models import Invitee, Meeting

INVITATION, UPDATE, CANCELLATION = "meeting invitation", "meeting update", "meeting cancellation"
REGISTERED, PLACE, WAITS = "meeting registered", "meeting place", "meeting waits"

# Mails of one chunk that differ only in name and link: what was rendered for the first serves the others.
type Common = dict[bool, MailForMany]


# --- queueing -------------------------------------------------------------------------------------
def queue_invitations(meeting: Meeting, invitees: list[int], by: User | None) -> None:
    """Queue an invitation to these rows of the list. Replies go to ``by``."""
    outbox.queue_many(
        kind=INVITATION,
        arguments={"meeting": meeting.pk, "invitees": invitees, "reply_to": by.email if by else ""},
        dedupe_key=f"meeting-invite:{meeting.pk}:{invitees[0]}:{timezone.now().isoformat()}",
    )


def queue_updates(meeting: Meeting, by: User, *, moved: bool) -> None:
    """Tell everybody who was invited that time, place or title changed; ``moved``: and ask them again."""
    outbox.queue_many(
        kind=UPDATE,
        arguments={"meeting": meeting.pk, "moved": moved, "reply_to": by.email},
        dedupe_key=f"meeting-update:{meeting.pk}:{meeting.sequence}",
    )


def queue_cancellations(meeting: Meeting, by: User) -> None:
    """Tell everybody who was invited that the meeting does not take place."""
    outbox.queue_many(
        kind=CANCELLATION,
        arguments={"meeting": meeting.pk, "reply_to": by.email},
        dedupe_key=f"meeting-cancel:{meeting.pk}",
    )


def queue_removal(invitee: Invitee, by: User | None) -> None:
    """Tell one person that they need not come."""
    outbox.queue_all([_cancellation(invitee, {}, reply_to=by.email if by else "")])


def queue_registered(one: Invitee) -> None:
    """Tell who confirmed that they have a place, or wait for one; with the link to change that."""
    _queue_one(one, REGISTERED, "meeting_registered")


def queue_place(one: Invitee) -> None:
    """Tell who waited that they have a place now."""
    _queue_one(one, PLACE, "meeting_place")


def queue_waits(one: Invitee) -> None:
    """Tell who said yes by their calendar that it is full, so that they wait for a place."""
    _queue_one(one, WAITS, "meeting_waits")


def _queue_one(one: Invitee, kind: str, template: str) -> None:
    key = f"{kind}:{one.pk}:{one.revision}:{one.answered_at:%Y%m%d%H%M%S%f}"
    outbox.queue_all([_letter(one, {}, kind, template, key, "", asks=True, action_label=CHANGE_ANSWER)])


# --- made by a worker -----------------------------------------------------------------------------
@outbox.expander(INVITATION)
def _invitations(arguments: dict[str, Any], after: int, about: int) -> Iterator[tuple[int, outbox.Letter]]:
    chosen = invited(arguments["meeting"], after, about, pk__in=arguments["invitees"])
    common: Common = {}
    for one in chosen:
        if not one.meeting.is_cancelled:
            yield one.pk, _invitation(one, common, reply_to=arguments["reply_to"])


@outbox.expander(UPDATE)
def _updates(arguments: dict[str, Any], after: int, about: int) -> Iterator[tuple[int, outbox.Letter]]:
    common: Common = {}
    for one in invited(arguments["meeting"], after, about):
        if not one.meeting.is_cancelled:
            yield one.pk, _update(one, common, moved=arguments["moved"], reply_to=arguments["reply_to"])


@outbox.expander(CANCELLATION)
def _cancellations(arguments: dict[str, Any], after: int, about: int) -> Iterator[tuple[int, outbox.Letter]]:
    common: Common = {}
    for one in invited(arguments["meeting"], after, about):
        yield one.pk, _cancellation(one, common, reply_to=arguments["reply_to"])


# --- one letter -----------------------------------------------------------------------------------
def _invitation(one: Invitee, common: Common, reply_to: str) -> outbox.Letter:
    return _letter(one, common, INVITATION, "meeting_invitation", _key(one), reply_to, asks=True)


def _update(one: Invitee, common: Common, *, moved: bool, reply_to: str) -> outbox.Letter:
    # The same key as the invitation: who was invited when the change was made already is told once.
    return _letter(one, common, UPDATE, "meeting_update", _key(one), reply_to, asks=True, moved=moved)


def _cancellation(one: Invitee, common: Common, reply_to: str) -> outbox.Letter:
    key = f"meeting-cancel:{one.pk}:{one.revision}:{one.meeting.sequence}"
    return _letter(one, common, CANCELLATION, "meeting_cancellation", key, reply_to, method="CANCEL", why=WHY_STILL)


def _key(one: Invitee) -> str:
    return f"meeting:{one.pk}:{one.revision}:{one.meeting.sequence}"


def _letter(
    one: Invitee,
    common: Common,
    kind: str,
    template: str,
    key: str,
    reply_to: str,
    *,
    method: Literal["REQUEST", "CANCEL"] = "REQUEST",
    asks: bool = False,
    **context: Any,
) -> outbox.Letter:
    """The letter to ``one``; ``asks``: with the link to answer by."""
    meeting, person = one.meeting, one.person
    personal = {"person_name": person.name, **({"action_url": one.placeholder()} if asks else {})}
    if one.is_stand_in not in common:
        shared = {**context_of(meeting), "invitee": one, "action_label": ANSWER, **context}
        common[one.is_stand_in] = MailForMany(template, shared, tuple(personal))
    rendered = common[one.is_stand_in].render(person.mail_language, **personal)
    return outbox.Letter(
        dedupe_key=key,
        kind=kind,
        to=person.email,
        to_name=person.name,
        from_name=meeting.space.name,
        reply_to=reply_to,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        calendar=calendar_entry(one, method=method),
        calendar_method=method,
        space_id=meeting.space_id,
        # The same UID and SEQUENCE again changes nothing in a calendar.
        repeat_is_harmless=True,
    )


def calendar_entry(one: Invitee, *, method: Literal["REQUEST", "CANCEL"] = "REQUEST", is_mailed: bool = True) -> bytes:
    """The calendar file that names this invitee only.

    The alliance is the organizer, at an address of this invitation alone: their calendar answers to it. What is mailed
    gets the address in the moment it is sent; without a mailbox for answers it is one that nobody reads.
    """
    meeting, space = one.meeting, one.meeting.space
    organizer = f"{space.slug}@{settings.MAIL_DOMAIN}"
    if replies.is_on():
        of_this = (one.kind_of_link, one.pk, one.revision)
        organizer = replies.placeholder(one) if is_mailed else replies.address_of(*of_this)
    return calendar.to_bytes(
        calendar.Event(
            uid=meeting.uid,
            sequence=meeting.sequence,
            start=meeting.starts_at,
            end=meeting.ends_at,
            zone=space.time_zone,
            # In whole minutes, so that a meeting's entry is put together once and not for everybody anew.
            stamp=timezone.now().replace(second=0, microsecond=0),
            summary=meeting.title,
            location=meeting.place or meeting.video_url,
            description=meeting.video_url if meeting.place else "",
            url=meeting.video_url,
            organizer_name=space.name,
            organizer_address=organizer,
            attendee_name=one.person.name,
            attendee_address=one.person.email,
            method=method,
        )
    )
