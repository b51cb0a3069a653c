"""Regions in the administration: the form, the map, the import, and who may."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from partners.organisations.models import Organisation
from places.models import Division, Municipality, MunicipalityInRegion, Region, RegionAdministrator
from tests.places.files import BRUSSELS, REGIONS, ROWS, csv_of
from tests.spaces.factories import ProgrammeFactory, client_of, user_with

pytestmark = pytest.mark.django_db


def staff_client(user: User) -> Client:
    User.objects.filter(pk=user.pk).update(is_staff=True)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return client_of(User.objects.get(pk=user.pk))


@pytest.fixture
def platform() -> Client:
    client = staff_client(User.objects.create_superuser("platform@example.org"))
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def division() -> Division:
    return Division.objects.create(name="Vlaanderen", code="vlaanderen")


def files(data: bytes = b"", boundaries: bytes = b"", **more: str) -> dict:
    given = {"file": SimpleUploadedFile("gemeenten.csv", data or csv_of()), "country": "be", **more}
    return given | ({"boundaries": SimpleUploadedFile("kaart.json", boundaries)} if boundaries else {})


def import_page(division: Division) -> str:
    return reverse("admin:places_division_import", args=[division.pk])


def region_change(client: Client, region: Region, **facts: object) -> tuple[int, str]:
    """Save the region's form; the status and the page that came."""
    given = {"name": region.name, "code": region.code, "kind": "region", "country": "BE", "parent": "", "division": ""}
    inline = {"administrators-TOTAL_FORMS": "0", "administrators-INITIAL_FORMS": "0"}
    response = client.post(reverse("admin:places_region_change", args=[region.pk]), {**given, **inline, **facts})
    return response.status_code, response.content.decode()


# --- import ------------------------------------------------------------------------------------------
def test_an_import_is_looked_at_first_and_applied_once(platform: Client, division: Division) -> None:
    page = platform.post(import_page(division), files(boundaries=REGIONS))
    assert (page.status_code, Region.objects.count()) == (200, 0)
    assert page.context["report"].regions.made == ["Regio Noord", "Regio Zuid"]
    token = re.search(r'name="apply" value="([^"]+)"', page.content.decode()).group(1)
    applied = platform.post(import_page(division), {"apply": token})
    assert applied.headers["Location"] == reverse("admin:places_division_change", args=[division.pk])
    assert (division.regions.count(), MunicipalityInRegion.objects.filter(division=division).count()) == (2, 3)
    assert "Applied." in LogEntry.objects.get().change_message
    again = platform.post(import_page(division), {"apply": token})
    assert again.headers["Location"] == import_page(division)
    assert "<path" in platform.get(applied.headers["Location"]).content.decode()


def test_a_second_import_says_that_nothing_changes_and_offers_nothing(platform: Client, division: Division) -> None:
    page = platform.post(import_page(division), files())
    platform.post(import_page(division), {"apply": page.context["token"]})
    page = platform.post(import_page(division), files())
    assert page.context["report"].changes_nothing()
    assert 'name="apply"' not in page.content.decode()


def test_what_is_wrong_with_the_files_stands_on_the_page(platform: Client, division: Division) -> None:
    page = platform.post(import_page(division), files(csv_of(*ROWS, BRUSSELS)))
    assert page.status_code == 422
    assert "Brussel" in str(page.context["form"].non_field_errors())
    assert (
        platform.post(import_page(division), files(csv_of(*ROWS, BRUSSELS), only_with_region="on")).status_code == 200
    )
    assert platform.post(import_page(division), files(boundaries=b"{")).status_code == 422
    assert platform.post(import_page(division), files(country="Belgi")).status_code == 422
    assert platform.post(import_page(division), {"country": "BE"}).status_code == 422


def test_nobody_applies_what_another_looked_at(platform: Client, division: Division) -> None:
    token = platform.post(import_page(division), files()).context["token"]
    other = staff_client(User.objects.create_superuser("ander@example.org"))
    assert other.post(import_page(division), {"apply": token}).headers["Location"] == import_page(division)
    assert Region.objects.count() == 0


def test_who_administers_a_region_or_a_programme_imports_nothing(division: Division) -> None:
    region = Region.objects.create(name="Noord", code="noord", division=division)
    regional = User.objects.create_user("regio@example.org")
    RegionAdministrator.objects.create(region=region, user=regional)
    for user in (regional, user_with("coordinator", ProgrammeFactory().space)):
        client = staff_client(user)
        assert client.get(import_page(division)).status_code == 403
        assert client.post(import_page(division), files()).status_code == 403
        shown = client.get(reverse("admin:places_division_change", args=[division.pk]))
        assert import_page(division) not in shown.content.decode()
    assert client_of(User.objects.create_user("lid@example.org")).get(import_page(division)).status_code == 302
    assert Region.objects.count() == 1


def test_a_division_that_is_not_there_is_not_found(platform: Client) -> None:
    assert platform.get(reverse("admin:places_division_import", args=[4711])).status_code == 404


# --- regions -----------------------------------------------------------------------------------------
def test_municipalities_are_chosen_in_one_field(platform: Client, division: Division) -> None:
    region = Region.objects.create(name="Noord", code="noord", division=division)
    chosen = [Municipality.objects.create(name=name, code=name) for name in ("Lier", "Duffel")]
    facts = {"division": division.pk, "municipalities": [one.pk for one in chosen]}
    assert region_change(platform, region, **facts)[0] == 302
    assert set(region.municipalities.all()) == set(chosen)
    assert region_change(platform, region, division=division.pk)[0] == 302
    assert list(region.municipalities.all()) == []


def test_a_municipality_in_two_regions_of_a_division_is_refused_in_words(platform: Client, division: Division) -> None:
    north, south = (Region.objects.create(name=name, code=name, division=division) for name in ("noord", "zuid"))
    loose = Region.objects.create(name="Los", code="los")
    lier = Municipality.objects.create(name="Lier", code="12021")
    lier.regions.set([north, loose])
    said = "Lier is already in noord, and can be in one region of a division."
    for region, facts in ((south, {"municipalities": [lier.pk]}), (loose, {}), (loose, {"municipalities": [lier.pk]})):
        status, page = region_change(platform, region, division=division.pk, **facts)
        assert (status, said in page) == (200, True)
    links = {
        "places_in_regions-TOTAL_FORMS": "1",
        "places_in_regions-INITIAL_FORMS": "0",
        "places_in_regions-0-municipality": lier.pk,
        "places_in_regions-0-region": south.pk,
    }
    facts = {"name": "Lier", "name_fr": "", "code": "12021", "country": "BE", "postcodes": "2500"}
    page = platform.post(reverse("admin:places_municipality_change", args=[lier.pk]), {**facts, **links})
    assert (page.status_code, said in page.content.decode()) == (200, True)


def test_lists_filter_and_search(platform: Client, division: Division) -> None:
    Region.objects.create(name="Zuid", code="zuid")
    region = Region.objects.create(name="Noord", code="noord", division=division)
    Municipality.objects.create(name="Lier", code="12021", postcodes=["2500"]).regions.set([region])
    Municipality.objects.create(name="Duffel", code="12009", postcodes=["2570"])
    regions, municipalities = reverse("admin:places_region_changelist"), reverse("admin:places_municipality_changelist")
    for address, query, names in (
        (regions, "", ["Noord", "Zuid"]),
        (regions, f"?division__id__exact={division.pk}", ["Noord"]),
        (regions, "?boundary__isempty=1", ["Noord", "Zuid"]),
        (municipalities, "?q=2570", ["Duffel"]),
        (municipalities, f"?regions__division__id__exact={division.pk}", ["Lier"]),
        (municipalities, "?q=noord", ["Lier"]),
    ):
        shown = platform.get(address + query).context["cl"].queryset
        assert [one.name for one in shown] == names, query


def test_lists_cost_the_same_with_one_row_and_with_thirty(
    platform: Client, division: Division, django_assert_max_num_queries
) -> None:
    for name in ("places_region_changelist", "places_municipality_changelist", "places_division_changelist"):
        counts = []
        for number in (1, 29):
            for row in range(number):
                key = f"{name[7:9]}-{number}-{row}"
                region = Region.objects.create(name=key, code=key, division=Division.objects.create(name=key, code=key))
                Municipality.objects.create(name=key, code=key).regions.set([region])
            with django_assert_max_num_queries(16) as asked:
                platform.get(reverse(f"admin:{name}"))
            counts.append(len(asked))
        assert counts[0] == counts[1], name


@pytest.fixture
def region(division: Division) -> Region:
    """A region with a municipality and a boundary."""
    region = Region.objects.create(name="Noord", code="noord", division=division)
    Municipality.objects.create(name="Lier", code="12021").regions.set([region])
    region.boundary = {"type": "Polygon", "coordinates": [[[4, 51], [5, 51], [5, 52], [4, 51]]]}
    region.save()
    return region


def test_who_may_not_change_a_region_sees_its_municipalities_and_its_map(region: Region) -> None:
    client = staff_client(user_with("coordinator", ProgrammeFactory().space))
    page = client.get(reverse("admin:places_region_change", args=[region.pk])).content.decode()
    assert "Lier" in page
    assert 'class="region-map__this"' in page
    assert "<select" not in page


def test_a_regions_administrator_changes_its_name_and_municipalities_and_nothing_else(region: Region) -> None:
    regional = User.objects.create_user("regio@example.org")
    RegionAdministrator.objects.create(region=region, user=regional)
    client = staff_client(regional)
    duffel = Municipality.objects.create(name="Duffel", code="12009")
    search = {"app_label": "places", "model_name": "municipalityinregion", "field_name": "municipality", "term": "duf"}
    assert [row["text"] for row in client.get(reverse("admin:autocomplete"), search).json()["results"]] == ["Duffel"]
    elsewhere = Division.objects.create(name="Elders", code="elders")
    facts = {"name": "Noorderstreek", "code": "anders", "country": "NL", "division": elsewhere.pk, "kind": "city"}
    assert region_change(client, region, municipalities=[duffel.pk], **facts)[0] == 302
    region.refresh_from_db()
    assert (region.name, region.code, region.country, region.kind) == ("Noorderstreek", "noord", "BE", "region")
    assert (region.division.code, list(region.municipalities.all())) == ("vlaanderen", [duffel])


def test_a_regions_administrator_takes_no_municipality_of_a_neighbour(region: Region) -> None:
    neighbour = Region.objects.create(name="Zuid", code="zuid", division=region.division)
    regional = User.objects.create_user("regio@example.org")
    RegionAdministrator.objects.create(region=neighbour, user=regional)
    lier = Municipality.objects.get()
    status, _page = region_change(staff_client(regional), neighbour, municipalities=[lier.pk])
    assert (status, list(region.municipalities.all())) == (200, [lier])


# --- mergers -----------------------------------------------------------------------------------------
MERGE = reverse("admin:places_municipality_merge")
MERGERS = b"nis 2024;naam 2024;nis 2025;naam 2025\n12021;Lier;12999;Lier-Duffel\n12009;Duffel;12999;Lier-Duffel\n"


def test_mergers_are_looked_at_first_and_applied_once(platform: Client, region: Region) -> None:
    Municipality.objects.create(name="Duffel", code="12009").regions.set([region])
    bakery = Organisation.objects.create(name="Warme Bakker", municipality="Lier", country="BE")
    page = platform.post(MERGE, files(MERGERS))
    assert (page.status_code, bakery.name in page.text) == (200, True)
    assert Municipality.objects.count() == 2
    applied = platform.post(MERGE, {"apply": page.context["token"]})
    assert applied.url == reverse("admin:places_municipality_changelist")
    bakery.refresh_from_db()
    assert (bakery.municipality, [one.name for one in region.municipalities.all()]) == ("Lier-Duffel", ["Lier-Duffel"])
    assert "Applied." in LogEntry.objects.get().change_message
    assert platform.post(MERGE, {"apply": page.context["token"]}).url == MERGE
    again = platform.post(MERGE, files(MERGERS))
    assert (again.context["report"].changes_nothing(), 'name="apply"' in again.text) == (True, False)


def test_a_list_of_mergers_that_is_none_is_refused_in_words(platform: Client) -> None:
    for given in (files(b"x;y\n1;2\n"), files(MERGERS, country="Belgi"), {"country": "BE"}, files(b"\0\xff")):
        assert platform.post(MERGE, given).status_code == 422
    assert platform.get(MERGE).status_code == 200
    assert MERGE in platform.get(reverse("admin:places_municipality_changelist")).text


def test_only_the_platforms_administrators_merge(region: Region) -> None:
    regional = User.objects.create_user("regio@example.org")
    RegionAdministrator.objects.create(region=region, user=regional)
    for user in (regional, user_with("coordinator", ProgrammeFactory().space)):
        client = staff_client(user)
        assert (client.get(MERGE).status_code, client.post(MERGE, files(MERGERS)).status_code) == (403, 403)
    assert [one.name for one in Municipality.objects.all()] == ["Lier"]
