"""Who may do what with calls and proposals; asked on the programme's space."""

import rules

from spaces.rules import is_coordinator


@rules.predicate("is_programme")
def is_programme(user: object, space: object) -> bool:
    """Only a programme opens calls."""
    return getattr(space, "kind", "") == "programme"


# Proposals hold names and plans that applicants gave to this programme: a platform administrator reads none of them.
rules.add_perm("calls.view_call", is_programme & is_coordinator)
rules.add_perm("calls.change_call", is_programme & is_coordinator)
rules.add_perm("calls.decide_proposal", is_programme & is_coordinator)
