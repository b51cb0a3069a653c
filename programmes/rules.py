"""Who may do what in a programme; asked on its space."""

import rules

from spaces.rules import is_coordinator

# The coordinators of a programme's space are its administrators.
rules.add_perm("programmes.view_dashboard", is_coordinator)
