"""The administration: who makes alliances and invites, and who sees only their own."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from accounts.models import User
from alliances.models import Alliance, AllianceRegion
from core.mail.models import Mail
from places.models import Region, RegionAdministrator
from programmes.models import Programme
from spaces.models import Role, Space
from tests.spaces.factories import AllianceFactory, ProgrammeFactory, client_of, user_with

pytestmark = pytest.mark.django_db


def staff_client(user: User):
    User.objects.filter(pk=user.pk).update(is_staff=True)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return client_of(User.objects.get(pk=user.pk))


@pytest.fixture
def platform():
    return staff_client(User.objects.create_superuser("platform@example.org"))


def new_alliance(**more) -> dict:
    return {
        "name": "Alliantie Noorderkempen",
        "slug": "noorderkempen",
        "language": "nl",
        "form": "informal",
        "alliance_regions-TOTAL_FORMS": "0",
        "alliance_regions-INITIAL_FORMS": "0",
        **more,
    }


def test_administrator_makes_region_programme_and_alliance_and_invites_a_coordinator(platform) -> None:
    platform.post(
        reverse("admin:places_region_add"),
        {
            "name": "Kempen",
            "code": "kempen",
            "kind": "region",
            "country": "BE",
            "administrators-TOTAL_FORMS": "0",
            "administrators-INITIAL_FORMS": "0",
        },
    )
    region = Region.objects.get()
    platform.post(
        reverse("admin:programmes_programme_add"),
        {"name": "Samen", "slug": "samen", "language": "nl", "funder": "Vlaanderen"},
    )
    programme = Programme.objects.get().space
    response = platform.post(
        reverse("admin:alliances_alliance_add"),
        new_alliance(
            programme=programme.pk,
            coordinator_name="Els",
            coordinator_email="Els@example.org",
            **{"alliance_regions-TOTAL_FORMS": "1", "alliance_regions-0-region": region.pk},
        ),
    )
    assert response.status_code == 302
    alliance = Alliance.objects.get()
    assert (alliance.space.kind, alliance.space.parent, list(alliance.regions.all())) == (
        Space.Kind.ALLIANCE,
        programme,
        [region],
    )
    role = Role.objects.get(space=alliance.space)
    assert (role.kind, role.person.email, role.person.source) == ("coordinator", "els@example.org", "administrator")
    assert Mail.objects.get().to == "els@example.org"


def test_an_address_that_is_taken_is_explained(platform) -> None:
    AllianceFactory(space__slug="noorderkempen")
    response = platform.post(reverse("admin:alliances_alliance_add"), new_alliance())
    assert response.status_code == 200
    assert Alliance.objects.count() == 1


def test_one_alliance_per_region_and_programme(platform) -> None:
    programme, region = ProgrammeFactory().space, Region.objects.create(name="Kempen", code="kempen")
    AllianceRegion.objects.create(alliance=AllianceFactory(space__parent=programme), region=region)
    response = platform.post(
        reverse("admin:alliances_alliance_add"),
        new_alliance(
            programme=programme.pk, **{"alliance_regions-TOTAL_FORMS": "1", "alliance_regions-0-region": region.pk}
        ),
    )
    assert response.status_code == 200
    assert Alliance.objects.count() == 1


@pytest.fixture
def region_administrator():
    user = User.objects.create_user("regio@example.org")
    region = Region.objects.create(name="Waasland", code="waasland")
    RegionAdministrator.objects.create(region=region, user=user)
    alliance = AllianceFactory()
    AllianceRegion.objects.create(alliance=alliance, region=region)
    return staff_client(user), alliance


def test_a_region_administrator_sees_only_their_region(region_administrator) -> None:
    client, own = region_administrator
    other = AllianceFactory(space__name="Elders")
    content = client.get(reverse("admin:alliances_alliance_changelist")).content.decode()
    assert own.space.name in content
    assert "Elders" not in content
    assert client.get(reverse("admin:alliances_alliance_change", args=[own.pk])).status_code == 200
    # Django's admin answers with a way back to its index for what is not there.
    assert client.get(reverse("admin:alliances_alliance_change", args=[other.pk])).url == "/admin/"


def test_a_region_administrator_changes_nobodys_rights(region_administrator) -> None:
    client, own = region_administrator
    address = reverse("admin:alliances_alliance_change", args=[own.pk])
    assert "coordinator_email" not in client.get(address).content.decode()
    client.post(address, new_alliance(coordinator_name="Ik", coordinator_email="ik@example.org"))
    assert not Role.objects.filter(space=own.space).exists()
    assert client.get(reverse("admin:alliances_alliance_add")).status_code == 403
    assert client.get(reverse("admin:accounts_user_changelist")).status_code == 403
    assert client.get(reverse("admin:places_region_add")).status_code == 403


def test_a_region_administrator_finds_no_other_region_by_autocomplete(region_administrator) -> None:
    client, _own = region_administrator
    Region.objects.create(name="Elders", code="elders")
    found = client.get(
        reverse("admin:autocomplete"),
        {"app_label": "alliances", "model_name": "allianceregion", "field_name": "region", "term": ""},
    )
    assert "Elders" not in found.content.decode()


def test_a_programme_administrator_makes_alliances_of_that_programme_only() -> None:
    programme, other = ProgrammeFactory().space, ProgrammeFactory().space
    client = staff_client(user_with("coordinator", programme))
    address = reverse("admin:alliances_alliance_add")
    assert client.post(address, new_alliance(programme=other.pk)).status_code == 200
    assert client.post(address, new_alliance(programme="")).status_code == 200
    assert not Alliance.objects.exists()
    assert client.post(address, new_alliance(programme=programme.pk)).status_code == 302
    theirs = AllianceFactory(space__parent=other, space__name="Van een ander")
    assert "Van een ander" not in client.get(reverse("admin:alliances_alliance_changelist")).content.decode()
    assert client.get(reverse("admin:alliances_alliance_change", args=[theirs.pk])).url == "/admin/"


def test_a_member_of_a_programme_administers_nothing() -> None:
    programme = ProgrammeFactory().space
    AllianceFactory(space__parent=programme)
    client = staff_client(user_with("member", programme))
    assert client.get(reverse("admin:alliances_alliance_changelist")).status_code == 403


def test_a_region_administrator_changes_the_public_facts_of_their_alliance() -> None:
    programme = ProgrammeFactory().space
    region = Region.objects.create(name="Waasland", code="waasland")
    own = AllianceFactory(space__parent=programme)
    row = AllianceRegion.objects.create(alliance=own, region=region)
    user = User.objects.create_user("regio@example.org")
    RegionAdministrator.objects.create(region=region, user=user)
    address = reverse("admin:alliances_alliance_change", args=[own.pk])
    response = staff_client(user).post(address, changed_alliance(own, row, name="Nieuwe naam"))
    assert response.status_code == 302
    own.space.refresh_from_db()
    assert (own.space.name, own.space.parent) == ("Nieuwe naam", programme)


def changed_alliance(alliance: Alliance, region: AllianceRegion, **more) -> dict:
    return {
        **new_alliance(name=alliance.space.name),
        "alliance_regions-TOTAL_FORMS": "1",
        "alliance_regions-INITIAL_FORMS": "1",
        "alliance_regions-0-id": region.pk,
        "alliance_regions-0-alliance": alliance.pk,
        "alliance_regions-0-region": region.region_id,
        **more,
    }


def test_who_administers_a_programme_has_no_say_in_an_alliance_of_another_one() -> None:
    """Not even when they see it, because they administer its region."""
    programme, other = ProgrammeFactory().space, ProgrammeFactory().space
    region = Region.objects.create(name="Waasland", code="waasland")
    theirs = AllianceFactory(space__parent=other)
    row = AllianceRegion.objects.create(alliance=theirs, region=region)
    user = user_with("coordinator", programme)
    RegionAdministrator.objects.create(region=region, user=user)
    address = reverse("admin:alliances_alliance_change", args=[theirs.pk])
    me = {"coordinator_name": "Ik", "coordinator_email": user.email}
    staff_client(user).post(address, changed_alliance(theirs, row, programme=programme.pk, **me))
    theirs.space.refresh_from_db()
    assert theirs.space.parent == other
    assert not Role.objects.filter(space=theirs.space).exists()


def test_when_a_region_is_refused_nothing_is_saved(platform) -> None:
    programme, region = ProgrammeFactory().space, Region.objects.create(name="Kempen", code="kempen")
    AllianceRegion.objects.create(alliance=AllianceFactory(space__parent=programme), region=region)
    taken = {"alliance_regions-TOTAL_FORMS": "1", "alliance_regions-0-region": region.pk}
    platform.post(reverse("admin:alliances_alliance_add"), new_alliance(programme=programme.pk, **taken))
    assert not Space.objects.filter(slug="noorderkempen").exists()


def test_the_administration_shows_no_second_factors(platform) -> None:
    content = platform.get("/admin/").content.decode()
    assert "/admin/alliances/alliance/" in content
    assert "/admin/mfa/" not in content
    assert "/admin/account/" not in content
