"""What changes the register."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts.models import User
from partners.organisations.models import Organisation
from partners.organisations.services import is_shared, organisation_for
from partners.stakeholders import assessing
from partners.stakeholders.models import Stakeholder
from spaces.models import Member, Role
from spaces.services import Choices, Mandate, add_individual, add_organisation, hold, person_in


@transaction.atomic
def add_stakeholder(stakeholder: Stakeholder, facts: dict[str, Any] | None, *, by: User | None = None) -> Stakeholder:
    """Save a new entry; with ``facts`` (public ones) it stands for an organisation of the directory, unless it has
    its ``organisation`` already.

    Raises ValidationError when that is in the register already.
    """
    hold(stakeholder.space_id)  # of two who add the same one, the second is told
    if facts is not None and stakeholder.organisation is None:
        stakeholder.organisation = organisation_for(stakeholder.name, **with_host(facts))
    stakeholder.full_clean()
    stakeholder.save()
    if assessing.is_assessed(stakeholder):
        assessing.record([stakeholder], by)
    return stakeholder


@transaction.atomic
def change_stakeholder(stakeholder: Stakeholder, facts: dict[str, Any], *, by: User) -> Stakeholder:
    """Save an entry; its organisation's public facts too, unless another space uses them."""
    before = Stakeholder.objects.get(pk=stakeholder.pk)
    organisation = stakeholder.organisation
    if organisation is not None and facts:
        organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
        if not is_shared(organisation, stakeholder.space_id):
            for name, value in with_host(facts).items():
                setattr(organisation, name, value)
            organisation.save()
    stakeholder.save()
    if (before.influence, before.interest) != (stakeholder.influence, stakeholder.interest):
        assessing.record([stakeholder], by)
    return stakeholder


def with_host(facts: dict[str, Any]) -> dict[str, Any]:
    """``facts`` with the host by which their website tells an organisation apart, when that is among them."""
    if "website" not in facts:
        return facts
    from partners.stakeholders.sheets.cleaning import identifying_host

    return {**facts, "website_host": identifying_host(facts["website"])}


@transaction.atomic
def make_member(
    stakeholder: Stakeholder,
    *,
    name: str,
    email: str,
    mandate: Mandate | None = None,
    role: str = Role.Kind.MEMBER,
    involvement: str = "",
    welcomed_by: User | None = None,
) -> Member:
    """The stakeholder's organisation becomes a member of the space, represented by this person; a mail of
    ``welcomed_by`` welcomes them.

    Without an organisation it is the person who becomes one. Raises ValidationError for one that is a member already.
    """
    person = person_in(stakeholder.space, name=name, email=email)
    choices = Choices(involvement=involvement, win=stakeholder.win)
    if stakeholder.organisation is None:
        return add_individual(person, choices=choices, welcomed_by=welcomed_by)
    return add_organisation(
        stakeholder.space,
        stakeholder.organisation,
        representative=person,
        mandate=mandate or Mandate(),
        role=role,
        choices=choices,
        welcomed_by=welcomed_by,
    )
