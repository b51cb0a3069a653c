"""When two names of a place are one: told by the database and without it, and the same by every room."""

import pytest
from django.db.models import Value

from alliances.gaps import table_of
from alliances.models import AllianceRegion
from partners.map.placing import by_name, placed
from partners.organisations.alike import Named, is_elsewhere
from partners.organisations.finding import in_municipality
from partners.organisations.models import Organisation
from partners.stakeholders.models import Stakeholder
from places.models import Municipality, Region
from places.names import NameKey, place_key, ways_to_write
from spaces.models import Member
from tests.spaces.factories import AllianceFactory, MemberFactory, OrganisationFactory
from tests.stakeholders.factories import StakeholderFactory

pytestmark = pytest.mark.django_db
SAME = [
    ("Sint-Niklaas", ["SINT NIKLAAS", "St. Niklaas", "st-niklaas", "Saint-Niklaas"]),
    ("Sainte-Foy-la-Grande", ["Ste Foy la Grande", "STE. FOY LA GRANDE"]),
    ("Súdwest-Fryslân", ["sudwest fryslan", " Sudwest-Fryslân "]),
    ("Liège", ["liege", "LIÈGE"]),
]


def in_database(name: str) -> str:
    Municipality.objects.get_or_create(name="Een", code="1")
    return Municipality.objects.values_list(NameKey(Value(name)), flat=True)[0]


@pytest.mark.parametrize(("name", "others"), SAME)
def test_names_that_mean_the_same_have_one_key(name: str, others: list[str]) -> None:
    keys = {place_key(one) for one in (name, *others)}
    assert {in_database(one) for one in (name, *others)} == keys
    assert len(keys) == 1


@pytest.mark.parametrize("name", ["Stekene", "Oost-Vlieland", "Sint", "", "Ste", "Œuf", "'s-Hertogenbosch", "Øst"])
def test_both_ways_to_tell_agree(name: str) -> None:
    assert in_database(name) == place_key(name)


def test_every_way_to_write_means_itself() -> None:
    assert set(ways_to_write("saint niklaas")) == {"saint niklaas", "sint niklaas", "st niklaas"}
    assert len(ways_to_write(" ".join(["sint"] * 9))) == 1


@pytest.mark.parametrize(("name", "others"), SAME)
def test_map_table_and_directory_agree(name: str, others: list[str]) -> None:
    alliance = AllianceFactory()
    region = Region.objects.create(name="Waas", code="waas")
    AllianceRegion(alliance=alliance, region=region).save()
    town = Municipality.objects.create(name=name, code="2", latitude=51.1, longitude=4.1)
    town.regions.add(region)
    for written in others:
        MemberFactory(space=alliance.space, organisation=OrganisationFactory(municipality=written))
        StakeholderFactory(space=alliance.space, organisation__municipality=written)
    (place,) = table_of(alliance.space).places
    assert (place.seats, place.candidates) == (len(others), len(others))
    spots = placed(by_name(Stakeholder.objects.with_membership()), [region])
    assert [(spot.latitude, spot.about) for spot in spots] == [(51.1, "municipality")] * len(others)
    assert in_municipality(Organisation.objects.all(), name).count() == 2 * len(others)
    assert not any(is_elsewhere(Named("x", name), Named("x", written)) for written in others)
    assert Member.objects.count() == len(others)
