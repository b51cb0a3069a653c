"""An invitee says whether they come."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.links import limits
from partners.organisations.models import Organisation
from sessions.meetings.models import Invitee, Meeting
from sessions.meetings.services import inviting, places
from spaces.models import Person
from spaces.services import person_in
from spaces.speaking import organisations_of

# How many colleagues one invitee may have us write to: a link must not become a way to send mail to anybody.
ANSWERED = ("answer", "remark", "answered_at", "calendar_sequence", "calendar_stamp")
COLLEAGUES = {"limit": 5, "seconds": 24 * 60 * 60}


@dataclass(frozen=True)
class Reply:
    """An answer as it was given. The colleague's name and address count only with "a colleague"; ``organisation`` is
    the one they speak for, where they chose."""

    answer: str
    remark: str = ""
    colleague_name: str = ""
    colleague_email: str = ""
    organisation: Organisation | None = None


@transaction.atomic
def respond(invitee: Invitee, reply: Reply) -> Invitee:
    """Note the answer; a colleague who comes instead gets an invitation of their own.

    The same answer again changes nothing. Raises ValidationError with a message for the person: the
    meeting was cancelled or is over, they were taken off the list, they named themselves.
    """
    meeting = (
        Meeting.objects.select_related("space").select_for_update(of=("self",), no_key=True).get(pk=invitee.meeting_id)
    )
    inviting.require_open(meeting)
    row = Invitee.objects.select_related("person__space", "colleague").get(pk=invitee.pk)
    if row.withdrawn_at is not None:
        raise ValidationError(_("You are no longer on the list of this meeting."))
    if reply.organisation in organisations_of(row.person):
        row.organisation = reply.organisation
    before, was = row.colleague, row.answer
    wants_colleague = reply.answer == Invitee.Answer.COLLEAGUE
    row.colleague = _colleague(meeting, row, reply) if wants_colleague else None
    row.colleague_name = reply.colleague_name if wants_colleague else ""
    row.answer, row.remark = _with_a_place(meeting, row, reply.answer), reply.remark
    if row.answer != was or row.answer != Invitee.Answer.WAITLIST:  # who waits keeps their place in the line
        row.answered_at = timezone.now()
    row.calendar_sequence = row.calendar_stamp = None
    row.save(update_fields=[*ANSWERED, "organisation", "colleague", "colleague_name"])
    if before and before != row.colleague:
        _take_back(before)
    if was == Invitee.Answer.YES != row.answer:
        places.fill(meeting)
    return row


def _with_a_place(meeting: Meeting, row: Invitee, answer: str) -> str:
    """The answer as it counts: who says yes when every place is taken waits for one."""
    is_full = answer == Invitee.Answer.YES != row.answer and places.free(meeting, but=row) == 0
    return Invitee.Answer.WAITLIST if is_full else answer


def _colleague(meeting: Meeting, row: Invitee, reply: Reply) -> Invitee:
    """The row of the colleague; new, and with a mail, when they were not on the list."""
    email = reply.colleague_email.strip().lower()
    if row.is_stand_in:
        raise ValidationError(_("You come instead of somebody already. Please ask them to name another colleague."))
    if email == row.person.email:
        raise ValidationError(_("That is your own address. Give the address of your colleague."))
    listed = meeting.invitees.on_the_list().filter(person__email=email).first()
    if listed:
        return listed
    if limits.is_over(f"colleagues:{row.pk}", **COLLEAGUES):
        raise ValidationError(
            _("You named several colleagues today. Please ask the coordinator to invite the next one.")
        )
    person = person_in(
        meeting.space,
        name=reply.colleague_name,
        email=email,
        source=Person.Source.COLLEAGUE,
        language=row.person.language,
    )
    candidate = inviting.Candidate(person, row.organisation)
    (colleague,) = inviting.put_on_list(meeting, [candidate], is_stand_in=True)
    inviting.send_to_stand_in(meeting, colleague)
    return colleague


def _take_back(colleague: Invitee) -> None:
    """The colleague need not come any more, when they were asked only for this and by nobody else."""
    still_wanted = Invitee.objects.on_the_list().filter(colleague=colleague).exists()
    if colleague.is_stand_in and not still_wanted:
        inviting.remove(colleague, by=None)
