"""Mails about a meeting. Those to many are made by a worker, from what is true at that moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, Literal

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.links import replies
from core.mail import calendar, outbox
from core.mail.render import MailForMany, render_mail
from sessions.meetings.models import (
    ActionLink,
    ActionPoint,
    CorrectionRequest,
    Invitee,
    Meeting,
    Minutes,
    Registration,
    Topic,
)
from spaces.emails import letter
from spaces.models import Person, Space

INVITATION, UPDATE, CANCELLATION = "meeting invitation", "meeting update", "meeting cancellation"
ASKING_AGAIN, REMINDER, WORD = "meeting asking again", "meeting reminder", "meeting word"
MINUTES = "meeting minutes"
ANSWERED = "meeting correction answered"
ACTIONS = "action points due"
TOPIC = "topic decided"
REGISTRATION, REGISTERED = "registration", "meeting registered"
PLACE, WAITS = "meeting place", "meeting waits"
CONFIRM = _("Yes, this was me")
HOW_IT_STANDS = _("Say how it stands")
CORRECT = _("Something is not right")
CHANGE_ANSWER = _("See the meeting, or change my answer")
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


def queue_corrections_answered(minutes: Minutes, by: User) -> None:
    """Tell everybody who asked for a correction what became of it, once the minutes are decided about."""
    corrections = minutes.corrections.select_related("person__space").order_by("person", "pk")
    letters = []
    for person, own in groupby(corrections.exclude(person__email=""), lambda one: one.person):
        context = {**_context(minutes.meeting), "person": person, "minutes": minutes, "own": list(own)}
        rendered = render_mail("correction_answered", {**context, "why": WHY_STILL}, person.mail_language)
        key = f"correction-answered:{minutes.pk}:{person.pk}"
        letters.append(letter(minutes.meeting.space, person, rendered, kind=ANSWERED, key=key, reply_to=by.email))
    outbox.queue_all(letters)


def queue_topic_decided(topic: Topic, by: User) -> int:
    """Tell who proposed a topic what became of it; nothing where that is ``by`` or has no address."""
    person, space = topic.proposed_by, topic.space
    if person is None or not person.email or person.email == by.email:
        return 0
    context = {
        "space": space,
        "space_name": space.name,
        "person": person,
        "topic": topic,
        "meeting": topic.placed_on,
        "why": _("You get this mail because you proposed a topic for a meeting."),
    }
    rendered = render_mail("topic_decided", context, person.mail_language)
    key = f"topic-decided:{topic.pk}"
    return outbox.queue_all([letter(space, person, rendered, kind=TOPIC, key=key, reply_to=by.email)])


def queue_action_reminders(space: Space, links: Iterable[ActionLink], today: dt.date) -> int:
    """One mail to each of these people with all that they took on and is open; how many were queued."""
    letters = []
    for link in links:
        person = link.person
        theirs = ActionPoint.objects.filter(people=person, done_at=None).order_by("due_on", "pk")
        context = {
            "space": space,
            "space_name": space.name,
            "person": person,
            "points": list(theirs.select_related("meeting__space")),
            "today": today,
            "action_url": link.placeholder(),
            "action_label": HOW_IT_STANDS,
            "why": _("You get this mail because you took something on in a meeting."),
        }
        rendered = render_mail("actions_due", context, person.mail_language)
        key = f"actions-due:{link.pk}:{link.revision}:{today.isoformat()}"
        letters.append(letter(space, person, rendered, kind=ACTIONS, key=key))
    return outbox.queue_all(letters)


def send_registration_check(registration: Registration) -> None:
    """Queue the question whether it was them who registered; it holds the link to confirm."""
    meeting = registration.meeting
    # Not kept: who registers is no person of the space before they confirm.
    person = Person(
        space=meeting.space, name=registration.name, email=registration.email, language=registration.language
    )
    context = {
        **_context(meeting),
        "person": person,
        "action_url": registration.placeholder(),
        "action_label": CONFIRM,
        "why": _("You get this mail because somebody registered with this address."),
    }
    rendered = render_mail("registration_check", context, person.mail_language)
    key = f"registration:{registration.pk}"
    outbox.queue_all([letter(meeting.space, person, rendered, kind=REGISTRATION, key=key)])


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
    for one in _invited(arguments["meeting"], after, about, still, pk__in=arguments["invitees"]):
        if one.meeting.is_cancelled:
            continue
        personal = {"person_name": one.person.name, "action_url": one.placeholder()}
        if one.answer not in common:
            label = {"action_label": CHANGE_ANSWER if one.answer == Invitee.Answer.YES else ANSWER}
            common[one.answer] = MailForMany(
                template, {**_context(one.meeting), "invitee": one, **label, **more}, tuple(personal)
            )
        rendered = common[one.answer].render(one.person.mail_language, **personal)
        key = f"{kind}:{one.pk}:{one.revision}:{arguments['moment']}"
        yield (
            one.pk,
            letter(one.meeting.space, one.person, rendered, kind=kind, key=key, reply_to=arguments["reply_to"]),
        )


@outbox.expander(MINUTES)
def _minutes(arguments: dict[str, Any], after: int, about: int) -> Iterator[tuple[int, outbox.Letter]]:
    from sessions.meetings.services.minuting import filename  # that module stands on this one

    minutes = Minutes.objects.select_related("meeting__space", "document").get(pk=arguments["minutes"])
    file = outbox.File(filename(minutes), bytes(minutes.document.content))  # type: ignore[union-attr]
    people = Invitee.objects.on_the_list().filter(meeting=minutes.meeting_id, pk__gt=after)
    chunk = list(people.exclude(person__email="").select_related("person__space").order_by("pk")[:about])
    links = {link.invitee_id: link for link in minutes.requests.filter(invitee__in=chunk)}
    for one in chunk:
        yield one.pk, _minutes_letter(one, minutes, links.get(one.pk), file, reply_to=arguments["reply_to"])


def _invited(meeting: int, after: int, about: int, *still: Q, **only: Any) -> Iterable[Invitee]:
    """The next people on the list who were invited, with what their mail needs."""
    rows = Invitee.objects.invited().filter(*still, meeting=meeting, pk__gt=after, **only)
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


def _minutes_letter(
    one: Invitee, minutes: Minutes, link: CorrectionRequest | None, file: outbox.File, reply_to: str
) -> outbox.Letter:
    """``link``: by which they ask for a correction; approved minutes are not corrected any more."""
    meeting, person, approved = minutes.meeting, one.person, minutes.approved_by
    context = {**_context(meeting), "person": person, "minutes": minutes, "approved": approved, "why": WHY_STILL}
    if link and not approved:
        context |= {"action_url": link.placeholder(), "action_label": CORRECT}
    rendered = render_mail("meeting_minutes", context, person.mail_language)
    key = f"minutes:{minutes.pk}:{one.pk}"
    return letter(meeting.space, person, rendered, kind=MINUTES, key=key, reply_to=reply_to, attachments=(file,))


def _context(meeting: Meeting) -> dict[str, Any]:
    return {"meeting": meeting, "space": meeting.space, "space_name": meeting.space.name, "why": WHY}


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
