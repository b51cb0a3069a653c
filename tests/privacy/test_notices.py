"""Who has to be told hears it once, in the words that were looked at."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from core.mail.models import Mail
from partners.stakeholders.models import Stakeholder
from privacy import notices
from privacy.models import PersonLink
from tests.privacy.factories import els
from tests.spaces.factories import AllianceFactory, client_with, user_with
from tests.stakeholders.factories import StakeholderFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def space():
    return AllianceFactory(space__name="Alliantie Waasland").space


def page(name: str, *numbers: object) -> str:
    return reverse(f"privacy:{name}", args=numbers)


def send(client, *entries: Stakeholder, **facts: object):
    return client.post(page("notice_send", entries[0].space.slug), {"entry": [one.pk for one in entries], **facts})


def test_the_notice_says_what_the_law_wants_and_goes_once(space) -> None:
    client = client_with("coordinator", space)
    entry, other = els(space), els(space, contact_person="", source="public")
    shown = client.get(page("notice_send", space.slug), {"entry": [entry.pk, other.pk]}).content.decode()
    assert "els@example.org" in shown
    assert not Mail.objects.exists()
    assert not PersonLink.objects.exists()
    for _press in range(2):
        assert send(client, entry, other).status_code == 302
    mail = Mail.objects.get(to="els@example.org")
    assert "Alliantie Waasland" in mail.subject
    assert "een lijst" in mail.text
    assert PersonLink.objects.get().placeholder() in mail.text
    assert "Moeilijke" not in mail.text + mail.html
    assert set(Stakeholder.objects.values_list("noticed_on", flat=True)) == {timezone.localdate()}
    assert not notices.waiting(space).exists()


def test_an_entry_that_comes_later_with_an_address_that_was_told_is_not_told_again(space) -> None:
    send(client_with("coordinator", space), els(space))
    later = els(space)
    assert not notices.waiting(space).exists()
    assert send(client_with("coordinator", space), later).status_code == 302
    assert Mail.objects.filter(to="els@example.org").count() == 1


def test_another_person_at_the_same_entry_is_told(space) -> None:
    entry = els(space)
    send(client_with("coordinator", space), entry)
    Stakeholder.objects.filter(pk=entry.pk).update(email="jan@example.org", contact_person="Jan Claes")
    assert [one.email for one in notices.waiting(space)] == ["jan@example.org"]


def test_entries_of_another_space_are_never_written_to(space) -> None:
    theirs = els(AllianceFactory().space)
    client = client_with("coordinator", space)
    client.post(page("notice_send", space.slug), {"entry": [theirs.pk]})
    client.post(page("notice_tell", space.slug), {"entry": [theirs.pk]})
    theirs.refresh_from_db()
    assert theirs.noticed_on is None
    assert not Mail.objects.filter(to=theirs.email).exists()


def test_one_address_that_cannot_be_mailed_stops_all_and_is_named(space) -> None:
    bad = els(space, email="élodie@example.org")
    client = client_with("coordinator", space)
    answer = client.post(page("notice_send", space.slug), {"entry": [els(space).pk, bad.pk]}, follow=True)
    assert "élodie@example.org" in answer.content.decode()
    assert not Mail.objects.exists()
    assert notices.waiting(space).count() == 2


def test_who_knows_it_already_needs_no_mail(space) -> None:
    entry = els(space, email="")
    client = client_with("coordinator", space)
    assert "Els Peeters" in client.get(page("notice_list", space.slug)).content.decode()
    client.post(page("notice_tell", space.slug), {"entry": [entry.pk]})
    entry.refresh_from_db()
    assert entry.noticed_on == timezone.localdate()
    assert not Mail.objects.exists()


def test_overdue_ones_come_first_and_are_counted(space) -> None:
    els(space, name="Nieuw", email="nieuw@example.org", contact_person="Nieuwe Vrouw")
    old = els(space, contact_person="Oude Man")
    Stakeholder.objects.filter(pk=old.pk).update(created_at=timezone.now() - dt.timedelta(days=40))
    answer = client_with("coordinator", space).get(page("notice_list", space.slug))
    assert answer.context["late"] == 1
    assert answer.context["rows"][0].entry.pk == old.pk
    assert answer.context["rows"][0].is_late
    assert not answer.context["rows"][1].is_late


def test_the_text_is_the_spaces_own_and_comes_back_when_it_is_emptied(space) -> None:
    client = client_with("coordinator", space)
    address = page("notice_text", space.slug, "fr")
    ours = notices.text_of(space, "fr")
    client.post(address, {"text": "Bonjour de notre part"})
    assert notices.text_of(space, "fr") == "Bonjour de notre part"
    assert notices.text_of(space, "nl") != "Bonjour de notre part"
    entry = els(space)
    send(client, entry, language="fr")
    assert "Bonjour de notre part" in Mail.objects.get(to="els@example.org").text
    client.post(address, {"text": ""})
    assert notices.text_of(space, "fr") == ours


def test_the_text_in_a_language_we_do_not_speak_is_not_there(space) -> None:
    assert client_with("coordinator", space).get(page("notice_text", space.slug, "xx")).status_code == 404


@pytest.mark.parametrize("rows", [1, 30])
def test_notice_list_costs_the_same_number_of_queries(space, rows: int, django_assert_max_num_queries) -> None:
    client = client_with("coordinator", space)
    for number in range(rows):
        els(space, email=f"els{number}@example.org")
    with django_assert_max_num_queries(9):
        client.get(page("notice_list", space.slug))


def test_sending_costs_no_query_for_each_recipient(space, django_assert_max_num_queries) -> None:
    by = user_with("coordinator", space)
    keys = [StakeholderFactory(space=space, email=f"els.{n}@example.org").pk for n in range(20)]
    with django_assert_max_num_queries(120):
        assert notices.send(space, keys, "nl", by=by) == 20


def test_who_is_ticked_comes_along_without_the_secret_of_the_form(space) -> None:
    entry = els(space)
    client = client_with("coordinator", space)
    answer = client.post(page("notice_pick", space.slug), {"entry": [entry.pk, "x", 2**70], "csrfmiddlewaretoken": "s"})
    assert answer["Location"] == page("notice_send", space.slug) + f"?entry={entry.pk}"
