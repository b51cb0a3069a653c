"""Who may do what in a branch, and in a programme with its branches; asked on the space (docs/decisions/0043)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import rules

from programmes.rules import is_programme
from spaces.rules import COORDINATORS, is_coordinator, roles_in, takes_part

if TYPE_CHECKING:
    from accounts.models import User
    from spaces.models import Space


@rules.predicate
def is_branch(user: User, space: Space | None) -> bool:
    return getattr(space, "kind", "") == "branch"


@rules.predicate
def coordinates_its_programme(user: User, space: Space | None) -> bool:
    """The programme's administrators see how far its branches are: the one right that crosses from a space to
    another, and only to look."""
    if space is None or space.parent_id is None:
        return False
    return not roles_in(user, type(space)(pk=space.parent_id)).isdisjoint(COORDINATORS)


# The matrix, the activities with their results, the monitoring sheet.
rules.add_perm("branches.view_branch", is_branch & (takes_part | coordinates_its_programme))
# What organisations asked for, who mentors whom, who took part by name: for the branch itself.
rules.add_perm("branches.view_need", is_branch & takes_part)
rules.add_perm("branches.change_branch", is_branch & is_coordinator)
rules.add_perm("branches.view_branches", is_programme & is_coordinator)
