"""Grant a proposal, which makes the region's network, or refuse it with the reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from alliances.founding import found
from alliances.models import Alliance
from partners.organisations.models import Organisation
from partners.stakeholders.models import Stakeholder
from partners.stakeholders.services import add_stakeholder, make_member
from programmes.calls import emails
from programmes.calls.models import Proposal
from programmes.calls.services.recognising import Applying, applying_together, chosen_entries
from spaces.models import Person, Role, Space
from spaces.services import Mandate, give_role, hold, invite, person_in


@dataclass(frozen=True)
class Someone:
    """A name and an e-mail address."""

    name: str
    email: str


@dataclass(frozen=True)
class Network:
    """What a granted proposal makes: the alliance, and who coordinates it.

    ``entries``: by the key of an organisation that applies the number of its entry in the directory; who is not
    there, becomes a new one.
    """

    name: str
    slug: str
    coordinators: Sequence[Someone]
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    entries: Mapping[str, int] = field(default_factory=dict)


@transaction.atomic
def grant(proposal: Proposal, network: Network, *, reason: str, by: User) -> Alliance:
    """Make the region's network, all of it or nothing: the alliance in its region, the organisations that apply as its
    members with who spoke for them, its coordinators and their invitations. Everybody who applied gets a mail.

    Raises ValidationError when it is decided on already, another organisation leads the region, or an entry of the
    directory that was chosen cannot be taken.
    """
    proposal = _undecided(proposal)
    _require_no_other_lead(proposal)
    together = applying_together(proposal)
    entries = chosen_entries(together, network.entries)
    space = Space(
        parent=proposal.call.space,
        name=network.name,
        slug=network.slug,
        language=proposal.call.space.language,
        time_zone=proposal.call.space.time_zone,
        starts_on=network.starts_on,
        ends_on=network.ends_on,
    )
    alliance = found(space, [proposal.region])
    for one in together:
        _join(space, one, entries.get(one.key), proposal.language)
    _decide(proposal, Proposal.State.GRANTED, reason=reason, by=by, alliance=alliance)
    for someone in network.coordinators:
        _invite_to_coordinate(space, someone, proposal, by)
    emails.send_decision(proposal, by=by)
    return alliance


def _require_no_other_lead(proposal: Proposal) -> None:
    rows = Proposal.objects.filter(programme=proposal.programme_id, region=proposal.region_id)
    other = rows.filter(state=Proposal.State.GRANTED).exclude(pk=proposal.pk).first()
    if other:
        words = _("%(organisation)s leads %(region)s in this programme already.")
        raise ValidationError(words % {"organisation": other.organisation, "region": proposal.region})


def _join(space: Space, one: Applying, known: Organisation | None, language: str) -> None:
    """The organisation comes into the register and becomes a member; who said yes for it, speaks and decides for it.

    One that is ``known`` in the directory stays as it is there; else it becomes a new entry.
    """
    person_in(space, name=one.name, email=one.email, source=Person.Source.SELF, language=language)
    row = Stakeholder(space=space, organisation=known, name=one.organisation, contact_person=one.name, email=one.email)
    entry = add_stakeholder(row, None if known else {})
    make_member(entry, name=one.name, email=one.email, mandate=Mandate(may_decide=True), role=Role.Kind.MEMBER)


def _invite_to_coordinate(space: Space, someone: Someone, proposal: Proposal, by: User) -> None:
    person = person_in(
        space, name=someone.name, email=someone.email, source="administrator", language=proposal.language
    )
    because = _("Their proposal was granted in “%(call)s”.") % {"call": proposal.call}
    invite(give_role(person, Role.Kind.COORDINATOR, given_by=by.name_and_address, given_because=because))


@transaction.atomic
def refuse(proposal: Proposal, *, reason: str, by: User) -> Proposal:
    """Say no, with the reason, to everybody who applied. Raises ValidationError when it is decided on already."""
    proposal = _undecided(proposal)
    _decide(proposal, Proposal.State.REFUSED, reason=reason, by=by)
    emails.send_decision(proposal, by=by)
    return proposal


def _undecided(proposal: Proposal) -> Proposal:
    """The proposal as it stands now, while nobody else can decide. Raises ValidationError."""
    hold(proposal.programme_id)
    rows = Proposal.objects.select_for_update(of=("self",), no_key=True)
    now = rows.select_related("call__space", "region").get(pk=proposal.pk)
    if now.state != Proposal.State.SUBMITTED:
        words = _("This proposal is “%(state)s” by now, so there is nothing to decide.")
        raise ValidationError(words % {"state": now.get_state_display()})
    return now


def _decide(proposal: Proposal, state: str, *, reason: str, by: User, alliance: Alliance | None = None) -> None:
    proposal.state, proposal.reason, proposal.alliance = state, reason, alliance
    proposal.decided_at, proposal.decided_by = timezone.now(), by.name_and_address
    proposal.save(update_fields=["state", "reason", "alliance", "decided_at", "decided_by"])
