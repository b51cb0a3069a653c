"""Two people who do things that meet each other at the same moment."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone

from documents.models import SigningEvent
from documents.signing import services as signing
from partners.stakeholders.models import Stakeholder
from sessions.meetings.services import answering
from sessions.meetings.services.answering import Reply
from spaces import seats, services
from spaces.models import Representative, Role, Space
from spaces.seats import Successor
from spaces.services import Mandate
from tests.at_once import together
from tests.documents.factories import a_request, answer, code_for
from tests.meetings.factories import invited_meeting, invitee_of
from tests.pages import marks_in
from tests.spaces.factories import (
    AllianceFactory,
    MemberFactory,
    RepresentativeFactory,
    client_with,
    somebody,
    user_with,
)
from tests.stakeholders.factories import StakeholderFactory

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = range(3)


@pytest.fixture
def space() -> Space:
    return AllianceFactory().space


@pytest.mark.parametrize("_round", ROUNDS)
def test_signing_while_the_address_is_corrected_leaves_a_signature_or_a_dead_link(_round: int) -> None:
    request = a_request()
    code, person = code_for(request), request.person
    person.email = "nieuw@example.org"
    together(lambda: signing.sign(request, answer(request, code)), lambda: services.change_person(person))
    request.refresh_from_db()
    assert SigningEvent.objects.exists() == (request.withdrawn_at is None)


@pytest.mark.parametrize("_round", ROUNDS)
def test_answering_while_one_leaves_and_another_gets_an_address_holds_up_nobody(_round: int) -> None:
    meeting = invited_meeting(2)
    leaving, other = invitee_of(meeting, 0), invitee_of(meeting, 1).person
    seat, other.email = leaving.person.represents.get(), "anders@example.org"
    found = together(
        lambda: answering.respond(leaving, Reply("colleague", "", "Nieuw", "nieuw@example.org")),
        lambda: services.end_representation(seat),
        lambda: services.change_person(other),
    )
    assert [one for one in found if isinstance(one, OperationalError)] == []
    rows = meeting.invitees.filter(person__in=[leaving.person, other])
    assert [row.withdrawn_at is None for row in rows] == [False, False]


@pytest.mark.parametrize("_round", ROUNDS)
def test_a_member_who_leaves_is_not_brought_back_by_the_form(space: Space, _round: int) -> None:
    row, client = MemberFactory(space=space), client_with("coordinator", space)
    address = reverse("spaces:member_change", args=[space.slug, row.pk])
    data = {**marks_in(client.get(address)), "win": "Kennis"}
    together(lambda: client.post(address, data), lambda: services.end_membership(row))
    row.refresh_from_db()
    assert row.ends_on is not None


@pytest.mark.parametrize("_round", ROUNDS)
def test_of_two_who_hand_over_a_seat_at_once_one_does(space: Space, _round: int) -> None:
    seat, by = RepresentativeFactory(member__space=space), user_with("coordinator", space)
    emails = ("jan@example.org", "amina@example.org")
    successors = [Successor("Nieuw", email, timezone.localdate(), Mandate()) for email in emails]
    found = together(*[lambda one=one: seats.replace(seat, one, by=by) for one in successors])
    assert sorted(isinstance(one, ValidationError) for one in found) == [False, True]
    assert Representative.objects.filter(member=seat.member, ends_on=None).count() == 1


@pytest.mark.parametrize("_round", ROUNDS)
def test_two_coordinators_who_end_each_other_leave_one(space: Space, _round: int) -> None:
    roles = [somebody(space, "coordinator").roles.get() for _number in range(2)]
    found = together(*[lambda one=one: services.end_role(one) for one in roles])
    assert sorted(isinstance(one, ValidationError) for one in found) == [False, True]
    assert services.coordinators_of(space).count() == 1


@pytest.mark.parametrize("_round", ROUNDS)
def test_an_entry_that_is_removed_is_not_brought_back_by_the_form(space: Space, _round: int) -> None:
    row = StakeholderFactory(space=space)
    writes, removes = client_with("coordinator", space), client_with("coordinator", space)
    change, remove = (reverse(f"stakeholders:{name}", args=[space.slug, row.pk]) for name in ("change", "remove"))
    data = {
        **marks_in(writes.get(change)),
        "name": row.name,
        "influence": "unknown",
        "interest": "unknown",
        "mandate": "unknown",
        "notes": "x",
    }
    together(lambda: writes.post(change, data), lambda: removes.post(remove))
    assert not Stakeholder.objects.filter(pk=row.pk).exists()


FORMS = {
    "stakeholders:add": {
        "name": "OCMW",
        "official_number": "0207451227",
        "influence": "high",
        "interest": "high",
        "mandate": "yes",
    },
    "spaces:team_add": {"name": "Amina", "email": "amina@example.org", "role": "chair"},
}


@pytest.mark.parametrize(("name", "expected"), [("stakeholders:add", [302, 422, 422]), ("spaces:team_add", [302] * 3)])
def test_three_coordinators_who_add_the_same_add_it_once(space: Space, name: str, expected: list[int]) -> None:
    clients = [client_with("coordinator", space) for _number in range(3)]
    address = reverse(name, args=[space.slug])
    found = together(*[lambda client=client: client.post(address, FORMS[name]).status_code for client in clients])
    assert sorted(found) == expected
    made = Stakeholder.objects.count() + Role.objects.filter(kind=Role.Kind.CHAIR).count()
    assert made == 1


def test_of_two_people_who_get_the_same_address_one_does(space: Space) -> None:
    people = [somebody(space, "member") for _number in range(2)]
    clients = [client_with("coordinator", space) for _number in range(2)]
    addresses = [reverse("spaces:person_change", args=[space.slug, person.pk]) for person in people]

    def save(at: int) -> int:
        marks = marks_in(clients[at].get(addresses[at]))
        data = {**marks, "name": people[at].name, "email": "zelfde@example.org"}
        return int(clients[at].post(addresses[at], data).status_code)

    assert sorted(together(lambda: save(0), lambda: save(1))) == [302, 422]
