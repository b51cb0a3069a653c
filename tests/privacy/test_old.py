"""Old data of people come up by themselves; somebody keeps them, or erases."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from partners.contacts import services
from partners.contacts.models import Contact
from partners.contacts.services import Planned
from partners.stakeholders import assessing
from partners.stakeholders.models import Stakeholder
from partners.stakeholders.services import make_member
from privacy import old
from privacy.models import StillRight
from spaces.waiting import waiting_for
from tests.privacy.factories import els
from tests.spaces.factories import AllianceFactory, client_with, user_with

pytestmark = pytest.mark.django_db
LONG = dt.timedelta(days=365 * old.YEARS)
TODAY = timezone.localdate()


@pytest.fixture
def space():
    return AllianceFactory().space


@pytest.fixture
def by(space):
    return user_with("coordinator", space)


def aged(space, days: int = 3, **facts) -> Stakeholder:
    """An entry whose last change was so many days longer ago than counts as old."""
    entry = els(space, **facts)
    Stakeholder.objects.filter(pk=entry.pk).update(changed_at=timezone.now() - LONG - dt.timedelta(days=days))
    return entry


def found(space) -> list[int]:
    return [one.pk for one in old.waiting(space)]


def test_the_longest_untouched_comes_first_and_what_is_young_does_not_come(space) -> None:
    young, older, oldest = els(space), aged(space, 3), aged(space, 90, email="jan@example.org")
    aged(AllianceFactory().space)
    assert found(space) == [oldest.pk, older.pk]
    assert young.pk not in found(space)


def test_an_organisation_without_a_person_is_not_old_data(space) -> None:
    aged(space, contact_person="", email="info@example.org")
    assert found(space) == []


def test_who_was_spoken_with_assessed_planned_or_a_member_is_not_old(space, by) -> None:
    names = ("log", "assess", "plan", "member", "untouched")
    log, assess, plan, member, untouched = (aged(space, email=f"{name}@example.org") for name in names)
    services.log(Contact(stakeholder=log, kind="call", held_on=TODAY), Planned(None, ""), by=by)
    assessing.assess(assess, influence="low", interest="low", note="", by=by)
    services.log(
        Contact(stakeholder=plan, kind="call", held_on=TODAY - LONG - dt.timedelta(days=9)),
        Planned(TODAY + dt.timedelta(days=9), ""),
        by=by,
    )
    make_member(member, name="Els Peeters", email="els@example.org")
    # What was done is told by its own rows: a change of the entry alone would prove nothing here.
    Stakeholder.objects.update(changed_at=timezone.now() - LONG - dt.timedelta(days=3))
    assert found(space) == [untouched.pk]


def test_who_is_kept_comes_back_after_as_long_again(space, by) -> None:
    entry = aged(space)
    client = client_with("coordinator", space)
    address = reverse("privacy:old_list", args=[space.slug])
    assert "Els Peeters" in client.get(address).content.decode()
    assert [line.count for line in waiting_for(space, lambda _one: True) if line.url_name == "privacy:old_list"] == [1]
    for _twice in range(2):
        client.post(address, {"entry": [entry.pk, "x", 10**30]})
    assert found(space) == []
    assert client.get(address).status_code == 200
    assert StillRight.objects.count() == 1
    StillRight.objects.update(on=TODAY - LONG - dt.timedelta(days=1))
    assert found(space) == [entry.pk]
    assert old.keep(space, [entry.pk], by=by) == 1
    assert (StillRight.objects.get().on, found(space)) == (TODAY, [])


@pytest.mark.parametrize("role", ["chair", "secretary", "member"])
def test_only_coordinators_keep(space, role) -> None:
    entry = aged(space)
    address = reverse("privacy:old_list", args=[space.slug])
    client = client_with(role, space)
    assert client.get(address).status_code == 403
    assert client.post(address, {"entry": entry.pk}).status_code == 403
    assert not StillRight.objects.exists()


def test_entries_of_another_space_are_not_kept_from_here(space, by) -> None:
    theirs = aged(AllianceFactory().space)
    assert old.keep(space, [theirs.pk], by=by) == 0


def test_the_list_costs_the_same_with_1_and_30(space, by) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("privacy:old_list", args=[space.slug])).status_code == 200
        return len(asked)

    client = client_with("coordinator", space)
    aged(space)
    one = queries()
    for number in range(30):
        aged(space, email=f"lid{number}@example.org")
    assert queries() == one <= 12
