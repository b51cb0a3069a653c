"""Asking somebody to join: the invitation, sending it again, taking it back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from core.links import limits
from partners.organisations.models import Organisation
from spaces.joining import emails
from spaces.joining.known import organisation_called
from spaces.joining.models import JoinInvitation
from spaces.models import Member, Person, Space
from spaces.services import hold, person_in

LINK_VALID = dt.timedelta(days=60)
# A space that asks more people in a day is not writing to people it knows.
INVITATIONS = {"limit": 100, "seconds": 24 * 60 * 60}


@dataclass(frozen=True)
class Asked:
    """Who is asked: somebody for an organisation (of the directory, or by its name), or in person without one."""

    name: str
    email: str
    organisation_name: str = ""
    organisation: Organisation | None = None
    language: str = ""
    words: str = ""
    with_enclosure: bool = False


@transaction.atomic
def invite(
    space: Space,
    asked: Asked,
    *,
    by: User | None,
    source: str = Person.Source.COORDINATOR,
    instead_of: JoinInvitation | None = None,
) -> JoinInvitation:
    """Mail ``asked`` a link with which they answer; what they answered before makes place.

    ``instead_of``: the invitation of who named them. Raises ValidationError for a member, for who is invited
    already, and for more invitations than anybody sends in a day.
    """
    hold(space.pk)
    organisation = asked.organisation or (
        organisation_called(space, asked.organisation_name) if asked.organisation_name else None
    )
    name = organisation.name if organisation else asked.organisation_name
    person = person_in(space, name=asked.name, email=asked.email, source=source, language=asked.language)
    _require_not_member(space, name, organisation, person)
    earlier = JoinInvitation.objects.about(name, person)
    _require_not_open(earlier)
    if limits.is_over(f"join-invitations:{space.pk}", **INVITATIONS):
        raise ValidationError(_("You sent very many invitations today. Send the next ones tomorrow."))
    earlier.filter(withdrawn_at=None, answer__in=("no", "not_now")).update(withdrawn_at=timezone.now())
    invitation = JoinInvitation.objects.create(
        space=space,
        person=person,
        organisation=organisation,
        organisation_name=name,
        words=asked.words,
        with_enclosure=asked.with_enclosure,
        invited_by=by,
        instead_of=instead_of,
        expires_at=timezone.now() + LINK_VALID,
    )
    emails.send_invitation(invitation)
    return invitation


def _require_not_member(space: Space, name: str, organisation: Organisation | None, person: Person) -> None:
    members = Member.objects.filter(space=space, ends_on=None)
    is_member = members.filter(organisation=organisation) if organisation else members.filter(individual=person)
    if (organisation or not name) and is_member.exists():
        raise ValidationError(_("%(member)s is already a member.") % {"member": name or person.name})


def _require_not_open(earlier: object) -> None:
    open_one = earlier.open().select_related("person").first()  # type: ignore[attr-defined]
    if open_one:
        day = date_format(open_one.invited_at, "DATE_FORMAT")
        facts = {"asked": open_one.asked_name, "person": open_one.person, "day": day}
        words = _("%(asked)s was invited on %(day)s (%(person)s). Send that invitation again, or withdraw it first.")
        raise ValidationError(words % facts)


@transaction.atomic
def send_again(invitation: JoinInvitation, *, by: User) -> JoinInvitation:
    """The same mail once more, with a link that works for as long as the first did.

    Raises ValidationError when it was answered or withdrawn, was sent as often as it may be, or only just now.
    """
    row = _locked(invitation)
    if not row.may_be_sent_again():
        raise ValidationError(_("This invitation cannot be sent again now."))
    row.reminders += 1
    row.contacted_at = timezone.now()
    row.expires_at = row.contacted_at + LINK_VALID
    row.invited_by = by
    row.save(update_fields=["reminders", "contacted_at", "expires_at", "invited_by"])
    emails.send_invitation(row)
    return row


@transaction.atomic
def withdraw(invitation: JoinInvitation) -> bool:
    """The link stops working; false when it was answered for good, or withdrawn, before."""
    row = _locked(invitation)
    if row.is_settled or row.withdrawn_at is not None:
        return False
    row.withdrawn_at = timezone.now()
    row.save(update_fields=["withdrawn_at"])
    return True


def _locked(invitation: JoinInvitation) -> JoinInvitation:
    hold(invitation.space_id)
    rows = JoinInvitation.objects.select_related("space", "person__space", "organisation", "invited_by", "instead_of")
    found: JoinInvitation = rows.select_for_update(of=("self",)).get(pk=invitation.pk)
    return found
