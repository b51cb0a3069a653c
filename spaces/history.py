"""The history of a member as a timeline: what happened to its place and its representatives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from spaces.models import EarlierMandate, Member, NamedRole, Pause, Representative


@dataclass(frozen=True)
class Event:
    """Something that happened to a member, on a day, in words."""

    when: dt.date
    words: str


@dataclass(frozen=True)
class History:
    """Everything about a member that was ever noted; ``seats`` newest first, those of today before the others."""

    seats: list[Representative]
    events: list[Event]


def history_of(member: Member) -> History:
    """The history of ``member``, earlier stays included; events newest first, in a constant number of queries."""
    stays = list(member.stays())
    seats = list(Representative.objects.filter(member__in=stays).select_related("person", "took_over_from__person"))
    pauses = Pause.objects.filter(member__in=stays)
    changes = EarlierMandate.objects.filter(seat__in=seats).order_by("changed_on", "pk")
    events = [*_of_coming(stays), *_of_pauses(stays, pauses), *_of_seats(seats), *_of_mandates(seats, list(changes))]
    events += [*_of_named_roles(stays, seats), *_of_leaving(stays)]
    # Sorted as they happened and then turned, so that of one day the last thing comes first.
    events = sorted(events, key=lambda event: event.when)[::-1]
    return History(sorted(seats, key=_open_first, reverse=True), events)


def _open_first(seat: Representative) -> tuple[bool, dt.date, int]:
    return (seat.ends_on is None, seat.starts_on, seat.pk)


def _of_coming(stays: list[Member]) -> Iterator[Event]:
    for number, stay in enumerate(stays):
        yield Event(stay.starts_on, _("Became a member again") if number else _("Became a member"))


def _of_leaving(stays: list[Member]) -> Iterator[Event]:
    for stay in stays:
        if stay.ends_on:
            yield Event(stay.ends_on, _("Left"))


def _of_pauses(stays: list[Member], pauses: Iterable[Pause]) -> Iterator[Event]:
    left_on = {stay.pk: stay.ends_on for stay in stays}
    for pause in pauses:
        yield Event(pause.starts_on, _("Paused"))
        if pause.ends_on and pause.ends_on != left_on[pause.member_id]:  # who left in a pause did not come back
            yield Event(pause.ends_on + dt.timedelta(days=1), _("Came back after the pause"))


def _of_seats(seats: list[Representative]) -> Iterator[Event]:
    followed = {seat.took_over_from_id for seat in seats}
    for seat in sorted(seats, key=lambda seat: (seat.starts_on, seat.pk)):
        names = {"person": seat.person, "other": seat.took_over_from and seat.took_over_from.person}
        words = _("%(person)s took over from %(other)s") if seat.took_over_from else _("%(person)s began")
        yield Event(seat.starts_on, words % names)
        if seat.ends_on and seat.pk not in followed:
            yield Event(seat.ends_on, _("%(person)s stopped") % names)


def _of_mandates(seats: list[Representative], changes: list[EarlierMandate]) -> Iterator[Event]:
    people = {seat.pk: seat for seat in seats}
    for number, earlier in enumerate(changes):
        later = (one for one in changes[number + 1 :] if one.seat_id == earlier.seat_id)
        after = next(later, people[earlier.seat_id]).mandate_words
        if after != earlier.mandate_words:  # changed back on the same day
            words = _("The mandate of %(person)s changed: %(after)s (before: %(before)s)")
            facts = {"person": people[earlier.seat_id].person, "after": after, "before": earlier.mandate_words}
            yield Event(earlier.changed_on, words % facts)


def _of_named_roles(stays: list[Member], seats: list[Representative]) -> Iterator[Event]:
    """Of whoever was there for the member in those days: what they were in another seat is not its history."""
    today = timezone.localdate()
    there = [(seat.person_id, seat.starts_on, seat.ends_on) for seat in seats]
    there += [(stay.individual_id, stay.starts_on, stay.ends_on) for stay in stays if stay.individual_id]
    people = {person for person, _first, _last in there}
    for role in NamedRole.objects.filter(person__in=people, starts_on__lte=today).select_related("person"):
        names = {"person": role.person, "role": role.title}
        if any(role.person_id == person and _overlap(role, first, last) for person, first, last in there):
            yield Event(role.starts_on, _("%(person)s became %(role)s") % names)
            if role.ends_on and role.ends_on < today:
                yield Event(role.ends_on, _("%(person)s stopped as %(role)s") % names)


def _overlap(role: NamedRole, first: dt.date, last: dt.date | None) -> bool:
    """Whether ``role`` was held on one of these days."""
    return (role.ends_on is None or role.ends_on >= first) and (last is None or role.starts_on <= last)
