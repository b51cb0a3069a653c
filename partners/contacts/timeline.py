"""Everything that is known of one stakeholder, newest first.

Each room says what it knows as rows of the same columns, so that the database puts them in order and the page costs
one question, however many rooms there are and however long the history is (docs/decisions/0054).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from django.db.models import DateField, DateTimeField, F, IntegerField, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, JSONObject, TruncDate
from django.utils import timezone
from django.utils.functional import Promise

from core import slots
from partners.stakeholders.models import Stakeholder
from spaces.models import Member, Person, Representative

# Rooms say here what they know of a stakeholder: callables (subject: Subject) -> list[Source].
TIMELINE = slots.offer("contacts.timeline")
PAGE_SIZE = 30
# Nobody reads further back than this, and a number without end would be asked of the database.
MOST_PAGES = 200
EVER = dt.date(1900, 1, 1)

COLUMNS = ("known_source", "known_day", "known_moment", "known_number", "known_facts")
NEWEST_FIRST = ("-known_day", "-known_moment", "-known_source", "-known_number")


@dataclass(frozen=True)
class Seat:
    """Somebody who spoke for the stakeholder in a period."""

    person: Person
    first: dt.date
    last: dt.date | None = None


@dataclass(frozen=True)
class Subject:
    """Whose timeline it is: the entry, its periods as a member of the space (oldest first), who spoke for it when."""

    stakeholder: Stakeholder
    stays: list[Member]
    seats: list[Seat]

    @property
    def space_id(self) -> int:
        return self.stakeholder.space_id

    @property
    def slug(self) -> str:
        return self.stakeholder.space.slug

    @property
    def member(self) -> Member | None:
        """What it is in the space now, or was last."""
        return self.stays[-1] if self.stays else None

    def in_their_days(self, person: str, day: str, of: str = "pk") -> Q:
        """That whom a row names (the lookup ``person``, to the ``of`` of a person) spoke for the stakeholder on its
        ``day``.

        What people did for others, before or after, does not count. Matches nothing where nobody ever spoke for it.
        """
        found = Q(pk__in=[])
        for seat in self.seats:
            until = {f"{day}__lte": seat.last} if seat.last else {}
            found |= Q(**{person: getattr(seat.person, of), f"{day}__gte": seat.first}, **until)
        return found


@dataclass(frozen=True)
class Event:
    """Something that happened, or is to come, as the page shows it; a quiet one in small letters."""

    icon: str
    words: str | Promise
    note: str = ""
    by: str = ""
    url: str = ""
    change_url: str = ""
    take_back_url: str = ""
    is_quiet: bool = False
    when: dt.date = dt.date.min


@dataclass(frozen=True)
class Fact:
    """One row of a source: its day, the number of the row that it is of, and what the source asked with it."""

    day: dt.date
    number: int
    facts: dict[str, Any]


@dataclass(frozen=True)
class Source:
    """One kind of things that are known: ``rows`` (made by :func:`known`), and how one of them is shown."""

    rows: QuerySet[Any]
    show: Callable[[Fact], Event]


@dataclass(frozen=True)
class Period:
    """The events of one month; those to come stand together, without a month."""

    month: dt.date | None
    events: list[Event]


@dataclass(frozen=True)
class Timeline:
    """One page of it."""

    periods: list[Period]
    number: int
    has_earlier: bool


def known(
    rows: QuerySet[Any], *, day: str | Combinable = "", moment: str = "", number: str = "pk", **facts: Any
) -> QuerySet[Any]:
    """``rows`` as a source gives them.

    Their ``day`` is a date, or follows from their ``moment``, which puts those of one day in order. ``number`` leads
    to the row that ``facts`` (names, or expressions) are of.
    """
    the_day = F(day) if isinstance(day, str) and day else day or TruncDate(moment)
    the_moment = F(moment) if moment else the_day
    return rows.order_by().annotate(
        known_day=Cast(the_day, DateField()),
        known_moment=Cast(the_moment, DateTimeField()),
        known_number=F(number),
        known_facts=JSONObject(**facts),
    )


def subject_of(stakeholder: Stakeholder) -> Subject:
    """Whose timeline it is, in three queries. An individual is known by the address in the register."""
    email = stakeholder.email.lower()
    members = Member.objects.filter(space=stakeholder.space_id).order_by("starts_on", "pk")
    if stakeholder.organisation_id:
        stays = list(members.filter(organisation=stakeholder.organisation_id).select_related("organisation"))
    else:
        who = Q(individual__email=email) if email else Q(pk__in=[])
        stays = list(members.filter(who).select_related("individual"))
    spoke = Representative.objects.filter(member__in=stays).select_related("person").order_by("starts_on", "pk")
    seats = [Seat(row.person, row.starts_on, row.ends_on) for row in spoke]
    if email:
        with_address = Person.objects.filter(space=stakeholder.space_id, email=email)
        seats += [Seat(person, EVER) for person in with_address]
    return Subject(stakeholder, stays, seats)


def timeline_of(subject: Subject, number: int = 1) -> Timeline:
    """The page with this number, from 1, in one query."""
    number = min(max(number, 1), MOST_PAGES)
    sources: list[Source] = [source for found in slots.collect(TIMELINE, subject) for source in found]
    first, *others = (
        source.rows.annotate(known_source=Value(at, IntegerField())).values_list(*COLUMNS)
        for at, source in enumerate(sources)
    )
    start = (number - 1) * PAGE_SIZE
    rows = list(first.union(*others, all=True).order_by(*NEWEST_FIRST)[start : start + PAGE_SIZE + 1])
    events = [
        replace(sources[source].show(Fact(day, of, facts)), when=day)
        for source, day, _moment, of, facts in rows[:PAGE_SIZE]
    ]
    return Timeline(_periods(events), number, len(rows) > PAGE_SIZE)


def _periods(events: list[Event]) -> list[Period]:
    today = timezone.localdate()
    by_month = groupby(events, key=lambda event: None if event.when > today else event.when.replace(day=1))
    return [Period(month, list(found)) for month, found in by_month]
