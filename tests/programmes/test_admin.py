"""The page of a programme in the administration: all that belongs to it in one place."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import User
from alliances.models import RoadTemplate
from programmes.branches.models import PhaseTemplate
from spaces.models import Space
from tests.places.test_admin import staff_client
from tests.spaces.factories import ProgrammeFactory, user_with

pytestmark = pytest.mark.django_db


def parts(user: User, programme: Space) -> dict[str, int]:
    """The addresses on the page, and what each answers to the same person."""
    client = staff_client(user)
    page = client.get(reverse("admin:programmes_programme_change", args=[programme.programme.pk]))
    return {part.url: client.get(part.url).status_code for part in page.context["parts"]}


def test_a_programmes_administrator_opens_every_part_of_it() -> None:
    programme = ProgrammeFactory().space
    found = parts(user_with("coordinator", programme), programme)
    assert set(found.values()) == {200}
    assert {
        f"/p/{programme.slug}/",
        f"/p/{programme.slug}/branches/",
        f"/p/{programme.slug}/calls/",
        f"/admin/alliances/roadtemplate/add/?programme={programme.pk}",
        f"/admin/branches/phasetemplate/add/?programme={programme.pk}",
        f"/admin/branches/branch/add/?programme={programme.pk}",
    } <= set(found)


def test_steps_and_phases_of_its_own_are_led_to() -> None:
    programme = ProgrammeFactory().space
    steps, phases = (model.objects.create(programme=programme) for model in (RoadTemplate, PhaseTemplate))
    found = parts(user_with("coordinator", programme), programme)
    assert found[f"/admin/alliances/roadtemplate/{steps.pk}/change/"] == 200
    assert found[f"/admin/branches/phasetemplate/{phases.pk}/change/"] == 200


def test_the_platforms_administrators_are_led_only_to_what_they_may_open() -> None:
    programme = ProgrammeFactory().space
    found = parts(User.objects.create_superuser("platform@example.org"), programme)
    assert set(found.values()) == {200}
    assert f"/p/{programme.slug}/branches/" not in found
