"""Where each stakeholder of a register stands on the map: exactly, about, or nowhere yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Value, When

from core.text import SortKey
from partners.map.centres import About, Address, Centres
from partners.organisations.models import SECTOR_NUMBERS
from places.models import NameKeys, Region
from places.names import meant

# Nought, nought is in the sea: what programs write that do not know.
NO_POINT = (
    Q(organisation__latitude=None)
    | Q(organisation__longitude=None)
    | Q(organisation__latitude=0, organisation__longitude=0)
)
FIELDS = {
    "sectors": F("organisation__sectors"),
    "municipality": F("organisation__municipality"),
    "postcode": F("organisation__postcode"),
    "country": F("organisation__country"),
    "latitude": F("organisation__latitude"),
    "longitude": F("organisation__longitude"),
    # Only who has no point of its own needs to be looked for.
    "keys": Case(When(NO_POINT, then=NameKeys("organisation__municipality")), default=Value(None)),
}


@dataclass(frozen=True, slots=True)
class Spot:
    """A stakeholder of the register, and where it is in degrees; ``latitude`` and ``longitude`` None: nobody knows."""

    pk: int
    name: str
    sectors: tuple[str, ...]
    municipality: str
    postcode: str
    is_member: bool
    is_individual: bool
    latitude: float | None
    longitude: float | None
    about: str  # "" for exactly there, else what stands for it: "municipality" or "postcode"

    @property
    def sector(self) -> int:
        """The number of its first sector; 0 for none."""
        return next((SECTOR_NUMBERS[one] for one in self.sectors if one in SECTOR_NUMBERS), 0)

    @property
    def is_placed(self) -> bool:
        return self.latitude is not None

    @property
    def kept_by(self) -> tuple[Any, ...]:
        """What a row of the list shows."""
        return (self.pk, self.name, self.sectors, self.municipality, self.is_member, self.is_individual, *self._where)

    @property
    def _where(self) -> tuple[Any, ...]:
        return (self.is_placed, self.about, self.postcode)


def by_name(register: QuerySet[Any]) -> QuerySet[Any, Any]:
    """The rows of ``register`` (with ``is_member``) with what placing them needs, in the order of their names."""
    rows = register.annotate(**FIELDS).order_by(SortKey("name"), "pk")
    return rows.values_list("pk", "name", "is_member", "organisation_id", *FIELDS, named=True)


def placed(rows: Iterable[Any], regions: Sequence[Region]) -> list[Spot]:
    """The stakeholders of ``rows`` (of ``by_name``), each where it is; in the same order."""
    found = list(rows)
    missing = {_address(row) for row in found if not _is_exact(row)} - {Address((), "", "")}
    centres = Centres.of({one for one in missing if one.keys or one.postcode}, regions)
    return [_spot(row, None if _is_exact(row) else centres.find(_address(row))) for row in found]


def _is_exact(row: Any) -> bool:
    """The same as NO_POINT, the other way round."""
    return row.latitude is not None and row.longitude is not None and bool(row.latitude or row.longitude)


def _address(row: Any) -> Address:
    return Address(tuple(map(meant, row.keys or ())), row.postcode or "", row.country or "")


def _spot(row: Any, about: About | None) -> Spot:
    facts = {
        "pk": row.pk,
        "name": row.name,
        "sectors": tuple(row.sectors or ()),
        "municipality": row.municipality or "",
        "postcode": row.postcode or "",
        "is_member": row.is_member,
        "is_individual": row.organisation_id is None,
    }
    if _is_exact(row):
        return Spot(**facts, latitude=float(row.latitude), longitude=float(row.longitude), about="")
    if about is None:
        return Spot(**facts, latitude=None, longitude=None, about="")
    kind = "postcode" if about.is_postcode else "municipality"
    return Spot(**facts, latitude=about.latitude, longitude=about.longitude, about=kind)
