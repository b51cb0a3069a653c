"""Who may do what with the public page of an alliance; asked on its space."""

import rules

from spaces.rules import is_team


@rules.predicate("is_alliance")
def is_alliance(user: object, space: object) -> bool:
    """A programme or branch has no public page of this kind, so its menu does not offer one."""
    return getattr(space, "kind", "") == "alliance"


rules.add_perm("alliances.change_public_page", is_alliance & is_team)
