"""Which areas of a file are which region, whether they may be, and how they are kept: small, valid, in WGS84."""

from __future__ import annotations

import itertools
import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import shapely
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from core.sheets.words import words
from places.importing.features import Feature, by_property, read_features
from places.importing.problems import ImportRefused, refuse_if, some
from places.importing.tables import RegionRows, official_code

# What all boundaries of one import may take as JSON; lines become coarser until they fit.
MAX_JSON_BYTES = 240_000
# In degrees: about 20 m to begin with. Four decimals are about 10 m.
_FIRST_TOLERANCE = 0.0002
_DECIMALS = 4
_LEAST_BYTES = 12  # of a point as JSON
# Official lists are drawn with different care: below this share of the smaller region, an overlap is a border.
OVERLAP = 0.01

type Boundary = dict[str, Any]


class _Source(NamedTuple):
    """One way to read the file: the areas of each region, by the region's key."""

    areas: dict[str, list[Feature]]

    @property
    def worth(self) -> tuple[int, int]:
        """More regions first; of equals the one with fewer areas, which need not be joined."""
        return len(self.areas), -sum(map(len, self.areas.values()))


class Boundaries(NamedTuple):
    """A GeoJSON geometry for each region's key that the file has one for, and the names of the others."""

    by_region: dict[str, Boundary]
    missing: list[str]


def read_boundaries(
    data: bytes, regions: Mapping[str, RegionRows], others: Mapping[str, Boundary], *, country: str
) -> Boundaries:
    """The boundaries of ``regions``, simplified. ``others``: by name, those of the division that are not imported now.

    Raises ImportRefused when nothing fits, when an area is not valid and when regions overlap.
    """
    areas = _best(read_features(data), regions, country).areas
    if not areas:
        raise ImportRefused(
            _("No area in the file with boundaries has the name or code of a region, or of all its municipalities.")
        )
    shapes = {key: shapely.union_all([_checked(area) for area in found]) for key, found in areas.items()}
    named = [(regions[key].name, shape) for key, shape in shapes.items()]
    refuse_if(_overlaps(named, [(name, shapely.geometry.shape(one)) for name, one in others.items()]))
    missing = [region.name for key, region in regions.items() if key not in shapes]
    return Boundaries(dict(zip(shapes, simplified(list(shapes.values()), MAX_JSON_BYTES), strict=True)), missing)


def _best(features: Sequence[Feature], regions: Mapping[str, RegionRows], country: str) -> _Source:
    """The layer and property by which most regions get their areas: their own, or those of all their municipalities."""
    sources = [_Source({})]
    for values in by_property(features).values():
        sources += [_as_regions(values, regions), _as_municipalities(values, regions, country)]
    return max(sources, key=lambda source: source.worth)


def _as_regions(values: Mapping[str, list[Feature]], regions: Mapping[str, RegionRows]) -> _Source:
    by_words: dict[str, list[Feature]] = defaultdict(list)
    for value, features in values.items():
        by_words[words(value)] += features
    found = {
        key: by_words.get(words(region.official_code)) or by_words.get(words(region.name))
        for key, region in regions.items()
    }
    return _Source({key: features for key, features in found.items() if features})


def _as_municipalities(values: Mapping[str, list[Feature]], regions: Mapping[str, RegionRows], country: str) -> _Source:
    by_code = {official_code(value, country): features for value, features in values.items()}
    whole = {
        key: region.municipalities for key, region in regions.items() if region.municipalities.keys() <= by_code.keys()
    }
    return _Source({key: [area for code in codes for area in by_code[code]] for key, codes in whole.items()})


def _checked(feature: Feature) -> BaseGeometry:
    """The area as a shape. Raises ImportRefused when its lines cross or do not close."""
    shape: BaseGeometry = shapely.geometry.shape(feature.shape)
    if shape.is_valid and not shape.is_empty:
        return shape
    place = re.search(r"\[(.*)\]", shapely.is_valid_reason(shape))  # "Self-intersection[4.05 51.05]"
    raise ImportRefused(
        _("The boundary of %(name)s is not valid at %(place)s: its line crosses or touches itself. Mend it first.")
        % {"name": some(feature.properties.values()) or "?", "place": place.group(1) if place else "?"}
    )


def _overlaps(named: Sequence[tuple[str, BaseGeometry]], others: Sequence[tuple[str, BaseGeometry]]) -> list[str]:
    """A sentence for each two regions that lie over each other."""
    every = [*named, *others]
    shapes = [shape for _name, shape in every]
    pairs = shapely.STRtree(shapes).query([shape for _name, shape in named], predicate="intersects")
    problems = []
    for one, other in sorted({(min(pair), max(pair)) for pair in pairs.T.tolist() if pair[0] != pair[1]}):
        smaller = min(shapes[one].area, shapes[other].area)
        if shapely.intersection(shapes[one], shapes[other]).area > smaller * OVERLAP:
            problems.append(
                _("The boundaries of %(one)s and %(other)s overlap.") % {"one": every[one][0], "other": every[other][0]}
            )
    return problems


def simplified(shapes: Sequence[BaseGeometry], most_bytes: int) -> list[Boundary]:
    """``shapes`` as GeoJSON of at most ``most_bytes`` together; common borders stay common."""
    plain = list(shapes)
    for step in itertools.count():
        tolerance = _FIRST_TOLERANCE * 2**step
        plain = list(shapely.coverage_simplify(plain, tolerance))
        if shapely.get_num_coordinates(plain).sum() * _LEAST_BYTES > most_bytes and tolerance < 1:
            continue  # not worth writing out
        found = [_geojson(shape, original) for shape, original in zip(plain, shapes, strict=True)]
        if sum(len(json.dumps(one)) for one in found) <= most_bytes or tolerance > 1:
            return found
    raise AssertionError  # the loop ends by itself


def _geojson(shape: BaseGeometry, original: BaseGeometry) -> Boundary:
    """On a grid of four decimals, outer rings against the clock. What is smaller than the grid becomes its own box."""
    on_grid = shapely.set_precision(shape, 10**-_DECIMALS)
    if on_grid.is_empty:
        on_grid = shapely.set_precision(original.envelope.buffer(10**-_DECIMALS), 10**-_DECIMALS)
    content = json.loads(shapely.to_geojson(shapely.orient_polygons(_areas_of(on_grid))))
    return {"type": content["type"], "coordinates": _rounded(content["coordinates"])}


def _areas_of(shape: BaseGeometry) -> BaseGeometry:
    """Without the points and lines that a grid may leave of a thin part."""
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        return shape
    return shapely.union_all([part for part in shapely.get_parts(shape) if part.geom_type.endswith("Polygon")])


def _rounded(coordinates: Any) -> Any:
    if isinstance(coordinates, float | int):
        return round(coordinates, _DECIMALS)
    return [_rounded(part) for part in coordinates]
