"""What an alliance sees of its groups: that they exist, what they are for, who is in them, what they recommend.

Nothing else of a group is read for its alliance (docs/decisions/0044).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from alliances.workinggroups.models import Recommendation, WorkingGroup
from core.text import SortKey
from spaces.models import Role, Space


@dataclass
class InGroup:
    """Somebody in a group."""

    number: int
    name: str
    email: str
    organisation: str = ""
    leads: bool = False


@dataclass
class Listed:
    """A group as its alliance sees it."""

    group: WorkingGroup
    people: list[InGroup] = field(default_factory=list)
    recommendations: list[Recommendation] = field(default_factory=list)


def groups_of(alliance: Space) -> list[Listed]:
    """The groups of ``alliance`` by name; a constant number of queries."""
    groups = (
        WorkingGroup.objects.filter(space__parent=alliance).select_related("space").order_by(SortKey("space__name"))
    )
    found = {group.space_id: Listed(group) for group in groups}
    for space, people in people_in(list(found)).items():
        found[space].people = people
    for one in Recommendation.objects.filter(space__in=found):
        found[one.space_id].recommendations.append(one)
    return list(found.values())


def people_in(spaces: list[int]) -> dict[int, list[InGroup]]:
    """Who is in each of these groups today, who leads first, then by name; one query."""
    roles = Role.objects.current().filter(space__in=spaces).select_related("person")
    roles = roles.prefetch_related("person__represents__member__organisation").order_by(SortKey("person__name"), "pk")
    found: dict[int, dict[int, InGroup]] = {}
    for role in roles:
        seats = [seat for seat in role.person.represents.all() if seat.ends_on is None]
        organisation = seats[0].member.name if seats else ""
        one = InGroup(role.person_id, role.person.name, role.person.email, organisation)
        known = found.setdefault(role.space_id, {}).setdefault(role.person_id, one)
        known.leads = known.leads or role.kind == Role.Kind.COORDINATOR
    return {space: sorted(people.values(), key=lambda one: not one.leads) for space, people in found.items()}
