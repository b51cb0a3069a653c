"""Who sits at the table and who is missing."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from alliances.aims import SectorAim
from alliances.gaps import table_of
from alliances.models import Alliance, AllianceRegion
from partners.organisations.models import Sector
from places.models import Municipality, Region
from tests.spaces.factories import AllianceFactory, MemberFactory, OrganisationFactory, client_with
from tests.stakeholders.factories import StakeholderFactory

pytestmark = pytest.mark.django_db
SECTORS = [sector.value for sector in Sector]


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
    with django_assert_num_queries(5):
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


def test_an_alliance_says_how_many_seats_it_wants_of_a_sector(alliance: Alliance) -> None:
    space = alliance.space
    MemberFactory(space=space, organisation__sectors=["health"])
    client = client_with("coordinator", space)
    page = reverse("alliances:aims_change", args=[space.slug])
    form = client.get(page).context["form"]
    wanted = {sector: form[sector].initial for sector in SECTORS}
    assert wanted["health"] == wanted["newcomers"] == 1
    assert wanted["other"] == 0
    sent = {"seen": form["seen"].value(), **wanted, "health": 3, "work": 0}
    assert client.post(page, sent).status_code == 302
    sectors = {one.sector.value: one for one in table_of(space).sectors}
    assert (sectors["health"].missing, sectors["health"].chairs) == (2, [True, False, False])
    assert (sectors["work"].missing, sectors["work"].chairs) == (0, [])
    assert (
        "1 van de 3 plaatsen die jullie willen"
        in client.get(reverse("alliances:balance", args=[space.slug])).content.decode()
    )
    assert client.post(page, {**sent, "health": 2}).status_code == 422, (
        "somebody else's seats are not overwritten unseen"
    )


@pytest.mark.parametrize("seats", ["-1", "21", "1.5", ""])
def test_seats_wanted_are_a_reasonable_number(alliance: Alliance, seats: str) -> None:
    client = client_with("coordinator", alliance.space)
    page = reverse("alliances:aims_change", args=[alliance.space.slug])
    form = client.get(page).context["form"]
    sent = {"seen": form["seen"].value(), **{sector: 1 for sector in SECTORS}, "work": seats}
    response = client.post(page, sent)
    assert response.status_code == 422
    assert not SectorAim.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        SectorAim.objects.create(alliance=alliance, sector="work", seats=21)


def test_each_gap_leads_to_the_shared_directory_too(alliance: Alliance) -> None:
    space = alliance.space
    OrganisationFactory(name="Vrouwenkring", sectors=["newcomers"], municipality="beersel")
    client = client_with("coordinator", space)
    page = client.get(reverse("alliances:balance", args=[space.slug])).content.decode()
    directory = reverse("directory:organisation_list", args=[space.slug])
    for asked in ("sector=newcomers", "place=Beersel"):
        assert f'{directory}?{asked}"' in page
        assert "Vrouwenkring" in client.get(f"{directory}?{asked}").content.decode()
