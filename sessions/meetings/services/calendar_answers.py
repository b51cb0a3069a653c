"""What people answer from their calendar program (iTIP, RFC 5546), to the answer address of their invitation."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_noop

from core.mail.inbound.handling import Answer, Result, answers
from sessions.meetings import emails
from sessions.meetings.models import Invitee
from sessions.meetings.services import answering
from sessions.meetings.services.holding import hold

ANSWERS = {"ACCEPTED": Invitee.Answer.YES, "TENTATIVE": Invitee.Answer.MAYBE, "DECLINED": Invitee.Answer.NO}


@answers(Invitee.kind_of_link)
def answer_by_calendar(link: Invitee, answer: Answer) -> Result:
    """Note what the calendar of an invitee answers. The newest counts, also against an answer by the link; what is not
    plainly an answer of theirs is put aside."""
    hold(link.meeting)
    # Read when nobody else answers any more: two mails may come in at once.
    invitee = Invitee.objects.select_related("person", "meeting__space").get(pk=link.pk)
    reply, meeting = answer.reply, invitee.meeting
    if reply.method == "COUNTER":
        return Result.aside(gettext_noop("They propose another time."))
    if reply.method != "REPLY":
        return Result.aside(gettext_noop("Their calendar sent something else than an answer."))
    if reply.uid != meeting.uid:
        return Result.aside(gettext_noop("It answers another meeting than the one of this invitation."))
    if reply.partstat == "DELEGATED":
        return Result.aside(gettext_noop("They passed the invitation on, by their calendar."))
    if reply.partstat not in ANSWERS:
        return Result.ignored(gettext_noop("It says neither yes nor no."))
    if invitee.withdrawn_at is not None:
        return Result.ignored(gettext_noop("They are not on the list any more."))
    if reply.sequence < meeting.asked_sequence:
        return Result.ignored(gettext_noop("It answers an earlier time of the meeting."))
    if _is_older(invitee, reply.sequence, reply.stamp):
        return Result.ignored(gettext_noop("They gave a later answer."))
    return _note(invitee, ANSWERS[reply.partstat], answer)


def _is_older(invitee: Invitee, sequence: int, stamp: dt.datetime | None) -> bool:
    """Whether they answered since: by another mail, or by the link after this one was written."""
    known = (invitee.calendar_sequence, invitee.calendar_stamp)
    if known[0] is not None and known[1] is not None and stamp is not None:
        return (sequence, stamp) <= (known[0], known[1])
    by_link = invitee.answered_at if invitee.calendar_stamp is None else None
    return bool(by_link and stamp and stamp < by_link.replace(microsecond=0))


def _note(invitee: Invitee, choice: str, answer: Answer) -> Result:
    said = answer.reply.comment
    same = choice == invitee.answer or (choice, invitee.answer) == (Invitee.Answer.YES, Invitee.Answer.WAITLIST)
    try:
        row = answering.respond(invitee, answering.Reply(choice, remark=said or (invitee.remark if same else "")))
    except ValidationError:
        return Result.ignored(gettext_noop("The meeting is over or does not take place."))
    row.calendar_sequence, row.calendar_stamp = answer.reply.sequence, answer.reply.stamp
    row.save(update_fields=["calendar_sequence", "calendar_stamp"])
    if row.answer == Invitee.Answer.WAITLIST and not same:
        emails.queue_waits(row)
    return Result.taken()
