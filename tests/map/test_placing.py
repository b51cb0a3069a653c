"""Where a stakeholder stands: exactly, about, or nowhere; and never in the wrong town of the same name."""

from typing import Any

import pytest

from partners.map.placing import Spot, by_name, placed
from partners.stakeholders.models import Stakeholder
from places.models import Municipality, Region
from spaces.models import Space
from tests.spaces.factories import OrganisationFactory, SpaceFactory
from tests.stakeholders.factories import StakeholderFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def space() -> Space:
    space: Space = SpaceFactory()
    return space


def town(name: str, latitude: float | None, longitude: float | None, **facts: Any) -> Municipality:
    code = facts.pop("code", name)
    return Municipality.objects.create(name=name, code=code, latitude=latitude, longitude=longitude, **facts)


def somebody(space: Space, **facts: Any) -> Stakeholder:
    row: Stakeholder = StakeholderFactory(
        space=space, **{f"organisation__{name}": value for name, value in facts.items()}
    )
    return row


def spots(space: Space, *regions: Region) -> list[Spot]:
    return placed(by_name(Stakeholder.objects.filter(space=space).with_membership()), regions)  # type: ignore[attr-defined]


def where(space: Space, *regions: Region) -> tuple[float | None, float | None, str]:
    (spot,) = spots(space, *regions)
    return spot.latitude, spot.longitude, spot.about


def test_coordinates_of_its_own_are_exact(space: Space) -> None:
    town("Lier", 51.13, 4.57)
    somebody(space, municipality="Lier", latitude="51.131234", longitude="4.5")
    assert where(space) == (51.131234, 4.5, "")


@pytest.mark.parametrize("latitude", [None, "0"])
@pytest.mark.parametrize(
    "written", ["Saint-Éloi", "SAINT ELOI", "saint eloi ", "Sint-Elooi", "Sint-Elooi/Saint-Éloi", "Oud-Elooi"]
)
def test_else_the_centre_of_its_municipality_however_it_is_written(space: Space, written: str, latitude: Any) -> None:
    town("Sint-Elooi", 51.13, 4.57, name_fr="Saint-Éloi", former_names=["Oud-Elooi"])
    somebody(space, municipality=written, latitude=latitude, longitude=latitude)
    assert where(space) == (51.13, 4.57, "municipality")


def test_of_two_of_the_same_name_the_country_the_postcode_or_the_region_tells_which(space: Space) -> None:
    region = Region.objects.create(name="Gironde", code="fr-gironde")
    town("Beveren", 50.9, 3.1, code="1", postcodes=["8800"])
    ours = town("Beveren", 51.2, 4.2, code="2", postcodes=["9120"])
    town("Beveren", 44.0, 0.5, code="3", country="FR")
    row = somebody(space, municipality="Beveren")
    assert where(space) == (None, None, "")
    ours.regions.add(region)
    assert where(space, region) == (51.2, 4.2, "municipality")
    organisation = row.organisation
    assert organisation
    organisation.postcode = "8800"
    organisation.save()
    assert where(space, region) == (50.9, 3.1, "municipality")
    organisation.country, organisation.postcode = "FR", ""
    organisation.save()
    assert where(space, region) == (44.0, 0.5, "municipality")


def test_a_town_in_another_country_is_not_meant(space: Space) -> None:
    town("Lier", 51.13, 4.57, country="BE")
    somebody(space, municipality="Lier", country="NL")
    assert where(space) == (None, None, "")


def test_else_the_middle_of_what_has_its_postcode(space: Space) -> None:
    town("Bègles", 44.8, -0.5, country="FR", postcodes=["33130", "33000"])
    town("Bordeaux", 44.9, -0.7, country="FR", postcodes=["33000"])
    somebody(space, municipality="Ergens", postcode="33000", country="FR")
    assert where(space) == (pytest.approx(44.85), pytest.approx(-0.6), "postcode")


def test_the_directory_teaches_what_no_list_says_and_one_mistake_does_not_move_it(space: Space) -> None:
    for latitude, longitude in (("53.20", "5.80"), ("53.21", "5.81"), ("-12.0", "100.0")):
        OrganisationFactory(municipality="LEEUWARDEN", country="NL", latitude=latitude, longitude=longitude)
    somebody(space, municipality="Leeuwarden", country="NL")
    assert where(space) == (pytest.approx(53.2), pytest.approx(5.81), "municipality")


def test_the_directory_teaches_postcodes_too(space: Space) -> None:
    OrganisationFactory(postcode="8911", country="NL", latitude="53.2", longitude="5.8")
    somebody(space, postcode="8911", country="NL")
    assert where(space) == (pytest.approx(53.2), pytest.approx(5.8), "postcode")


def test_an_individual_has_no_place(space: Space) -> None:
    StakeholderFactory(space=space, organisation=None, name="Amina")
    (spot,) = spots(space)
    assert (spot.is_individual, spot.is_placed) == (True, False)


def test_everybody_is_placed_in_three_questions_in_the_order_of_names(
    space: Space, django_assert_max_num_queries
) -> None:
    for number in range(30):
        town(f"Dorp {number:02}", 51.0 + number / 100, 4.0)
        somebody(space, municipality=f"Dorp {number:02}", name=f"{number:02}")
        somebody(space, municipality=f"Gehucht {number}", postcode=str(number), name=f"{number:02} bis")
    with django_assert_max_num_queries(4):
        found = spots(space)
    assert [spot.name for spot in found] == sorted(spot.name for spot in found)
    assert sum(spot.is_placed for spot in found) == 30
