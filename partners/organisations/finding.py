"""Finding an organisation of the directory by what somebody remembers of its name: case, accents and typing errors
do not count."""

from __future__ import annotations

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import F, Q, QuerySet, Value

from core.text import SortKey
from partners.organisations.models import Organisation
from places.names import NameKey

# Fewer letters than this say nothing about a name.
SHORTEST = 2


def organisations_called(words: str, rows: QuerySet[Organisation] | None = None) -> QuerySet[Organisation]:
    """Those of ``rows`` (all of the directory) whose name holds or resembles ``words``, the likeliest first.

    Every organisation in the order of the alphabet for no words; none for a single letter.
    """
    rows = Organisation.objects.all() if rows is None else rows
    words = " ".join(words.split())
    rows = rows.annotate(key=SortKey("name"))
    if not words:
        return rows.order_by("key", "pk")
    if len(words) < SHORTEST:
        return rows.none()
    asked = SortKey(Value(words))
    found = rows.filter(Q(key__contains=asked) | Q(key__trigram_word_similar=asked))
    likeness = TrigramWordSimilarity(asked, F("key"))  # type: ignore[arg-type] # an expression will do
    return found.annotate(likeness=likeness).order_by("-likeness", "key", "pk")


def in_municipality(rows: QuerySet[Organisation], name: str) -> QuerySet[Organisation]:
    """Those of ``rows`` whose address says this municipality, however it is written (``places.names``)."""
    return rows.exclude(municipality="").annotate(town=NameKey("municipality")).filter(town=NameKey(Value(name)))
