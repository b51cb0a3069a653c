"""What waits for a coordinator stands on the overview, and nobody else is told."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partners.contacts import services
from partners.contacts.services import Planned
from spaces.models import Space
from spaces.waiting import waiting_for
from tests.spaces.factories import AllianceFactory, client_with
from tests.stakeholders.factories import StakeholderFactory

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def space() -> Space:
    made: Space = AllianceFactory().space
    for days in (-3, -1, 0, 2):
        services.plan(StakeholderFactory(space=made), Planned(timezone.localdate() + days * DAY))
    services.plan(StakeholderFactory(), Planned(timezone.localdate() - DAY))  # of somebody else
    return made


def waiting(client: Client, space: Space) -> list[tuple[int, str]]:
    found = client.get(reverse("space_home", args=[space.slug])).context["waiting"]
    return [(line.count, line.url_name) for line in found]


def test_a_coordinator_sees_how_much_is_overdue(space: Space) -> None:
    assert waiting(client_with("coordinator", space), space) == [(2, "contacts:due_list")]


@pytest.mark.parametrize("role", ["chair", "secretary", "member"])
def test_who_may_not_see_the_register_is_told_nothing(role: str, space: Space) -> None:
    assert waiting(client_with(role, space), space) == []


def test_what_is_done_waits_no_longer(space: Space) -> None:
    for entry in space.stakeholders.all():
        services.plan(entry, Planned())
    assert waiting_for(space, lambda permission: True) == []
