"""The formal copy: made of what a coordinator looked at, fetched by the mailbox it is about alone, erased in time."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.mail.models import Mail
from core.personal import held_about
from partners.contacts.models import Contact
from partners.stakeholders import criteria
from partners.stakeholders.models import Assessment, Stakeholder
from partners.suggestions.models import Suggestion
from privacy import copies, wishes
from privacy.models import Copy, Wish
from privacy.tasks import forget_copies
from tests.analysis.rows import consultation
from tests.privacy.factories import NOTE, els, opened
from tests.spaces.factories import AllianceFactory, client_with, somebody, user_with

pytestmark = pytest.mark.django_db
WHY, SAID, ANSWER, PRIVATE, REASON = "Onbetrouwbaar", "Wil niet mee", "Te druk", "Boos op Jan", "Hij zoekt geld"
OWN = "Ouder van school"


@pytest.fixture
def space():
    return AllianceFactory(space__name="Alliantie Waasland").space


@pytest.fixture
def by(space):
    return user_with("coordinator", space)


@pytest.fixture
def entry(space) -> Stakeholder:
    """An entry of which everything is thought that can be thought."""
    criterion = criteria.add(space, name="Hoe we hem kennen", kind="text")
    found = els(space, criteria={criteria.key_of(criterion.pk): OWN})
    Assessment.objects.create(
        stakeholder=found, influence="high", interest="low", note=WHY, assessed_on="2026-05-05", by="Jan Claes"
    )
    Contact.objects.create(stakeholder=found, kind="call", said=SAID, by="Jan Claes")
    consultation(space, "Els", stakeholder=found, answers=[["Hoe gaat het?", ANSWER]], private_notes=PRIVATE)
    person = somebody(space, name="Marie Suggestie")
    Suggestion.objects.create(
        space=space, person=person, kind="person", name="Els", why=REASON, email="els@example.org"
    )
    return found


def wish_of(client: Client, page: str, space) -> Wish:
    client.post(page, {"space": space.pk, "act": "copy", f"copy{space.pk}-sure": "on"})
    return Wish.objects.get(kind="copy")


def released(space, by, **facts) -> Copy:
    client, _link, page = opened()
    wish = wish_of(client, page, space)
    seen = copies.mark(copies.content(space, wish.email, wish.language))
    return copies.hand_over(wish, **{"seen": seen, "left_out": (), "reason": "", "by": by, **facts})


def words_of(made: Copy) -> str:
    return json.dumps(made.parts, ensure_ascii=False)


def test_it_holds_what_is_thought_and_not_who_thought_it(space, by, entry) -> None:
    words = words_of(released(space, by))
    for one in (NOTE, WHY, SAID, ANSWER, PRIVATE, REASON, OWN, "Els Peeters", "invloed: hoog"):
        assert one in words
    for one in ("Jan Claes", "Marie Suggestie"):
        assert one not in words


def test_it_holds_nothing_of_another_person_or_space(space, by, entry) -> None:
    els(space, email="jan@example.org", contact_person="Jan Claes", notes="Over Jan")
    els(AllianceFactory().space, notes="Bij de buren")
    words = words_of(released(space, by))
    assert "Over Jan" not in words
    assert "Bij de buren" not in words


def test_the_person_asks_fetches_and_nobody_else_does(space, by, entry) -> None:
    client, _link, page = opened()
    wish = wish_of(client, page, space)
    assert wish.due_on <= timezone.localdate() + dt.timedelta(days=30)
    desk = client_with("coordinator", space)
    address = reverse("privacy:copy_hand_over", args=[space.slug, wish.pk])
    shown = desk.get(address)
    assert WHY in shown.content.decode()
    sent = {"seen": shown.context["seen"], "sure": "on"}
    assert desk.post(address, sent).status_code == 302
    assert desk.post(address, sent).status_code == 302
    assert desk.get(address).status_code == 404, "it was handed over"
    mail = Mail.objects.get(kind="copy of personal data")
    assert (mail.to, WHY in mail.text) == ("els@example.org", False)
    made = Copy.objects.get()
    again = client.get(page).content.decode()
    assert f"?copy={made.pk}&amp;form=pdf" in again
    assert WHY not in again
    assert client.get(page, {"copy": made.pk, "form": "pdf"}).content.startswith(b"%PDF-")
    said = json.loads(client.get(page, {"copy": made.pk, "form": "json"}).content)
    assert (said["kept_by"], said["about"]) == ("Alliantie Waasland", "els@example.org")
    els(space, email="jan@example.org")
    other, _theirs, their_page = opened("jan@example.org")
    assert other.get(their_page, {"copy": made.pk, "form": "json"}).status_code == 404
    assert Client().get(page, {"copy": made.pk}).status_code == 404
    for role in ("coordinator", "chair", "member"):
        assert client_with(role, space).get(page, {"copy": made.pk}).status_code == 404


@pytest.mark.parametrize("role", ["chair", "secretary", "communications", "member", "stranger"])
def test_only_coordinators_look_at_it(space, entry, role) -> None:
    client, _link, page = opened()
    address = reverse("privacy:copy_hand_over", args=[space.slug, wish_of(client, page, space).pk])
    elsewhere = AllianceFactory().space
    who = client_with("coordinator", elsewhere) if role == "stranger" else client_with(role, space)
    refused = 404 if role == "stranger" else 403
    assert who.get(address).status_code == refused
    assert who.post(address, {"seen": "x", "sure": "on"}).status_code == refused
    assert not Copy.objects.exists()


def test_a_line_is_left_out_with_its_reason_only(space, by, entry) -> None:
    client, _link, page = opened()
    wish = wish_of(client, page, space)
    parts = copies.content(space, wish.email, wish.language)
    mark = next(line.mark for part in parts for line in part.lines if PRIVATE in line.value)
    with pytest.raises(ValidationError):
        copies.hand_over(wish, seen=copies.mark(parts), left_out={mark}, reason="", by=by)
    made = copies.hand_over(wish, seen=copies.mark(parts), left_out={mark, "99.99"}, reason="Gaat over Jan", by=by)
    assert PRIVATE not in words_of(made)
    assert "Gaat over Jan" in words_of(made)
    assert ANSWER in words_of(made)


def test_what_nobody_looked_at_is_not_handed_over(space, by, entry) -> None:
    client, _link, page = opened()
    wish = wish_of(client, page, space)
    seen = copies.mark(copies.content(space, wish.email, wish.language))
    Contact.objects.create(stakeholder=entry, kind="mail", said="Net gebeld")
    with pytest.raises(ValidationError):
        copies.hand_over(wish, seen=seen, left_out=(), reason="", by=by)
    address = reverse("privacy:copy_hand_over", args=[space.slug, wish.pk])
    answer = client_with("coordinator", space).post(address, {"seen": seen, "sure": "on"})
    assert (answer.status_code, "Net gebeld" in answer.content.decode()) == (422, True)
    assert not Copy.objects.exists()


def test_two_who_hand_over_make_one(space, by, entry) -> None:
    made = released(space, by)
    seen = copies.mark(copies.content(space, made.email, "nl"))
    with pytest.raises(ValidationError):
        copies.hand_over(made.wish, seen=seen, left_out=(), reason="", by=by)
    assert Copy.objects.count() == Mail.objects.filter(kind="copy of personal data").count() == 1


def test_its_time_is_over_and_then_it_is_gone(space, by, entry) -> None:
    made = released(space, by)
    client, _link, page = opened()
    assert forget_copies() == 0
    Copy.objects.update(expires_at=timezone.now() - dt.timedelta(minutes=1))
    assert client.get(page, {"copy": made.pk}).status_code == 404
    assert forget_copies() == 1
    assert Wish.objects.get(kind="copy").state == "done"


def test_who_is_erased_leaves_no_copy(space, by, entry) -> None:
    released(space, by)
    wishes.erase(space, "els@example.org", by=by)
    assert not Copy.objects.exists()


def test_thoughts_are_in_no_other_answer_about_a_person(space, entry) -> None:
    text = str(held_about("els@example.org"))
    for one in (NOTE, WHY, SAID, ANSWER, PRIVATE, REASON, OWN):
        assert one not in text


@pytest.mark.parametrize(
    ("reason", "status"), [("Gaat over\x00Jan", 400), ("x" * (Copy.REASON_LENGTH + 1), 422), (" ", 422)]
)
def test_rubbish_hands_nothing_over(space, entry, reason, status) -> None:
    client, _link, page = opened()
    address = reverse("privacy:copy_hand_over", args=[space.slug, wish_of(client, page, space).pk])
    desk = client_with("coordinator", space)
    sent = {"seen": desk.get(address).context["seen"], "sure": "on", "leave_out": ["0.0", "99.9"], "reason": reason}
    assert desk.post(address, sent).status_code == status
    assert desk.post(address, {**sent, "seen": "x", "reason": "kort"}).status_code == 422
    assert not Copy.objects.exists()


def test_looking_at_it_costs_the_same_with_1_and_30_contacts(space, entry) -> None:
    client, _link, page = opened()
    address = reverse("privacy:copy_hand_over", args=[space.slug, wish_of(client, page, space).pk])
    desk = client_with("coordinator", space)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(address).status_code == 200
        return len(asked)

    one = queries()
    for number in range(30):
        Contact.objects.create(stakeholder=entry, kind="call", said=f"{SAID} {number}")
    assert queries() == one
