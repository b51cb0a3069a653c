"""Who sits at the table and who is missing: by sector, by municipality, newcomers themselves, and how many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language

from alliances.aims import aims_of
from partners.organisations.models import SECTOR_NUMBERS, Sector
from partners.stakeholders.models import Stakeholder
from places.models import Municipality
from places.names import NameKey
from spaces.models import Member, Space

# Where an organisation is, as names of places are compared.
TOWN = NameKey("organisation__municipality")
# An alliance of about so many can talk and decide.
FEW, MANY = 8, 12


@dataclass(frozen=True)
class SectorSeats:
    """A sector: its colour, how many members come from it and should, and how many in the register could."""

    sector: Sector
    number: int
    seats: int
    wanted: int
    candidates: int

    @property
    def missing(self) -> int:
        """How many more are wanted."""
        return max(0, self.wanted - self.seats)

    @property
    def chairs(self) -> list[bool]:
        """The seats as they are drawn: those taken, then those still wanted."""
        return [True] * self.seats + [False] * self.missing


@dataclass(frozen=True)
class Place:
    """A municipality of the region: how many members have their seat there, and how many in the register could."""

    name: str
    seats: int
    candidates: int


@dataclass(frozen=True)
class Table:
    """Who sits at the table."""

    seats: int
    sectors: tuple[SectorSeats, ...]
    places: tuple[Place, ...]

    @property
    def few(self) -> int:
        """How many more would make it about eight; 0 when that many are there."""
        return max(0, FEW - self.seats)

    @property
    def is_large(self) -> bool:
        return self.seats > MANY

    @property
    def newcomers(self) -> SectorSeats:
        return next(one for one in self.sectors if one.sector == Sector.NEWCOMERS)

    @property
    def missing_sectors(self) -> tuple[SectorSeats, ...]:
        """Those with fewer seats than the alliance wants; newcomers, who are missed first, stand apart."""
        return tuple(one for one in self.sectors if one.missing and one.sector != Sector.NEWCOMERS)

    @property
    def missing_places(self) -> tuple[Place, ...]:
        return tuple(place for place in self.places if not place.seats)

    @property
    def is_balanced(self) -> bool:
        """Whether nothing is missing."""
        nothing = not (self.missing_sectors or self.missing_places)
        return nothing and not self.few and not self.newcomers.missing


def table_of(space: Space) -> Table:
    """The table of an alliance, in five queries however many members and stakeholders there are."""
    members = Member.objects.current().filter(space=space)
    seated = list(members.annotate(town=TOWN).values_list("organisation__sectors", "town"))
    register = Stakeholder.objects.filter(space=space).with_membership().filter(is_member=False)
    sectors = _sectors((row[0] for row in seated), register, aims_of(space))
    return Table(len(seated), sectors, _places(space, seated, register))


def _sectors(
    seated: Iterable[list[str] | None], register: QuerySet[Stakeholder], aims: Mapping[str, int]
) -> tuple[SectorSeats, ...]:
    seats = Counter(sector for sectors in seated for sector in sectors or ())
    counts = {one.value: Count("pk", filter=Q(organisation__sectors__contains=[one.value])) for one in Sector}
    candidates = register.aggregate(**counts)
    return tuple(
        SectorSeats(sector, SECTOR_NUMBERS[value], seats[value], aims[value], candidates[value])
        for sector in Sector
        for value in [sector.value]
    )


def _places(
    space: Space, seated: Iterable[tuple[object, str | None]], register: QuerySet[Stakeholder]
) -> tuple[Place, ...]:
    """The municipalities of its regions. An organisation is in one when its address says that name."""
    municipalities = Municipality.objects.filter(regions__alliances__space=space).distinct().order_by("name")
    keyed = municipalities.annotate(key=NameKey("name"), french_key=NameKey("name_fr"))
    names = list(keyed.values_list("name", "name_fr", "key", "french_key"))
    seats = Counter(town for _sectors, town in seated if town)
    towns = register.annotate(town=TOWN).values_list("town")
    candidates = {town: count for town, count in towns.annotate(count=Count("pk")).order_by() if town}
    return tuple(
        Place(
            french if french and get_language() == "fr" else name,
            sum(seats[known] for known in {key, french_key} if known),
            sum(candidates.get(known, 0) for known in {key, french_key} if known),
        )
        for name, french, key, french_key in names
    )
