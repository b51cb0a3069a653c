"""Files that people of the alliance share, and what it did on paper before it came here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from accounts.models import User
from accounts.services import account_for
from demo.data import files as data
from demo.data.files import FileData
from demo.load.calendar import Calendar, moment
from demo.load.papers import made_of
from documents.files import services
from documents.files.contents import recognise
from documents.files.models import FileVersion, SharedFile
from documents.files.services import Incoming
from documents.onpaper.models import EarlierMeeting, EarlierPlan
from documents.onpaper.services import take_in, take_in_signatures
from spaces.models import Member, Person, Space


def make(space: Space, by: User, calendar: Calendar) -> None:
    for one in data.FILES:
        _share(one, space, calendar)
    for before in data.BEFORE:
        file, day = _share(before.minutes, space, calendar), calendar.working_day(-before.minutes.days_ago)
        fact = EarlierMeeting(space=space, title=file.title, happened_on=day, place=before.place, file=file)
        take_in(fact, by=by)
    _signatures(space, by, calendar)
    plan = _share(data.PLAN, space, calendar)
    adopted = calendar.working_day(-data.PLAN.days_ago)
    take_in(EarlierPlan(space=space, title=plan.title, happened_on=adopted, file=plan), by=by)


def _share(one: FileData, space: Space, calendar: Calendar) -> SharedFile:
    person = Person.objects.get(space=space, name=one.by)
    by = account_for(person.email, name=person.name, language=person.mail_language)
    day = calendar.working_day(-one.days_ago)
    lines = [one.earlier, one.lines] if one.earlier else [one.lines]
    first, *later = [_incoming(one, version) for version in lines]
    (file,) = services.put(space, [first], by=by, kind=one.kind, dated_on=day, title=one.title).new
    for incoming in later:
        services.put_version(file, incoming, by=by)
    _as_of(file, calendar.day(-one.days_ago + len(lines)), space)
    return file


def _incoming(one: FileData, lines: Sequence[str]) -> Incoming:
    content = made_of(lines, one.ending)
    return Incoming(f"{one.title}.{one.ending}", content, recognise(content))


def _as_of(file: SharedFile, day: dt.date, space: Space) -> None:
    """As if it was put there on that day."""
    FileVersion.objects.filter(file=file).update(put_at=moment(day, dt.time(16, 5), space))


def _signatures(space: Space, by: User, calendar: Calendar) -> None:
    paper, day = _share(data.PAPER, space, calendar), calendar.working_day(-data.PAPER.days_ago)
    for organisation, signed_by in data.SIGNED_ON_PAPER:
        member = Member.objects.get(space=space, organisation__name=organisation, ends_on=None)
        (fact,) = take_in_signatures(space, [member], signed_on=day, by=by, file=paper)
        fact.signed_by = signed_by
        take_in(fact, by=by)
