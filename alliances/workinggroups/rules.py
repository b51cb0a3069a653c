"""Who may do what with working groups (docs/decisions/0044): asked on the alliance's space, or on the group's own.

Nothing is inherited: a role in the alliance opens nothing in the group, and the other way round.
"""

import rules

from alliances.rules import is_alliance
from spaces.rules import is_coordinator, takes_part


@rules.predicate("is_working_group")
def is_working_group(user: object, space: object) -> bool:
    return getattr(space, "kind", "") == "working_group"


# In the alliance: which groups there are, who is in them, what they recommend.
rules.add_perm("workinggroups.view_groups", is_alliance & takes_part)
rules.add_perm("workinggroups.add_group", is_alliance & is_coordinator)
rules.add_perm("workinggroups.decide_recommendation", is_alliance & is_coordinator)
# In the group.
rules.add_perm("workinggroups.view_group", is_working_group & takes_part)
rules.add_perm("workinggroups.change_group", is_working_group & is_coordinator)
