"""What the person who was asked to join answers by the link: yes, no, not now, or somebody else."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.links import LinkState
from spaces.joining import emails
from spaces.joining.becoming import Newcomer, Signatory, become_member
from spaces.joining.inviting import Asked, invite
from spaces.joining.models import JoinInvitation
from spaces.models import Member, Person
from spaces.services import Choices, Mandate, hold

# How often an invitation may be handed on, from one to the next: a link must not become a way to write to anybody.
HANDED_ON = 3

Answer = JoinInvitation.Answer


class Settled(Exception):
    """It was answered before, taken back, or has expired: there is nothing to answer any more."""


@dataclass(frozen=True)
class Yes:
    """What goes with "yes": the names as they should be, what they want, and what they may do."""

    name: str
    choices: Choices
    organisation_name: str = ""
    mandate: Mandate = field(default_factory=Mandate)
    signatory: Signatory | None = None


def member_already(invitation: JoinInvitation) -> Member | None:
    """The member that the asked organisation, or person, became in another way."""
    members = Member.objects.filter(space=invitation.space_id, ends_on=None)
    if invitation.organisation_id:
        return members.filter(organisation=invitation.organisation_id).first()
    if invitation.organisation_name:
        return members.filter(organisation__name__iexact=invitation.organisation_name).first()
    return members.filter(individual=invitation.person_id).first()


@transaction.atomic
def say_yes(invitation: JoinInvitation, yes: Yes) -> Member:
    """They join: member, representative, who signs and the word of welcome; the coordinators are told.

    Raises Settled, and ValidationError when the organisation became a member meanwhile.
    """
    row = _locked(invitation)
    person = row.person
    if yes.name != person.name:
        person.name = yes.name
        person.save(update_fields=["name"])
    newcomer = Newcomer(
        person=person,
        choices=yes.choices,
        organisation_name=yes.organisation_name if row.organisation_name else "",
        organisation=row.organisation,
        mandate=yes.mandate,
        signatory=yes.signatory,
    )
    row.member = become_member(row.space, newcomer, welcomed_by=emails.who_reads(row))
    if row.organisation_name and row.member.name != yes.organisation_name:
        row.name_given = yes.organisation_name
    _note(row, Answer.YES)
    return row.member


@transaction.atomic
def say_no(invitation: JoinInvitation, answer: str, words: str) -> None:
    """They do not join, or not now; they may still change their mind. Raises Settled."""
    row = _locked(invitation)
    if (row.answer, row.answer_words) != (answer, words):
        _note(row, answer, words)


@transaction.atomic
def pass_on(invitation: JoinInvitation, colleague: Asked) -> JoinInvitation:
    """Somebody else of the organisation is the right person, and gets an invitation of their own.

    Raises Settled; ValidationError for their own address, and when it was handed on several times.
    """
    row = _locked(invitation)
    if colleague.email.strip().lower() == row.person.email:
        raise ValidationError({"email": _("That is your own address. Give the address of your colleague.")})
    if _times_handed_on(row) >= HANDED_ON:
        raise ValidationError(_("This was handed on several times. Please ask the coordinator to write to them."))
    _note(row, Answer.COLLEAGUE, told=False)
    new = invite(
        row.space,
        Asked(
            name=colleague.name,
            email=colleague.email,
            organisation_name=row.organisation_name,
            organisation=row.organisation,
            language=row.person.language,
            words=row.words,
            with_enclosure=row.with_enclosure,
        ),
        by=row.invited_by,
        source=Person.Source.COLLEAGUE,
        instead_of=row,
    )
    emails.tell_answer(row)
    return new


def _times_handed_on(row: JoinInvitation) -> int:
    times = 0
    while row.instead_of is not None and times < HANDED_ON:
        row, times = row.instead_of, times + 1
    return times


def _note(row: JoinInvitation, answer: str, words: str = "", *, told: bool = True) -> None:
    row.answer, row.answer_words, row.answered_at = answer, words, timezone.now()
    row.save(update_fields=["answer", "answer_words", "answered_at", "member", "name_given"])
    if told:
        emails.tell_answer(row)


def _locked(invitation: JoinInvitation) -> JoinInvitation:
    """The invitation as it stands, held. Raises Settled when it can no longer be answered."""
    hold(invitation.space_id)
    rows = JoinInvitation.objects.select_related("space", "person__space", "organisation", "invited_by", "instead_of")
    row: JoinInvitation = rows.select_for_update(of=("self",)).get(pk=invitation.pk)
    if row.is_settled or row.revision != invitation.revision or row.link_state() != LinkState.FINE:
        raise Settled
    return row
