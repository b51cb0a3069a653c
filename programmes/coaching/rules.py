"""Who may do what with process coaches; asked on the programme's space."""

import rules

from programmes.rules import is_programme
from spaces.rules import is_coordinator

rules.add_perm("coaching.view_coach", is_programme & is_coordinator)
rules.add_perm("coaching.change_coach", is_programme & is_coordinator)
