"""Who is there already: by number, mailbox, site, or a name alike in the same place; and who is not."""

import time

import pytest

from partners.organisations.alike import Named
from partners.stakeholders.sheets.duplicates import Duplicate, DuplicateIndex, Keys, Known, find_duplicates, keys_of
from partners.stakeholders.sheets.records import CleanRow


def row(number: int, name: str = "", **values: str) -> CleanRow:
    return CleanRow(number, {"name": name or f"Organisatie {number}", **values})


def known(key: int, number: str = "", email: str = "", host: str = "", *names: Named) -> Known:
    return Known(key, Keys(number, email, host), names)


def test_duplicates_inside_the_file_point_to_the_first() -> None:
    rows = [
        row(2, "De Brug", official_number="0738733786", email="a@x.example"),
        row(3, "Iets anders", official_number="0738733786"),
        row(4, "De Brug vzw", email="A@X.example"),
        row(5, "Taalhuis", website="https://www.brug.example/nl"),
        row(6, "Sporthal", website="http://BRUG.example"),
        row(7, "Nog een", website="https://other.example"),
    ]
    assert find_duplicates(rows) == {
        3: Duplicate("official_number", row=2, sure=True),
        4: Duplicate("email", row=2, sure=True),
        6: Duplicate("website", row=5, sure=False),
    }


def test_what_exists_comes_before_the_file_and_the_number_before_the_rest() -> None:
    existing = [known(7, email="a@x.example"), known(8, "0738733786"), known(9, host="brug.example")]
    rows = [
        row(2, official_number="0738733786", email="a@x.example"),
        row(3, email="a@x.example"),
        row(4, website="https://brug.example/over"),
        row(5, website="https://brug.example/over"),
    ]
    found = {number: (one.reason, one.existing) for number, one in find_duplicates(rows, existing).items()}
    assert found == {2: ("official_number", 8), 3: ("email", 7), 4: ("website", 9), 5: ("website", 9)}


def test_different_official_numbers_are_different_organisations() -> None:
    culture = row(2, official_number="0738733786", email="info@stad.example", website="https://stad.example/a")
    sport = row(3, official_number="0738734281", email="info@stad.example", website="https://stad.example/b")
    no_number = row(4, email="info@stad.example")
    assert find_duplicates([culture, sport]) == {}
    assert find_duplicates([culture, no_number]) == {4: Duplicate("email", row=2)}
    assert find_duplicates([sport], [known(1, "0738733786", "info@stad.example", "stad.example")]) == {}
    houses = [row(number, "Woonzorgcentrum Van Lierde", municipality="Affligem") for number in (2, 3)]
    for house, official in zip(houses, ("0738733786", "0738734281"), strict=True):
        house.values["official_number"] = official
    assert find_duplicates(houses) == {}


def test_what_three_names_share_identifies_none_of_them() -> None:
    police = [row(number, email="contact@police.example", website="https://police.example/1") for number in (2, 3, 4)]
    assert find_duplicates(police) == {}
    existing = [known(number, host="stad.example") for number in (1, 2, 3)]
    assert find_duplicates([row(2, website="https://stad.example")], existing) == {}


def test_shared_platforms_do_not_identify() -> None:
    assert keys_of({"website": "https://www.facebook.com/debrug", "email": "A@x.example"}) == Keys(
        "", "a@x.example", ""
    )


def test_rows_with_errors_are_left_out() -> None:
    wrong = row(2, "De Brug", email="a@x.example")
    wrong.errors.append(("KBO", "onzin"))  # type: ignore[arg-type]
    assert find_duplicates([wrong, row(3, "De Brug", email="a@x.example")]) == {}


@pytest.mark.parametrize(
    ("first", "second", "sure"),
    [
        (("Bibliotheek Stekene", "Stekene"), ("Bibliotheek van Stekene vzw", "STEKENE"), True),
        (("Vluchtelingenwerk Vlaanderen", "Gent"), ("Vluchtelingewerk Vlaanderen", "Gent"), False),  # a letter short
        (("Taalhuis", "Gent", "9000", "Kerkstraat 1"), ("Taalhuis", "Gent", "9000", "Dorp 8"), False),  # elsewhere
        (("Taalhuis", "Gent", "9000", "Kerkstraat 1"), ("Taalhuis", "Gent", "9000", "KERKSTRAAT, 1"), True),
        (("Taalhuis", "Gent", "9000", "Kouter"), ("Taalhuis", "Gent", "9000", "Dorp 8"), False),
        (("Taalhuis", "Gent", "9000", "Centrum"), ("Taalhuis", "Gent", "9000", "Markt"), True),  # may be one address
        (("Taalhuis", "Gent"), ("Taalhuis", ""), True),  # one of them has no place
        (("Médiathèque", "Saint-Denis", "93200"), ("Médiathèque", "Saint-Denis", "97400"), None),  # Paris, Réunion
        (("Taalhuis", "Gent"), ("Taalhuis", "Lokeren"), None),
        (("Basisschool 1", "Gent"), ("Basisschool 2", "Gent"), None),
        (("Sportdienst Lokeren", "Lokeren"), ("Cultuurdienst Lokeren", "Lokeren"), None),
        (("Taalhuis", "", "9000"), ("Taalhuis", "", "9000"), True),
        (("Taalhuis", "Gent", "9000"), ("Taalhuis", "", "9000"), True),
    ],
)
def test_names_alike_in_the_same_place(first: tuple[str, ...], second: tuple[str, ...], sure: bool | None) -> None:
    fields = ("name", "municipality", "postcode", "street")
    rows = [
        CleanRow(number, {field: text for field, text in zip(fields, one, strict=False) if text})
        for number, one in enumerate((first, second), start=2)
    ]
    expected = {} if sure is None else {3: Duplicate("name", row=2, sure=sure)}
    assert find_duplicates(rows) == expected
    existing = known(1, "", "", "", Named(*first))
    assert bool(find_duplicates(rows[1:], [existing])) is (sure is not None)


def test_one_of_a_house_with_several_branches_is_never_sure() -> None:
    existing = [known(1, "", "info@bib.example", "", Named("Bibliotheek Gent", "Gent", "9000", "Zuid 1"))]
    branch = row(2, "Bibliotheek Gent", email="info@bib.example", municipality="Gent", street="Kouter 9")
    assert find_duplicates([branch], existing) == {2: Duplicate("email", existing=1)}


def test_whoever_is_sure_comes_before_whoever_shares_a_mailbox() -> None:
    existing = [
        known(1, "", "info@stad.example", "", Named("Bibliotheek Gent", "Gent")),
        known(2, "", "info@stad.example", "", Named("Sportdienst Gent", "Gent")),
    ]
    sport = row(2, "Sportdienst Gent", email="info@stad.example", municipality="Gent")
    assert find_duplicates([sport], existing) == {2: Duplicate("email", existing=2, sure=True)}


def test_index_remembers_what_is_added() -> None:
    index = DuplicateIndex()
    keys, named = Keys("", "a@x.example", ""), Named("De Brug")
    assert index.find(keys, named) is None
    index.add(keys, named, 2)
    assert index.find(keys, named) == Duplicate("email", row=2, sure=True)


@pytest.mark.parametrize("place", ["", "Gent"])
def test_judging_takes_time_in_proportion_even_when_all_are_alike(place: str) -> None:
    letters = "abcdefghij"

    def name(number: int) -> str:
        return "Vereniging " + "".join(letters[int(digit)] for digit in str(number))

    def seconds(count: int) -> float:
        rows = [row(number, name(number), email="a@x.example", municipality=place) for number in range(count)]
        start = time.perf_counter()
        find_duplicates(rows)
        return time.perf_counter() - start

    small = min(seconds(1000) for _ in range(3))
    assert min(seconds(8000) for _ in range(3)) < small * 8 * 4
