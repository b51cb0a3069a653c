"""Who may do what with calls and proposals; asked on the programme's space."""

import rules

from programmes.rules import is_programme
from spaces.rules import is_coordinator

# Proposals hold names and plans that applicants gave to this programme: a platform administrator reads none of them.
rules.add_perm("calls.view_call", is_programme & is_coordinator)
rules.add_perm("calls.change_call", is_programme & is_coordinator)
rules.add_perm("calls.decide_proposal", is_programme & is_coordinator)
