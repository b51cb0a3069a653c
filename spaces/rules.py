"""Who may do what in a space: predicates over the roles that a person has in it today.

Every room declares its permissions with these, on its models; nothing else decides a right.
``tests/permissions.md`` is the table that results, and a test holds it true.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import rules

if TYPE_CHECKING:
    from accounts.models import User
    from spaces.models import Space

# In a programme's space the coordinators are the programme's administrators.
COORDINATORS = frozenset({"coordinator"})
# Those who run the alliance day by day. Assessments are for coordinators alone: chairs and
# secretaries are stakeholders too (house.md, "Nobody gets in by forgetting", 7).
TEAM = COORDINATORS | {"chair", "secretary", "communications"}
PARTICIPANTS = TEAM | {"member"}


def roles_in(user: User, space: Space) -> frozenset[str]:
    """The kinds of role ``user`` has in ``space`` today; asked once per request and space."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    known: dict[int, frozenset[str]] = user.__dict__.setdefault("_roles_in_space", {})
    if space.pk not in known:
        from spaces.models import Role

        kinds = Role.objects.held_by(user).filter(space=space).values_list("kind", flat=True)
        known[space.pk] = frozenset(kinds)
    return known[space.pk]


def has_role(name: str, kinds: frozenset[str]) -> Any:
    """A predicate (user, space): has one of these roles there."""

    @rules.predicate(name)
    def predicate(user: User, space: Space | None) -> bool:
        return space is not None and not roles_in(user, space).isdisjoint(kinds)

    return predicate


is_coordinator = has_role("is_coordinator", COORDINATORS)
is_team = has_role("is_team", TEAM)
takes_part = has_role("takes_part", PARTICIPANTS)
