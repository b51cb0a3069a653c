"""Small files with the traps of real ones."""

from __future__ import annotations

import json
from typing import Any

HEADER = "nis,naam_nl,naam_fr,gewest,referentieregio_code,referentieregio,postcodes"
ROWS = (
    "11001,Aartsel,Aartsel,Vlaams,REF01,Regio Noord,2630",
    "11002,Boechel,Boechelle,Vlaams,REF01,Regio Noord,2530|2531",
    "12003,Lier,Lierre,Vlaams,REF02,Regio Zuid,2500",
)
BRUSSELS = "21004,Brussel,Bruxelles,Brussels,,,1000|1020"


def csv_of(*rows: str, header: str = HEADER) -> bytes:
    return "\n".join((header, *(rows or ROWS))).encode()


def square(west: float, south: float, size: float = 0.1) -> list[list[list[float]]]:
    east, north = west + size, south + size
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


def feature(coordinates: Any, **properties: Any) -> dict[str, Any]:
    geometry = {"type": "Polygon", "coordinates": coordinates}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def geojson(*features: dict[str, Any], **more: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features, **more}).encode()


REGIONS = geojson(feature(square(4.0, 51.0), code="REF01"), feature(square(4.1, 51.0), code="REF02"))
MUNICIPALITIES = geojson(
    feature(square(4.0, 51.0), nis="11001", ref="REF01"),
    feature(square(4.1, 51.0), nis="11002", ref="REF01"),
    feature(square(4.2, 51.0), nis="12003", ref="REF02"),
    feature(square(4.3, 51.0), nis="21004", ref=""),
)


def topojson() -> bytes:
    """Two squares side by side; their common border is one arc, which the second goes along backwards.

    A layer of municipalities comes first, whose property ``ref`` names the regions as well.
    """
    arcs = [
        [[100, 0], [0, 100]],  # the common border, northwards
        [[100, 100], [-100, 0], [0, -100], [100, 0]],  # the rest of the western one
        [[100, 0], [100, 0], [0, 100], [-100, 0]],  # the rest of the eastern one
    ]
    west, east = [[0, 1]], [[2, ~0]]
    parts = [
        {"type": "Polygon", "arcs": west, "properties": {"nis": "11001", "ref": "REF01"}},
        {"type": "Polygon", "arcs": west, "properties": {"nis": "11002", "ref": "REF01"}},
        {"type": "MultiPolygon", "arcs": [east], "properties": {"nis": "12003", "ref": "REF02"}},
    ]
    regions = [
        {"type": "Polygon", "arcs": west, "properties": {"code": "REF01", "naam": "Regio Noord"}},
        {"type": "MultiPolygon", "arcs": [east], "properties": {"code": "REF02", "naam": "Regio Zuid"}},
        {"type": None, "properties": {"code": "leeg"}},
    ]
    return json.dumps(
        {
            "type": "Topology",
            "transform": {"scale": [0.001, 0.001], "translate": [4.0, 51.0]},
            "objects": {
                "gemeenten": {"type": "GeometryCollection", "geometries": parts},
                "regios": {"type": "GeometryCollection", "geometries": regions},
            },
            "arcs": arcs,
        }
    ).encode()
