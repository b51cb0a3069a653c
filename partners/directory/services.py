"""Proposing a correction of shared facts, and answering it; each in one transaction, with its mails."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partners.directory import emails
from partners.directory.models import FactProposal
from partners.organisations.models import Organisation
from partners.organisations.services import is_shared
from partners.stakeholders.services import with_host
from spaces.models import Space
from spaces.services import hold

State = FactProposal.State


@transaction.atomic
def propose(space: Space, organisation: Organisation, facts: Mapping[str, Any], *, why: str) -> FactProposal:
    """``space`` proposes these ``facts``; an earlier proposal of its own that waits gives way.

    The coordinators of the others that use the organisation get a mail. Raises ValidationError when nothing would
    change, and when nobody else uses the organisation: then its facts are changed in the register itself.
    """
    hold(space.pk)
    if not is_shared(organisation, space.pk):
        raise ValidationError(_("Nobody else works with this organisation: you can change its facts yourself."))
    changes = {name: value for name, value in facts.items() if value != getattr(organisation, name)}
    if not changes:
        raise ValidationError(_("Nothing would change: these are the facts as they are."))
    FactProposal.objects.filter(space=space, organisation=organisation, state=State.OPEN).delete()
    proposal = FactProposal.objects.create(space=space, organisation=organisation, facts=changes, why=why)
    emails.send_proposal(proposal)
    return proposal


@transaction.atomic
def answer(proposal: FactProposal, *, accepts: bool) -> bool:
    """The facts change or stay as they are, and who proposed it gets a mail; false when it was answered already.

    Raises ValidationError when another organisation has the proposed number by now.
    """
    locked = FactProposal.objects.select_for_update().get(pk=proposal.pk)
    if locked.state != State.OPEN:
        return False
    if accepts:
        _change(locked)
    locked.state = State.ACCEPTED if accepts else State.DECLINED
    locked.decided_at = timezone.now()
    locked.save(update_fields=["state", "decided_at"])
    emails.send_answer(locked)
    return True


def _change(proposal: FactProposal) -> None:
    organisation = Organisation.objects.select_for_update().get(pk=proposal.organisation_id)
    facts = with_host(proposal.facts)
    for name, value in facts.items():
        setattr(organisation, name, value)
    try:
        with transaction.atomic():
            organisation.save(update_fields=[*facts])
    except IntegrityError as error:
        raise ValidationError(_("Another organisation in the directory has this number.")) from error
