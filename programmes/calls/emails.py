"""Mails about calls: to who applies, to who applies with them, and to who looks at proposals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import User
from core.mail import outbox
from core.mail.render import render_mail
from programmes.calls import document
from programmes.calls.models import (
    Assessment,
    Assessor,
    Call,
    Introduction,
    Nomination,
    Partner,
    PartnerSearch,
    Proposal,
)
from spaces.services import coordinators_of


def send_link(proposal: Proposal, *, invited_by: User | None) -> None:
    """Queue the link to a proposal; asked for twice, it comes twice."""
    with translation.override(proposal.language):
        letter = _letter(
            proposal.call,
            (proposal.lead_name, proposal.lead_email),
            "proposal_invitation" if invited_by else "proposal_link",
            f"proposal-link:{proposal.pk}:{proposal.revision}:{timezone.now().isoformat()}",
            language=proposal.language,
            reply_to=invited_by.email if invited_by else "",
            proposal=proposal,
            action_label=pgettext("button in a mail", "Write the proposal"),
            action_url=proposal.placeholder(),
            why=_("You get this mail because somebody of %(space)s invited you.") % {"space": proposal.call.space.name}
            if invited_by
            else _("You get this mail because this address was filled in to apply. Was that not you? Let it be."),
        )
    outbox.queue_all([letter])


def send_reminder(proposal: Proposal) -> None:
    """Queue the word that the call closes soon, with the link to what is being written."""
    with translation.override(proposal.language):
        letter = _letter(
            proposal.call,
            (proposal.lead_name, proposal.lead_email),
            "proposal_reminder",
            f"proposal-reminder:{proposal.pk}",
            language=proposal.language,
            proposal=proposal,
            action_label=pgettext("button in a mail", "Go on writing"),
            action_url=proposal.placeholder(),
            why=_("You get this mail once, because a proposal was begun with this address."),
        )
    outbox.queue_all([letter])


def send_joint_request(partner: Partner) -> None:
    """Queue the question whether an organisation applies jointly."""
    proposal = partner.proposal
    with translation.override(proposal.language):
        letter = _letter(
            proposal.call,
            (partner.name, partner.email),
            "proposal_joint",
            f"proposal-joint:{partner.pk}:{partner.revision}",
            language=proposal.language,
            reply_to=proposal.lead_email,
            proposal=proposal,
            partner=partner,
            action_label=pgettext("button in a mail", "Read it and answer"),
            action_url=partner.placeholder(),
            why=_("You get this mail because %(organisation)s named you in its proposal.")
            % {"organisation": proposal.organisation},
        )
    outbox.queue_all([letter])


def send_receipt(proposal: Proposal, content: bytes) -> None:
    """Queue the word that the proposal came in, with the frozen document, to everybody who applies."""
    with translation.override(proposal.language):
        file = outbox.File(document.filename(proposal), content)
    outbox.queue_all(_to_applicants(proposal, "proposal_received", attachments=(file,)))


def send_decision(proposal: Proposal, by: User) -> None:
    """Queue the decision with its reason, to everybody who applied; replies go to whoever decided."""
    template = "proposal_granted" if proposal.state == Proposal.State.GRANTED else "proposal_refused"
    outbox.queue_all(_to_applicants(proposal, template, reply_to=by.email, by=by.name_and_address))


def _to_applicants(proposal: Proposal, template: str, **more: Any) -> Iterable[outbox.Letter]:
    partners = proposal.partners.filter(reply=Partner.Reply.YES)
    people = [(proposal.lead_name, proposal.lead_email, ""), *((p.name, p.email, f":{p.pk}") for p in partners)]
    for name, email, mark in people:
        with translation.override(proposal.language):
            yield _letter(
                proposal.call,
                (name, email),
                template,
                f"{template.replace('_', '-')}:{proposal.pk}{mark}",
                language=proposal.language,
                proposal=proposal,
                why=_("You get this mail because you applied in “%(call)s”.") % {"call": proposal.call},
                **more,
            )


def send_assessor_request(assessor: Assessor, assessments: Sequence[Assessment], by: User) -> None:
    """Queue the question to look at these proposals."""
    person = assessor.person
    with translation.override(person.mail_language):
        letter = _letter(
            assessor.call,
            (person.name, person.email),
            "assessor_request",
            f"assessor-request:{assessor.pk}:{assessor.revision}:{assessments[0].pk}",
            language=person.mail_language,
            reply_to=by.email,
            assessments=assessments,
            by=by.name_and_address,
            action_label=pgettext("button in a mail", "Look at the proposals"),
            action_url=assessor.placeholder(),
            why=_("You get this mail because somebody of %(space)s asked you.") % {"space": assessor.call.space.name},
        )
    outbox.queue_all([letter])


def send_nomination_check(nomination: Nomination) -> None:
    """Queue the question whether it was them who named the organisation; it holds the link to confirm."""
    with translation.override(nomination.language):
        label = pgettext("button in a mail", "Yes, this was me")
    _to_who_named(nomination, "nomination_check", action_label=label, action_url=nomination.placeholder())


def send_nomination_declined(nomination: Nomination, by: User) -> None:
    """Queue the words of ``by`` to whoever named the organisation; nobody of the programme is mailed that."""
    if not nomination.by_programme:
        _to_who_named(nomination, "nomination_declined", reply_to=by.email, by=by.name_and_address)


def _to_who_named(nomination: Nomination, template: str, **more: Any) -> None:
    with translation.override(nomination.language):
        letter = _letter(
            nomination.call,
            (nomination.name, nomination.email),
            template,
            f"{template.replace('_', '-')}:{nomination.pk}",
            language=nomination.language,
            nomination=nomination,
            why=_("You get this mail because somebody named an organisation for “%(call)s” with this address.")
            % {"call": nomination.call},
            **more,
        )
    outbox.queue_all([letter])


def tell_nomination(nomination: Nomination) -> None:
    """Queue to each coordinator of the programme that an organisation was named."""
    page = reverse("calls:nomination_show", args=[nomination.call.space.slug, nomination.call_id, nomination.pk])
    outbox.queue_all(_to_coordinators(nomination, "nomination_told", page, nomination=nomination))


def send_search_check(search: PartnerSearch) -> None:
    """Queue the question whether it was them who look for partners; it holds the link to agree."""
    call = search.call
    with translation.override(search.language):
        letter = _letter(
            call,
            (search.name, search.email),
            "search_check",
            f"search-check:{search.pk}",
            language=search.language,
            search=search,
            action_label=pgettext("button in a mail", "Look and agree"),
            action_url=search.placeholder(),
            why=_("You get this mail because somebody typed this address on the page of “%(call)s”.") % {"call": call},
        )
    outbox.queue_all([letter])


def tell_search(search: PartnerSearch, others: int) -> None:
    """Queue to each coordinator of the programme that an organisation looks for partners, as ``others`` do there."""
    page = reverse("calls:search_introduce", args=[search.call.space.slug, search.call_id, search.pk])
    outbox.queue_all(_to_coordinators(search, "search_told", page, search=search, others=others))


def introduction(introduced: Introduction, by: User) -> list[outbox.Letter]:
    """The mail to each of the two, each in their own language; an answer goes to the other one."""
    first, second = introduced.first, introduced.second
    letters = []
    for search, other in ((first, second), (second, first)):
        with translation.override(search.language):
            letters.append(
                _letter(
                    search.call,
                    (search.name, search.email),
                    "partners_introduced",
                    f"partners-introduced:{first.pk}:{second.pk}:{search.pk}",
                    language=search.language,
                    reply_to=other.email,
                    search=search,
                    other=other,
                    by=by.name_and_address,
                    why=_("You get this mail because you agreed to be introduced, on the page of “%(call)s”.")
                    % {"call": search.call},
                )
            )
    return letters


def send_introduction(introduced: Introduction, by: User) -> None:
    """Queue :func:`introduction`."""
    outbox.queue_all(introduction(introduced, by))


def _to_coordinators(
    about: Nomination | PartnerSearch, template: str, page: str, **facts: Any
) -> Iterable[outbox.Letter]:
    """To each coordinator of the programme; replies go to whoever typed it on the public page."""
    call = about.call
    for role in coordinators_of(call.space):
        person = role.person
        if not person.email:
            continue
        with translation.override(person.mail_language):
            yield _letter(
                call,
                (person.name, person.email),
                template,
                f"{template.replace('_', '-')}:{about.pk}:{person.pk}",
                language=person.mail_language,
                reply_to=about.email,
                action_label=pgettext("button in a mail", "Look and answer"),
                action_url=settings.SITE_URL + page,
                why=_("You get this mail because you coordinate %(space)s.") % {"space": call.space.name},
                **facts,
            )


def _letter(
    call: Call,
    to: tuple[str, str],
    template: str,
    key: str,
    *,
    language: str,
    reply_to: str = "",
    attachments: Sequence[outbox.File] = (),
    **context: Any,
) -> outbox.Letter:
    """A mail of the call's programme; ``to`` is a name and an address."""
    name, email = to
    space = call.space
    facts = {"call": call, "space": space, "space_name": space.name, "name": name, **context}
    rendered = render_mail(template, facts, language)
    return outbox.Letter(
        dedupe_key=key,
        kind=template.replace("_", " "),
        to=email,
        to_name=name,
        from_name=space.name,
        reply_to=reply_to,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        space_id=space.pk,
        attachments=attachments,
    )
