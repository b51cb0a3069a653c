"""Who may do what with what was taken in: everybody who takes part sees it, coordinators take it in."""

import rules

from spaces.rules import is_coordinator, takes_part

rules.add_perm("onpaper.view_earlier", takes_part)
rules.add_perm("onpaper.change_earlier", is_coordinator)
