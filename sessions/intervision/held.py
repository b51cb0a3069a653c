"""What intervision keeps about a person (core.personal): the questions and stories they brought."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from core import slots
from core.personal import COPIED, ERASE, HELD, Copied, Erasing, Held, Words, day, told
from sessions.intervision.models import Contribution, DayReport, Round, Tip


@slots.fill(HELD, order=42)
def contributions(address: str) -> Iterator[Held]:
    rows = Contribution.objects.filter(person__email=address).select_related("day")
    yield from told(
        rows.order_by("day__space", "created_at", "pk"), _space_of, _("What you brought to intervision"), _line
    )


def _space_of(row: Contribution) -> int:
    return row.day.space_id


def _line(row: Contribution) -> tuple[Words, Words]:
    return day(row.created_at), " · ".join((row.day.title, str(row.get_kind_display()), row.title, row.story))


@slots.fill(ERASE, order=42)
def erase(space_id: int, address: str) -> Erasing:
    """Others learnt of a story and it stays, without whose it was; what nobody reported goes."""
    rows = Contribution.objects.filter(day__space=space_id, person__email=address)
    keys = list(rows.values_list("pk", flat=True))
    if not keys:
        return Erasing()
    stays = [(_("what they brought to intervision, without their name"), _("The others learn from it."))]
    if DayReport.objects.filter(day__in=rows.filter(shows_name=True).values("day")).exists():
        stays.append((_("the name in reports that were finished"), _("A finished report does not change any more.")))
    return Erasing(
        [_("that a question or story at intervision was theirs")],
        stays,
        do=lambda: _take_names_off(keys),
    )


def _take_names_off(keys: list[int]) -> None:
    Contribution.objects.filter(pk__in=keys).update(shows_name=False)


@slots.fill(COPIED)
def copied() -> Iterator[Copied]:
    yield Copied(Round, ("facilitator",), "day__space")
    yield Copied(Tip, ("given_by",), "round__day__space")
