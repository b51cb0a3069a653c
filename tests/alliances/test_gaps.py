"""Who sits at the table and who is missing."""

import pytest
from django.urls import reverse

from alliances.gaps import table_of
from alliances.models import Alliance, AllianceRegion
from places.models import Municipality, Region
from tests.spaces.factories import AllianceFactory, MemberFactory, client_with
from tests.stakeholders.factories import StakeholderFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def alliance() -> Alliance:
    alliance = AllianceFactory()
    region = Region.objects.create(name="Halle-Vilvoorde", code="hv")
    for code, name, french in (("1", "Halle", "Hal"), ("2", "Beersel", ""), ("3", "Sint-Pieters-Leeuw", "")):
        region.municipalities.add(Municipality.objects.create(code=code, name=name, name_fr=french))
    AllianceRegion(alliance=alliance, region=region).save()
    return alliance


def test_seats_and_candidates_by_sector_and_place(alliance: Alliance, django_assert_num_queries) -> None:
    space = alliance.space
    MemberFactory(space=space, organisation__sectors=["health", "social"], organisation__municipality="HAL")
    gone = MemberFactory(space=space, organisation__sectors=["work"], organisation__municipality="Beersel")
    gone.ends_on = gone.starts_on
    gone.save()
    StakeholderFactory(space=space, organisation__sectors=["newcomers"], organisation__municipality=" beersel ")
    StakeholderFactory(organisation__sectors=["education"], organisation__municipality="Beersel")
    with django_assert_num_queries(4):
        table = table_of(space)
    seats = {one.sector.value: (one.seats, one.candidates) for one in table.sectors}
    assert seats["health"] == seats["social"] == (1, 0)
    assert seats["newcomers"] == (0, 1)
    assert seats["work"] == seats["education"] == (0, 0)
    assert [(place.name, place.seats, place.candidates) for place in table.places] == [
        ("Beersel", 0, 1),
        ("Halle", 1, 0),
        ("Sint-Pieters-Leeuw", 0, 0),
    ]
    assert (table.seats, table.few, table.is_balanced) == (1, 7, False)
    missing = [one.sector.value for one in table.missing_sectors]
    assert missing == ["government", "culture", "work", "education"]


def test_a_member_is_no_candidate(alliance: Alliance) -> None:
    member = MemberFactory(space=alliance.space, organisation__sectors=["newcomers"])
    StakeholderFactory(space=alliance.space, organisation=member.organisation)
    newcomers = table_of(alliance.space).newcomers
    assert (newcomers.seats, newcomers.candidates) == (1, 0)


def test_each_gap_leads_to_those_who_could_fill_it(alliance: Alliance) -> None:
    space = alliance.space
    StakeholderFactory(space=space, organisation__name="Vrouwenkring", organisation__sectors=["newcomers"])
    client = client_with("coordinator", space)
    page = client.get(reverse("alliances:balance", args=[space.slug])).content.decode()
    address = f"{reverse('stakeholders:list', args=[space.slug])}?member=no&amp;sector=newcomers"
    assert address in page
    assert "Vrouwenkring" in client.get(address.replace("&amp;", "&")).content.decode()


@pytest.mark.parametrize("role", ["chair", "member"])
def test_who_could_is_for_coordinators(alliance: Alliance, role: str) -> None:
    space = alliance.space
    assert client_with(role, space).get(reverse("alliances:balance", args=[space.slug])).status_code == 404
    overview = client_with(role, space).get(reverse("space_home", args=[space.slug])).content.decode()
    assert reverse("alliances:balance", args=[space.slug]) not in overview
