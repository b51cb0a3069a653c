"""Meetings: those that were held, with minutes sent round, and those to come."""

from __future__ import annotations

import datetime as dt

from accounts.models import User
from demo.data.shapes import AnswerData, MeetingData, Note
from demo.load.calendar import Calendar, moment
from sessions.meetings.models import Invitee, Meeting
from sessions.meetings.services import answering, attending, inviting, minuting, planning
from spaces.models import Member, Space

OWN_TOPICS = 4  # the place of the alliance's own topics in the usual agenda
INVITED_BEFORE = dt.timedelta(days=20)


def make_past(data: MeetingData, space: Space, by: User, calendar: Calendar) -> None:
    """A meeting that was held: nobody is invited to the past, so its people come on the list without a mail."""
    meeting = _plan(data, space, calendar)
    inviting.list_without_mail(meeting, inviting.usual_people(space))
    invited_at = meeting.starts_at - INVITED_BEFORE
    Meeting.objects.filter(pk=meeting.pk).update(invited_at=invited_at)
    meeting.invitees.update(invited_at=invited_at)
    rows = {row.person.name: row for row in meeting.invitees.select_related("person")}
    for name, answer in data.answers.items():
        answered_at = invited_at + dt.timedelta(days=1)
        Invitee.objects.filter(pk=rows[name].pk).update(
            answer=answer.answer, remark=answer.remark, answered_at=answered_at
        )
    noted = {rows[name].pk: attending.Presence(*presence) for name, presence in data.attendance.items()}
    attending.note_attendance(meeting, noted)
    if data.minutes:
        _write_minutes(meeting, data.minutes, by, calendar)


def make_coming(data: MeetingData, space: Space, by: User, calendar: Calendar) -> None:
    """A meeting to come: everybody is invited, some have answered."""
    meeting = _plan(data, space, calendar)
    inviting.invite(meeting, [one.person.pk for one in inviting.candidates(meeting)], by)
    for row in meeting.invitees.filter(person__name__in=data.answers).select_related("person"):
        answering.respond(row, _reply(data.answers[row.person.name]))


def _plan(data: MeetingData, space: Space, calendar: Calendar) -> Meeting:
    day = calendar.working_day(data.in_days)
    meeting = planning.plan(
        Meeting(
            space=space,
            title=data.title,
            starts_at=moment(day, data.starts, space),
            ends_at=moment(day, data.ends, space),
            place=data.place,
            host=Member.objects.get(space=space, organisation__name=data.host),
            invitation_text=planning.default_invitation(space),
        )
    )
    meeting.agenda.filter(position=OWN_TOPICS).update(title=data.topic, kind="discussion")
    return meeting


def _reply(data: AnswerData) -> answering.Reply:
    colleague = data.colleague
    return answering.Reply(
        answer=data.answer,
        remark=data.remark,
        colleague_name=colleague.name if colleague else "",
        colleague_email=colleague.email if colleague else "",
    )


def _write_minutes(meeting: Meeting, notes: tuple[Note, ...], by: User, calendar: Calendar) -> None:
    minutes = minuting.start(meeting)
    last = {row.position: row for row in minutes.rows.all()}  # the last line under each agenda item
    written: set[int] = set()
    for note in notes:
        row = last[note.item]
        if note.item in written:
            row.refresh_from_db()
            row = last[note.item] = minuting.add_row(minutes, after=row)
        written.add(note.item)
        text = row.text() | {
            "comment": note.comment,
            "action": note.action,
            "who": note.who,
            "due_on": None if note.due_in_days is None else calendar.day(note.due_in_days),
            "no_due_date": False,
        }
        minuting.save_row(row, text, version=row.version, by=by)
    minuting.circulate(minutes, by)
