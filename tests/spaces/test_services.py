"""What changes people, members and roles: pressing twice, and what has ended."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from spaces import services
from spaces.models import Role
from tests.spaces.factories import LONG_AGO, AllianceFactory, MemberFactory, client_with

pytestmark = pytest.mark.django_db


def test_the_day_on_which_a_member_left_stays() -> None:
    left = dt.date(2024, 5, 1)
    member = MemberFactory(space=AllianceFactory().space, starts_on=LONG_AGO, ends_on=left)
    client = client_with("coordinator", member.space)
    client.post(reverse("spaces:member_end", args=[member.space.slug, member.pk]))
    member.refresh_from_db()
    assert member.ends_on == left


def test_nobody_represents_a_member_that_has_left() -> None:
    member = MemberFactory(space=AllianceFactory().space, ends_on=dt.date(2024, 5, 1))
    with pytest.raises(ValidationError):
        services.represent(member, name="Els", email="els@example.org", mandate=services.Mandate())
    assert not Role.objects.filter(person__email="els@example.org").exists()
