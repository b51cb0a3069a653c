"""Write a proposal, alone or jointly, submit it or withdraw it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.frozen.services import freeze
from places.models import Region
from programmes.calls import document, emails
from programmes.calls.models import Answer, Call, Partner, Proposal, Question
from programmes.calls.models.proposals import KIND
from spaces.services import hold

# Who applied can look back that long after the call has closed.
LINK_VALID = dt.timedelta(days=400)
MOST_PARTNERS = 12


class Conflict(Exception):
    """Somebody else saved the answer since; ``answer`` is what stands there now."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.answer = answer


@dataclass(frozen=True)
class Applicant:
    """Who applies, where, and in which language we write to them."""

    organisation: str
    name: str
    email: str
    region: Region
    language: str


@transaction.atomic
def begin(call: Call, applicant: Applicant, *, invited_by: User | None = None) -> Proposal:
    """A proposal that somebody begins, or is invited to; they get the link to it by mail.

    The same person for the same region again gets the link they have, once more. Raises ValidationError when the
    call does not take proposals, or the region has its alliance.
    """
    hold(call.space_id)
    call = Call.objects.select_related("space").get(pk=call.pk)
    if invited_by is None and not (call.is_open() and not call.by_invitation):
        raise ValidationError(_("This call takes no proposals now."))
    if not call.is_published or call.state() == Call.State.CLOSED:
        raise ValidationError(_("Only a call that is published and not closed takes proposals."))
    _require_free(call, applicant.region)
    proposal, _created = Proposal.objects.exclude(state=Proposal.State.WITHDRAWN).get_or_create(
        call=call,
        region=applicant.region,
        lead_email=applicant.email.lower(),
        defaults={
            "organisation": applicant.organisation,
            "lead_name": applicant.name,
            "language": applicant.language,
            "is_invited": invited_by is not None,
            "expires_at": call.closes_at + LINK_VALID,
        },
    )
    emails.send_link(proposal, invited_by=invited_by)
    return proposal


def _require_free(call: Call, region: Region) -> None:
    if not call.free_regions().filter(pk=region.pk).exists():
        raise ValidationError(_("%(region)s has a network in this programme already.") % {"region": region})


@transaction.atomic
def save_answer(proposal: Proposal, question: Question, text: str, *, version: int) -> Answer:
    """Save what was typed, when whoever did began from the newest ``version`` (0: nothing was there).

    What is there already is not saved again. Raises Conflict when other text was saved since, and ValidationError
    when the proposal cannot be written any more.
    """
    now = timezone.now()
    _for_writing(proposal.pk, now)
    answer, _created = Answer.objects.get_or_create(proposal_id=proposal.pk, question=question)
    if answer.text == text:
        return answer
    if answer.version != version:
        raise Conflict(answer)
    answer.text, answer.version = text, version + 1
    answer.save(update_fields=["text", "version", "saved_at"])
    return answer


@transaction.atomic
def ask_partner(proposal: Proposal, *, organisation: str, name: str, email: str) -> Partner:
    """Ask an organisation to apply jointly; it gets a mail with a link to say yes or no.

    Raises ValidationError when it is asked already, or is the one that applies.
    """
    proposal = _for_writing(proposal.pk, timezone.now())
    email = email.lower()
    if email == proposal.lead_email:
        raise ValidationError({"email": _("This is your own address. Give that of somebody who can say yes for them.")})
    if proposal.partners.filter(email=email).exists():
        raise ValidationError({"email": _("Somebody with this address is asked already.")})
    if proposal.partners.count() >= MOST_PARTNERS:
        raise ValidationError(_("More than %(count)d organisations cannot be named.") % {"count": MOST_PARTNERS})
    partner = Partner.objects.create(
        proposal=proposal, organisation=organisation, name=name, email=email, expires_at=proposal.expires_at
    )
    emails.send_joint_request(partner)
    return partner


@transaction.atomic
def drop_partner(partner: Partner) -> None:
    """The organisation applies no longer; its link stops working. Raises ValidationError as :func:`save_answer`."""
    _for_writing(partner.proposal_id, timezone.now())
    partner.delete()


@transaction.atomic
def reply(partner: Partner, answer: str) -> Partner:
    """An organisation says whether it applies jointly. Raises ValidationError as :func:`save_answer`."""
    _for_writing(partner.proposal_id, timezone.now())
    partner.reply, partner.replied_at = answer, timezone.now()
    partner.save(update_fields=["reply", "replied_at"])
    return partner


def what_is_missing(proposal: Proposal) -> list[tuple[str, str]]:
    """What has to be there before the proposal can be submitted: where on the page, and in words."""
    written = set(proposal.answers.exclude(text="").values_list("question", flat=True))
    questions = [one for one in proposal.call.questions.all() if one.pk not in written]
    waiting = proposal.partners.filter(reply="")
    return [
        *((f"question-{one.pk}", _("Not answered yet: %(question)s") % {"question": one}) for one in questions),
        *(("partners", _("%(organisation)s has not said yes or no yet.") % {"organisation": one}) for one in waiting),
    ]


@transaction.atomic
def submit(proposal: Proposal) -> Proposal:
    """Freeze the proposal as it stands and hand it in; everybody who applies gets a copy. Pressing twice does it once.

    The moment of pressing counts, not how long it took us. Raises ValidationError when something is missing, the
    call is closed, or the region got its alliance meanwhile.
    """
    pressed = timezone.now()
    hold(proposal.programme_id)
    proposal = _locked(proposal.pk)
    if proposal.state == Proposal.State.SUBMITTED:
        return proposal
    _require_writing(proposal, pressed)
    _require_free(proposal.call, proposal.region)
    if missing := what_is_missing(proposal):
        raise ValidationError([words for _where, words in missing])
    proposal.state, proposal.submitted_at = Proposal.State.SUBMITTED, pressed
    content = document.render(proposal, language=proposal.language)
    proposal.document = freeze(
        chain=f"space:{proposal.programme_id}",
        kind=KIND,
        subject_id=proposal.pk,
        title=document.title(proposal),
        content=content,
        facts=document.facts(proposal),
    )
    proposal.save(update_fields=["state", "submitted_at", "document"])
    emails.send_receipt(proposal, content)
    return proposal


@transaction.atomic
def withdraw(proposal: Proposal) -> Proposal:
    """Take the proposal back, written or submitted. Raises ValidationError once it is decided on."""
    hold(proposal.programme_id)
    proposal = _locked(proposal.pk)
    if not proposal.may_be_withdrawn:
        raise ValidationError(_("This proposal is decided on, so it cannot be withdrawn any more."))
    proposal.state = Proposal.State.WITHDRAWN
    proposal.save(update_fields=["state"])
    return proposal


def _for_writing(proposal_id: int, moment: dt.datetime) -> Proposal:
    proposal = _locked(proposal_id)
    _require_writing(proposal, moment)
    return proposal


def _locked(proposal_id: int) -> Proposal:
    rows = Proposal.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("call__space", "region").get(pk=proposal_id)


def _require_writing(proposal: Proposal, moment: dt.datetime) -> None:
    if not proposal.is_draft:
        raise ValidationError(_("This proposal is not being written any more, so it stays as it is."))
    if not proposal.call.is_open(moment):
        raise ValidationError(_("The call is not open, so nothing can be changed or submitted."))
