"""About where an organisation is, when only its municipality or its postcode is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Aggregate, Exists, FloatField, OuterRef, Q

from partners.organisations.models import Organisation
from places.models import Municipality, MunicipalityInRegion, Region
from places.names import NameKey, meant, ways_to_write


class Address(NamedTuple):
    """What is known of an address. ``keys``: what its municipality could mean, as ``places.names.meant`` gives it."""

    keys: tuple[str, ...]
    postcode: str
    country: str


class About(NamedTuple):
    """The centre of a municipality, or of what has a postcode (``is_postcode``)."""

    latitude: float
    longitude: float
    is_postcode: bool = False


class Median(Aggregate):
    """The middle one of all values: one wrong address does not move it."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


@dataclass(frozen=True)
class _Municipality:
    country: str
    postcodes: frozenset[str]
    centre: About | None
    is_ours: bool


@dataclass
class Centres:
    """What is known of the places that some addresses name; at most three queries, however many there are.

    The official lists come first, then what the directory's organisations with exact coordinates say of their
    municipality or postcode. Where a name could mean several municipalities and neither country, postcode nor region
    tells which, it means none.
    """

    by_name: dict[str, list[_Municipality]] = field(default_factory=lambda: defaultdict(list))
    by_postcode: dict[str, list[_Municipality]] = field(default_factory=lambda: defaultdict(list))
    learned_names: dict[str, list[tuple[str, About]]] = field(default_factory=lambda: defaultdict(list))
    learned_postcodes: dict[str, list[tuple[str, About]]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, addresses: Iterable[Address], regions: Sequence[Region]) -> Centres:
        """For these addresses; municipalities of ``regions`` are meant rather than others of the same name."""
        wanted = set(addresses)
        centres = cls()
        if wanted:
            centres._read_lists(wanted, regions)
        if unknown := {one for one in wanted if centres.find(one) is None}:
            centres._learn(unknown)
        return centres

    def find(self, address: Address) -> About | None:
        """About where ``address`` is: its municipality, else its postcode."""
        named = self._meant(address)
        return (
            (named.centre if named else None)
            or _of_country(self.learned_names, address.keys, address.country)
            or self._around(address)
            or _of_country(self.learned_postcodes, [address.postcode], address.country)
        )

    def _read_lists(self, wanted: set[Address], regions: Sequence[Region]) -> None:
        names = sorted({way for one in wanted for key in one.keys for way in ways_to_write(key)})
        postcodes = sorted({one.postcode for one in wanted} - {""})
        ours = MunicipalityInRegion.objects.filter(municipality=OuterRef("pk"), region__in=regions)
        found = Municipality.objects.filter(Q(name_keys__overlap=names) | Q(postcodes__overlap=postcodes))
        fields = ("name_keys", "postcodes", "country", "latitude", "longitude", "is_ours")
        for keys, codes, country, latitude, longitude, is_ours in found.annotate(is_ours=Exists(ours)).values_list(
            *fields
        ):
            centre = None if latitude is None else About(latitude, longitude)
            one = _Municipality(country, frozenset(codes), centre, is_ours)
            for key in {meant(key) for key in keys}:
                self.by_name[key].append(one)
            for code in codes:
                self.by_postcode[code].append(one)

    def _meant(self, address: Address) -> _Municipality | None:
        """The one municipality that the name can only mean."""
        found = {one for key in address.keys for one in self.by_name.get(key, ())}
        left = _fitting(found, address.country)
        left = _narrowed(left, lambda one: address.postcode in one.postcodes)
        left = _narrowed(left, lambda one: one.is_ours)
        return left[0] if len(left) == 1 else None

    def _around(self, address: Address) -> About | None:
        """In the middle of the municipalities that have the postcode."""
        left = _fitting(self.by_postcode.get(address.postcode, ()), address.country)
        left = _narrowed(left, lambda one: one.is_ours)
        centres = [one.centre for one in left if one.centre]
        if not centres or len({one.country for one in left}) > 1:
            return None
        latitude, longitude = (sum(part) / len(centres) for part in (zip(*(one[:2] for one in centres), strict=True)))
        return About(latitude, longitude, is_postcode=True)

    def _learn(self, unknown: set[Address]) -> None:
        """From the organisations of the directory that are exactly known."""
        exact = Organisation.objects.filter(latitude__isnull=False, longitude__isnull=False)
        middle = {"middle_latitude": Median("latitude"), "middle_longitude": Median("longitude")}
        names = sorted({key for one in unknown for key in one.keys})
        if names:
            rows: Any = exact.annotate(key=NameKey("municipality")).filter(key__in=names)
            for key, country, latitude, longitude in rows.values_list("key", "country").annotate(**middle):
                self.learned_names[key].append((country, About(latitude, longitude)))
        postcodes = sorted({one.postcode for one in unknown} - {""})
        if postcodes:
            rows = exact.filter(postcode__in=postcodes)
            for postcode, country, latitude, longitude in rows.values_list("postcode", "country").annotate(**middle):
                self.learned_postcodes[postcode].append((country, About(latitude, longitude, is_postcode=True)))


def _fitting(found: Iterable[_Municipality], country: str) -> list[_Municipality]:
    return [one for one in found if country in ("", one.country)]


def _narrowed(found: list[_Municipality], fits: Callable[[_Municipality], bool]) -> list[_Municipality]:
    """Those that fit; all of them when none does, since then it tells nothing."""
    return [one for one in found if fits(one)] or found


def _of_country(known: dict[str, list[tuple[str, About]]], keys: Iterable[str], country: str) -> About | None:
    """What was learned of one of ``keys``, if it is of one country only, or of the right one."""
    for key in keys:
        found = known.get(key, [])
        fits = [about for of, about in found if of == country] or [about for of, about in found if "" in (of, country)]
        if len(fits) == 1:
            return fits[0]
    return None
