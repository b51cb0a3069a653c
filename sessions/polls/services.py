"""Ask for a date, note what suits, make the meeting; each in one transaction that holds the poll."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from sessions.meetings.models import Meeting, Suits
from sessions.meetings.services import inviting, planning
from sessions.polls import emails
from sessions.polls.models import Option, Poll, PollRequest, Vote
from spaces.models import Person

FEWEST_OPTIONS, MOST_OPTIONS = 2, 20
# Who was just asked is left alone for so long.
QUIET = dt.timedelta(days=1)


@dataclass(frozen=True)
class Result:
    """What was said of one day. The best ones suit the most people, and of these the most without "if need be"."""

    option: Option
    yes: list[PollRequest]
    maybe: list[PollRequest]
    no: list[PollRequest]
    is_best: bool

    @property
    def can_come(self) -> int:
        return len(self.yes) + len(self.maybe)


@transaction.atomic
def make(poll: Poll, days: Iterable[tuple[dt.datetime, dt.datetime]]) -> Poll:
    """Save a new poll with these days (start, end). Nobody is asked yet."""
    poll.save()
    Option.objects.bulk_create(Option(poll=poll, starts_at=start, ends_at=end) for start, end in sorted(set(days)))
    return poll


def _hold(poll: Poll) -> Poll:
    rows = Poll.objects.select_related("space", "meeting").select_for_update(of=("self",), no_key=True)
    return rows.get(pk=poll.pk)


def still_to_ask(poll: Poll) -> list[Person]:
    """Who would be invited to a meeting of the space, has an address and was not asked yet."""
    asked = set(poll.requests.filter(withdrawn_at=None).values_list("person", flat=True))
    usual = inviting.usual_people(poll.space)
    return [one.person for one in usual if one.person.email and one.person.pk not in asked]


@transaction.atomic
def ask(poll: Poll, by: User, now: dt.datetime | None = None) -> int:
    """Mail a link to everybody who was not asked yet; how many that were, so that a second press asks nobody twice.

    Raises ValidationError for a poll that is closed, or whose days have all passed.
    """
    now = now or timezone.now()
    poll = _hold(poll)
    last = poll.options.order_by("-starts_at").first()
    _require_not_closed(poll)
    if last is None or last.starts_at <= now:
        raise ValidationError(_("These days have passed. Propose others."))
    back = {row.person_id: row for row in poll.requests.exclude(withdrawn_at=None)}
    people = still_to_ask(poll)
    new = [PollRequest(poll=poll, person=one, expires_at=last.starts_at) for one in people if one.pk not in back]
    again = [back[one.pk] for one in people if one.pk in back]
    for row in again:
        row.expires_at, row.withdrawn_at, row.revision = last.starts_at, None, row.revision + 1
    PollRequest.objects.bulk_create(new)
    PollRequest.objects.bulk_update(again, ["expires_at", "withdrawn_at", "revision"])
    if people:
        Poll.objects.filter(pk=poll.pk, asked_at=None).update(asked_at=now)
        emails.queue_questions(poll, sorted(row.pk for row in (*new, *again)), now, by)
    return len(people)


@transaction.atomic
def ask_again(poll: Poll, by: User, now: dt.datetime | None = None) -> int:
    """Mail once more who has not answered; who was asked in the last day is left alone. How many."""
    now = now or timezone.now()
    poll = _hold(poll)
    if not poll.is_open:
        raise ValidationError(_("This date poll is closed."))
    quiet = Q(asked_again_at__gt=now - QUIET) | Q(asked_again_at=None, poll__asked_at__gt=now - QUIET)
    due = poll.requests.waited_for().filter(expires_at__gt=now).exclude(quiet)
    numbers = list(due.order_by("pk").values_list("pk", flat=True))
    if numbers:
        PollRequest.objects.filter(pk__in=numbers).update(asked_again_at=now)
        emails.queue_questions(poll, numbers, now, by)
    return len(numbers)


@transaction.atomic
def add_day(poll: Poll, starts_at: dt.datetime, ends_at: dt.datetime, by: User, now: dt.datetime | None = None) -> int:
    """Propose one day more. Who was asked is mailed, and what they said of the other days stays; how many that were.

    Raises ValidationError for a poll that is closed or has as many days as it may, and for a day that it has already.
    """
    now = now or timezone.now()
    poll = _hold(poll)
    _require_not_closed(poll)
    if poll.options.filter(starts_at=starts_at, ends_at=ends_at).exists():
        raise ValidationError(_("This day is proposed already."))
    if poll.options.count() >= MOST_OPTIONS:
        raise ValidationError(_("There are %(n)d days to choose from already.") % {"n": MOST_OPTIONS})
    added = Option.objects.create(poll=poll, starts_at=starts_at, ends_at=ends_at)
    asked = poll.requests.filter(withdrawn_at=None)
    asked.filter(expires_at__lt=starts_at).update(expires_at=starts_at)
    numbers = list(asked.order_by("pk").values_list("pk", flat=True))
    if numbers:
        asked.update(asked_again_at=now)
        emails.queue_questions(poll, numbers, now, by, added=added)
    return len(numbers)


@transaction.atomic
def remove_day(option: Option) -> None:
    """Take a day out that nobody said anything of; nobody is mailed.

    Raises ValidationError when somebody did, the poll is closed, or it would leave nothing to choose.
    """
    poll = _hold(option.poll)
    _require_not_closed(poll)
    if option.votes.exists():
        raise ValidationError(_("Somebody answered about this day already, so it stays."))
    if poll.options.count() <= FEWEST_OPTIONS:
        raise ValidationError(_("Propose at least two days, so that there is something to choose."))
    option.delete()


def _require_not_closed(poll: Poll) -> None:
    if poll.closed_at is not None:
        raise ValidationError(_("This date poll is closed."))


@transaction.atomic
def answer(request: PollRequest, said: Mapping[int, str], remark: str = "") -> None:
    """Note what suits (by the number of the day); said again, it replaces what was said before.

    Raises ValidationError when the poll is closed, the space ended, or a day is no day of this poll.
    """
    poll = _hold(request.poll)
    if not poll.is_open:
        raise ValidationError(_("A day was chosen already, so your answer does not change anything any more."))
    if poll.space.is_read_only:
        raise ValidationError(_("This came to its end, so nothing can be changed any more."))
    options = set(poll.options.values_list("pk", flat=True))
    if set(said) != options:
        raise ValidationError(_("Say of each day whether it suits you."))
    Vote.objects.bulk_create(
        (Vote(request=request, option_id=number, answer=Suits(what)) for number, what in said.items()),
        update_conflicts=True, unique_fields=["request", "option"], update_fields=["answer"],
    )  # fmt: skip
    PollRequest.objects.filter(pk=request.pk).update(answered_at=timezone.now(), remark=remark)


def results(poll: Poll) -> list[Result]:
    """What was said of each day, in the order of the days."""
    requests = {
        row.pk: row
        for row in poll.requests.filter(withdrawn_at=None).exclude(answered_at=None).select_related("person")
    }
    said: dict[int, dict[str, list[PollRequest]]] = {}
    for vote in Vote.objects.filter(request__in=requests).order_by("request__person__name", "pk"):
        said.setdefault(vote.option_id, {}).setdefault(vote.answer, []).append(requests[vote.request_id])
    options = list(poll.options.all())
    marks = {one.pk: _mark(said.get(one.pk, {})) for one in options}
    best = max(marks.values(), default=(0, 0))
    found = []
    for option in options:
        option.poll = poll
        yes, maybe, no = (said.get(option.pk, {}).get(kind, []) for kind in Suits.values)
        found.append(Result(option, yes, maybe, no, is_best=best[0] > 0 and marks[option.pk] == best))
    return found


def _mark(said: Mapping[str, list[PollRequest]]) -> tuple[int, int]:
    yes, maybe = (len(said.get(kind, [])) for kind in (Suits.YES, Suits.MAYBE))
    return yes + maybe, yes


@transaction.atomic
def choose(option: Option, now: dt.datetime | None = None) -> Meeting:
    """Make the meeting of this day; nobody is invited yet. Answers end.

    Raises ValidationError when somebody chose already, unless that meeting was cancelled, and for a day that passed.
    """
    now = now or timezone.now()
    poll = _hold(option.poll)
    if not poll.can_be_decided:
        raise ValidationError(_("A day was chosen already."))
    if option.starts_at <= now:
        raise ValidationError(_("This day has passed."))
    meeting = planning.plan(
        Meeting(
            space=poll.space,
            title=poll.title,
            place=poll.place,
            video_url=poll.video_url,
            starts_at=option.starts_at,
            ends_at=option.ends_at,
            invitation_text=planning.default_invitation(poll.space),
        )
    )
    Poll.objects.filter(pk=poll.pk).update(closed_at=poll.closed_at or now, meeting=meeting)
    return meeting


@transaction.atomic
def close(poll: Poll) -> bool:
    """End it without a day; one that nobody was asked for goes. False when it was closed already."""
    poll = _hold(poll)
    if poll.closed_at is not None:
        return False
    if poll.asked_at is None:
        poll.delete()
        return True
    return bool(Poll.objects.filter(pk=poll.pk).update(closed_at=timezone.now()))


@transaction.atomic
def end_links(people: Collection[int], *, left: bool) -> None:
    """Of people whose address changed or who left: the link that was mailed works no more (``spaces.end_links``).

    Who stays can be asked again, at the new address; what they said stays.
    """
    mine = PollRequest.objects.filter(person__in=people, withdrawn_at=None, poll__closed_at=None)
    mine.update(withdrawn_at=timezone.now(), revision=F("revision") + 1)
