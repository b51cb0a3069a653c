"""Organisations come into a branch as they come into an alliance, in words that are right for a branch."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from programmes.branches.models import Branch
from spaces.emails import send_welcome
from spaces.joining import answering, asking
from spaces.joining.asking import Acceptance
from spaces.joining.models import JoinRequest
from spaces.models import Member, Representative, Space
from tests.branches.factories import BranchFactory, need, organisation_in
from tests.joining.factories import a_wish, a_yes, invited, mails_to, opened, requested
from tests.pages import save
from tests.spaces.factories import MemberFactory, RepresentativeFactory, client_with, user_with

pytestmark = pytest.mark.django_db
# What only an alliance has or asks.
OF_AN_ALLIANCE = ("alliantie", "alliance", "handvest", "charter", "12 to 18", "12 tot 18")


@pytest.fixture
def space() -> Space:
    found: Space = BranchFactory(space__why="Wie ver woont, doet ook mee.").space
    return found


@pytest.fixture
def by(space: Space) -> User:
    return user_with("coordinator", space)


@pytest.fixture
def coordinator(space: Space, by: User) -> Client:
    return client_with("coordinator", space)


def ask_page(space: Space) -> str:
    return reverse("joining:ask", args=[space.slug])


def door(space: Space) -> str:
    return reverse("branches:door_change", args=[space.slug])


def says_nothing_of_an_alliance(text: str) -> bool:
    return not any(word in text.lower() for word in OF_AN_ALLIANCE)


def main_of(response: Any) -> str:
    """The page without its frame, which says "my alliances" everywhere."""
    return str(response.content.decode().split("<main")[1].split("</main>")[0])


# --- by invitation --------------------------------------------------------------------------------


def test_the_mail_and_the_page_speak_of_phases(space: Space, by: User) -> None:
    invitation = invited(space, by)
    (mail,) = mails_to("hinke@example.org")
    client, address = opened(invitation)
    pages = [main_of(client.get(address + query)) for query in ("", "?answer=yes")]
    assert "5 fasen" in mail.text or "5 phases" in mail.text
    assert "in kaart brengen" in pages[0]
    assert all(says_nothing_of_an_alliance(text) for text in (mail.text, mail.html, *pages))


def test_a_branch_has_nothing_to_sign(space: Space, by: User) -> None:
    client, address = opened(invited(space, by))
    facts = {
        "organisation_name": "Sportclub De Terp", "name": "Hinke Dijkstra", "involvement": "acting",
        "may_speak": "on", "may_sign": "on", "signatory_name": "Jan", "signatory_email": "jan@example.org",
    }  # fmt: skip
    form = client.get(address + "?answer=yes").context["form"]
    assert not {"may_sign", "signatory_name", "signatory_email"} & form.fields.keys()
    assert client.post(address + "?answer=yes", facts).status_code == 302
    (seat,) = Representative.objects.filter(member__space=space)
    assert (seat.person.name, seat.may_speak, seat.may_sign) == ("Hinke Dijkstra", True, False)
    assert not mails_to("jan@example.org")


def test_who_says_yes_stands_in_the_matrix_and_reads_the_phases(space: Space, by: User, coordinator: Client) -> None:
    answering.say_yes(invited(space, by), a_yes())
    page = coordinator.get(reverse("branches:branch_show", args=[space.slug])).context["page"]
    assert [row.name for row in page.object_list] == ["Sportclub De Terp"]
    welcome = mails_to("hinke@example.org")[-1]
    assert "in kaart brengen" in welcome.text
    assert says_nothing_of_an_alliance(welcome.text)


def test_the_welcome_of_an_alliance_speaks_of_no_phases(by: User) -> None:
    seat = RepresentativeFactory(person__email="nieuw@example.org")
    send_welcome(seat, by)
    assert "in kaart brengen" not in mails_to("nieuw@example.org")[-1].text


def test_pages_of_a_coordinator_offer_no_briefing(space: Space, coordinator: Client) -> None:
    for name in ("joining:list", "joining:invite"):
        response = coordinator.get(reverse(name, args=[space.slug]))
        assert response.context["enclosure"] is None
        assert says_nothing_of_an_alliance(main_of(response)), name


# --- by asking ------------------------------------------------------------------------------------


def test_a_branch_is_closed_until_its_coordinator_opens_it(client: Client, space: Space, coordinator: Client) -> None:
    assert client.get(ask_page(space)).status_code == 404
    assert client.post(ask_page(space)).status_code == 404
    facts = {"open_to_all": "on", "contact_email": "tak@example.org"}
    assert save(coordinator, door(space), facts).status_code == 302
    assert client.get(ask_page(space)).status_code == 200
    assert coordinator.get(door(space)).context["is_open"] is True
    assert save(coordinator, door(space), {}).status_code == 302
    assert client.get(ask_page(space)).status_code == 404


def test_only_its_coordinator_opens_a_branch(space: Space) -> None:
    for client, status in (
        (client_with("member", space), 403),
        (client_with("coordinator", space.parent), 403),
        (client_with("coordinator", BranchFactory().space), 404),
    ):
        assert (client.get(door(space)).status_code, client.post(door(space)).status_code) == (status, status)
    assert not Branch.objects.filter(open_to_all=True).exists()


def test_everybody_reads_why_and_who_agreed_to_be_named_and_no_more(client: Client, space: Space) -> None:
    Branch.objects.filter(space=space).update(open_to_all=True)
    MemberFactory(space=space, organisation__name="Stichting Zichtbaar", shown_publicly=True)
    hidden = organisation_in(space, name="Stichting Verborgen")
    need(space, hidden, text="Geheime nood")
    text = client.get(ask_page(space)).content.decode()
    assert "Wie ver woont, doet ook mee." in text
    assert "Stichting Zichtbaar" in text
    assert not [secret for secret in ("Verborgen", "Geheime") if secret in text]
    assert says_nothing_of_an_alliance(main_of(client.get(ask_page(space))))


def test_who_asks_is_accepted_into_the_branch(client: Client, space: Space, by: User, coordinator: Client) -> None:
    Branch.objects.filter(space=space).update(open_to_all=True)
    wish = {"kind": "organisation", "organisation_name": "Bibliotheek Waddermeer", "name": "Anke Visser",
            "email": "anke@example.org", "words": "Wij hebben een zaal."}  # fmt: skip
    assert client.post(ask_page(space), wish).status_code == 302
    request = JoinRequest.objects.get()
    asking.confirm(request)
    address = reverse("joining:request_accept", args=[space.slug, request.pk])
    assert "may_sign" not in coordinator.get(address).context["form"].fields
    facts = {"same_as": "new", "organisation_name": "Bibliotheek Waddermeer", "may_speak": "on", "may_sign": "on"}
    assert coordinator.post(address, facts).status_code == 302
    (seat,) = Representative.objects.filter(member__space=space)
    assert (seat.member.name, seat.may_speak, seat.may_sign) == ("Bibliotheek Waddermeer", True, False)
    assert all(says_nothing_of_an_alliance(mail.text) for mail in mails_to("anke@example.org"))


def test_somebody_asks_in_person_for_a_branch(space: Space, coordinator: Client, by: User) -> None:
    request = requested(space, organisation_name="")
    address = reverse("joining:request_accept", args=[space.slug, request.pk])
    assert coordinator.get(address).status_code == 200
    asking.accept(request, Acceptance(), by=by)
    assert [member.name for member in Member.objects.filter(space=space)] == ["Anke Visser"]


def test_a_full_page_of_a_branch_names_its_address(
    client: Client, space: Space, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(asking.MAILS_OF_ONE_PAGE, "limit", 0)
    Branch.objects.filter(space=space).update(open_to_all=True, contact_email="tak@example.org")
    wish = a_wish()
    facts = {"kind": "in_person", "name": wish.name, "email": wish.email, "words": wish.words}
    response = client.post(ask_page(space), facts)
    assert response.status_code == 503
    assert "mailto:tak@example.org" in response.content.decode()


@pytest.mark.parametrize("members", [1, 30])
def test_the_pages_cost_the_same_with_many_members(
    client: Client, space: Space, by: User, members: int, django_assert_max_num_queries: Any
) -> None:
    Branch.objects.filter(space=space).update(open_to_all=True)
    for _number in range(members):
        MemberFactory(space=space, shown_publicly=True)
    visitor, address = opened(invited(space, by))
    for one, page in ((visitor, address), (visitor, address + "?answer=yes"), (client, ask_page(space))):
        with django_assert_max_num_queries(9):
            assert one.get(page).status_code == 200
