"""A corrected address, and somebody who leaves: the old mails' links open nothing any more."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.links import MailLink, placeholders
from core.mail.models import Mail
from documents.models import SigningRequest
from documents.signing import services as signing
from documents.signing.services import Party
from sessions.intervision.models import ContributionRequest
from sessions.intervision.services import asking
from sessions.meetings.models import Invitee
from sessions.meetings.services import inviting
from spaces import services
from spaces.models import Invitation, Member, Person, Representative, Role, Space
from spaces.services import Mandate
from tests.documents.factories import a_signature, a_text
from tests.intervision.factories import DayFactory
from tests.meetings.factories import MeetingFactory, held_meeting, invitee_of, mails, make_mails
from tests.pages import save
from tests.spaces.factories import LONG_AGO, AllianceFactory, OrganisationFactory, client_with, user_with

pytestmark = pytest.mark.django_db

OLD, NEW = "els.oud@example.org", "els@example.org"


class Asked:
    """Els, a representative who was mailed one link of each kind."""

    def __init__(self) -> None:
        self.space: Space = AllianceFactory().space
        self.by = user_with("coordinator", self.space)
        self.els = services.person_in(self.space, name="Els Peeters", email=OLD)
        member = services.add_organisation(
            self.space, OrganisationFactory(), representative=self.els, mandate=Mandate(may_sign=True)
        )
        self.seat: Representative = member.representatives.get()
        services.give_role(self.els, Role.Kind.CHAIR)
        Role.objects.filter(person=self.els).update(starts_on=LONG_AGO)  # one of today is not ended but deleted
        self.role = Role.objects.get(person=self.els, kind=Role.Kind.CHAIR)
        self.meeting = MeetingFactory(space=self.space)
        self.day = DayFactory(space=self.space)
        self.text = a_text(self.space)
        self.ask()

    def ask(self) -> None:
        services.invite(self.role)
        inviting.invite(self.meeting, [self.els.pk], by=self.by)
        asking.ask(self.day, [self.els.pk], by=self.by)
        signing.ask(self.text, [Party(self.seat.member, self.els)], counting=[self.text.pk])
        make_mails()

    def links(self) -> dict[str, MailLink]:
        """The newest link of each kind."""
        rows: list[Any] = [
            Invitation.objects.filter(role__person=self.els),
            Invitee.objects.filter(person=self.els),
            ContributionRequest.objects.filter(person=self.els),
            SigningRequest.objects.filter(person=self.els),
        ]
        return {found.kind_of_link: found for found in (row.latest("pk") for row in rows)}

    def addresses(self) -> dict[str, str]:
        return {kind: link.address() for kind, link in self.links().items()}


@pytest.fixture
def asked() -> Asked:
    return Asked()


def status(address: str) -> int:
    return Client().get(address, follow=True).status_code


def correct(asked: Asked, email: str = NEW) -> None:
    """A coordinator corrects the address on the page of the person."""
    page = reverse("spaces:person_change", args=[asked.space.slug, asked.els.pk])
    response = save(client_with("coordinator", asked.space), page, {"name": "Els Peeters", "email": email})
    assert response.status_code == 302
    asked.els = Person.objects.get(pk=asked.els.pk)
    asked.role.refresh_from_db()


def test_links_to_an_address_that_was_corrected_open_nothing(asked: Asked) -> None:
    old = asked.addresses()
    assert {kind: status(address) for kind, address in old.items()} == dict.fromkeys(old, 200)
    correct(asked)
    assert {kind: status(address) for kind, address in old.items()} == dict.fromkeys(old, 410)


def test_a_browser_that_came_in_before_the_correction_is_shown_out(asked: Asked) -> None:
    browsers = {kind: Client() for kind in asked.links()}
    pages = {kind: browsers[kind].get(address).url for kind, address in asked.addresses().items()}
    correct(asked)
    assert {browsers[kind].get(page).status_code for kind, page in pages.items()} == {410}
    assert {browsers[kind].post(page, {"answer": "yes"}).status_code for kind, page in pages.items()} == {410}


def test_at_the_corrected_address_they_are_asked_again_and_get_links_of_their_own(asked: Asked) -> None:
    old = asked.addresses()
    correct(asked)
    asked.ask()
    new = asked.addresses()
    assert {kind: status(address) for kind, address in new.items()} == dict.fromkeys(old, 200)
    assert {kind: status(address) for kind, address in old.items()} == dict.fromkeys(old, 410)
    by_kind = {
        link.placeholder(): Mail.objects.get(text__contains=link.placeholder()) for link in asked.links().values()
    }
    assert [(mail.to, mail.state) for mail in by_kind.values()] == [(NEW, "queued")] * 4


def test_what_still_waits_for_the_old_address_is_never_sent(asked: Asked) -> None:
    waiting = Mail.objects.filter(to=OLD)
    bounced = waiting.first()
    Mail.objects.filter(pk=bounced.pk).update(state=Mail.State.BOUNCED)  # type: ignore[union-attr]
    assert waiting.count() == 4
    correct(asked)
    asked.ask()
    waiting.send_again()  # type: ignore[attr-defined]
    assert set(waiting.values_list("state", flat=True)) == {"cancelled"}


def test_a_mail_for_the_old_address_that_was_made_at_that_moment_has_no_link(asked: Asked) -> None:
    text = asked.links()["answer"].placeholder()
    correct(asked)
    asked.ask()
    with pytest.raises(placeholders.DeadLink):
        placeholders.fill(text, placeholders.load(placeholders.references([text])))


def test_another_name_or_the_same_address_in_capitals_ends_nothing(asked: Asked) -> None:
    old = asked.addresses()
    correct(asked, "Els.Oud@Example.org")
    assert {status(address) for address in old.values()} == {200}


def test_an_address_that_was_empty_ends_nothing(asked: Asked) -> None:
    asked.els.email = ""
    assert services.change_person(asked.els) is True
    asked.els.email = NEW
    assert services.change_person(asked.els) is False


def test_another_persons_links_stay(asked: Asked) -> None:
    other = Asked()
    correct(asked)
    assert {status(address) for address in other.addresses().values()} == {200}


def test_who_signed_gets_the_receipt_at_the_corrected_address(asked: Asked) -> None:
    request = asked.links()["signing"]
    event = a_signature(request)
    request.refresh_from_db()
    old = request.address()
    assert status(old) == 200
    correct(asked)
    request.refresh_from_db()
    assert (status(old), status(request.address())) == (410, 200)
    receipts = Mail.objects.filter(kind="signing receipt").order_by("pk")
    assert [(mail.to, mail.state) for mail in receipts] == [(OLD, "cancelled"), (NEW, "queued")]
    assert request.signature() == event


def test_what_was_noted_of_a_meeting_that_is_over_stays() -> None:
    meeting = held_meeting()
    row = invitee_of(meeting)
    person = row.person
    person.email = "iemand@example.org"
    services.change_person(person)
    row.refresh_from_db()
    assert row.withdrawn_at is None


# --- leaving --------------------------------------------------------------------------------------
def leave_by_seat(asked: Asked) -> None:
    services.end_representation(asked.seat)


def leave_by_membership(asked: Asked) -> None:
    services.end_membership(Member.objects.get(pk=asked.seat.member_id))


@pytest.mark.parametrize("leave", [leave_by_seat, leave_by_membership])
def test_links_of_who_leaves_open_nothing_and_they_are_told(asked: Asked, leave: Any) -> None:
    old = asked.addresses()
    leave(asked)
    assert status(old["answer"]) == 200  # still chairs the alliance
    services.end_role(asked.role)
    assert {kind: status(address) for kind, address in old.items()} == dict.fromkeys(old, 410)
    assert [mail.to for mail in mails("meeting cancellation")] == [OLD]


def test_who_has_another_seat_has_not_left(asked: Asked) -> None:
    services.end_role(asked.role)
    services.add_organisation(asked.space, OrganisationFactory(), representative=asked.els, mandate=Mandate())
    old = asked.addresses()
    services.end_representation(asked.seat)
    expected = {"invitation": 410, "answer": 200, "contribution": 200, "signing": 410}  # signing was for that seat
    assert {kind: status(address) for kind, address in old.items()} == expected


def test_who_comes_back_is_asked_again(asked: Asked) -> None:
    services.end_representation(asked.seat)
    services.end_role(asked.role)
    old = asked.links()["answer"].address()
    services.represent(asked.seat.member, name="Els", email=OLD, mandate=Mandate())
    inviting.invite(asked.meeting, [asked.els.pk], by=asked.by)
    assert (status(old), status(asked.links()["answer"].address())) == (410, 200)


def test_an_individual_who_leaves_has_left() -> None:
    asked = Asked()
    services.end_role(asked.role)
    services.end_representation(asked.seat)
    member = Member.objects.create(space=asked.space, individual=asked.els)
    inviting.invite(asked.meeting, [asked.els.pk], by=asked.by)
    link = asked.links()["answer"].address()
    services.end_membership(member)
    assert status(link) == 410
