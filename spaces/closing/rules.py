"""Who may close a space, and open it again."""

import rules

from spaces.closing.models import closing_of
from spaces.models import Space
from spaces.rules import is_coordinator


@rules.predicate("may_be_reopened")
def may_be_reopened(user: object, space: Space) -> bool:
    """It is closed, and not for longer than a month. Later it is for the programme, in the administration."""
    closing = closing_of(space)
    return closing is not None and closing.coordinators_may_reopen()


@rules.predicate("is_alliance_space")
def is_alliance_space(user: object, space: object) -> bool:
    """The last report is that of an alliance; other spaces have none yet."""
    return getattr(space, "kind", "") == "alliance"


rules.add_perm("closing.close_space", is_alliance_space & is_coordinator)
rules.add_perm("closing.reopen_space", is_coordinator & may_be_reopened)
