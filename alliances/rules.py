"""Who may do what with the road and the public page of an alliance; asked on its space."""

import rules

from spaces.rules import is_coordinator, is_team, takes_part


@rules.predicate("is_alliance")
def is_alliance(user: object, space: object) -> bool:
    """A programme or branch has no road and no public page of this kind, so it does not offer them."""
    return getattr(space, "kind", "") == "alliance"


rules.add_perm("alliances.change_public_page", is_alliance & is_team)
rules.add_perm("alliances.view_roadmap", is_alliance & takes_part)
rules.add_perm("alliances.pass_over_check", is_alliance & is_coordinator)
rules.add_perm("alliances.change_aims", is_alliance & is_coordinator)
