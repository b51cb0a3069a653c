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
from tests.spaces.factories import AllianceFactory, ProgrammeFactory, account_of, client_of, somebody, user_with

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


# --- making somebody coordinator is never silent -----------------------------------------------------
def appointing(alliance: Alliance, **more) -> dict:
    who = {
        "coordinator_name": "Els",
        "coordinator_email": "els@example.org",
        "coordinator_reason": "Ze vroeg het zelf.",
    }
    return {**new_alliance(name=alliance.space.name), "programme": alliance.space.parent_id, **who, **more}


@pytest.fixture
def programme_administrator():
    """Somebody who administers a programme, as a client and as a user, with an alliance of it."""
    programme = ProgrammeFactory().space
    user = user_with("coordinator", programme)
    return staff_client(user), User.objects.get(pk=user.pk), AllianceFactory(space__parent=programme)


def coordinators(alliance: Alliance) -> list[str]:
    return sorted(Role.objects.filter(space=alliance.space).values_list("person__email", flat=True))


def test_who_coordinates_is_told_whom_an_administrator_appoints_and_why(programme_administrator) -> None:
    client, user, alliance = programme_administrator
    known = [somebody(alliance.space, "coordinator") for _number in range(2)]
    somebody(alliance.space, "chair")
    address = reverse("admin:alliances_alliance_change", args=[alliance.pk])
    assert client.post(address, appointing(alliance)).status_code == 302
    told = Mail.objects.filter(kind="coordinator appointed").order_by("to")
    assert [(mail.to, mail.reply_to) for mail in told] == sorted((person.email, user.email) for person in known)
    for text in [*(mail.text for mail in told), *(mail.html for mail in told)]:
        assert [part in text for part in (user.email, "els@example.org", "Ze vroeg het zelf.")] == [True] * 3
    role = Role.objects.get(person__email="els@example.org")
    assert (role.given_by, role.given_because) == (user.name_and_address, "Ze vroeg het zelf.")
    people = client_of(account_of(known[0])).get(reverse("spaces:people", args=[alliance.space.slug]))
    assert (user.email in people.content.decode(), "Ze vroeg het zelf." in people.content.decode()) == (True, True)


@pytest.mark.parametrize("reason", ["", "   "])
def test_nobody_is_appointed_beside_others_without_a_reason(programme_administrator, reason: str) -> None:
    client, _user, alliance = programme_administrator
    known = somebody(alliance.space, "coordinator")
    address = reverse("admin:alliances_alliance_change", args=[alliance.pk])
    response = client.post(address, appointing(alliance, coordinator_reason=reason))
    assert response.context["adminform"].form.errors.keys() == {"coordinator_reason"}
    assert (coordinators(alliance), Mail.objects.count()) == ([known.email], 0)


@pytest.mark.parametrize("capitals", [False, True])
def test_who_appoints_themselves_says_why_even_where_nobody_coordinates(
    programme_administrator, capitals: bool
) -> None:
    client, user, alliance = programme_administrator
    address = reverse("admin:alliances_alliance_change", args=[alliance.pk])
    me = {"coordinator_email": user.email.upper() if capitals else user.email, "coordinator_reason": ""}
    response = client.post(address, appointing(alliance, **me))
    assert response.context["adminform"].form.errors.keys() == {"coordinator_reason"}
    assert coordinators(alliance) == []
    client.post(address, appointing(alliance, **me | {"coordinator_reason": "Niemand anders."}))
    assert Role.objects.get(space=alliance.space).given_because == "Niemand anders."


def test_a_new_alliance_of_ones_own_needs_a_reason_too(programme_administrator) -> None:
    client, user, alliance = programme_administrator
    address = reverse("admin:alliances_alliance_add")
    me = {"programme": alliance.space.parent_id, "coordinator_name": "Ik", "coordinator_email": user.email}
    assert client.post(address, new_alliance(**me)).status_code == 200
    assert Alliance.objects.count() == 1
    assert client.post(address, new_alliance(**me, coordinator_reason="Tot er iemand is.")).status_code == 302


def test_a_first_coordinator_needs_no_reason(programme_administrator) -> None:
    client, _user, alliance = programme_administrator
    address = reverse("admin:alliances_alliance_change", args=[alliance.pk])
    assert client.post(address, appointing(alliance, coordinator_reason="")).status_code == 302
    assert coordinators(alliance) == ["els@example.org"]


def test_inviting_a_coordinator_once_more_changes_nothing_and_tells_nobody(programme_administrator) -> None:
    client, _user, alliance = programme_administrator
    known = [somebody(alliance.space, "coordinator") for _number in range(2)]
    address = reverse("admin:alliances_alliance_change", args=[alliance.pk])
    again = appointing(alliance, coordinator_email=known[0].email, coordinator_reason="")
    assert client.post(address, again).status_code == 302
    assert [mail.to for mail in Mail.objects.all()] == [known[0].email]
    assert Role.objects.filter(given_by="").count() == Role.objects.count()


# --- which regions an administrator finds ------------------------------------------------------------
REGION_SEARCH = {"app_label": "alliances", "model_name": "allianceregion", "field_name": "region"}


def regions_found(client, term: str = "") -> list[str]:
    response = client.get(reverse("admin:autocomplete"), {**REGION_SEARCH, "term": term})
    return [row["text"] for row in response.json()["results"]] if response.status_code == 200 else []


def test_who_makes_alliances_finds_every_region_and_makes_one_there(programme_administrator) -> None:
    client, _user, alliance = programme_administrator
    region = Region.objects.create(name="Kempen", code="kempen")
    Region.objects.create(name="Waasland", code="waasland")
    assert (regions_found(client), regions_found(client, "kem")) == (["Kempen", "Waasland"], ["Kempen"])
    rows = {"alliance_regions-TOTAL_FORMS": "1", "alliance_regions-0-region": region.pk}
    made = new_alliance(programme=alliance.space.parent_id, **rows)
    assert client.post(reverse("admin:alliances_alliance_add"), made).status_code == 302
    assert list(Alliance.objects.get(space__slug="noorderkempen").regions.all()) == [region]


def test_who_makes_alliances_changes_no_region_and_sees_not_who_administers_it(programme_administrator) -> None:
    client, _user, _alliance = programme_administrator
    region = Region.objects.create(name="Kempen", code="kempen")
    RegionAdministrator.objects.create(region=region, user=User.objects.create_user("regio@example.org"))
    address = reverse("admin:places_region_change", args=[region.pk])
    assert "regio@example.org" not in client.get(address).content.decode()
    assert client.post(address, {"name": "Anders"}).status_code == 403
    assert client.post(reverse("admin:places_region_delete", args=[region.pk]), {"post": "yes"}).status_code == 403
    assert client.get(reverse("admin:places_region_add")).status_code == 403


def test_who_makes_no_alliances_finds_only_the_regions_they_administer(region_administrator) -> None:
    Region.objects.create(name="Elders", code="elders")
    assert regions_found(region_administrator[0]) == ["Waasland"]
    assert regions_found(staff_client(user_with("coordinator", AllianceFactory().space))) == []
    assert regions_found(client_of(user_with("coordinator", ProgrammeFactory().space))) == []
