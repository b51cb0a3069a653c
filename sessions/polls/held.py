"""What date polls keep about a person (core.personal): that they were asked, and what they said."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from core import slots
from core.personal import ERASE, HELD, Erasing, Held, Words, day, told
from sessions.polls.models import PollRequest, Vote


@slots.fill(HELD, order=39)
def asked_for_a_date(address: str) -> Iterator[Held]:
    rows = PollRequest.objects.filter(person__email=address).select_related("poll__space")
    rows = rows.prefetch_related("votes__option__poll__space").order_by("poll__space", "-poll__created_at")
    yield from told(rows, lambda row: row.poll.space_id, _("Dates you were asked for"), _line)


def _line(row: PollRequest) -> tuple[Words, Words]:
    votes = sorted(row.votes.all(), key=lambda vote: vote.option.starts_at)
    said = [f"{vote.option}: {vote.get_answer_display()}" for vote in votes]
    return day(row.poll.created_at), " · ".join([row.poll.title, *said, *filter(None, [row.remark])])


@slots.fill(ERASE, order=39)
def erase(space_id: int, address: str) -> Erasing:
    rows = PollRequest.objects.filter(person__email=address, poll__space=space_id)
    keys = list(rows.values_list("pk", flat=True))
    goes = [_("answers to date polls")] if rows.exclude(answered_at=None).exists() else []
    return Erasing(goes, do=lambda: _erase(keys))


def _erase(keys: list[int]) -> None:
    Vote.objects.filter(request__in=keys).delete()
    PollRequest.objects.filter(pk__in=keys).update(remark="", answered_at=None)
