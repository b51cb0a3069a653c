"""GeoJSON and TopoJSON read into features: what they say of themselves, and their coordinates."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from places.importing.problems import ImportRefused

MAX_BYTES = 10 * 1024 * 1024
# A small TopoJSON can name one long arc thousands of times over.
MAX_POINTS = 2_000_000
_WGS84 = ("CRS84", "EPSG::4326", "EPSG:4326", "WGS84", "WGS 84")
_AREAS = {"Polygon", "MultiPolygon"}


@dataclass(frozen=True, slots=True)
class Feature:
    """One area. ``layer`` is the name of its TopoJSON object, empty in GeoJSON; ``shape`` a GeoJSON geometry."""

    layer: str
    properties: dict[str, str]
    shape: dict[str, Any]


class _Broken(Exception):
    """The file does not hold what its form promises."""


def read_features(data: bytes) -> list[Feature]:
    """All areas of a GeoJSON or TopoJSON file; points and lines are left aside. Raises ImportRefused."""
    content = _json(data)
    try:
        features = list(_topojson(content) if content.get("type") == "Topology" else _geojson(content))
    except (_Broken, TypeError, ValueError, KeyError, IndexError, AttributeError, RecursionError):
        raise ImportRefused(_("The boundaries are damaged: parts of the file do not fit together.")) from None
    if not features:
        raise ImportRefused(_("There are no areas in the file with boundaries."))
    return features


def by_property(features: Iterable[Feature]) -> Mapping[tuple[str, str], Mapping[str, list[Feature]]]:
    """The features by each layer and property, and there by what the property says of them."""
    found: dict[tuple[str, str], dict[str, list[Feature]]] = defaultdict(lambda: defaultdict(list))
    for feature in features:
        for name, value in feature.properties.items():
            found[feature.layer, name][value].append(feature)
    return found


def _json(data: bytes) -> dict[str, Any]:
    if len(data) > MAX_BYTES:
        raise ImportRefused(
            _("The file with boundaries is larger than %(megabytes)s MB. Simplify it first, for example with QGIS.")
            % {"megabytes": MAX_BYTES // 1024**2}
        )
    if not data.strip():
        raise ImportRefused(_("The file with boundaries is empty."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ImportRefused(_("The boundaries must be GeoJSON or TopoJSON in UTF-8.")) from None
    if "\0" in text or "\\u0000" in text:
        raise ImportRefused(_("The file with boundaries holds NUL characters, which no text has. It may be damaged."))
    try:
        content = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise ImportRefused(_("The file with boundaries is no valid JSON. It may be cut off.")) from None
    if not isinstance(content, dict) or "type" not in content:
        raise ImportRefused(_("The boundaries must be GeoJSON or TopoJSON in UTF-8."))
    _check_reference_system(content)
    return content


def _no_number(_word: str) -> NoReturn:
    raise ValueError


def _check_reference_system(content: dict[str, Any]) -> None:
    """Old GeoJSON names its reference system; ours is the one that new GeoJSON always has."""
    named = json.dumps(content.get("crs") or "")
    if content.get("crs") and not any(name in named for name in _WGS84):
        raise ImportRefused(_in_degrees())


def _in_degrees() -> str:
    return _(
        "The boundaries must be in degrees (WGS84), not in metres: save them again with that coordinate system, "
        "for example with QGIS."
    )


def _properties(item: dict[str, Any]) -> dict[str, str]:
    """What the feature says of itself, as text; its id too."""
    properties = {str(key): str(value) for key, value in (item.get("properties") or {}).items() if value is not None}
    if item.get("id") is not None:
        properties.setdefault("id", str(item["id"]))
    return properties


def _geojson(content: dict[str, Any]) -> Iterator[Feature]:
    items = content["features"] if content["type"] == "FeatureCollection" else [content]
    for item in items:
        shape = item["geometry"] if item["type"] == "Feature" else item
        if shape and shape["type"] in _AREAS:
            polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
            yield Feature("", _properties(item), _shape([[_ring(ring) for ring in rings] for rings in polygons]))


def _shape(polygons: list[list[list[tuple[float, float]]]]) -> dict[str, Any]:
    return {"type": "MultiPolygon", "coordinates": polygons}


def _ring(points: list[Any]) -> list[tuple[float, float]]:
    """A closed line. Heights are left out. Raises ImportRefused for what cannot be degrees."""
    ring = [(float(point[0]), float(point[1])) for point in points]
    if len(ring) < 4 or ring[0] != ring[-1]:
        raise _Broken
    if any(abs(x) > 180 or abs(y) > 90 for x, y in ring):
        raise ImportRefused(_in_degrees())
    return ring


class _Topology:
    """The shared lines of a TopoJSON file (its specification: github.com/topojson/topojson-specification)."""

    def __init__(self, content: dict[str, Any]) -> None:
        transform = content.get("transform")
        self.arcs = [_delta(arc, transform) if transform else [(p[0], p[1]) for p in arc] for arc in content["arcs"]]
        self.left = MAX_POINTS

    def ring(self, numbers: list[int]) -> list[tuple[float, float]]:
        """Arcs end to end; ~n is arc n from its end to its beginning. Where two meet, the point counts once."""
        points: list[tuple[float, float]] = []
        for number in numbers:
            arc = self.arcs[number] if number >= 0 else self.arcs[~number][::-1]
            if points and points[-1] != arc[0]:
                raise _Broken
            points += arc[1:] if points else arc
            self.left -= len(arc)
            if self.left < 0:
                raise ImportRefused(_("The boundaries unpack to more points than a map can show. Simplify them first."))
        return _ring(points)

    def shape(self, item: dict[str, Any]) -> dict[str, Any]:
        polygons = item["arcs"] if item["type"] == "MultiPolygon" else [item["arcs"]]
        return _shape([[self.ring(numbers) for numbers in rings] for rings in polygons])


def _delta(arc: list[list[float]], transform: dict[str, Any]) -> list[tuple[float, float]]:
    """Each point of a quantised arc is a step from the one before it."""
    (scale_x, scale_y), (west, south) = transform["scale"], transform["translate"]
    points, x, y = [], 0.0, 0.0
    for step in arc:
        x, y = x + step[0], y + step[1]
        points.append((x * scale_x + west, y * scale_y + south))
    return points


def _topojson(content: dict[str, Any]) -> Iterator[Feature]:
    topology = _Topology(content)
    for layer, item in content["objects"].items():
        for one in _flat(item):
            if one.get("type") in _AREAS:
                yield Feature(str(layer), _properties(one), topology.shape(one))


def _flat(item: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The geometries of an object, collections unpacked."""
    if item["type"] != "GeometryCollection":
        yield item
        return
    for one in item["geometries"]:
        yield from _flat(one)
