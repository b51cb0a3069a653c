"""The coordinator's pages: inviting from the register or by hand, the list, an individual."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from spaces.joining import answering
from spaces.joining.models import JoinInvitation
from spaces.models import Member, Space
from tests.joining.factories import a_yes, invited, mails_to, requested
from tests.pages import marks_in, save
from tests.spaces.factories import AllianceFactory, MemberFactory, OrganisationFactory, client_with, user_with
from tests.stakeholders.factories import StakeholderFactory

pytestmark = pytest.mark.django_db

ORGANISATION = {
    "kind": "organisation",
    "organisation_name": "Sportclub De Terp",
    "name": "Hinke Dijkstra",
    "email": "hinke@example.org",
    "language": "nl",
}


@pytest.fixture
def space() -> Space:
    found: Space = AllianceFactory(public_page=True).space
    return found


@pytest.fixture
def coordinator(space: Space) -> Client:
    return client_with("coordinator", space)


def page(name: str, space: Space, *numbers: int) -> str:
    return reverse(f"joining:{name}", args=[space.slug, *numbers])


def test_invite_by_hand(space: Space, coordinator: Client) -> None:
    response = save(coordinator, page("invite", space), ORGANISATION)
    assert (response.status_code, response.url) == (302, page("list", space))
    assert JoinInvitation.objects.get().organisation_name == "Sportclub De Terp"


def test_invite_pressed_twice_invites_once(space: Space, coordinator: Client) -> None:
    data = {**ORGANISATION, **marks_in(coordinator.get(page("invite", space)))}
    assert [coordinator.post(page("invite", space), data).status_code for _number in range(2)] == [302, 302]
    assert (JoinInvitation.objects.count(), len(mails_to("hinke@example.org"))) == (1, 1)


def test_invite_from_the_register(space: Space, coordinator: Client) -> None:
    row = StakeholderFactory(
        space=space,
        organisation=OrganisationFactory(name="OCMW"),
        name="OCMW",
        contact_person="Els Peeters",
        email="els@example.org",
        notes="Geheim",
    )
    address = f"{page('invite', space)}?entry={row.pk}"
    form = coordinator.get(address).context["form"]
    assert (form["name"].initial, form["email"].initial, "organisation_name" in form.fields) == (
        "Els Peeters", "els@example.org", False,
    )  # fmt: skip
    save(coordinator, address, {"name": "Els Peeters", "email": "els@example.org", "language": "fr"})
    invitation = JoinInvitation.objects.get()
    assert (invitation.organisation, invitation.person.language) == (row.organisation, "fr")


def test_the_register_is_searched(space: Space, coordinator: Client) -> None:
    row = StakeholderFactory(space=space, organisation=OrganisationFactory(), name="Taalhuis De Brug")
    StakeholderFactory(name="Taalhuis van een ander")
    found = coordinator.get(page("invite", space), {"q": "taalhuis"}).context["found"]
    assert [one.number for one in found] == [row.pk]
    assert coordinator.get(page("invite", space), {"q": "taalhius de brug"}).context["found"][0].number == row.pk


@pytest.mark.parametrize("entry", ["rubbish", "999999", str(2**63), "²", ""])
def test_an_entry_that_is_not_of_this_register_is_not_found(space: Space, coordinator: Client, entry: str) -> None:
    theirs = StakeholderFactory()
    for wanted in (entry, str(theirs.pk)):
        assert coordinator.get(page("invite", space), {"entry": wanted}).status_code == 404


def test_what_they_said_before_is_shown(space: Space, coordinator: Client) -> None:
    row = StakeholderFactory(space=space, organisation=OrganisationFactory(name="OCMW"), name="OCMW")
    by = user_with("coordinator", space)
    answering.say_no(invited(space, by, "OCMW", organisation=row.organisation), "not_now", "Na de zomer")
    assert "Na de zomer" in coordinator.get(f"{page('invite', space)}?entry={row.pk}").content.decode()


def test_who_said_not_now_is_invited_again_from_the_list(space: Space, coordinator: Client) -> None:
    before = invited(space, user_with("coordinator", space))
    answering.say_no(before, "not_now", "Na de zomer")
    address = f"{page('invite', space)}?again={before.pk}"
    assert address in coordinator.get(page("list", space)).content.decode()
    response = coordinator.get(address)
    form = response.context["form"]
    assert [form[name].value() for name in ("organisation_name", "name", "email")] == [
        "Sportclub De Terp", "Hinke Dijkstra", "hinke@example.org",
    ]  # fmt: skip
    assert "Na de zomer" in response.content.decode()
    assert save(coordinator, address, ORGANISATION).status_code == 302
    assert address not in coordinator.get(page("list", space)).content.decode()
    for wrong in ("rubbish", "999999", str(2**63), str(JoinInvitation.objects.latest("pk").pk)):
        assert coordinator.get(page("invite", space), {"again": wrong}).status_code == 404


def test_inviting_a_member_is_explained(space: Space, coordinator: Client) -> None:
    MemberFactory(space=space, organisation__name="Sportclub De Terp")
    assert save(coordinator, page("invite", space), ORGANISATION).status_code == 422


def test_the_buttons_of_the_list(space: Space, coordinator: Client) -> None:
    invitation = invited(space, user_with("coordinator", space))
    coordinator.post(page("invite_again", space, invitation.pk))
    assert len(mails_to("hinke@example.org")) == 1  # too soon
    coordinator.post(page("invite_withdraw", space, invitation.pk))
    invitation.refresh_from_db()
    assert invitation.withdrawn_at is not None
    theirs = invited(other := AllianceFactory().space, user_with("coordinator", other))
    for name in ("invite_again", "invite_withdraw"):
        assert coordinator.post(page(name, space, theirs.pk)).status_code == 404
        assert coordinator.get(page(name, space, invitation.pk)).status_code == 405


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_costs_the_same_number_of_queries(space: Space, rows: int, django_assert_num_queries: Any) -> None:
    by = user_with("coordinator", space)
    for number in range(rows):
        answered = invited(space, by, f"Huis {number}", email=f"a{number}@example.org")
        answering.say_yes(answered, a_yes(f"Huis {number}"))
        invited(space, by, f"Zaal {number}", email=f"b{number}@example.org")
        requested(space, email=f"c{number}@example.org")
    client = client_with("coordinator", space)
    client.get(page("list", space))
    with django_assert_num_queries(9):
        client.get(page("list", space))


def test_an_individual_is_added_with_a_welcome(space: Space, coordinator: Client) -> None:
    data = {"name": "Rima Haddad", "email": "rima@example.org", "involvement": "acting", "welcomes": "on"}
    assert save(coordinator, page("individual_add", space), data).status_code == 302
    member = Member.objects.get()
    assert (member.individual.name, member.involvement) == ("Rima Haddad", "acting")
    assert (
        "Rima Haddad" in coordinator.get(reverse("spaces:member_show", args=[space.slug, member.pk])).content.decode()
    )
    (mail,) = mails_to("rima@example.org")
    assert space.name in mail.text
    assert save(coordinator, page("individual_add", space), {**data, "win": "x"}).status_code == 422


def test_an_individual_of_the_register_becomes_a_member(space: Space, coordinator: Client) -> None:
    row = StakeholderFactory(space=space, organisation=None, name="Rima Haddad", email="rima@example.org")
    address = reverse("stakeholders:make_member", args=[space.slug, row.pk])
    assert "may_sign" not in coordinator.get(address).context["form"].fields
    data = {"name": "Rima Haddad", "email": "rima@example.org", "welcomes": "on"}
    assert save(coordinator, address, data).status_code == 302
    assert Member.objects.get().individual.email == "rima@example.org"
