"""Who may do what with the relations of an alliance (docs/decisions/0058); asked on its space."""

import rules

from alliances.rules import is_alliance
from spaces.rules import is_coordinator, takes_part

# The network: what the organisations did together, and the ties that they confirmed.
rules.add_perm("relations.view_network", is_alliance & takes_part)
# Saying something for an organisation that one represents; the page asks for the seat as well.
rules.add_perm("relations.answer", is_alliance & takes_part)
# Asking the members, and reading who answered what.
rules.add_perm("relations.ask_members", is_alliance & is_coordinator)
