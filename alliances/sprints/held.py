"""What sprints keep about a person (core.personal): what they answered, and what they take up."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.admin.utils import label_for_field
from django.utils.translation import gettext as _

from alliances.sprints.models import THEMES, Goal, Reply
from core import slots
from core.personal import COPIED, HELD, Copied, Held, Words, day, told


@slots.fill(HELD, order=46)
def replies(address: str) -> Iterator[Held]:
    rows = Reply.objects.filter(person__email=address).select_related("round__sprint")
    yield from told(rows.order_by("round__space", "replied_at", "pk"), _space_of, _("What you answered"), _line)


def _space_of(row: Reply) -> int:
    return row.round.space_id


def _line(row: Reply) -> tuple[Words, Words]:
    marks = [f"{label_for_field(one, Reply)} {getattr(row, one)}" for one in THEMES if getattr(row, one)]
    later = (row.get_passing_display() if row.passing else "", row.passes_to, row.passes_how)
    said = (row.round, ", ".join(marks), row.words, row.role_words, *later)
    return day(row.replied_at), " · ".join(filter(None, map(str, said)))


@slots.fill(COPIED)
def copied() -> Iterator[Copied]:
    yield Copied(Goal, ("who",), "sprint__space")
    yield Copied(Reply, ("passes_to",), "round__space")
