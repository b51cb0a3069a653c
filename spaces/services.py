"""What changes people, members and roles of a space; each in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import account_for
from core import slots
from core.mail.models import Mail
from partners.organisations.models import Organisation
from spaces import emails
from spaces.emails import Sender
from spaces.models import Invitation, Member, Pause, Person, PlannedHandOver, Representative, Role, Space
from spaces.rules import PARTICIPANTS

INVITATION_VALID = dt.timedelta(days=60)
# Rooms below end here the links that they mailed: callables (people: Collection[int], *, left: bool) -> None.
# ``left``: these people take no part in the space any more, or pause, and may be told so. Otherwise their address
# was corrected: what went to the old one opens nothing from now on, and they can be asked again.
END_LINKS = slots.offer("spaces.end_links")


@dataclass(frozen=True)
class Choices:
    """What a member chose and agreed to when it joined."""

    involvement: str = ""
    win: str = ""
    shown_publicly: bool = False


@dataclass(frozen=True)
class Mandate:
    """What a representative may do for the organisation."""

    may_speak: bool = True
    may_decide: bool = False
    may_sign: bool = False


def hold(space_id: int) -> None:
    """Whoever else changes who takes part in the space, or saves a form of it, waits until the transaction ends."""
    Space.objects.select_for_update(no_key=True).get(pk=space_id)


@transaction.atomic
def person_in(
    space: Space, *, name: str, email: str = "", source: str = Person.Source.COORDINATOR, **facts: str
) -> Person:
    """The person with this address in ``space``, or a new one. An existing name is kept."""
    email = email.strip().lower()
    if email:
        person, _created = Person.objects.get_or_create(
            space=space, email=email, defaults={"name": name, "source": source, **facts}
        )
        return person
    return Person.objects.create(space=space, name=name, source=source, **facts)


@transaction.atomic
def change_person(person: Person) -> bool:
    """Save corrected contact data; true when links that were mailed to an earlier address ended with it.

    Raises ValidationError when the only coordinator would be left without an address: nobody could sign in.
    """
    hold(person.space_id)
    before = Person.objects.select_for_update(no_key=True).get(pk=person.pk).email
    if before and not person.email and is_last_coordinator(person):
        words = _("%(person)s is the only coordinator, and signs in with this address. Fill in another one.")
        raise ValidationError({"email": words % {"person": person}})
    person.save()
    if before in ("", person.email):
        return False
    Mail.objects.for_space(person.space_id).filter(to=before).give_up()
    Invitation.objects.filter(role__person=person, withdrawn_at=None).update(withdrawn_at=timezone.now())
    slots.collect(END_LINKS, [person.pk], left=False)
    return True


@transaction.atomic
def give_role(person: Person, kind: str, **facts: str) -> Role:
    """``person`` has the role from today; the one they already hold is returned as it is."""
    defaults = {"starts_on": timezone.localdate(), **facts}
    role, _created = Role.objects.get_or_create(
        space=person.space, person=person, kind=kind, ends_on=None, defaults=defaults
    )
    return role


@transaction.atomic
def appoint_coordinator(space: Space, *, name: str, email: str, by: User, reason: str) -> Role:
    """An administrator makes somebody coordinator of ``space``, and never in silence.

    Those who coordinate already get a mail that says who did it and why; both stay visible with the role.
    Somebody who coordinates already is only invited again.
    """
    person = person_in(space, name=name, email=email, source=Person.Source.ADMINISTRATOR)
    others = list(coordinators_of(space).exclude(person=person))
    is_new = not coordinators_of(space).filter(person=person).exists()
    role = give_role(person, Role.Kind.COORDINATOR, given_by=by.name_and_address, given_because=reason)
    invite(role)
    if is_new:
        emails.send_appointment(role, [one.person for one in others], by=by)
    return role


def coordinators_of(space: Space) -> QuerySet[Role]:
    """The roles of those who coordinate ``space`` today, with the person."""
    current = Role.objects.current().filter(space=space, kind=Role.Kind.COORDINATOR)
    return current.select_related("person__space")


def is_last_coordinator(person: Person) -> bool:
    """Whether ``person`` coordinates the space today, and nobody else who can sign in does."""
    able = coordinators_of(person.space).exclude(person__email="")
    coordinates = coordinators_of(person.space).filter(person=person).exists()
    return coordinates and not able.exclude(person=person).exists()


@transaction.atomic
def end_role(role: Role, today: dt.date | None = None) -> None:
    """The role ends yesterday, so that it gives no rights any more; it stays in the history.

    Raises ValidationError for the last coordinator: an alliance is never left without one.
    """
    today = today or timezone.localdate()
    hold(role.space_id)  # two coordinators cannot end each other at once
    coordinators = Role.objects.current(today).filter(space=role.space_id, kind=Role.Kind.COORDINATOR)
    if role.kind == Role.Kind.COORDINATOR and not coordinators.exclude(pk=role.pk).exists():
        raise ValidationError(_("Somebody has to coordinate. Give the role to somebody else first."))
    Invitation.objects.filter(role=role, withdrawn_at=None).update(withdrawn_at=timezone.now())
    if role.starts_on >= today:
        role.delete()
    else:
        role.ends_on, role.links_ended = today - dt.timedelta(days=1), True
        role.save(update_fields=["ends_on", "links_ended"])
    end_links_of_those_gone([role.person_id], role.space_id, today)


@transaction.atomic
def add_organisation(
    space: Space,
    organisation: Organisation,
    *,
    representative: Person,
    mandate: Mandate,
    role: str = Role.Kind.MEMBER,
    choices: Choices = Choices(),
    welcomed_by: Sender | None = None,
) -> Member:
    """``organisation`` becomes a member of ``space``, represented by ``representative``; a mail of ``welcomed_by``
    welcomes them.

    Raises ValidationError when it is a member already.
    """
    hold(space.pk)  # pressing twice makes one member
    if Member.objects.filter(space=space, organisation=organisation, ends_on=None).exists():
        raise ValidationError(_("%(organisation)s is already a member.") % {"organisation": organisation})
    member = Member.objects.create(space=space, organisation=organisation, **asdict(choices))
    seat = add_representative(member, representative, mandate)
    give_role(representative, Role.Kind.MEMBER)
    if role != Role.Kind.MEMBER:
        give_role(representative, role)
    if welcomed_by:
        emails.send_welcome(seat, by=welcomed_by)
    return member


@transaction.atomic
def add_individual(person: Person, *, choices: Choices = Choices(), welcomed_by: Sender | None = None) -> Member:
    """``person`` becomes a member of their space in their own name; a mail of ``welcomed_by`` welcomes them.

    Raises ValidationError when they are one already.
    """
    hold(person.space_id)
    if Member.objects.filter(space=person.space_id, individual=person, ends_on=None).exists():
        raise ValidationError(_("%(person)s is already a member.") % {"person": person})
    member = Member.objects.create(space=person.space, individual=person, **asdict(choices))
    give_role(person, Role.Kind.MEMBER)
    if welcomed_by:
        emails.send_welcome_in_person(member, by=welcomed_by)
    return member


def add_representative(member: Member, person: Person, mandate: Mandate) -> Representative:
    """``person`` represents ``member`` from today, with this mandate."""
    return Representative.objects.create(
        member=member,
        person=person,
        may_speak=mandate.may_speak,
        may_decide=mandate.may_decide,
        may_sign=mandate.may_sign,
    )


@transaction.atomic
def end_membership(member: Member, today: dt.date | None = None) -> None:
    """The member leaves today: seats end, and so does the role "member" of those who have no other seat.

    Nothing changes for one that left before.
    """
    today = today or timezone.localdate()
    hold(member.space_id)  # whoever saves the form of this member waits, and does not bring it back
    if not Member.objects.filter(pk=member.pk, ends_on=None).update(ends_on=today):
        return  # left before: that day stays
    member.ends_on = today
    leaving = member.representatives.filter(ends_on=None)
    people = [representative.person_id for representative in leaving]
    people += [member.individual_id] if member.individual_id else []
    PlannedHandOver.objects.filter(seat__in=leaving).delete()
    leaving.update(ends_on=today)
    Pause.objects.filter(member=member, ends_on=None).update(ends_on=today)
    end_member_roles(people, member.space_id, today)


@transaction.atomic
def invite(role: Role) -> Invitation:
    """Mail the person of ``role`` a link with which they sign in for the first time.

    An earlier invitation to the same role stops working. Raises ValidationError without an address.
    """
    if not role.person.email:
        raise ValidationError(_("%(person)s has no e-mail address yet.") % {"person": role.person})
    Invitation.objects.filter(role=role, withdrawn_at=None, accepted_at=None).update(withdrawn_at=timezone.now())
    invitation = Invitation.objects.create(role=role, expires_at=timezone.now() + INVITATION_VALID)
    emails.send_invitation(invitation)
    return invitation


@transaction.atomic
def accept(invitation: Invitation) -> User:
    """Make the account of the invited person and note that they came. Idempotent."""
    Invitation.objects.filter(pk=invitation.pk, accepted_at=None).update(accepted_at=timezone.now())
    person = invitation.role.person
    return account_for(person.email, name=person.name, language=person.language)


@transaction.atomic
def represent(
    member: Member,
    *,
    name: str,
    email: str,
    mandate: Mandate,
    source: str = Person.Source.COORDINATOR,
    welcomed_by: Sender | None = None,
) -> Representative:
    """Somebody, known or new in the space, represents ``member`` from today; a mail of ``welcomed_by`` says so.

    Raises ValidationError when they do so already, and for a member that has left.
    """
    if not Member.objects.select_for_update(no_key=True, of=("self",)).filter(pk=member.pk, ends_on=None).exists():
        raise ValidationError(_("%(member)s is no longer a member.") % {"member": member})
    person = person_in(member.space, name=name, email=email, source=source)
    if member.representatives.filter(person=person, ends_on=None).exists():
        raise ValidationError(_("%(person)s already represents this organisation.") % {"person": person})
    give_role(person, Role.Kind.MEMBER)
    seat = add_representative(member, person, mandate)
    if welcomed_by:
        emails.send_welcome(seat, by=welcomed_by)
    return seat


@transaction.atomic
def end_representation(seat: Representative, today: dt.date | None = None) -> None:
    """The seat ends today; the role "member" too, when the person has no other seat in the space."""
    today = today or timezone.localdate()
    seat.ends_on = today
    seat.save(update_fields=["ends_on"])
    PlannedHandOver.objects.filter(seat=seat).delete()
    end_member_roles([seat.person_id], seat.member.space_id, today)


def end_member_roles(people: list[int], space_id: int, today: dt.date) -> None:
    """End the role "member" of those among ``people`` who have no seat left in the space."""
    seated = Representative.objects.filter(
        member__space=space_id, member__ends_on=None, ends_on=None, person__in=people
    ).values("person")
    ending = Role.objects.filter(person__in=people, kind=Role.Kind.MEMBER, ends_on=None).exclude(person__in=seated)
    for role in ending:
        end_role(role, today)
    end_links_of_those_gone(people, space_id, today)


def end_links_of_those_gone(
    people: Collection[int], space_id: int, today: dt.date, *, counting: Collection[str] = PARTICIPANTS
) -> None:
    """End the links of those among ``people`` who take no part in the space any more: who have none of the roles
    that count, and no seat or membership but of members that pause."""
    members = Member.objects.with_pause(today).filter(space=space_id, ends_on=None, is_paused=False)
    roles = Role.objects.current(today).filter(space=space_id, person__in=people, kind__in=counting)
    seats = Representative.objects.filter(member__in=members.values("pk"), ends_on=None, person__in=people)
    staying = {
        *roles.values_list("person", flat=True),
        *seats.values_list("person", flat=True),
        *members.filter(individual__in=people).values_list("individual", flat=True),
    }
    if gone := set(people) - staying:
        slots.collect(END_LINKS, gone, left=True)


def end_links_of_ended_roles(today: dt.date | None = None) -> int:
    """End the links of those whose turn or role ran out by its last day, once; returns how many roles that were.

    A role that somebody ends loses its links at once (:func:`end_role`); a turn of the chair ends by itself.
    """
    today = today or timezone.localdate()
    done = 0
    for space in Role.objects.filter(links_ended=False, ends_on__lt=today).values_list("space", flat=True).distinct():
        with transaction.atomic():
            hold(space)
            ended = Role.objects.filter(space=space, links_ended=False, ends_on__lt=today)
            people = list(ended.values_list("person", flat=True))
            done += ended.update(links_ended=True)
            end_links_of_those_gone(people, space, today)
    return done
