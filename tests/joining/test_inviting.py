"""Asking somebody to join: who may be asked, once, again, and no longer."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from core.links import LinkState
from spaces import services
from spaces.joining import answering, inviting
from spaces.joining.models import JoinInvitation
from spaces.models import Person, Space
from tests.joining.factories import a_yes, asked, invited, mails_to
from tests.spaces.factories import AllianceFactory, MemberFactory, OrganisationFactory, somebody, user_with
from tests.stakeholders.factories import StakeholderFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def space() -> Space:
    found: Space = AllianceFactory(space__why="Niemand kan het alleen.").space
    return found


@pytest.fixture
def by(space: Space) -> User:
    return user_with("coordinator", space)


def long_ago(invitation: JoinInvitation) -> None:
    JoinInvitation.objects.filter(pk=invitation.pk).update(contacted_at=timezone.now() - dt.timedelta(days=10))


def test_the_mail_has_the_words_and_a_link_and_replies_go_to_who_invites(space: Space, by: User) -> None:
    invitation = invited(space, by, words="Zullen we praten?", language="en")
    (mail,) = mails_to("hinke@example.org")
    assert "Sportclub De Terp" in mail.text
    assert "Zullen we praten?" in mail.text
    assert "Niemand kan het alleen." in mail.text
    assert invitation.placeholder() in mail.text
    assert (mail.reply_to, mail.subject) == (by.email, f"Will you take part in {space}?")


def test_nothing_of_the_register_but_name_and_address_is_in_the_mail(space: Space, by: User) -> None:
    row = StakeholderFactory(
        space=space,
        organisation=OrganisationFactory(name="OCMW"),
        name="OCMW",
        win="Geheim",
        notes="Geheim",
        matters="Geheim",
    )
    invited(space, by, organisation_name="OCMW", organisation=row.organisation)
    (mail,) = mails_to("hinke@example.org")
    assert "Geheim" not in mail.text + mail.html + mail.subject


def test_a_name_of_the_register_is_that_organisation(space: Space, by: User) -> None:
    row = StakeholderFactory(
        space=space, organisation=OrganisationFactory(name="OCMW Sint-Niklaas"), name="OCMW Sint-Niklaas"
    )
    elsewhere = StakeholderFactory(organisation=OrganisationFactory(name="Huis van het Kind"), name="Huis van het Kind")
    assert invited(space, by, organisation_name="ocmw sint-niklaas").organisation == row.organisation
    theirs = invited(space, by, organisation_name=elsewhere.name, email="jan@example.org")
    assert theirs.organisation is None


def test_who_is_invited_is_not_invited_twice(space: Space, by: User) -> None:
    invited(space, by)
    with pytest.raises(ValidationError, match="Hinke"):
        invited(space, by, organisation_name="sportclub de terp", email="jan@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        row = JoinInvitation.objects.get()
        row.pk = None
        row.save()
    assert len(mails_to("jan@example.org")) == 0


def test_a_member_is_not_invited(space: Space, by: User) -> None:
    member = MemberFactory(space=space, organisation__name="OCMW")
    with pytest.raises(ValidationError, match="OCMW"):
        invited(space, by, organisation_name="OCMW")
    services.add_individual(somebody(space, email="hinke@example.org"))
    with pytest.raises(ValidationError):
        invited(space, by, organisation_name="")
    services.end_membership(member)
    assert invited(space, by, organisation_name="OCMW").organisation == member.organisation


def test_an_invitation_is_sent_again_only_so_often_and_not_too_soon(space: Space, by: User) -> None:
    invitation = invited(space, by, language="en")
    with pytest.raises(ValidationError):
        inviting.send_again(invitation, by=by)
    for _number in range(2):
        long_ago(invitation)
        inviting.send_again(invitation, by=by)
    long_ago(invitation)
    with pytest.raises(ValidationError):
        inviting.send_again(invitation, by=by)
    subjects = [mail.subject.startswith("Once more") for mail in mails_to("hinke@example.org")]
    assert subjects == [False, True, True]


def test_sending_again_makes_an_expired_link_work(space: Space, by: User) -> None:
    invitation = invited(space, by)
    long_ago(invitation)
    JoinInvitation.objects.update(expires_at=timezone.now())
    assert inviting.send_again(invitation, by=by).link_state() == LinkState.FINE


def test_a_withdrawn_invitation_opens_nothing_and_makes_place(space: Space, by: User) -> None:
    invitation = invited(space, by)
    assert inviting.withdraw(invitation) is True
    assert inviting.withdraw(invitation) is False
    invitation.refresh_from_db()
    assert invitation.link_state() == LinkState.WITHDRAWN
    with pytest.raises(ValidationError):
        inviting.send_again(invitation, by=by)
    assert invited(space, by).pk != invitation.pk


def test_what_was_answered_yes_cannot_be_withdrawn(space: Space, by: User) -> None:
    invitation = invited(space, by)
    answering.say_yes(invitation, a_yes())
    assert inviting.withdraw(invitation) is False


def test_who_said_no_may_be_asked_again_and_the_old_link_ends(space: Space, by: User) -> None:
    first = invited(space, by)
    answering.say_no(first, "not_now", "")
    invited(space, by)
    first.refresh_from_db()
    assert first.link_state() == LinkState.WITHDRAWN


def test_a_corrected_address_ends_the_link_and_the_mail_can_be_sent_there(space: Space, by: User) -> None:
    invitation = invited(space, by)
    token = invitation.token()
    person = Person.objects.get(pk=invitation.person_id)
    person.email = "hinke.dijkstra@example.org"
    services.change_person(person)
    assert JoinInvitation.find(invitation.pk, token)[1] == LinkState.REPLACED
    long_ago(invitation)
    inviting.send_again(invitation, by=by)
    assert len(mails_to("hinke.dijkstra@example.org")) == 1


def test_replies_go_to_a_coordinator_of_today(space: Space, by: User) -> None:
    invitation = invited(space, by)
    new = somebody(space, "coordinator", name="Nieuw", email="nieuw@example.org")
    services.end_role(space.roles.get(person__email=by.email))
    answering.say_yes(invitation, a_yes())
    welcome = mails_to("hinke@example.org")[-1]
    assert welcome.reply_to == new.email


def test_a_space_does_not_invite_endlessly(space: Space, by: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(inviting.INVITATIONS, "limit", 1)
    invited(space, by)
    with pytest.raises(ValidationError):
        inviting.invite(space, asked("Ander huis", email="ander@example.org"), by=by)
