"""Two people, or one who presses twice, at the same moment."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from spaces.joining import answering, asking, inviting
from spaces.joining.answering import Settled
from spaces.joining.asking import Acceptance
from spaces.joining.models import JoinInvitation, JoinRequest
from spaces.models import Member, Space
from spaces.services import Mandate
from tests.at_once import together
from tests.joining.factories import a_wish, a_yes, asked, invited, mails_to, requested
from tests.spaces.factories import AllianceFactory, user_with

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def space() -> Space:
    found: Space = AllianceFactory(public_page=True).space
    return found


def test_two_coordinators_invite_the_same_once(space: Space) -> None:
    users = [user_with("coordinator", space) for _number in range(2)]
    found = together(*[lambda by=by: invited(space, by) for by in users])
    assert sorted(isinstance(one, ValidationError) for one in found) == [False, True]
    assert (JoinInvitation.objects.count(), len(mails_to("hinke@example.org"))) == (1, 1)


def test_of_two_who_say_yes_one_does(space: Space) -> None:
    invitation = invited(space, user_with("coordinator", space))
    found = together(*[lambda: answering.say_yes(invitation, a_yes()) for _number in range(3)])
    assert sorted(type(one).__name__ for one in found) == ["Member", "Settled", "Settled"]
    assert Member.objects.count() == 1


def test_yes_and_withdrawing_at_once_leave_one_of_both(space: Space) -> None:
    invitation = invited(space, user_with("coordinator", space))
    said, withdrew = together(lambda: answering.say_yes(invitation, a_yes()), lambda: inviting.withdraw(invitation))
    assert isinstance(said, Settled) is (withdrew is True)
    assert Member.objects.exists() is (withdrew is False)


def test_yes_and_passing_on_at_once_leave_one_of_both(space: Space) -> None:
    invitation = invited(space, user_with("coordinator", space))
    found = together(
        lambda: answering.say_yes(invitation, a_yes()),
        lambda: answering.pass_on(invitation, asked(email="jan@example.org")),
    )
    assert [type(one) for one in found].count(Settled) == 1


def test_a_wish_is_confirmed_and_decided_once(space: Space) -> None:
    request = asking.ask(space, a_wish())
    assert request is not None
    together(*[lambda: asking.confirm(request) for _number in range(2)])
    assert JoinRequest.objects.waiting().count() == 1
    users = [user_with("coordinator", space) for _number in range(2)]
    found = together(
        lambda: asking.accept(request, Acceptance("Bibliotheek", mandate=Mandate()), by=users[0]),
        lambda: asking.decline(request, "Nee", by=users[1]),
    )
    assert [type(one) for one in found].count(ValidationError) == 1


def test_the_same_wish_confirmed_twice_at_once_waits_once(space: Space) -> None:
    wishes = [asking.ask(space, a_wish()) for _number in range(2)]
    together(*[lambda one=one: asking.confirm(one) for one in wishes])
    assert JoinRequest.objects.waiting().count() == 1
    assert requested(space).is_waiting
