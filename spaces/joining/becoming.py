"""Becoming a member, whoever asked first: the organisation, its representative, who signs, and the welcome."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import slots
from partners.organisations.models import Organisation
from partners.organisations.services import is_shared, organisation_for
from spaces import services
from spaces.emails import Sender
from spaces.joining.known import JOINED, organisation_called
from spaces.models import Member, Person, Space
from spaces.services import Choices, Mandate


@dataclass(frozen=True)
class Signatory:
    """Somebody else of the organisation, who signs for it."""

    name: str
    email: str


@dataclass(frozen=True)
class Newcomer:
    """Who becomes a member: an organisation represented by ``person``, or without one that person."""

    person: Person
    choices: Choices
    organisation_name: str = ""
    organisation: Organisation | None = None
    mandate: Mandate = field(default_factory=Mandate)
    signatory: Signatory | None = None


@transaction.atomic
def become_member(space: Space, newcomer: Newcomer, *, welcomed_by: Sender) -> Member:
    """The new member, with a mail of welcome to whoever represents it.

    An organisation that is known by the same name is that one; else it is added to the directory. Raises
    ValidationError for a member, and for a signatory with the representative's own address.
    """
    services.hold(space.pk)
    if newcomer.organisation_name:
        member = _organisation_joins(space, newcomer, welcomed_by)
    else:
        member = services.add_individual(newcomer.person, choices=newcomer.choices, welcomed_by=welcomed_by)
    slots.collect(JOINED, member)
    return member


def _organisation_joins(space: Space, newcomer: Newcomer, welcomed_by: Sender) -> Member:
    signatory = newcomer.signatory
    if signatory and signatory.email.strip().lower() == newcomer.person.email:
        raise ValidationError({"signatory_email": _("That is your own address. Tick above that you may sign.")})
    member = services.add_organisation(
        space,
        _organisation(space, newcomer),
        representative=newcomer.person,
        mandate=newcomer.mandate,
        choices=newcomer.choices,
        welcomed_by=welcomed_by,
    )
    if signatory:
        services.represent(
            member,
            name=signatory.name,
            email=signatory.email,
            mandate=Mandate(may_speak=False, may_sign=True),
            source=Person.Source.COLLEAGUE,
            welcomed_by=welcomed_by,
        )
    return member


def _organisation(space: Space, newcomer: Newcomer) -> Organisation:
    """The organisation, under the name it gave itself where no other space uses it."""
    name = newcomer.organisation_name
    known = newcomer.organisation or organisation_called(space, name)
    if known is None:
        return organisation_for(name)
    if known.name != name and not is_shared(known, space.pk):
        known.name = name
        known.save(update_fields=["name"])
    return known
