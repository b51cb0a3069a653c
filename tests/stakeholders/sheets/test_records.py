"""Rows: what is wrong with each."""

import pytest

from core.sheets.errors import SheetError
from partners.stakeholders.sheets.matching import match_columns
from partners.stakeholders.sheets.reading import SheetRow, Table
from partners.stakeholders.sheets.records import UNREAD, CleanRow, clean_rows

HEADERS = ["Naam", "KBO", "Telefoon", "E-mail", "Website", "Invloed"]


def cleaned(*rows, headers=HEADERS):
    table = Table(headers, [SheetRow(number, list(row)) for number, row in enumerate(rows, start=2)], header_row=1)
    return clean_rows(table, match_columns(table).fields).rows


def test_a_good_row_has_clean_values_and_nothing_else():
    (good,) = cleaned([" De\u00a0Brug ", "738733786", "tel:+3290000000", "INFO@Brug.EXAMPLE", "brug.example", "Hoog"])
    assert good == CleanRow(
        2,
        {
            "name": "De Brug",
            "official_number": "0738733786",
            "phone": "+3290000000",
            "email": "INFO@brug.example",
            "website": "https://brug.example",
            "influence": "high",
        },
    )


def test_each_cell_that_cannot_be_read_is_a_warning_and_goes_to_the_notes():
    (bad,) = cleaned(
        ["De Brug", "0738733787", "", "info@x.example\nBcc: y@x.example", "Facebook: De Brug", "reuzegroot"]
    )
    assert [problem.column for problem in bad.warnings] == ["KBO", "E-mail", "Website", "Invloed"]
    assert all(problem.message and problem.given for problem in bad.warnings)
    lines = [line.partition(": ")[2] for line in bad.values.pop(UNREAD).split("\n")]
    assert (bad.errors, lines) == (
        [],
        ["0738733787", "info@x.example Bcc: y@x.example", "Facebook: De Brug", "reuzegroot"],
    )
    assert bad.values == {"name": "De Brug"}


def test_a_row_without_name_is_an_error_and_an_empty_one_is_none():
    rows = cleaned(
        ["", "", "", "a@x.example", "", ""], ["", "", "", "-", "", ""], ["\u00a0", "", "09 123 45 67", "", "", ""]
    )
    assert [(row.number, [problem.column for problem in row.errors]) for row in rows] == [(2, ["Naam"]), (4, ["Naam"])]


def test_what_is_kept_or_dropped_is_a_warning():
    (kept,) = cleaned(["Privé?e Domein", "", "via Els", "a@x.example; b@x.example", "", ""])
    assert kept.errors == []
    assert [problem.column for problem in kept.warnings] == ["Naam", "Telefoon", "E-mail"]
    assert (kept.values["phone"], kept.values["email"]) == ("via Els", "a@x.example")


@pytest.mark.parametrize(
    ("name", "damaged"),
    [
        ("Li?ge", True),
        ("Lic\ufffdge", True),
        ("LiÃ¨ge", True),
        ("Waarom? Daarom", False),
        ("SÃO Paulo", False),
        ("Liège", False),
    ],
)
def test_damaged_accents_are_kept_and_flagged(name, damaged):
    (kept,) = cleaned([name, "", "", "", "", ""])
    assert (kept.values["name"], bool(kept.warnings)) == (name, damaged)


def test_a_name_that_is_too_long_is_an_error_and_other_texts_go_to_the_notes():
    (long,) = cleaned(["x" * 251, "", "1" * 5000, "", "https://x.example/" + "y" * 500, ""])
    assert [problem.column for problem in long.errors] == ["Naam"]
    assert [problem.column for problem in long.warnings] == ["Telefoon", "Website"]
    texts = [line.partition(": ")[2] for line in long.values[UNREAD].split("\n")]
    assert texts == ["1" * 5000, "https://x.example/" + "y" * 500]


def test_notes_that_are_too_long_keep_what_fits():
    (long,) = cleaned(["De Brug", "y" * 30_000], headers=["Naam", "Notities"])
    assert (long.errors, [problem.column for problem in long.warnings]) == ([], ["Notities"])
    assert long.values == {"name": "De Brug", "notes": "y" * 10_000}


def test_a_contact_cell_too_long_still_gives_what_can_be_told_apart():
    (found,) = cleaned(["De Brug", "Els Maes, 09 123 45 67, " + "z" * 300], headers=["Naam", "Contactpersoon"])
    assert (found.errors, found.values["phone"], "contact_person" in found.values) == ([], "09 123 45 67", False)
    assert "Els Maes" in found.values[UNREAD]


def test_the_templates_contact_cell_fills_the_fields_that_have_no_column():
    headers = ["Naam", "Contactpersoon (telefoon, e-mail)", "E-mail"]
    (found,) = cleaned(["De Brug", "Els Maes, 09 123 45 67, els@brug.example", "info@brug.example"], headers=headers)
    assert found.values == {
        "name": "De Brug",
        "contact_person": "Els Maes",
        "phone": "09 123 45 67",
        "email": "info@brug.example",
    }


def test_a_sheet_without_a_name_column_is_refused():
    with pytest.raises(SheetError) as caught:
        clean_rows(Table(["E-mail"], [SheetRow(2, ["a@x.example"])], header_row=1), {"email": 0})
    assert caught.value.code == "no_name_column"
