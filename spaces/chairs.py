"""The chair that goes round: who chairs from when to when.

A turn is nothing but a role "chair" with a first and a last day; whoever's turn it is today is the chair.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import cycle, islice

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from spaces.models import Member, Person, Representative, Role, Space
from spaces.services import hold

MONTHS_IN_A_YEAR = 12


@dataclass(frozen=True)
class Rhythm:
    """How the chair goes round: from this day, each for so many months, so many turns."""

    first_day: dt.date
    months: int
    turns: int


def turns(space: Space) -> QuerySet[Role]:
    """Who chairs now and later, in that order."""
    lasting = Q(ends_on=None) | Q(ends_on__gte=timezone.localdate())
    rows = Role.objects.filter(lasting, space=space, kind=Role.Kind.CHAIR)
    return rows.select_related("person").order_by("starts_on", "pk")


def usual_first_day(space: Space) -> dt.date:
    """Today where nobody chairs; else the first day of the next quarter, so that nobody is cut short at once."""
    today = timezone.localdate()
    if not turns(space).exists():
        return today
    return _months_later(today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1), 3)


def in_turn(space: Space) -> list[Person]:
    """One person of each member that does not pause, in the order in which it is fair to ask them.

    Who chaired least comes first, then whose last time is longest ago, then who is a member longest. Of a member
    organisation it is whoever represented it longest.
    """
    chaired: dict[int, list[dt.date]] = {}
    past = Role.objects.filter(space=space, kind=Role.Kind.CHAIR, starts_on__lte=timezone.localdate())
    for person, day in past.values_list("person", "starts_on"):
        chaired.setdefault(person, []).append(day)
    people = _one_of_each_member(space)

    def fairness(person: Person) -> tuple[int, dt.date]:
        days = chaired.get(person.pk, [])
        return (len(days), max(days, default=dt.date.min))

    return sorted(people, key=fairness)  # who is equal keeps the order of becoming a member


def _one_of_each_member(space: Space) -> list[Person]:
    active = Member.objects.active().filter(space=space, ends_on=None).select_related("individual")
    members = list(active.order_by("starts_on", "pk"))
    seats = Representative.objects.current().filter(member__in=members, ends_on=None).select_related("person")
    first: dict[int, Person] = {}
    for seat in seats.order_by("starts_on", "pk"):
        first.setdefault(seat.member_id, seat.person)
    found = [member.individual or first.get(member.pk) for member in members]
    return list(dict.fromkeys(person for person in found if person))


@transaction.atomic
def plan(space: Space, rhythm: Rhythm) -> list[Role]:
    """Let the chair go round from ``rhythm.first_day``: turns that were planned for later make place.

    Who chairs until then does so until the day before. Raises ValidationError when there is nobody to ask, and for
    a first day that has passed.
    """
    hold(space.pk)
    if rhythm.first_day < timezone.localdate():
        raise ValidationError({"first_day": _("Choose today or a day to come.")})
    people = in_turn(space)
    if not people:
        raise ValidationError(_("No member has anybody who could chair. Add a representative first."))
    _make_place(space, rhythm.first_day)
    starts = [_months_later(rhythm.first_day, number * rhythm.months) for number in range(rhythm.turns + 1)]
    return Role.objects.bulk_create(
        Role(space=space, person=person, kind=Role.Kind.CHAIR, starts_on=day, ends_on=then - dt.timedelta(days=1))
        for person, day, then in zip(islice(cycle(people), rhythm.turns), starts, starts[1:], strict=False)
    )


def _make_place(space: Space, day: dt.date) -> None:
    for role in turns(space):
        if role.starts_on >= day:
            role.delete()
        elif role.ends_on is None or role.ends_on >= day:
            role.ends_on = day - dt.timedelta(days=1)
            role.save(update_fields=["ends_on"])


def _months_later(day: dt.date, months: int) -> dt.date:
    """The same day of the month, so many months later; the last of the month where there is none."""
    years, month = divmod(day.month - 1 + months, MONTHS_IN_A_YEAR)
    first = dt.date(day.year + years, month + 1, 1)
    last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    return min(first + dt.timedelta(days=day.day - 1), last)


def require_free(turn: Role) -> None:
    """Raise ValidationError when somebody else chairs on one of the days of ``turn``."""
    others = turns(turn.space).exclude(pk=turn.pk).filter(Q(ends_on=None) | Q(ends_on__gte=turn.starts_on))
    other = (others.filter(starts_on__lte=turn.ends_on) if turn.ends_on else others).first()
    if other:
        raise ValidationError(_("%(person)s chairs on some of these days.") % {"person": other.person})
