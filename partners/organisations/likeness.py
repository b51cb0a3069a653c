"""Which entries of the directory could be the organisation that somebody names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db.models import Case, ExpressionWrapper, FloatField, Q, QuerySet, Value, When

from partners.organisations.models import Organisation

MOST = 5
# How much two names have in common, from 0 to 1, before one is shown for the other; the right municipality helps.
LIKE = 0.5
SAME_PLACE = 0.1


@dataclass(frozen=True)
class Named:
    """What is known of an organisation: its name, perhaps the host of its site, and where it could be."""

    name: str
    host: str = ""
    municipalities: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Entry:
    """An organisation of the directory as everybody may know it, and how much it looks like the one that was named."""

    pk: int
    name: str
    municipality: str
    website: str
    has_host: bool
    likeness: float


def likely_entries(named: Sequence[Named]) -> list[list[Entry]]:
    """For each of ``named`` at most five entries, in one query: the same host first, then the names most alike."""
    found: list[list[Entry]] = [[] for _one in named]
    if not named:
        return found
    first, *others = (_entries(one, number) for number, one in enumerate(named))
    for row in first.union(*others, all=True):
        found[row.pop("number")].append(Entry(**row))
    return [sorted(entries, key=lambda one: (not one.has_host, -one.likeness, one.name, one.pk)) for entries in found]


def _entries(named: Named, number: int) -> QuerySet[Organisation, dict[str, Any]]:
    has_host = Q(website_host=named.host) & ~Q(website_host="")
    # These two are what the index answers; how much alike is reckoned for the few that are left.
    by_name = Q(name__trigram_similar=named.name) | Q(name__trigram_word_similar=named.name)
    alike = (TrigramSimilarity("name", named.name) + TrigramWordSimilarity(named.name, "name")) / 2.0
    there = Case(When(municipality__in=named.municipalities, then=Value(SAME_PLACE)), default=Value(0.0))
    rows = Organisation.objects.filter((has_host | by_name) if named.host else by_name).annotate(
        number=Value(number),
        likeness=ExpressionWrapper(alike + there, output_field=FloatField()),
        has_host=Case(When(has_host, then=Value(True)), default=Value(False)),
    )
    rows = rows.filter(Q(has_host=True) | Q(likeness__gte=LIKE)).order_by("-has_host", "-likeness", "name", "pk")
    found: Any = rows.values("pk", "name", "municipality", "website", "number", "has_host", "likeness")
    return found[:MOST]
