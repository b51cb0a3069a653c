"""Who of the register and of the shared directory a suggestion may mean. Only for coordinators."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from partners.organisations.finding import organisations_called
from partners.organisations.models import Organisation
from partners.stakeholders.judging import judge
from partners.stakeholders.models import Stakeholder
from partners.stakeholders.sheets.records import CleanRow
from partners.stakeholders.slots import entries_like
from partners.suggestions.models import Suggestion
from spaces.models import Space

ENTRY, ORGANISATION, SUGGESTION = "entry", "organisation", "suggestion"
# How many are found by a name, in the register and in the directory each.
FOUND = 5


@dataclass(frozen=True)
class Likely:
    """Whom it may mean (``kind``): an entry of the register, an organisation of the directory, another suggestion."""

    kind: str
    pk: int
    name: str
    place: str = ""
    why: str = ""

    @property
    def key(self) -> str:
        """What the form sends for it."""
        return f"{self.kind}-{self.pk}"


def likely(space: Space, suggestions: Sequence[Suggestion]) -> dict[int, Likely]:
    """Suggestion → who it is, by the rule with which an import judges its rows; none for who looks like nobody.

    The number of queries does not depend on how many are asked for.
    """
    if not suggestions:
        return {}
    found: dict[int, Likely] = {}
    entries: dict[int, tuple[int, str]] = {}
    for one in judge(space, [CleanRow(each.pk, _values(each)) for each in suggestions]):
        if one.duplicate and one.duplicate.existing is not None:
            entries[one.row.number] = (one.duplicate.existing, one.reason_words)
        elif one.duplicate and one.duplicate.row is not None:
            found[one.row.number] = Likely(SUGGESTION, one.duplicate.row, one.above, why=one.reason_words)
        elif one.known:
            public = one.known
            found[one.row.number] = Likely(ORGANISATION, public.pk, public.name, public.municipality)
    rows = Stakeholder.objects.select_related("organisation").in_bulk([pk for pk, _why in entries.values()])
    for number, (pk, why) in entries.items():
        found[number] = _entry(rows[pk], why)
    return found


def called(space: Space, words: str) -> Iterator[Likely]:
    """Who has a name like ``words``: in the register of ``space`` first, then of the others in the directory."""
    if not words.strip():
        return
    for known in entries_like(space, words, FOUND):
        yield Likely(ENTRY, known.number, known.name, known.organisation.municipality if known.organisation else "")
    ours = Stakeholder.objects.filter(space=space, organisation=OuterRef("pk"))
    for row in organisations_called(words, Organisation.objects.filter(~Exists(ours)))[:FOUND]:
        yield Likely(ORGANISATION, row.pk, row.name, row.municipality)


def _values(suggestion: Suggestion) -> dict[str, str]:
    """What is known of it, as a clean row of a sheet would say it."""
    values = {"name": suggestion.name, "municipality": suggestion.municipality, "email": suggestion.email}
    return {name: value for name, value in values.items() if value}


def _entry(row: Stakeholder, why: str) -> Likely:
    place = row.organisation.municipality if row.organisation else ""
    return Likely(ENTRY, row.pk, row.name, place, why)
