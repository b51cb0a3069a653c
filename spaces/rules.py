"""Who may do what in a space: predicates over the roles that a person has in it today.

Every room declares its permissions with these, on its models; nothing else decides a right.
``tests/permissions.md`` is the table that results, and a test holds it true.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import rules
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.utils import timezone

from core.prepared import Given, Prepared, instance

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from spaces.models import Space

# In a programme's space the coordinators are the programme's administrators.
COORDINATORS = frozenset({"coordinator"})
# Those who run the alliance day by day. Assessments are for coordinators alone: chairs and
# secretaries are stakeholders too (docs/architecture.md, 6).
TEAM = COORDINATORS | {"chair", "secretary", "communications"}
PARTICIPANTS = TEAM | {"member"}


def roles_in(user: User, space: Space) -> frozenset[str]:
    """The kinds of role ``user`` has in ``space`` today; asked once per request and space."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    known = _known_roles(user)
    if space.pk not in known:
        from spaces.models import Role

        kinds = Role.objects.held_by(user).filter(space=space).values_list("kind", flat=True)
        known[space.pk] = frozenset(kinds)
    return known[space.pk]


def space_of(user: User | AnonymousUser, slug: str) -> Space | None:
    """The space with this slug, when ``user`` may see it (``SpaceQuerySet.visible_to``); their roles with it."""
    from spaces.models import Role, Space

    if not user.is_authenticated:
        return None
    for row in _space_with_roles.rows(slug=slug, user=user.pk, today=timezone.localdate()):
        kinds = frozenset(row.role_kinds)
        if kinds - {Role.Kind.GUEST}:
            if user.is_active:
                _known_roles(user)[row.id] = kinds
            return instance(Space, row)
    return None


def _build_space_with_roles() -> QuerySet[Any, Any]:
    from spaces.models import Role, Space

    held = Role.objects.held_by(Given("user"), Given("today")).filter(space=OuterRef("pk"))
    with_roles = Space.objects.filter(slug=Given("slug")).annotate(role_kinds=ArraySubquery(held.values("kind")))
    return with_roles.for_pages().values()


_space_with_roles = Prepared(_build_space_with_roles)


def _known_roles(user: User) -> dict[int, frozenset[str]]:
    # By attribute: ``request.user`` is a wrapper that passes attributes on, but has a __dict__ of its own.
    if not hasattr(user, "_roles_in_space"):
        user._roles_in_space = {}  # type: ignore[attr-defined]
    known: dict[int, frozenset[str]] = user._roles_in_space  # type: ignore[attr-defined]
    return known


def has_role(name: str, kinds: frozenset[str]) -> Any:
    """A predicate (user, space): has one of these roles there."""

    @rules.predicate(name)
    def predicate(user: User, space: Space | None) -> bool:
        return space is not None and not roles_in(user, space).isdisjoint(kinds)

    return predicate


is_coordinator = has_role("is_coordinator", COORDINATORS)
is_team = has_role("is_team", TEAM)
takes_part = has_role("takes_part", PARTICIPANTS)
