"""Who may do what in a programme; asked on its space."""

from __future__ import annotations

from typing import TYPE_CHECKING

import rules

from spaces.rules import is_coordinator

if TYPE_CHECKING:
    from accounts.models import User
    from spaces.models import Space


@rules.predicate
def is_programme(user: User, space: Space | None) -> bool:
    """Calls, branches and the like belong to a programme."""
    return getattr(space, "kind", "") == "programme"


@rules.predicate
def runs_the_platform(user: User, space: Space | None) -> bool:
    """A platform administrator sees the figures of every programme, and nothing inside an alliance."""
    return user.is_active and getattr(user, "is_superuser", False)


# The coordinators of a programme's space are its administrators.
rules.add_perm("programmes.view_dashboard", is_coordinator | runs_the_platform)
