"""What meetings keep about a person (core.personal): invitations, answers, whether they were there."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from django.utils.translation import gettext as _

from core import slots
from core.personal import ERASE, HELD, Erasing, Held, day
from sessions.meetings.models import Invitee


@slots.fill(HELD, order=40)
def invitations(address: str) -> Iterator[Held]:
    rows = Invitee.objects.filter(person__email=address).select_related("meeting")
    for space_id, of_space in groupby(rows.order_by("meeting__space", "-meeting__starts_at"), _space_of):
        yield Held(space_id, _("Meetings you were asked to"), [_line(one) for one in of_space])


def _space_of(row: Invitee) -> int:
    return row.meeting.space_id


def _line(row: Invitee) -> tuple[str, str]:
    when = day(row.meeting.starts_at)
    answer = row.get_answer_display() if row.answer else ""
    there = row.get_attendance_display() if row.attendance else ""
    said = [row.meeting.title, *filter(None, (answer, there, row.remark))]
    return when, " · ".join(map(str, said))


@slots.fill(ERASE, order=40)
def erase(space_id: int, address: str) -> Erasing:
    rows = Invitee.objects.filter(person__email=address, meeting__space=space_id)
    stays = []
    if rows.exclude(attendance="").exists():
        stays.append((_("the name in minutes that were sent round"), _("Approved minutes do not change any more.")))
    goes = [_("remarks with answers to invitations")] if rows.exclude(remark="").exists() else []
    keys = list(rows.values_list("pk", flat=True))
    return Erasing(goes, stays, do=lambda: _erase(keys))


def _erase(keys: list[int]) -> None:
    Invitee.objects.filter(pk__in=keys).update(remark="")
