"""Erasing: looked at first; what the law or an approved document needs stays, and nothing else says who it was."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from core.mail import outbox
from core.mail.models import Mail
from core.personal import held_about
from partners.stakeholders.models import Change, ImportedFields, StakeholderImport
from privacy import wishes
from privacy.models import PersonLink, Wish
from tests.privacy.factories import NOTE, els, opened
from tests.spaces.factories import AllianceFactory, PersonFactory, client_with, somebody, user_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def space():
    return AllianceFactory().space


@pytest.fixture
def by(space):
    return user_with("coordinator", space)


def sent_to(space, to: str = "els@example.org") -> Mail:
    mail = outbox.queue(
        dedupe_key=f"x:{to}", kind="x", to=to, to_name="Els", subject="Dag Els", text="Beste Els", space_id=space.pk
    )
    Mail.objects.filter(pk=mail.pk).update(state="sent", sent_at=timezone.now())
    return mail


def test_everything_of_the_person_goes_and_the_entry_stays(space, by) -> None:
    entry, mail = els(space), sent_to(space)
    person = PersonFactory(space=space, name="Els Peeters", email="els@example.org")
    applied = StakeholderImport.objects.create(space=space, filename="x.csv", content=b"")
    ImportedFields.objects.create(
        stakeholder=entry, stakeholder_import=applied, own={"phone": ["", "050 12 34 56"], "win": ["", "Iets"]}
    )
    Change.objects.create(space=space, by=by, field="phone", before={entry.pk: "1"}, after="2")
    wishes.erase(space, "Els@example.org", by=by)
    entry.refresh_from_db()
    mail.refresh_from_db()
    person.refresh_from_db()
    assert (entry.contact_person, entry.email, entry.phone, entry.notes) == ("", "", "", NOTE)
    assert (mail.text, mail.to_name, mail.subject) == ("", "", "–")
    assert "els" not in mail.to
    assert (person.email, person.phone) == ("", "")
    assert "Els" not in person.name
    assert ImportedFields.objects.get().own == {"win": ["", "Iets"]}
    assert not Change.objects.exists()
    assert held_about("els@example.org") == {}
    done = Wish.objects.get()
    assert (done.kind, done.state, done.email, done.words) == ("erase", "done", "", "")


def test_another_space_and_another_address_keep_theirs(space, by) -> None:
    theirs, neighbour = els(AllianceFactory().space), els(space, email="jan@example.org", contact_person="Jan Claes")
    els(space)
    mail = sent_to(space, "jan@example.org")
    wishes.erase(space, "els@example.org", by=by)
    for one in (theirs, neighbour, mail):
        one.refresh_from_db()
    assert (theirs.email, neighbour.email, mail.text) == ("els@example.org", "jan@example.org", "Beste Els")


def test_an_individual_has_no_name_any_more(space, by) -> None:
    entry = els(space, organisation=None, name="Els Peeters")
    wishes.erase(space, "els@example.org", by=by)
    entry.refresh_from_db()
    assert "Els" not in entry.name


def test_who_has_a_role_is_not_erased_and_the_page_says_why(space) -> None:
    person = somebody(space, "chair")
    client = client_with("coordinator", space)
    entry = els(space, email=person.email)
    address = reverse("privacy:entry_erase", args=[space.slug, entry.pk])
    page = client.get(address).content.decode()
    assert person.name in page
    assert 'name="sure"' not in page
    assert client.post(address, {"sure": "on"}).status_code == 422
    entry.refresh_from_db()
    assert entry.email == person.email
    assert not Wish.objects.exists()


def test_a_mail_that_waits_is_not_sent_any_more(space, by) -> None:
    els(space)
    mail = sent_to(space)
    Mail.objects.filter(pk=mail.pk).update(state="queued", sent_at=None)
    wishes.erase(space, "els@example.org", by=by)
    mail.refresh_from_db()
    assert (mail.state, mail.text) == ("cancelled", "")


def test_it_is_not_done_without_the_tick(space) -> None:
    entry = els(space)
    client = client_with("coordinator", space)
    page = reverse("privacy:entry_erase", args=[space.slug, entry.pk])
    assert client.post(page).status_code == 422
    entry.refresh_from_db()
    assert entry.email == "els@example.org"
    assert client.post(page, {"sure": "on"}).status_code == 302
    assert client.post(page, {"sure": "on"}).status_code == 404
    assert Wish.objects.count() == 1


def test_who_asked_for_it_hears_that_it_was_done_and_the_link_ends(space, by) -> None:
    els(space)
    client, _link, page = opened()
    client.post(page, {"space": space.pk, "act": "erase", f"erase{space.pk}-sure": "on"})
    wish = Wish.objects.get()
    coordinator = client_with("coordinator", space)
    assert coordinator.post(
        reverse("privacy:wish_erase", args=[space.slug, wish.pk]), {"sure": "on"}
    ).status_code == 302  # fmt: skip
    wish.refresh_from_db()
    assert (wish.state, wish.email, wish.changes) == ("done", "", [])
    assert Mail.objects.filter(kind="answer about personal data", to="els@example.org").count() == 1
    assert not PersonLink.objects.exists()
    assert client.get(page).status_code in (404, 410)


def test_the_coordinator_of_another_alliance_erases_nothing(space) -> None:
    entry = els(space)
    client = client_with("coordinator", AllianceFactory().space)
    assert client.post(reverse("privacy:entry_erase", args=[space.slug, entry.pk]), {"sure": "on"}).status_code in (
        403,
        404,
    )
    entry.refresh_from_db()
    assert entry.email == "els@example.org"
