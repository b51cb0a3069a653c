"""What working groups keep about a person (core.personal): their own record of who was sent from the alliance."""

from __future__ import annotations

from collections.abc import Iterator

from alliances.workinggroups.models import Delegate, Recommendation
from core import slots
from core.personal import COPIED, ERASE, Copied, Erasing, erasing_of
from spaces.services import hold


@slots.fill(ERASE, order=25)
def erase(space_id: int, address: str) -> Erasing:
    """Whoever is erased in an alliance is erased in its groups: there is nobody there who would do it apart."""
    found = Delegate.objects.filter(source__space=space_id, source__email=address).select_related("person__space")
    groups = [one.person.space for one in found.order_by("person__space")]
    parts = [(group.name, part) for group in groups for part in erasing_of(group.pk, address)]

    def do() -> None:
        for group in groups:
            hold(group.pk)
        for _name, part in parts:
            part.do()

    return Erasing(
        [f"{name}: {words}" for name, part in parts for words in part.goes],
        [(f"{name}: {words}", why) for name, part in parts for words, why in part.stays],
        [one for _name, part in parts for one in part.to_read],
        first=" ".join(f"{name}: {part.first}" for name, part in parts if part.first),
        do=do,
    )


@slots.fill(COPIED)
def copied() -> Iterator[Copied]:
    yield Copied(Recommendation, ("decided_by",), "space__parent")
