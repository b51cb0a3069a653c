"""What an answer does: to members, seats, the register, the directory, and to whom a mail goes."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import User
from partners.organisations.models import Organisation
from partners.stakeholders.models import Stakeholder
from spaces.joining import answering, inviting
from spaces.joining.answering import Settled
from spaces.joining.becoming import Signatory
from spaces.joining.models import JoinInvitation
from spaces.models import Member, Role, Space
from spaces.services import Choices, add_organisation
from tests.joining.factories import a_yes, asked, invited, mails_to, opened
from tests.spaces.factories import AllianceFactory, MemberFactory, OrganisationFactory, somebody, user_with
from tests.stakeholders.factories import StakeholderFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def space() -> Space:
    found: Space = AllianceFactory().space
    return found


@pytest.fixture
def by(space: Space) -> User:
    return user_with("coordinator", space)


@pytest.fixture
def invitation(space: Space, by: User) -> JoinInvitation:
    return invited(space, by)


def test_yes_makes_member_representative_register_entry_and_mails(invitation: JoinInvitation, by: User) -> None:
    member = answering.say_yes(invitation, a_yes("Sportclub De Terp vzw"))
    seat = member.representatives.get()
    assert (member.name, member.involvement, member.win, member.shown_publicly) == (
        "Sportclub De Terp vzw",
        "acting",
        "Meer leden",
        True,
    )
    assert (seat.person.email, seat.may_speak, seat.may_decide, seat.may_sign) == (
        "hinke@example.org",
        True,
        False,
        True,
    )
    assert Role.objects.current().filter(person=seat.person, kind="member").exists()
    assert Stakeholder.objects.get(space=member.space).organisation == member.organisation
    assert [mail.kind for mail in mails_to("hinke@example.org")] == ["join invitation", "representative welcome"]
    assert [mail.kind for mail in mails_to(by.email)] == ["join answer"]


def test_yes_twice_is_one_member(invitation: JoinInvitation) -> None:
    answering.say_yes(invitation, a_yes())
    with pytest.raises(Settled):
        answering.say_yes(invitation, a_yes())
    assert Member.objects.count() == 1


@pytest.mark.parametrize("after", ["withdrawn", "expired", "revised"])
def test_a_link_that_ended_answers_nothing(invitation: JoinInvitation, after: str) -> None:
    row = JoinInvitation.objects.filter(pk=invitation.pk)
    if after == "withdrawn":
        inviting.withdraw(invitation)
    elif after == "expired":
        row.update(expires_at=invitation.invited_at)
    else:
        row.update(revision=2)
    for act in (
        lambda: answering.say_yes(invitation, a_yes()),
        lambda: answering.say_no(invitation, "no", ""),
        lambda: answering.pass_on(invitation, asked(email="jan@example.org")),
    ):
        with pytest.raises(Settled):
            act()
    assert not Member.objects.exists()


def test_a_name_that_others_use_is_not_changed_and_the_coordinator_reads_it(space: Space, by: User) -> None:
    shared = OrganisationFactory(name="Bibliotheek")
    MemberFactory(organisation=shared)
    invitation = invited(space, by, organisation_name="Bibliotheek", organisation=shared)
    answering.say_yes(invitation, a_yes("Bibliotheek Noord"))
    invitation.refresh_from_db()
    shared.refresh_from_db()
    assert (shared.name, invitation.name_given) == ("Bibliotheek", "Bibliotheek Noord")
    assert "Bibliotheek Noord" in mails_to(by.email)[0].text


def test_a_name_of_this_space_alone_becomes_what_they_write(space: Space, by: User) -> None:
    row = StakeholderFactory(
        space=space, organisation=OrganisationFactory(name="Biblotheek"), name="Biblotheek", win="Gokje"
    )
    invitation = invited(space, by, organisation_name="Biblotheek", organisation=row.organisation)
    answering.say_yes(invitation, a_yes("Bibliotheek"))
    row.refresh_from_db()
    assert (row.name, row.organisation.name, row.win) == ("Bibliotheek", "Bibliotheek", "Gokje")
    assert Organisation.objects.count() == 1


def test_who_signs_is_somebody_else(invitation: JoinInvitation) -> None:
    member = answering.say_yes(invitation, a_yes(signatory=Signatory("Jelle Bouma", "jelle@example.org")))
    seat = member.representatives.get(person__email="jelle@example.org")
    assert (seat.may_speak, seat.may_decide, seat.may_sign, seat.person.source) == (False, False, True, "colleague")
    assert [mail.kind for mail in mails_to("jelle@example.org")] == ["representative welcome"]


def test_who_signs_with_their_own_address_is_told(invitation: JoinInvitation) -> None:
    with pytest.raises(ValidationError):
        answering.say_yes(invitation, a_yes(signatory=Signatory("Ik", "Hinke@example.org")))
    assert not Member.objects.exists()


def test_an_organisation_that_joined_meanwhile_does_not_join_twice(space: Space, invitation: JoinInvitation) -> None:
    MemberFactory(space=space, organisation__name="Sportclub De Terp")
    with pytest.raises(ValidationError):
        answering.say_yes(invitation, a_yes())
    client, address = opened(invitation)
    assert client.get(address).context["is_member_already"] is True
    assert Member.objects.count() == 1


def test_an_individual_says_yes(space: Space, by: User) -> None:
    invitation = invited(space, by, organisation_name="")
    member = answering.say_yes(invitation, a_yes(""))
    assert (member.individual.email, member.organisation) == ("hinke@example.org", None)
    assert mails_to("hinke@example.org")[-1].kind == "representative welcome"


def test_no_may_become_yes(invitation: JoinInvitation, by: User) -> None:
    answering.say_no(invitation, "not_now", "Na de zomer")
    answering.say_no(invitation, "not_now", "Na de zomer")
    assert len(mails_to(by.email)) == 1
    assert "Na de zomer" in mails_to(by.email)[0].text
    answering.say_yes(invitation, a_yes())
    invitation.refresh_from_db()
    assert (invitation.answer, Member.objects.count()) == ("yes", 1)


def test_somebody_else_gets_an_invitation_of_their_own(invitation: JoinInvitation, by: User) -> None:
    new = answering.pass_on(invitation, asked(name="Jan Claes", email="jan@example.org"))
    assert (new.organisation_name, new.person.source, new.instead_of) == ("Sportclub De Terp", "colleague", invitation)
    assert invitation.placeholder() not in mails_to("jan@example.org")[0].text
    assert "Hinke Dijkstra" in mails_to("jan@example.org")[0].text
    with pytest.raises(Settled):
        answering.say_yes(invitation, a_yes())
    assert "Jan Claes" in mails_to(by.email)[0].text


def test_it_is_not_handed_on_endlessly_nor_to_oneself(invitation: JoinInvitation) -> None:
    with pytest.raises(ValidationError):
        answering.pass_on(invitation, asked(email="HINKE@example.org"))
    for number in range(3):
        invitation = answering.pass_on(invitation, asked(name=f"N{number}", email=f"n{number}@example.org"))
    with pytest.raises(ValidationError):
        answering.pass_on(invitation, asked(email="n4@example.org"))
    assert JoinInvitation.objects.count() == 4


def test_somebody_represents_two_organisations(space: Space, by: User, invitation: JoinInvitation) -> None:
    other = add_organisation(space, OrganisationFactory(), representative=invitation.person, mandate=a_yes().mandate)
    answering.say_yes(invitation, a_yes())
    assert {row.member_id for row in invitation.person.represents.all()} == {other.pk, Member.objects.latest("pk").pk}


# --- the page -------------------------------------------------------------------------------------
YES = {"organisation_name": "Sportclub De Terp", "name": "Hinke Dijkstra", "involvement": "acting", "may_speak": "on"}


def test_opening_and_reading_change_nothing(invitation: JoinInvitation) -> None:
    client, address = opened(invitation)
    for query in ("", "?answer=yes", "?answer=no", "?answer=colleague", "?answer=rubbish"):
        assert client.get(address + query).status_code == 200
    invitation.refresh_from_db()
    assert (invitation.answer, Member.objects.exists()) == ("", False)


@pytest.mark.parametrize("answer", ["yes", "no", "colleague"])
def test_a_form_sent_blindly_is_no_answer(invitation: JoinInvitation, answer: str) -> None:
    client, address = opened(invitation)
    form = client.get(f"{address}?answer={answer}").context["form"]
    blind = {box.html_name: box.value() for box in form if box.value() not in (None, "", False)}
    assert client.post(f"{address}?answer={answer}", blind).status_code == 422
    invitation.refresh_from_db()
    assert invitation.answer == ""


def test_a_post_without_a_question_does_nothing(invitation: JoinInvitation) -> None:
    client, address = opened(invitation)
    assert client.post(address, YES).status_code == 302
    assert not Member.objects.exists()


def test_yes_by_the_page_and_pressed_twice(invitation: JoinInvitation) -> None:
    client, address = opened(invitation)
    answers = [client.post(f"{address}?answer=yes", YES) for _number in range(2)]
    assert [one.status_code for one in answers] == [302, 302]
    assert Member.objects.count() == 1
    assert "Sportclub De Terp" in client.get(address).content.decode()


def test_no_and_colleague_by_the_page(space: Space, by: User, invitation: JoinInvitation) -> None:
    client, address = opened(invitation)
    assert client.post(f"{address}?answer=no", {"answer": "no", "words": "Geen tijd"}).status_code == 302
    assert client.get(address).status_code == 200
    other, address = opened(invited(space, by, "Bibliotheek", email="bib@example.org"))
    assert other.post(f"{address}?answer=colleague", {"name": "Jan", "email": "jan@example.org"}).status_code == 302
    assert "Jan" in other.get(address).content.decode()
    assert JoinInvitation.objects.filter(person__email="jan@example.org").exists()


@pytest.mark.parametrize("bad", [{"signatory_name": "Jelle"}, {"signatory_email": "jelle@example.org"}, {"name": ""}])
def test_what_is_wrong_is_said_and_nothing_is_done(invitation: JoinInvitation, bad: dict[str, Any]) -> None:
    client, address = opened(invitation)
    assert client.post(f"{address}?answer=yes", {**YES, **bad}).status_code == 422
    assert not Member.objects.exists()


def test_the_page_names_only_members_that_agreed(space: Space, invitation: JoinInvitation) -> None:
    MemberFactory(space=space, organisation__name="Open Huis", shown_publicly=True)
    MemberFactory(space=space, organisation__name="Stil Huis", win="Geheim")
    StakeholderFactory(space=space, organisation=OrganisationFactory(name="Nog Niet"), name="Nog Niet")
    client, address = opened(invitation)
    content = client.get(address).content.decode()
    assert ["Open Huis" in content, "Stil Huis" in content, "Geheim" in content, "Nog Niet" in content] == [
        True, False, False, False,
    ]  # fmt: skip


def test_without_the_token_there_is_no_page(invitation: JoinInvitation) -> None:
    client = Client()
    assert client.get(f"/l/join/{invitation.pk}/").status_code == 404
    assert client.get(f"/l/join/{invitation.pk}/{'x' * 43}/").status_code == 404
    other = invited(invitation.space, user_with("coordinator", invitation.space), "Ander", email="ander@example.org")
    assert client.get(f"/l/join/{other.pk}/{invitation.token()}/").status_code == 404


def test_their_name_is_corrected(invitation: JoinInvitation) -> None:
    answering.say_yes(invitation, a_yes(name="Hinke Dijkstra-Bouma"))
    invitation.person.refresh_from_db()
    assert invitation.person.name == "Hinke Dijkstra-Bouma"


def test_the_page_costs_the_same_with_many_members(
    space: Space, invitation: JoinInvitation, django_assert_max_num_queries: Any
) -> None:
    for _number in range(30):
        MemberFactory(space=space, shown_publicly=True)
    somebody(space, "member")
    assert Choices().involvement == ""
    client, address = opened(invitation)
    with django_assert_max_num_queries(8):
        client.get(address)
