"""Rows: what is wrong with each, and which are there already."""

import time

import pytest

from core.sheets.errors import SheetError
from partners.stakeholders.sheets.matching import match_columns
from partners.stakeholders.sheets.reading import SheetRow, Table
from partners.stakeholders.sheets.records import (
    CleanRow,
    Duplicate,
    DuplicateIndex,
    Keys,
    clean_rows,
    find_duplicates,
    keys_of,
)

HEADERS = ["Naam", "KBO", "Telefoon", "E-mail", "Website", "Invloed"]


def cleaned(*rows, headers=HEADERS):
    table = Table(headers, [SheetRow(number, list(row)) for number, row in enumerate(rows, start=2)], header_row=1)
    return clean_rows(table, match_columns(table).fields).rows


def row(number, name="", **values):
    return CleanRow(number, {"name": name or f"Organisatie {number}", **values})


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


def test_each_bad_cell_is_an_error_of_its_column_and_the_rest_is_kept():
    (bad,) = cleaned(
        ["De Brug", "0738733787", "", "info@x.example\nBcc: y@x.example", "Facebook: De Brug", "reuzegroot"]
    )
    assert [problem.column for problem in bad.errors] == ["KBO", "E-mail", "Website", "Invloed"]
    assert all(problem.message for problem in bad.errors)
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


def test_too_long_texts_are_errors():
    (long,) = cleaned(["x" * 251, "", "1" * 5000, "", "https://x.example/" + "y" * 500, ""])
    assert [problem.column for problem in long.errors] == ["Naam", "Telefoon", "Website"]


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


def test_duplicates_inside_the_file_point_to_the_first():
    rows = [
        row(2, official_number="0738733786", email="a@x.example"),
        row(3, official_number="0738733786"),
        row(4, email="A@X.example"),
        row(5, website="https://www.brug.example/nl"),
        row(6, website="http://BRUG.example"),
        row(7, website="https://other.example"),
    ]
    assert find_duplicates(rows) == {
        3: Duplicate("official_number", row=2),
        4: Duplicate("email", row=2),
        6: Duplicate("website", row=5),
    }


def test_what_exists_comes_before_the_file_and_the_number_before_the_rest():
    existing = [(7, "", "a@x.example", ""), (8, "0738733786", "", ""), (9, "", "", "www.Brug.example")]
    rows = [
        row(2, official_number="0738733786", email="a@x.example"),
        row(3, email="a@x.example"),
        row(4, website="https://brug.example/over"),
        row(5, website="https://brug.example/over"),
    ]
    assert find_duplicates(rows, existing) == {
        2: Duplicate("official_number", existing=8),
        3: Duplicate("email", existing=7),
        4: Duplicate("website", existing=9),
        5: Duplicate("website", existing=9),
    }


def test_different_official_numbers_are_different_organisations():
    culture = row(2, official_number="0738733786", email="info@stad.example", website="https://stad.example/a")
    sport = row(3, official_number="0738734281", email="info@stad.example", website="https://stad.example/b")
    no_number = row(4, email="info@stad.example")
    assert find_duplicates([culture, sport]) == {}
    assert find_duplicates([culture, no_number]) == {4: Duplicate("email", row=2)}
    assert find_duplicates([sport], [(1, "0738733786", "info@stad.example", "stad.example")]) == {}


def test_what_three_names_share_identifies_none_of_them():
    police = [row(number, email="contact@police.example", website="https://police.example/1") for number in (2, 3, 4)]
    assert find_duplicates(police) == {}
    same_name = [row(number, "De Brug", email="a@x.example") for number in (2, 3, 4)]
    assert find_duplicates(same_name) == {3: Duplicate("email", row=2), 4: Duplicate("email", row=2)}
    existing = [(number, "", "", "stad.example") for number in (1, 2, 3)]
    assert find_duplicates([row(2, website="https://stad.example")], existing) == {}


def test_shared_platforms_do_not_identify():
    assert keys_of({"website": "https://www.facebook.com/debrug", "email": "A@x.example"}) == Keys(
        "", "a@x.example", ""
    )


def test_rows_with_errors_are_left_out():
    bad = cleaned(["De Brug", "onzin", "", "a@x.example", "", ""], ["De Brug", "", "", "a@x.example", "", ""])
    assert find_duplicates(bad) == {}


def test_index_remembers_what_is_added():
    index = DuplicateIndex()
    keys = Keys("", "a@x.example", "")
    assert index.find(keys) is None
    index.add(keys, row=2)
    assert index.find(keys) == Duplicate("email", row=2)


def test_judging_takes_time_in_proportion_even_when_all_share_one_mailbox():
    def seconds(count):
        rows = [row(number, "De Brug", email="a@x.example", official_number=f"{number:010}") for number in range(count)]
        start = time.perf_counter()
        find_duplicates(rows)
        return time.perf_counter() - start

    small = min(seconds(1000) for _ in range(3))
    assert min(seconds(8000) for _ in range(3)) < small * 8 * 4
