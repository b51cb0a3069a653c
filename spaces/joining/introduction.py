"""What somebody who is asked to join may know of a space: what everybody may know, and no more."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models.functions import Coalesce

from core.text import SortKey
from spaces.models import Member, NamedValue, Space


@dataclass(frozen=True)
class Introduction:
    """Why the space is there and who takes part; of the members only who agreed to be named."""

    why: str
    vision: str
    objectives: tuple[str, ...]
    values: tuple[NamedValue, ...]
    members: tuple[str, ...]
    member_count: int

    @property
    def unnamed(self) -> int:
        return self.member_count - len(self.members)


def introduction_of(space: Space) -> Introduction:
    """In two queries."""
    current = Member.objects.current().filter(space=space)
    named = current.filter(shown_publicly=True).select_related("organisation", "individual")
    by_name = SortKey(Coalesce("organisation__name", "individual__name"))
    return Introduction(
        why=space.why,
        vision=space.vision,
        objectives=space.objective_lines,
        values=space.named_values,
        members=tuple(member.name for member in named.order_by(by_name, "pk")),
        member_count=current.count(),
    )
