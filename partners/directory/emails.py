"""Mails about a proposed correction. Nobody learns from them which other space is concerned."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core.mail import outbox
from core.mail.render import render_mail
from partners.directory.models import FactProposal
from spaces.emails import letter
from spaces.models import Person, Space
from spaces.services import coordinators_of


def send_proposal(proposal: FactProposal) -> int:
    """Queue the question to who coordinates a space that uses the organisation too; returns how many that are."""
    organisation = proposal.organisation
    uses = Q(stakeholders__organisation=organisation) | Q(members__organisation=organisation)
    others = Space.objects.filter(uses).exclude(pk=proposal.space_id).distinct()
    return outbox.queue_all(
        _letter(proposal, space, role.person, "fact_proposal")
        for space in others
        for role in coordinators_of(space)
        if role.person.email
    )


def send_answer(proposal: FactProposal) -> int:
    """Queue what came of it to who coordinates the space that proposed it; returns how many that are."""
    roles = [role for role in coordinators_of(proposal.space) if role.person.email]
    return outbox.queue_all(_letter(proposal, proposal.space, role.person, "fact_answer") for role in roles)


def _letter(proposal: FactProposal, space: Space, person: Person, template: str) -> outbox.Letter:
    with translation.override(person.mail_language):
        context = {
            "person": person,
            "space": space,
            "space_name": space.name,
            "organisation": proposal.organisation.name,
            "proposal": proposal,
            "corrections": list(proposal.corrections()),
            "is_accepted": proposal.state == FactProposal.State.ACCEPTED,
            "action_label": _("Answer") if template == "fact_proposal" else _("See your corrections"),
            "action_url": settings.SITE_URL + reverse("directory:proposal_list", args=[space.slug]),
            "why": _("You get this mail because you coordinate %(space)s.") % {"space": space.name},
        }
        rendered = render_mail(template, context, person.mail_language)
    key = f"{template}:{proposal.pk}:{person.pk}"
    return letter(space, person, rendered, kind="correction of shared facts", key=key)
