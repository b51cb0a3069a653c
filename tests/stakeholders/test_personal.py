"""Who has to be told that we have their data, and what happens when an address becomes another one's."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from partners.stakeholders.models import Stakeholder
from partners.stakeholders.personal import to_tell
from tests.spaces.factories import OrganisationFactory, SpaceFactory
from tests.stakeholders.factories import StakeholderFactory

pytestmark = pytest.mark.django_db

LONG_AGO = dt.date(2026, 1, 5)


@pytest.fixture
def told() -> Stakeholder:
    return StakeholderFactory(
        contact_person="Els Peeters",
        email="els@example.org",
        source="public",
        ground="interest",
        noticed_on=LONG_AGO,
        objected_on=LONG_AGO,
    )


def facts(entry: Stakeholder) -> tuple[object, ...]:
    entry.refresh_from_db()
    return entry.noticed_on, entry.objected_on, entry.source, entry.ground


def test_another_address_was_not_told(told) -> None:
    told.email = "jan@example.org"
    told.save()
    assert facts(told) == (None, LONG_AGO, "public", "interest")
    assert told.person_since == timezone.localdate()


def test_another_person_did_not_object_and_did_not_consent(told) -> None:
    told.email, told.contact_person = "jan@example.org", "Jan Claes"
    told.save()
    assert facts(told) == (None, None, "unknown", "unknown")


def test_the_same_address_in_capitals_is_the_same_person(told) -> None:
    Stakeholder.objects.filter(pk=told.pk).update(email="Els@Example.org")
    assert facts(told) == (LONG_AGO, LONG_AGO, "public", "interest")


def test_who_says_at_once_that_the_new_person_was_told_is_believed(told) -> None:
    told.email, told.noticed_on = "jan@example.org", dt.date(2026, 2, 2)
    told.save()
    assert facts(told)[0] == dt.date(2026, 2, 2)


def test_a_first_address_begins_the_month_and_untells_nobody() -> None:
    entry = StakeholderFactory(contact_person="Els Peeters", noticed_on=LONG_AGO)
    Stakeholder.objects.filter(pk=entry.pk).update(email="els@example.org")
    entry.refresh_from_db()
    assert (entry.noticed_on, entry.person_since) == (LONG_AGO, timezone.localdate())


@pytest.mark.parametrize(
    ("fields", "is_listed"),
    [
        ({"contact_person": "Els Peeters"}, True),
        ({"email": "els.peeters@example.org"}, True),
        ({"email": "els@example.org", "source": "person"}, False),
        ({"email": "els@example.org", "noticed_on": LONG_AGO}, False),
        ({"email": "info@example.org"}, False),
        ({"email": "Secretariaat-noord@example.org"}, False),
        ({"email": "info@example.org", "contact_person": "Els Peeters"}, True),
        ({"email": "information.els@example.org"}, False),
        ({"email": "infos-els@example.org"}, True),
        ({"phone": "+32 50 12 34 56"}, False),
        ({}, False),
        ({"organisation": None}, True),
    ],
)
def test_who_has_to_be_told(fields, is_listed) -> None:
    space = SpaceFactory()
    StakeholderFactory(**{"space": space, "organisation": OrganisationFactory(), "name": "Taalhuis", **fields})
    assert to_tell(space.pk).exists() is is_listed
