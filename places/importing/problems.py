"""What an import refuses."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

NAMED = 8


class ImportRefused(Exception):
    """A file that is not taken; ``problems`` are sentences for the person, each about one thing to mend."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def refuse_if(problems: Sequence[str]) -> None:
    """Raise when there are problems; of many the first ones, and how many more there are."""
    if not problems:
        return
    more = len(problems) - NAMED * 3
    shown = list(problems[: NAMED * 3])
    if more > 0:
        shown.append(_("… and %(count)s more.") % {"count": more})
    raise ImportRefused(*shown)


def some(names: Iterable[str]) -> str:
    """The first of ``names``, and that there are more."""
    every = list(names)
    shown = ", ".join(every[:NAMED])
    if len(every) <= NAMED:
        return shown
    return _("%(names)s and %(count)s more") % {"names": shown, "count": len(every) - NAMED}
