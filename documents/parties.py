"""Whom one can ask about a text: the members, and who holds the mandate for each."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch
from django.db.models.functions import Coalesce

from core.text import SortKey
from spaces.models import Member, Person, Representative, Space


@dataclass(frozen=True)
class Mandated:
    """A current member (``is_paused`` is known) and those who may do it for the member; an individual may it all."""

    member: Member
    people: list[Person]


def mandated_in(space: Space, mandate: str) -> list[Mandated]:
    """The members of ``space`` today by name, with who holds ``mandate`` ("may_sign", "may_decide"); two queries."""
    seats = Representative.objects.current().filter(**{mandate: True}).select_related("person").order_by("pk")
    members = (
        Member.objects.with_pause()
        .current()
        .filter(space=space)
        .select_related("organisation", "individual")
        .prefetch_related(Prefetch("representatives", seats, to_attr="mandated_seats"))
        .order_by(SortKey(Coalesce("organisation__name", "individual__name")), "pk")
    )
    return [Mandated(member, _people(member)) for member in members]


def _people(member: Member) -> list[Person]:
    if member.individual is not None:
        return [member.individual]
    return [seat.person for seat in member.mandated_seats]  # type: ignore[attr-defined]
