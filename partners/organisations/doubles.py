"""Pairs of the directory that are likely one organisation: a name alike in the same place, or the same website.

By the rule of likeness that imports judge by (``alike``). What registers hold of them, mailboxes and people, is not
looked at: it belongs to alliances.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from partners.organisations.alike import Named, NameIndex, core, is_elsewhere, likeness
from partners.organisations.models import Organisation

MOST = 100  # pairs
# A website that so many have is that of a roof over them all, and tells nothing.
SHARED_BY = 3


@dataclass(frozen=True)
class Double:
    """Two that may be one, the older first."""

    first: Organisation
    second: Organisation
    same_site: bool


class _One(NamedTuple):
    pk: int
    named: Named
    number: str


def likely_doubles() -> list[Double]:
    """The likeliest pairs of the directory, the most alike first.

    Two that both have an official number are two organisations, whatever else they share (decision 0010).
    """
    pairs: dict[tuple[int, int], tuple[float, bool]] = {}
    for first, second, same_site in _pairs():
        if first.number and second.number:
            continue
        how = likeness(core(first.named), core(second.named)) + same_site - is_elsewhere(first.named, second.named)
        pair = (min(first.pk, second.pk), max(first.pk, second.pk))
        pairs[pair] = (how, same_site or pairs.get(pair, (0, False))[1])
    best = sorted(pairs.items(), key=lambda one: (-one[1][0], one[0]))[:MOST]
    rows = Organisation.objects.in_bulk({pk for pair, _how in best for pk in pair})
    return [Double(rows[first], rows[second], same_site) for (first, second), (_how, same_site) in best]


def _pairs() -> Iterator[tuple[_One, _One, bool]]:
    """Two at a time, and whether it is their site that they share."""
    names, known = NameIndex(), {}
    at_site: defaultdict[str, list[_One]] = defaultdict(list)
    fields = ("pk", "official_number", "website_host", "name", "municipality", "postcode", "street")
    for pk, number, host, *named in Organisation.objects.order_by("pk").values_list(*fields).iterator(chunk_size=5000):
        one = known[pk] = _One(pk, Named(*named), number)
        for found in names.find(one.named):
            yield known[found.key], one, False
        names.add(pk, one.named)
        if host:
            at_site[host].append(one)
    for sharing in at_site.values():
        if len(sharing) < SHARED_BY:
            yield from ((*pair, True) for pair in combinations(sharing, 2))
