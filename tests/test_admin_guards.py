"""The administration, walked: who administers one region sees and changes that region and its alliances, whatever
the address they type, the row they search for, the bulk action they send or the list they export.

The world holds a row of everything that the administration knows, all of it of another region save what is named
here as their own. Whatever is added to the administration is walked too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.core import serializers
from django.db.models import Model
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, reverse

from accounts.models import User
from alliances.models import Alliance, AllianceRegion, RoadTemplate
from places.models import Division, Municipality, Region, RegionAdministrator
from programmes.branches.models import PhaseTemplate
from programmes.coaching.models import Coach
from spaces.models import Space
from tests.branches.factories import BranchFactory
from tests.calls.factories import draft, make_call, submitted
from tests.places.test_admin import staff_client
from tests.spaces.factories import AllianceFactory, OrganisationFactory, ProgrammeFactory, somebody, user_with

pytestmark = pytest.mark.django_db

SECRET = "Verborgen"
# What an administrator of a region may look at, by model; of all else nothing.
SEES = {"places.region", "places.municipality", "alliances.alliance", "coaching.coach"}


class World:
    """Two regions in one division, each with an alliance; everything else there is one of."""

    def __init__(self) -> None:
        division = Division.objects.create(name="Referentieregio’s", code="indeling")
        self.own, self.other = (
            Region.objects.create(name=name, code=code, division=division)
            for name, code in (("Waas", "waas"), (f"{SECRET} streek", "elders"))
        )
        programme = ProgrammeFactory(space__name="Samen Regio").space
        self.alliances = [
            self._alliance(region, name, programme)
            for region, name in ((self.own, "Alliantie Waas"), (self.other, f"{SECRET}e alliantie"))
        ]
        Municipality.objects.create(name="Temse", code="46025").regions.set([self.own])
        Municipality.objects.create(name="Lier", code="12021").regions.set([self.other])
        OrganisationFactory(name=f"{SECRET}e organisatie")
        BranchFactory(space__parent=programme, space__name=f"{SECRET}e tak")
        for template in (RoadTemplate, PhaseTemplate):
            template.objects.get_or_create(programme=programme)
        self._call(programme)
        self.coaches = [
            Coach.objects.create(programme=programme, region=region, name=name, email="c@example.org", language="nl",
                                 note=SECRET)
            for region, name in ((self.own, "Greet"), (self.other, f"{SECRET}e coach"))
        ]  # fmt: skip
        self.user = User.objects.create_user("regio@example.org", name="Pieter")
        RegionAdministrator.objects.create(region=self.own, user=self.user)
        User.objects.create_user(f"{SECRET.lower()}@example.org", name=f"{SECRET} persoon")

    @staticmethod
    def _alliance(region: Region, name: str, programme: Space) -> Alliance:
        alliance: Alliance = AllianceFactory(space__name=name, space__parent=programme)
        AllianceRegion.objects.create(alliance=alliance, region=region)
        somebody(alliance.space, "coordinator", name=f"{SECRET}e trekker van {name}" if SECRET in name else "Els")
        return alliance

    def _call(self, programme: Space) -> None:
        """A call for both regions: proposals are for its programme alone, also those for one's own region."""
        regions = [Region.objects.create(name=f"{SECRET} {code}", code=code) for code in ("noord", "zuid")]
        call = make_call(programme, title=f"{SECRET}e oproep")
        call.regions.set([self.own, self.other, *regions])
        for make, region in zip((submitted, draft), regions, strict=True):
            make(call, region=region, organisation=f"{SECRET} {region.code}", email=f"{SECRET}@example.org")

    def is_own(self, row: Model) -> bool:
        return row in (self.own, self.alliances[0], self.coaches[0])


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def client(world: World) -> Client:
    client = staff_client(world.user)
    client.raise_request_exception = False
    return client


def label(model: type[Model]) -> str:
    return model._meta.label_lower


def pages() -> Iterator[tuple[type[Model], URLPattern]]:
    """Every address of a model's administration with its pattern."""
    for model, model_admin in admin.site._registry.items():
        for pattern in model_admin.get_urls():
            assert not isinstance(pattern, URLResolver), "walk those too"
            yield model, pattern


def addresses(pattern: URLPattern, rows: list[Any]) -> Iterator[tuple[str, Any]]:
    """The pattern filled in with each row, or as it is when it asks for none; nothing for Django's own redirects."""
    if not pattern.name:
        return
    for row in rows:
        try:
            yield reverse(f"admin:{pattern.name}", args=[row.pk]), row
        except NoReverseMatch:
            yield reverse(f"admin:{pattern.name}"), None
            return


def snapshot() -> dict[str, str]:
    """Every row of every table of ours, as text."""
    own = [model for model in apps.get_models() if model.__module__.split(".")[0] in OURS]
    return {
        f"{label(model)} {row.pk}": serializers.serialize("json", [row]) for model in own for row in model.objects.all()
    }


OURS = ("accounts", "places", "partners", "spaces", "charters", "actionplans", "alliances", "programmes", "sessions")


def test_the_world_holds_a_row_of_nearly_everything(world: World) -> None:
    empty = {label(model) for model in admin.site._registry if not model.objects.exists()}
    assert empty <= {"mail.mail", "mail.mailjob", "mail.arrival"}, "make one in this test's world"


def test_every_address_typed_shows_only_what_is_theirs(world: World, client: Client) -> None:
    shown = set()
    for model, pattern in pages():
        for address, row in addresses(pattern, list(model.objects.all())):
            answer = client.get(address)
            assert answer.status_code in (200, 302, 403, 404), address
            if answer.status_code != 200:
                continue
            shown.add(label(model))
            assert row is None or world.is_own(row) or label(model) == "places.municipality", address
            assert SECRET not in answer.content.decode(), address
    assert shown == SEES


def test_nothing_that_is_sent_changes_what_is_not_theirs(world: World, client: Client) -> None:
    before = snapshot()
    sent = {
        "name": "Gekaapt",
        "slug": "gekaapt",
        "email": "gekaapt@example.org",
        "post": "yes",
        "apply": "x",
        "is_superuser": "on",
    }
    sent |= {"administrators-TOTAL_FORMS": "0", "administrators-INITIAL_FORMS": "0", "code": "gekaapt"}
    sent |= {"coordinator_name": "Kaper", "coordinator_email": "kaper@example.org", "coordinator_reason": "Daarom"}
    for model, pattern in pages():
        for address, row in addresses(pattern, list(model.objects.all())):
            if row is None or not world.is_own(row):
                assert client.post(address, sent).status_code in (302, 403, 404, 200), address
    assert changed(before) == set()


def test_no_bulk_action_reaches_what_is_not_theirs(world: World, client: Client) -> None:
    before = snapshot()
    tried = set()
    everywhere = user_with("coordinator", world.alliances[0].space.parent)
    User.objects.filter(pk=everywhere.pk).update(is_staff=True, is_superuser=True)
    everywhere.refresh_from_db()
    before = snapshot()
    for model, model_admin in admin.site._registry.items():
        everything = [str(row.pk) for row in model.objects.all()]
        request = type("Request", (), {"user": everywhere, "GET": {}})()
        for action in model_admin.get_actions(request):
            data = {"action": action, "_selected_action": everything, "select_across": "1", "post": "yes", "index": "0"}
            answer = client.post(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"), data)
            content = b"".join(answer) if answer.streaming else answer.content
            tried.add((label(model), action))
            assert SECRET.encode() not in content, (label(model), action)
    assert {("alliances.alliance", "export"), ("calls.call", "export"), ("calls.proposal", "export")} <= tried
    assert len(tried) > 8
    assert changed(before) == set()


def test_searching_for_a_row_finds_only_what_is_theirs(world: World, client: Client) -> None:
    """Every field of every model, asked as a form of the administration asks for it."""
    found: dict[str, set[str]] = {}
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if not (field.is_relation and field.concrete and field.related_model in admin.site._registry):
                continue
            asked = {"app_label": model._meta.app_label, "model_name": model._meta.model_name, "field_name": field.name}
            answer = client.get(reverse("admin:autocomplete"), {**asked, "term": ""})
            if answer.status_code == 200:
                names = {row["text"] for row in answer.json()["results"]}
                found.setdefault(label(field.related_model), set()).update(names)
    # Names of municipalities are official, and a region chooses among all of them.
    assert found == {
        "places.region": {"Waas"},
        "alliances.alliance": {"Alliantie Waas"},
        "places.municipality": {"Temse", "Lier"},
    }


def test_an_export_holds_only_what_is_theirs(world: World, client: Client) -> None:
    data = {"action": "export", "_selected_action": [one.pk for one in world.alliances], "select_across": "1"}
    text = b"".join(client.post(reverse("admin:alliances_alliance_changelist"), data)).decode()
    assert ("Alliantie Waas" in text, SECRET in text) == (True, False)
    programme = world.alliances[0].space.parent
    for name in ("dashboard_export",):
        assert client.get(reverse(f"programmes:{name}", args=[programme.slug, "csv"])).status_code == 404


def test_filtering_by_what_is_not_theirs_says_nothing(world: World, client: Client) -> None:
    address = reverse("admin:alliances_alliance_changelist")
    for query in (f"?regions__id__exact={world.other.pk}", f"?q={SECRET}", "?space__parent__name__startswith=V"):
        answer = client.get(address + query)
        rows = list(answer.context["cl"].queryset) if answer.status_code == 200 else []
        assert rows == [] and answer.status_code in (200, 302, 400), query


def test_who_coordinates_a_programme_reaches_no_other_programme(world: World) -> None:
    other = ProgrammeFactory().space
    client = staff_client(user_with("coordinator", other))
    for model, pattern in pages():
        for address, row in addresses(pattern, list(model.objects.all())):
            if row is None or label(model) in ("places.region", "places.division", "programmes.programme"):
                continue
            assert client.get(address).status_code != 200, address


def changed(before: dict[str, str]) -> set[str]:
    """The rows that are not as they were, and those that are new; sign-ins are not counted."""
    now = snapshot()
    return {key for key in {*before, *now} if before.get(key) != now.get(key)}
