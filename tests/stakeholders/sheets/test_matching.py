"""Headers that real sheets have, in three languages, and columns that only their values explain."""

import pytest
from django.utils import translation

from partners.stakeholders.sheets.fields import FIELDS
from partners.stakeholders.sheets.headers import field_of, find_header
from partners.stakeholders.sheets.matching import match_columns
from partners.stakeholders.sheets.reading import SheetRow, Table


def table(headers, *rows):
    return Table(headers, [SheetRow(number, list(row)) for number, row in enumerate(rows, start=2)], header_row=1)


def guessed(headers, *rows):
    found = match_columns(table(headers, *(rows or [[""] * len(headers)])))
    return {field: headers[index] for field, index in found.fields.items()}, [headers[i] for i in found.unmatched]


def test_headers_of_a_flemish_public_list():
    headers = [
        "Naam organisatie",
        "Type",
        "Ondernemingsnummer",
        "Straat",
        "Nr",
        "Bus",
        "Postcode",
        "Gemeente",
        "Provincie",
        "Telefoon",
        "E-mail",
        "Website",
        "Status",
    ]
    fields = [
        "name",
        "sector",
        "official_number",
        "street",
        "house_number",
        "box",
        "postcode",
        "municipality",
        "province",
        "phone",
        "email",
        "website",
        "status",
    ]
    assert guessed(headers) == (dict(zip(fields, headers, strict=True)), [])


def test_headers_of_a_short_dutch_list():
    headers = ["naam", "type", "kbo", "straat", "huisnummer", "gemeente", "nis", "referentieregio", "website"]
    fields, unmatched = guessed(headers)
    assert unmatched == ["nis", "referentieregio"]
    assert set(fields) == {"name", "sector", "official_number", "street", "house_number", "municipality", "website"}


def test_headers_of_a_french_list_with_latitude_under_x():
    headers = [
        "Dernière MAJ",
        "Lieu",
        "Type Structure",
        "Commune",
        "Adresse postale",
        "Email",
        "Description",
        "Libellé 1",
        "Présence d'un médiateur",
        "Site internet",
        "Téléphone",
        "Coord. X",
        "Coord. Y",
        "services",
    ]
    row = [""] * 11 + ["44.8395", "-0.5802", ""]
    fields, unmatched = guessed(headers, row, row)
    assert fields == {
        "name": "Lieu",
        "sector": "Type Structure",
        "municipality": "Commune",
        "street": "Adresse postale",
        "email": "Email",
        "notes": "Description",
        "website": "Site internet",
        "phone": "Téléphone",
        "latitude": "Coord. X",
        "longitude": "Coord. Y",
    }
    assert unmatched == ["Dernière MAJ", "Libellé 1", "Présence d'un médiateur", "services"]


def test_x_is_the_longitude_where_the_values_say_so():
    fields, _unmatched = guessed(["Naam", "X", "Y"], ["A", "4.35", "50.85"], ["B", "3,72", "51,05"])
    assert (fields["longitude"], fields["latitude"]) == ("X", "Y")


def test_headers_of_a_french_library_list():
    fields, _unmatched = guessed(
        ["Libelle1", "Libelle2", "Localisation", "voie", "CP", "Ville", "Code region", "type_adresse"]
    )
    assert fields == {"name": "Libelle1", "street": "voie", "postcode": "CP", "municipality": "Ville"}


def test_the_sentences_that_the_guide_has_as_headers():
    headers = [
        "Naam van de spreker",
        "Contactpersoon (telefoon, e-mail, website, adres)",
        "Hoe kan de belanghebbende bijdragen aan het project?",
        "Wat is belangrijk voor de belanghebbende?",
        "De invloed: welke invloed hebben zij op het project? (Laag, gemiddeld, hoog)",
        "Strategie voor het betrekken van de belanghebbende",
        "Geef uw eigen criteria aan",
    ]
    fields = ["name", "contact_person", "contribution", "matters", "influence", "strategy", "notes"]
    assert guessed(headers) == (dict(zip(fields, headers, strict=True)), [])


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Nom de l'organisation", "name"),
        ("Stakeholder name", "name"),
        ("Prénom", "contact_person"),
        ("Contact person", "contact_person"),
        ("Adresse e-mail", "email"),
        ("Courriel", "email"),
        ("E-MAILADRES:", "email"),
        ("E-mail (werk)", "email"),
        ("N° de téléphone", "phone"),
        ("Numéro SIRET", "official_number"),
        ("N° TVA", "official_number"),
        ("Code Postal", "postcode"),
        ("What matters to them", "matters"),
        ("How can they contribute?", "contribution"),
        ("Niveau d'influence", "influence"),
        ("Engagement strategy", "strategy"),
        ("Code region", ""),
        ("Phénomène", ""),
        ("", ""),
        ("2024", ""),
    ],
)
def test_single_headers(header, field):
    assert field_of(header)[0] == field


@pytest.mark.parametrize("language", ["en", "nl", "fr"])
def test_the_headers_of_our_own_export_are_understood(language):
    with translation.override(language):
        assert {field.name: field_of(str(field.label))[0] for field in FIELDS} == {
            field.name: field.name for field in FIELDS
        }


def test_values_explain_columns_whose_headers_do_not():
    rows = [
        [f"Huis {i}", f"a{i}@example.org", f"https://h{i}.example", "09 123 45 67", "0738.733.786", "ja"]
        for i in range(9)
    ]
    fields, unmatched = guessed(["Kolom A", "Kolom B", "Kolom C", "Kolom D", "Kolom E", "Kolom F"], *rows)
    assert fields == {
        "name": "Kolom A",
        "email": "Kolom B",
        "website": "Kolom C",
        "phone": "Kolom D",
        "official_number": "Kolom E",
    }
    assert unmatched == ["Kolom F"]


def test_first_of_two_columns_for_one_field_wins_unless_the_other_is_clearer():
    assert guessed(["Naam", "E-mail", "E-mail 2"])[1] == ["E-mail 2"]
    assert guessed(["Structure", "Nom"])[0]["name"] == "Nom"


def test_header_is_found_below_titles_and_not_in_data():
    assert find_header([["Leden 2024", ""], ["", ""], ["Naam", "Gemeente"], ["A", "Gent"]]) == 2
    assert find_header([["Naam"], ["A"], ["B"]]) == 0
    assert find_header([["Organisatie", "", "", ""], ["Foo", "Bar", "Naam", "E-mail"], ["1", "2", "A", ""]]) == 1
    assert find_header([["De Brug", "brug@example.org", "Type"], ["B", "b@example.org", "x"]]) == -1
    assert find_header([]) == -1


def test_headers_of_an_english_address_and_of_dutch_and_swedish_numbers():
    assert guessed(["Name", "Street and number", "KvK-nummer"])[0] == {
        "name": "Name",
        "street": "Street and number",
        "official_number": "KvK-nummer",
    }
    assert guessed(["Name", "Organisationsnummer"])[0]["official_number"] == "Organisationsnummer"
