"""What relations keep about a person (core.personal): what they said for their organisation."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from alliances.relations.models import Answer
from core import slots
from core.personal import HELD, Held, Words, day, told


@slots.fill(HELD, order=47)
def answers(address: str) -> Iterator[Held]:
    rows = Answer.objects.filter(person__email=address).select_related("member__organisation", "other__organisation")
    rows = rows.order_by("member__space", "answered_at", "pk")
    yield from told(rows, _space_of, _("What you said about whom your organisation works with"), _line)


def _space_of(row: Answer) -> int:
    return row.member.space_id


def _line(row: Answer) -> tuple[Words, Words]:
    return day(row.answered_at), " · ".join(filter(None, (str(row), row.about)))
