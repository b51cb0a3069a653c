"""Municipalities that were merged, and the organisations that are in them."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from partners.organisations.merging import Report, merge_municipalities
from partners.organisations.models import Organisation
from places.importing.problems import ImportRefused
from places.models import Division, Municipality, Region
from spaces.models import Member
from tests.places.files import csv_of
from tests.spaces.factories import OrganisationFactory, SpaceFactory

pytestmark = pytest.mark.django_db

HEADER = "nis_2024,naam_2024,provincie_2024,nis_2025,naam_2025,gewijzigd"
ROWS = (
    "11002,Antwerpen,Antwerpen,11002,Antwerpen,nee",
    "11007,Borsbeek,Antwerpen,11002,Antwerpen,ja",
    "11056,Zwijndrecht,Antwerpen,46030,Beveren-Zwijndrecht,ja",
    "46003,Beveren,Oost-Vlaanderen,46030,Beveren-Zwijndrecht,ja",
    "71022,Hasselt,Limburg,71072,Hasselt,ja",
    "73040,Kortessem,Limburg,71072,Hasselt,ja",
)
MERGERS = csv_of(*ROWS, header=HEADER)


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


def merge(data: bytes = MERGERS, **options: Any) -> Report:
    return merge_municipalities(data, country="BE", **options)


def municipality(code: str, name: str, *regions: Region, postcodes: tuple[str, ...] = ()) -> Municipality:
    one = Municipality.objects.create(code=code, name=name, country="BE", postcodes=list(postcodes))
    one.regions.set(regions)
    return one


def places() -> dict[str, str]:
    return dict(Organisation.objects.values_list("name", "municipality"))


def test_organisations_and_their_memberships_move_along() -> None:
    there = OrganisationFactory(name="Huis van Borsbeek", municipality="BORSBEEK", country="BE")
    OrganisationFactory(name="Elders", municipality="Mechelen")
    OrganisationFactory(name="Blijft", municipality="Hasselt")
    member = Member.objects.create(space=SpaceFactory(), organisation=there)
    report = merge()
    assert places() == {"Huis van Borsbeek": "Antwerpen", "Elders": "Mechelen", "Blijft": "Hasselt"}
    member.refresh_from_db()
    assert member.organisation == there
    assert report.organisations == {("Borsbeek", "Antwerpen"): ["Huis van Borsbeek"]}
    assert (report.memberships, report.named_after) == (1, ["Huis van Borsbeek"])
    assert "Borsbeek → Antwerpen: 1 organisation (Huis van Borsbeek)." in report.lines()


def test_a_repeat_changes_nothing_and_says_so() -> None:
    municipality("11007", "Borsbeek")
    OrganisationFactory(municipality="Borsbeek")
    merge()
    assert merge().lines() == ["Everything was merged already: nothing changes."]


def test_a_dry_run_tells_the_same() -> None:
    municipality("73040", "Kortessem")
    OrganisationFactory(municipality="Kortessem")
    dry = merge(dry_run=True)
    assert set(places().values()) == {"Kortessem"}
    assert dry == merge()


def test_the_same_name_in_another_country_or_at_another_postcode_stays() -> None:
    municipality("11002", "Antwerpen", postcodes=("2000", "2150"))
    for name, facts in {
        "Hier": {"country": "BE", "postcode": "2150"},
        "Zonder": {},
        "Ginder": {"country": "FR", "postcode": "80400"},
        "Twijfel": {"postcode": "80400"},
    }.items():
        OrganisationFactory(name=name, municipality="Borsbeek", **facts)
    report = merge()
    assert places() == {"Hier": "Antwerpen", "Zonder": "Antwerpen", "Ginder": "Borsbeek", "Twijfel": "Borsbeek"}
    assert report.doubtful == ["Twijfel"]


def test_the_new_one_comes_in_the_region_of_the_old_ones() -> None:
    division = Division.objects.create(name="Vlaanderen", code="vlaanderen")
    limburg = Region.objects.create(name="Limburg", code="limburg", division=division)
    municipality("71022", "Hasselt", limburg, postcodes=("3500",))
    municipality("73040", "Kortessem", limburg, postcodes=("3720",))
    merge()
    hasselt = Municipality.objects.get()
    assert (hasselt.code, hasselt.postcodes, list(hasselt.regions.all())) == ("71072", ["3500", "3720"], [limburg])


def test_where_the_old_ones_were_in_different_regions_people_decide() -> None:
    division = Division.objects.create(name="Vlaanderen", code="vlaanderen")
    north, waas = (Region.objects.create(name=name, code=name, division=division) for name in ("noord", "waas"))
    municipality("11056", "Zwijndrecht", north)
    municipality("46003", "Beveren", waas)
    report = merge(dry_run=True)
    assert report.moves.undecided == ["Beveren-Zwijndrecht (was in noord, waas)"]
    municipality("46030", "Beveren-Zwijndrecht", waas)  # the new list was imported first
    assert merge().moves.undecided == []
    assert list(Municipality.objects.get().regions.all()) == [waas]


def test_a_municipality_that_is_split_is_refused() -> None:
    with pytest.raises(ImportRefused, match="Part by part"):
        merge(csv_of(*ROWS, "11007,Borsbeek,Antwerpen,11009,Wommelgem,ja", header=HEADER))


def test_missing_columns_are_named() -> None:
    with pytest.raises(ImportRefused, match="There are no columns “old code”, “old name”"):
        merge(csv_of("11002,Antwerpen", header="nieuwe code,nieuwe naam"))


def test_the_command_tells_and_refuses(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    OrganisationFactory(municipality="Borsbeek")
    file = tmp_path / "mergers.csv"
    file.write_bytes(MERGERS)
    call_command("merge_municipalities", str(file), "--dry-run")
    assert "nothing has changed" in capsys.readouterr().out
    call_command("merge_municipalities", str(file))
    assert set(places().values()) == {"Antwerpen"}
    with pytest.raises(CommandError):
        call_command("merge_municipalities", str(tmp_path / "absent.csv"))


def test_the_new_municipality_answers_to_the_old_names_and_lies_between_them() -> None:
    one = municipality("11056", "Zwijndrecht")
    Municipality.objects.filter(pk=one.pk).update(latitude=51.2, longitude=4.3, name_fr="Zwyndrecht")
    other = municipality("46003", "Beveren")
    Municipality.objects.filter(pk=other.pk).update(latitude=51.4, longitude=4.1)
    merge()
    new = Municipality.objects.get(code="46030")
    assert new.name_keys == ["beveren", "beveren zwijndrecht", "zwijndrecht", "zwyndrecht"]
    assert (new.latitude, new.longitude) == (pytest.approx(51.3), pytest.approx(4.2))
