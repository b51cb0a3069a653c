"""What comes in from files, what is refused, and that a repeat changes nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from places.importing import boundaries as boundaries_module
from places.importing import features as features_module
from places.importing.centres import read_centres
from places.importing.problems import ImportRefused
from places.importing.regions import Report, import_regions
from places.models import Division, Municipality, MunicipalityInRegion, Region
from tests.places.files import BRUSSELS, MUNICIPALITIES, REGIONS, ROWS, csv_of, feature, geojson, square, topojson

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def division() -> Division:
    return Division.objects.create(name="Vlaanderen", code="vlaanderen")


def bring_in(division: Division, data: bytes = b"", boundaries: bytes = b"", **options: Any) -> Report:
    return import_regions(division, data or csv_of(), boundaries, **{"country": "BE", **options})


def refused(division: Division, *arguments: Any, **options: Any) -> str:
    """What is said of files that are not taken; nothing of them has come in."""
    before = (Region.objects.count(), Municipality.objects.count())
    with pytest.raises(ImportRefused) as error:
        bring_in(division, *arguments, **options)
    assert (Region.objects.count(), Municipality.objects.count()) == before
    return "\n".join(error.value.problems)


def where() -> dict[str, str]:
    links = MunicipalityInRegion.objects.select_related("municipality", "region")
    return {link.municipality.name: link.region.name for link in links}


def test_a_list_becomes_regions_with_their_municipalities(division: Division) -> None:
    report = bring_in(division, boundaries=REGIONS)
    assert where() == {"Aartsel": "Regio Noord", "Boechel": "Regio Noord", "Lier": "Regio Zuid"}
    assert list(Region.objects.values_list("code", "country", "division")) == [
        ("be-ref01", "BE", division.pk),
        ("be-ref02", "BE", division.pk),
    ]
    one = Municipality.objects.get(code="11002")
    assert (one.name_fr, one.postcodes, one.country) == ("Boechelle", ["2530", "2531"], "BE")
    assert report.regions.made == ["Regio Noord", "Regio Zuid"]
    assert len(report.boundaries.made) == 2


def test_a_second_time_changes_nothing_and_says_so(division: Division) -> None:
    bring_in(division, boundaries=MUNICIPALITIES)
    before = list(Region.objects.values()), list(MunicipalityInRegion.objects.values())
    report = bring_in(division, boundaries=MUNICIPALITIES)
    assert report.changes_nothing()
    assert report.lines()[0] == "Everything was there already: nothing changes."
    assert (list(Region.objects.values()), list(MunicipalityInRegion.objects.values())) == before
    assert (report.regions.unchanged, report.municipalities.unchanged, report.boundaries.unchanged) == (2, 3, 2)


def test_a_dry_run_tells_the_same_and_changes_nothing(division: Division) -> None:
    dry = bring_in(division, boundaries=REGIONS, dry_run=True)
    assert (Region.objects.count(), Municipality.objects.count()) == (0, 0)
    assert dry == bring_in(division, boundaries=REGIONS)


def test_without_a_region_is_refused_or_left_out(division: Division) -> None:
    data = csv_of(*ROWS, BRUSSELS)
    assert "1 municipality has no region: Brussel." in refused(division, data)
    assert bring_in(division, data, only_with_region=True).left_out == ["Brussel"]
    assert "Brussel" not in where()


def test_a_newer_list_moves_and_renames(division: Division) -> None:
    bring_in(division)
    report = bring_in(
        division,
        csv_of(
            "11001,Aartsel,Aartsel,Vlaams,REF02,Regio Zuid,2630",
            "12003,Lier-Kessel,Lierre,Vlaams,REF02,Regio Zuid,2500",
        ),
    )
    assert where() == {"Aartsel": "Regio Zuid", "Boechel": "Regio Noord", "Lier-Kessel": "Regio Zuid"}
    assert report.moved == ["Aartsel from Regio Noord to Regio Zuid"]
    assert (report.municipalities.changed, report.not_in_file) == (["Lier-Kessel"], ["Regio Noord"])


def test_a_region_of_the_file_loses_what_the_file_no_longer_has(division: Division) -> None:
    bring_in(division)
    assert bring_in(division, csv_of(ROWS[0], ROWS[2])).moved == ["Boechel out of Regio Noord"]
    assert where() == {"Aartsel": "Regio Noord", "Lier": "Regio Zuid"}


def test_each_division_has_its_own_regions_of_the_same_land(division: Division) -> None:
    other = Division.objects.create(name="Anders", code="anders")
    bring_in(division)
    bring_in(other, csv_of(*(row.replace("REF02,Regio Zuid", "REF01,Regio Noord") for row in ROWS)))
    assert (division.regions.count(), other.regions.count(), Municipality.objects.count()) == (2, 1, 3)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            (*ROWS, "12003,Lier,Lierre,Vlaams,REF01,Regio Noord,2500"),
            "Row 5: Lier (12003) is in Regio Noord, and in row 4 in Regio Zuid.",
        ),
        ((*ROWS, "12003,Duffel,,Vlaams,REF02,Regio Zuid,2570"), "that of another municipality in row 4"),
        ((*ROWS, "12009,Duffel,,Vlaams,REF02,Regio Oost,2570"), "used for both Regio Zuid and Regio Oost"),
        ((*ROWS, ",Duffel,,Vlaams,REF02,Regio Zuid,2570"), "Row 5: the official code is missing."),
        ((*ROWS, "12009,,,Vlaams,REF02,Regio Zuid,2570"), "Row 5: the name is missing."),
        ((*ROWS, f"12009,{'x' * 121},,Vlaams,REF02,Regio Zuid,2570"), "is longer than 120 characters"),
    ],
)
def test_rows_that_contradict_are_refused(division: Division, rows: tuple[str, ...], said: str) -> None:
    assert said in refused(division, csv_of(*rows))


def test_columns_that_are_missing_are_named(division: Division) -> None:
    said = refused(division, csv_of("Lier,2500", header="naam_nl,postcode"))
    assert said.startswith("There are no columns “official code”, “region”.")
    assert "The columns of this file are: naam_nl, postcode." in said


def test_old_encodings_semicolons_and_lost_noughts(division: Division) -> None:
    data = "Code INSEE;Nom;Région\r\n1004;Bègles;Gironde\r\n".encode("cp1252")
    bring_in(division, data, country="FR")
    assert list(Municipality.objects.values_list("code", "name", "country")) == [("01004", "Bègles", "FR")]
    assert Region.objects.get().code == "fr-gironde"


@pytest.mark.parametrize(
    "data", [b"", b"\x00\x01\x02nis,naam\x00", b"PK\x03\x04" + bytes(range(256)) * 9, b'a,b\n"open']
)
def test_files_that_are_no_list_are_refused_in_words(division: Division, data: bytes) -> None:
    with pytest.raises(ImportRefused) as error:
        import_regions(division, data, country="BE")
    assert error.value.problems


# --- centres of municipalities -------------------------------------------------------------------
def test_a_file_that_draws_the_municipalities_says_where_their_centres_are(division: Division) -> None:
    report = bring_in(division, boundaries=MUNICIPALITIES)
    centres = dict(Municipality.objects.values_list("name", "longitude"))
    assert centres == {"Aartsel": 4.05, "Boechel": 4.15, "Lier": 4.25}
    assert report.centres.made == ["Aartsel", "Boechel", "Lier"]
    again = bring_in(division, boundaries=MUNICIPALITIES)
    assert (again.centres.made, again.centres.unchanged) == ([], 3)


def test_a_file_with_regions_alone_leaves_the_centres_alone(division: Division) -> None:
    bring_in(division, boundaries=MUNICIPALITIES)
    report = bring_in(division, boundaries=REGIONS)
    assert report.centres.made == report.centres.changed == []
    assert not Municipality.objects.filter(latitude=None).exists()


def test_a_centre_lies_inside_also_in_a_bent_municipality(division: Division) -> None:
    bent = [[[4.0, 51.0], [4.3, 51.0], [4.3, 51.3], [4.29, 51.3], [4.29, 51.01], [4.0, 51.01], [4.0, 51.0]]]
    found = read_centres(geojson(feature(bent, nis="11001")), ["11001"], country="BE")
    latitude, longitude = found["11001"]
    assert 51.0 < latitude < 51.01 or 4.29 < longitude < 4.3


def test_half_a_centre_is_refused_by_the_database() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Municipality.objects.create(code="1", name="Half", latitude=51.0)


def test_a_municipality_is_known_by_all_its_names_as_people_write_them(division: Division) -> None:
    bring_in(division, csv_of("11002,Sint-Boéchel,Saint-Boëchelle,Vlaams,REF01,Regio Noord,2530"))
    bring_in(division, csv_of("11002,Œchel,,Vlaams,REF01,Regio Noord,2530"))
    assert Municipality.objects.get().name_keys == ["oechel", "saint boechelle", "sint boechel"]


# --- boundaries --------------------------------------------------------------------------------------
def extent(code: str) -> tuple[float, float]:
    """From where to where a region goes, west to east."""
    boundary = Region.objects.get(code=code).boundary
    assert boundary is not None
    polygons = [boundary["coordinates"]] if boundary["type"] == "Polygon" else boundary["coordinates"]
    across = [x for polygon in polygons for ring in polygon for x, _y in ring]
    return min(across), max(across)


@pytest.mark.parametrize("data", [REGIONS, topojson()])
def test_boundaries_by_the_codes_of_the_regions(division: Division, data: bytes) -> None:
    bring_in(division, boundaries=data)
    assert (extent("be-ref01"), extent("be-ref02")) == ((4.0, 4.1), (4.1, 4.2))


def test_boundaries_of_municipalities_are_joined(division: Division) -> None:
    bring_in(division, boundaries=MUNICIPALITIES)
    assert (extent("be-ref01"), extent("be-ref02")) == ((4.0, 4.2), (4.2, 4.3))
    assert Region.objects.get(code="be-ref01").boundary["type"] == "Polygon"


def test_a_region_without_an_area_is_named(division: Division) -> None:
    data = geojson(feature(square(4.0, 51.0), naam="regio noord"))
    assert bring_in(division, boundaries=data).without_boundary == ["Regio Zuid"]


def test_many_points_become_few(division: Division, monkeypatch: pytest.MonkeyPatch) -> None:
    import math

    ring = [[4 + math.cos(n / 500), 51 + math.sin(n / 500)] for n in range(3141)]
    data = geojson(feature([[*ring, ring[0]]], code="REF01"))
    monkeypatch.setattr(boundaries_module, "MAX_JSON_BYTES", 2_000)
    bring_in(division, boundaries=data)
    boundary = Region.objects.get(code="be-ref01").boundary
    assert 200 < len(json.dumps(boundary)) <= 2_000
    assert len(boundary["coordinates"][0]) > 20


BOWTIE = [[[4.0, 51.0], [4.1, 51.1], [4.1, 51.0], [4.0, 51.1], [4.0, 51.0]]]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", None),
        (b"{", "no valid JSON"),
        (b"[1]", "must be GeoJSON or TopoJSON"),
        (b'{"type": "FeatureCollection"}', "damaged"),
        (b'{"type": "FeatureCollection", "features": []}', "There are no areas"),
        (b'{"type": "Polygon", "coordinates": [[[NaN, 1]]]}', "no valid JSON"),
        (b"[" * 100_000, "no valid JSON"),
        ("{é".encode("latin-1"), "in UTF-8"),
        (b'{"type": "a\\u0000b"}', "NUL"),
        (REGIONS.replace(b"REF0", b"ANDERS"), "No area"),
        (geojson(feature(BOWTIE, code="REF01")), "of REF01 is not valid at 4.05 51.05"),
        (geojson(feature(square(152000, 212000, 500), code="REF01")), "in degrees (WGS84)"),
        (geojson(feature(square(4, 51), code="REF01"), crs={"properties": {"name": "EPSG:31370"}}), "in degrees"),
        (geojson(feature([[[4, 51], [5, 51], [5, 52]]], code="REF01")), "damaged"),
        (
            geojson(feature(square(4.0, 51.0), code="REF01"), feature(square(4.05, 51.0), code="REF02")),
            "Regio Noord and Regio Zuid overlap",
        ),
        (topojson().replace(b"[2, -1]", b"[7, -1]"), "damaged"),
        (topojson().replace(b"[2, -1]", b"[2, 0]"), "damaged"),
    ],
)
def test_boundaries_that_cannot_be_used_are_refused_in_words(division: Division, data: bytes, said: str | None) -> None:
    if said is None:
        assert bring_in(division, boundaries=data).boundaries.made == []
    else:
        assert said in refused(division, boundaries=data)


def test_boundaries_that_are_too_large_are_refused(division: Division, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(features_module, "MAX_BYTES", 100)
    assert "larger than" in refused(division, boundaries=REGIONS)


def test_a_small_file_that_unpacks_to_much_is_stopped(division: Division, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(features_module, "MAX_POINTS", 10)
    assert "more points" in refused(division, boundaries=topojson())


def test_regions_that_came_earlier_are_not_covered(division: Division) -> None:
    bring_in(division, csv_of(ROWS[0]), REGIONS)
    said = refused(division, csv_of(ROWS[2]), geojson(feature(square(4.05, 51.0), code="REF02")))
    assert said == "The boundaries of Regio Zuid and Regio Noord overlap."


# --- what the database holds -------------------------------------------------------------------------
def test_one_region_of_a_division_per_municipality_is_a_constraint(division: Division) -> None:
    bring_in(division)
    lier, north = Municipality.objects.get(name="Lier"), Region.objects.get(name="Regio Noord")
    with pytest.raises(IntegrityError, match="one_region_of_a_division"), transaction.atomic():
        lier.regions.add(north)
    with pytest.raises(IntegrityError, match="one_region_of_a_division"), transaction.atomic():
        MunicipalityInRegion.objects.filter(municipality=lier).bulk_create(
            [MunicipalityInRegion(municipality=lier, region=north)]
        )


def test_a_region_that_changes_its_division_takes_its_municipalities_along(division: Division) -> None:
    bring_in(division)
    lier, loose = Municipality.objects.get(name="Lier"), Region.objects.create(name="Los", code="los")
    lier.regions.add(loose)
    with pytest.raises(IntegrityError, match="one_region_of_a_division"), transaction.atomic():
        Region.objects.filter(pk=loose.pk).update(division=division)
    Region.objects.filter(name="Regio Zuid").update(division=None)
    Region.objects.filter(pk=loose.pk).update(division=division)
    assert MunicipalityInRegion.objects.get(region=loose).division == division
