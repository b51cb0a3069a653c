"""The contact log: what is noted, planned, corrected, and that the register's two dates follow from it."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from partners.contacts import services
from partners.contacts.models import Contact, NextContact
from partners.contacts.services import Planned
from partners.stakeholders.models import Stakeholder
from tests.stakeholders.factories import StakeholderFactory

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
NOTHING = Planned()


@pytest.fixture
def by() -> User:
    return User.objects.create_user("sanne@example.org", name="Sanne Visser")


@pytest.fixture
def entry() -> Stakeholder:
    made: Stakeholder = StakeholderFactory()
    return made


def log(entry: Stakeholder, by: User, days_ago: int = 0, then: Planned = NOTHING) -> Contact:
    day = timezone.localdate() - days_ago * DAY
    return services.log(Contact(stakeholder=entry, kind="call", held_on=day, said="Gebeld"), then, by=by)


def dates(entry: Stakeholder) -> tuple[dt.date | None, dt.date | None]:
    entry.refresh_from_db()
    return entry.last_contact_on, entry.next_contact_on


def test_a_contact_is_kept_with_who_noted_it(entry: Stakeholder, by: User) -> None:
    made = log(entry, by)
    assert (made.by, dates(entry)) == ("Sanne Visser (sanne@example.org)", (timezone.localdate(), None))


def test_an_earlier_one_noted_later_is_not_the_last(entry: Stakeholder, by: User) -> None:
    log(entry, by, days_ago=3)
    log(entry, by, days_ago=30)
    assert dates(entry)[0] == timezone.localdate() - 3 * DAY


def test_what_comes_after_takes_the_place_of_what_was_planned(entry: Stakeholder, by: User) -> None:
    today = timezone.localdate()
    services.plan(entry, Planned(today + DAY, "Lokaal vragen"))
    log(entry, by, then=Planned(today + 9 * DAY, "Terugbellen"))
    assert dates(entry) == (today, today + 9 * DAY)
    assert [(one.planned_on, one.about) for one in NextContact.objects.all()] == [(today + 9 * DAY, "Terugbellen")]
    log(entry, by)
    assert dates(entry) == (today, None)


def test_a_day_to_come_is_refused_and_nothing_changes(entry: Stakeholder, by: User) -> None:
    services.plan(entry, Planned(timezone.localdate() + DAY))
    with pytest.raises(ValidationError):
        log(entry, by, days_ago=-1)
    assert (Contact.objects.count(), dates(entry)) == (0, (None, timezone.localdate() + DAY))


def test_corrected_or_removed_the_dates_follow(entry: Stakeholder, by: User) -> None:
    first, second = log(entry, by, days_ago=9), log(entry, by)
    second.held_on -= 2 * DAY
    services.change(second)
    assert dates(entry)[0] == timezone.localdate() - 2 * DAY
    services.remove(second)
    services.remove(second)
    assert dates(entry)[0] == first.held_on
    services.remove(first)
    assert dates(entry) == (None, None)


def test_not_needed_any_more(entry: Stakeholder) -> None:
    services.plan(entry, Planned(timezone.localdate()))
    services.plan(entry, Planned())
    services.plan(entry, Planned())
    assert (dates(entry), NextContact.objects.exists()) == ((None, None), False)


def test_who_worked_with_an_entry_is_seen(entry: Stakeholder, by: User) -> None:
    """An import that is undone leaves what somebody touched since (``stakeholders.undoing``)."""
    before = entry.changed_at
    log(entry, by)
    entry.refresh_from_db()
    assert entry.changed_at > before
