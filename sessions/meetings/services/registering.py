"""Registering for a gathering on a page that everybody may open; confirmed by mail."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.links import LinkState, limits
from sessions.meetings import emails
from sessions.meetings.models import Invitee, Meeting, Registration
from sessions.meetings.services import answering, inviting
from sessions.meetings.services.answering import Reply
from sessions.meetings.services.holding import hold
from spaces.models import Person
from spaces.services import person_in

# Who does not confirm within this time did not register.
CONFIRM_WITHIN = dt.timedelta(days=3)
# How many mails one address, and one gathering's page, may cause in a day.
MAILS_TO_ONE = {"limit": 5, "seconds": 24 * 60 * 60}
MAILS_OF_ONE_PAGE = {"limit": 300, "seconds": 24 * 60 * 60}


class PageIsFull(Exception):
    """More people registered on this page today than it sends mails."""


@dataclass(frozen=True)
class Wish:
    """What somebody fills in."""

    name: str
    email: str
    language: str
    organisation_name: str = ""
    remark: str = ""


def register(meeting: Meeting, wish: Wish) -> Registration | None:
    """Keep the wish and mail its address a link to confirm it; None, and no mail, where it had too many today.

    Nobody learns from it whether the address is known. Raises PageIsFull, to everybody alike.
    """
    email = wish.email.strip().lower()
    if limits.is_over(f"registrations-of:{meeting.pk}", **MAILS_OF_ONE_PAGE):
        raise PageIsFull
    if limits.is_over(f"registrations-to:{email}", **MAILS_TO_ONE):
        return None
    with transaction.atomic():
        row = Registration.objects.create(
            meeting=meeting,
            name=wish.name,
            email=email,
            organisation_name=wish.organisation_name,
            remark=wish.remark,
            language=wish.language,
            expires_at=min(timezone.now() + CONFIRM_WITHIN, meeting.ends_at),
        )
        emails.queue_registration_check(row)
    return row


@transaction.atomic
def confirm(registration: Registration) -> Invitee:
    """Whoever reads the mailbox registers: they come, or wait for a place, and get an invitation of their own.

    Who was invited already says yes by it. Twice changes nothing. Raises ValidationError when the gathering is over,
    cancelled or not open any more.
    """
    meeting = hold(registration.meeting)
    row = Registration.objects.select_related("invitee").get(pk=registration.pk)
    if row.invitee:
        return row.invitee
    inviting.require_open(meeting)
    if not meeting.is_open or row.link_state() != LinkState.FINE:
        raise ValidationError(_("Nobody can register any more."))
    person = person_in(meeting.space, name=row.name, email=row.email, source=Person.Source.SELF, language=row.language)
    invitee = _on_the_list(meeting, person)
    said = " · ".join(filter(None, (row.organisation_name, row.remark)))
    answered = answering.respond(invitee, Reply(Invitee.Answer.YES, remark=said))
    row.invitee, row.expires_at = answered, meeting.ends_at
    row.save(update_fields=["invitee", "expires_at"])
    emails.queue_registered(_for_mail(answered))
    return answered


def _on_the_list(meeting: Meeting, person: Person) -> Invitee:
    """Their row, as of somebody who was invited now; also where the team had put them on the list without a mail."""
    now = timezone.now()
    usual = {one.person.pk: one for one in inviting.usual_people(meeting.space)}
    inviting.put_on_list(meeting, [usual.get(person.pk, inviting.Candidate(person, None))])
    Invitee.objects.filter(meeting=meeting, person=person, invited_at=None).update(invited_at=now)
    Meeting.objects.filter(pk=meeting.pk, invited_at=None).update(invited_at=now)
    return Invitee.objects.get(meeting=meeting, person=person)


def _for_mail(invitee: Invitee) -> Invitee:
    rows = Invitee.objects.select_related("person__space", "meeting__space", "meeting__host__organisation")
    return rows.get(pk=invitee.pk)


def forget(now: dt.datetime | None = None) -> int:
    """Delete what nobody confirmed in time, and what is over: whom it made is on the list. Returns how many."""
    return Registration.objects.filter(expires_at__lte=now or timezone.now()).delete()[0]
