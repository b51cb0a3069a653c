"""Mails about a meeting. Those to many are made by a worker, from what is true at that moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Literal

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.mail import calendar, outbox
from core.mail.render import MailForMany, render_mail
from sessions.meetings.models import Invitee, Meeting, Minutes
from spaces.emails import letter

INVITATION, UPDATE, CANCELLATION = "meeting invitation", "meeting update", "meeting cancellation"
MINUTES = "meeting minutes"
ANSWER, WHY = _("Say whether you come"), _("You get this mail because you are on the list of this meeting.")
WHY_STILL = _("You get this mail because you were on the list of this meeting.")


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


def queue_minutes(minutes: Minutes, by: User) -> None:
    """Send the frozen minutes to everybody on the list, present and absent."""
    outbox.queue_many(
        kind=MINUTES,
        arguments={"minutes": minutes.pk, "reply_to": by.email},
        dedupe_key=f"minutes:{minutes.pk}",
    )


# Mails of one chunk that differ only in name and link: what was rendered for the first serves the others.
type Common = dict[bool, MailForMany]


# --- made by a worker -----------------------------------------------------------------------------
@outbox.expander(INVITATION)
def _invitations(arguments: dict[str, Any], after: int, about: int) -> Iterator[tuple[int, outbox.Letter]]:
    chosen = _invited(arguments["meeting"], after, about, pk__in=arguments["invitees"])
    common: Common = {}
    for one in chosen:
        if not one.meeting.is_cancelled:
            yield one.pk, _invitation(one, common, reply_to=arguments["reply_to"])


@outbox.expander(UPDATE)
def _updates(arguments: dict[str, Any], after: int, about: int) -> Iterator[tuple[int, outbox.Letter]]:
    common: Common = {}
    for one in _invited(arguments["meeting"], after, about):
        if not one.meeting.is_cancelled:
            yield one.pk, _update(one, common, moved=arguments["moved"], reply_to=arguments["reply_to"])


@outbox.expander(CANCELLATION)
def _cancellations(arguments: dict[str, Any], after: int, about: int) -> Iterator[tuple[int, outbox.Letter]]:
    common: Common = {}
    for one in _invited(arguments["meeting"], after, about):
        yield one.pk, _cancellation(one, common, reply_to=arguments["reply_to"])


@outbox.expander(MINUTES)
def _minutes(arguments: dict[str, Any], after: int, about: int) -> Iterator[tuple[int, outbox.Letter]]:
    from sessions.meetings.services.minuting import filename  # that module stands on this one

    minutes = Minutes.objects.select_related("meeting__space", "document").get(pk=arguments["minutes"])
    file = outbox.File(filename(minutes), bytes(minutes.document.content))  # type: ignore[union-attr]
    people = Invitee.objects.on_the_list().filter(meeting=minutes.meeting_id, pk__gt=after)
    for one in people.exclude(person__email="").select_related("person__space").order_by("pk")[:about]:
        yield one.pk, _minutes_letter(one, minutes, file, reply_to=arguments["reply_to"])


def _invited(meeting: int, after: int, about: int, **only: Any) -> Iterable[Invitee]:
    """The next people on the list who were invited, with what their mail needs."""
    rows = Invitee.objects.invited().filter(meeting=meeting, pk__gt=after, **only)
    rows = rows.exclude(person__email="").select_related(
        "person__space", "meeting__space", "meeting__host__organisation"
    )
    return rows.prefetch_related("meeting__agenda").order_by("pk")[:about]


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
        shared = {**_context(meeting), "invitee": one, "action_label": ANSWER, **context}
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


def _minutes_letter(one: Invitee, minutes: Minutes, file: outbox.File, reply_to: str) -> outbox.Letter:
    meeting, person = minutes.meeting, one.person
    context = {**_context(meeting), "person": person, "minutes": minutes}
    rendered = render_mail("meeting_minutes", context, person.mail_language)
    key = f"minutes:{minutes.pk}:{one.pk}"
    return letter(meeting.space, person, rendered, kind=MINUTES, key=key, reply_to=reply_to, attachments=(file,))


def _context(meeting: Meeting) -> dict[str, Any]:
    return {"meeting": meeting, "space": meeting.space, "space_name": meeting.space.name, "why": WHY}


def calendar_entry(one: Invitee, *, method: Literal["REQUEST", "CANCEL"] = "REQUEST") -> bytes:
    """The calendar file that names this invitee only. The alliance's mailbox is the organizer."""
    meeting, space = one.meeting, one.meeting.space
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
            organizer_address=f"{space.slug}@{settings.MAIL_DOMAIN}",
            attendee_name=one.person.name,
            attendee_address=one.person.email,
            method=method,
        )
    )
