"""What the rest of a row or column tells about a cell."""

import pytest

from partners.stakeholders.sheets.matching import match_columns
from partners.stakeholders.sheets.reading import read_table
from partners.stakeholders.sheets.records import CleanRow, clean_rows


def rows_of(text: str) -> list[CleanRow]:
    table = read_table(text.encode())
    return clean_rows(table, match_columns(table).fields).rows


@pytest.mark.parametrize(
    ("cell", "street", "postcode", "municipality"),
    [
        ("8 rue de la Boétie - 33000 Bordeaux", "8 rue de la Boétie", "33000", "Bordeaux"),
        ("9 Avenue du Général de Gaulle 33500 Libourne", "9 Avenue du Général de Gaulle", "33500", "Libourne"),
        ("232, Rue Pelleport - 33079 Bordeaux CEDEX 9", "232, Rue Pelleport - 33079 Bordeaux CEDEX 9", None, None),
        ("232, Rue Pelleport - 33079 Bordeaux Cedex", "232, Rue Pelleport", "33079", "Bordeaux"),
        ("Kerkstraat 12, 9000 Gent", "Kerkstraat 12", "9000", "Gent"),
        ("Kerkstraat 12, B-9000 Gent", "Kerkstraat 12", "9000", "Gent"),
        ("Wirdumerdijk 1, 8911 AB Leeuwarden", "Wirdumerdijk 1", "8911 AB", "Leeuwarden"),
        ("Steenweg op Waver 1234 Elsene", "Steenweg op Waver 1234 Elsene", None, None),
        ("Rue Robert Schuman", "Rue Robert Schuman", None, None),
        ("33000 Bordeaux", "33000 Bordeaux", None, None),
    ],
)
def test_an_address_in_one_cell(cell: str, street: str, postcode: str | None, municipality: str | None) -> None:
    (row,) = rows_of(f'Naam;Adres\nHuis;"{cell}"\n')
    found = [row.values.get(name) for name in ("street", "postcode", "municipality")]
    assert found == [street, postcode, municipality]


def test_what_has_columns_of_its_own_is_believed() -> None:
    (row,) = rows_of("Naam;Adres;Postcode;Gemeente\nHuis;Kerkstraat 12, 9000 Gent;9000;Gentbrugge\n")
    assert (row.values["street"], row.values["municipality"]) == ("Kerkstraat 12", "Gentbrugge")
    (other,) = rows_of("Naam;Adres;Postcode\nHuis;Kerkstraat 12, 9000 Gent;9050\n")
    assert other.values["street"] == "Kerkstraat 12, 9000 Gent"


def test_degrees_the_wrong_way_round() -> None:
    header, cells = "Naam;Latitude;Longitude", ["A;51.05;3.71", "B;51.2;4.4", "C;3.71;51.05"]
    rows = rows_of("\n".join([header, *cells]))
    assert [(row.values["latitude"], row.values["longitude"]) for row in rows] == [
        ("51.05", "3.71"), ("51.2", "4.4"), ("51.05", "3.71"),
    ]  # fmt: skip


def test_a_french_postcode_gets_its_zero_back_where_the_column_tells() -> None:
    rows = rows_of("Nom;CP\n" + "\n".join(f"Lieu {n};{33000 + n}" for n in range(8)) + "\nBourg;1000\n")
    assert (rows[-1].values["postcode"], [one.column for one in rows[-1].warnings]) == ("01000", ["CP"])


def test_a_french_postcode_gets_its_zero_back_where_the_telephones_tell() -> None:
    rows = rows_of("Nom;CP;Tél\nA;1000;+33 4 74 00 00 00\nB;1100;\n")
    assert [row.values["postcode"] for row in rows] == ["01000", "01100"]


def test_belgian_postcodes_stay_four_digits() -> None:
    rows = rows_of("Naam;Postcode;Website\nA;9000;a.be\nB;1000;\nC;2000;c.be\n")
    assert [row.values["postcode"] for row in rows] == ["9000", "1000", "2000"]
    mixed = rows_of(
        "Nom;CP;Site internet\n" + "\n".join(f"Lieu {n};{33000 + n};" for n in range(8)) + "\nGent;9000;gent.be\n"
    )
    assert mixed[-1].values["postcode"] == "9000"


def test_a_wrong_cell_says_what_stood_in_it() -> None:
    (row,) = rows_of("Naam;E-mail\nHuis;geen adres\n")
    assert [(one.column, one.given) for one in row.warnings] == [("E-mail", "geen adres")]
