"""A point for each municipality: where its centre stands on a map."""

from __future__ import annotations

from collections.abc import Collection

import shapely
from shapely.geometry.base import BaseGeometry

from places.importing.features import Feature, by_property, read_features
from places.importing.tables import official_code

# About a metre.
_DECIMALS = 5

type Centre = tuple[float, float]


def read_centres(data: bytes, codes: Collection[str], *, country: str) -> dict[str, Centre]:
    """Latitude and longitude of the municipalities in ``codes`` whose areas are in a file with boundaries, by code.

    Of the layers and properties of the file the one counts that knows most of them; areas that are not valid are left
    aside. Raises ImportRefused.
    """
    best: dict[str, list[Feature]] = {}
    for values in by_property(read_features(data)).values():
        named = {official_code(value, country): features for value, features in values.items()}
        found = {code: named[code] for code in codes if code in named}
        if len(found) > len(best):
            best = found
    shapes = {code: _joined(features) for code, features in best.items()}
    return {code: _centre(shape) for code, shape in shapes.items() if not shape.is_empty}


def _joined(features: list[Feature]) -> BaseGeometry:
    shapes: list[BaseGeometry] = [shapely.geometry.shape(feature.shape) for feature in features]
    return shapely.union_all([shape for shape in shapes if shape.is_valid])


def _centre(shape: BaseGeometry) -> Centre:
    """Its middle where that lies inside; else a point that does."""
    middle = shape.centroid
    point = middle if shape.contains(middle) else shape.representative_point()
    return round(point.y, _DECIMALS), round(point.x, _DECIMALS)
