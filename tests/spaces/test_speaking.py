"""Somebody who represents two organisations sees at each act for whom it is, and says for whom."""

from __future__ import annotations

import pytest
from django.urls import reverse

from partners.organisations.models import Organisation
from sessions.intervision.models import Contribution
from sessions.intervision.services import asking
from sessions.meetings.models import Invitee
from sessions.meetings.services import answering, inviting
from sessions.meetings.services.answering import Reply
from spaces.models import Person, Space
from spaces.services import Mandate, add_organisation, end_membership
from spaces.speaking import organisations_of
from tests.intervision.factories import DayFactory
from tests.joining.factories import opened
from tests.meetings.factories import MeetingFactory
from tests.pages import marks_in
from tests.spaces.factories import (
    AllianceFactory,
    OrganisationFactory,
    account_of,
    client_of,
    somebody,
    user_with,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def space() -> Space:
    found: Space = AllianceFactory().space
    return found


@pytest.fixture
def both(space: Space) -> tuple[Person, Organisation, Organisation]:
    person = somebody(space, "member")
    first, second = (OrganisationFactory(name=name) for name in ("OCMW", "Huis van het Kind"))
    for organisation in (first, second):
        add_organisation(space, organisation, representative=person, mandate=Mandate())
    return person, first, second


def invitee_of(space: Space, person: Person) -> Invitee:
    meeting = MeetingFactory(space=space)
    inviting.invite(meeting, [person.pk], by=user_with("coordinator", space))
    found: Invitee = meeting.invitees.get(person=person)
    return found


def test_first_comes_what_they_represent_longest_and_what_left_goes(space: Space, both) -> None:
    person, first, second = both
    assert organisations_of(person) == [first, second]
    end_membership(space.members.get(organisation=first))
    assert organisations_of(person) == [second]


def test_the_answer_to_a_meeting_says_for_whom(space: Space, both) -> None:
    person, _first, second = both
    row = invitee_of(space, person)
    client, address = opened(row)
    content = client.get(address).content.decode()
    assert "OCMW" in content
    assert client.post(address, {"answer": "yes"}).status_code == 422
    assert client.post(address, {"answer": "yes", "speaks_for": second.pk}).status_code == 302
    row.refresh_from_db()
    assert (row.answer, row.organisation) == ("yes", second)


def test_who_represents_one_is_asked_nothing_and_sees_it(space: Space) -> None:
    person = somebody(space, "member")
    add_organisation(space, OrganisationFactory(name="OCMW"), representative=person, mandate=Mandate())
    client, address = opened(invitee_of(space, person))
    response = client.get(address)
    assert ("speaks_for" in response.context["form"].fields, "OCMW" in response.content.decode()) == (False, True)
    assert client.post(address, {"answer": "yes"}).status_code == 302


def test_for_an_organisation_of_others_nobody_answers(space: Space, both) -> None:
    person, first, _second = both
    strange = OrganisationFactory()
    row = invitee_of(space, person)
    client, address = opened(row)
    assert client.post(address, {"answer": "yes", "speaks_for": strange.pk}).status_code == 422
    answering.respond(row, Reply("yes", organisation=strange))
    row.refresh_from_db()
    assert row.organisation == first


def test_a_contribution_is_handed_in_for_one_of_them(space: Space, both) -> None:
    person, _first, second = both
    day = DayFactory(space=space)
    asking.ask(day, [person.pk], by=user_with("coordinator", space))
    client, address = opened(day.requests.get())
    page = client.get(address)
    data = {**marks_in(page), "kind": "question", "title": "Hoe?", "story": "Zo.", "speaks_for": second.pk}
    assert client.post(address, data).status_code == 302
    assert Contribution.objects.get().organisation == second


def test_signed_in_it_is_asked_as_well(space: Space, both) -> None:
    person, _first, second = both
    row = invitee_of(space, person)
    client = client_of(account_of(person))
    address = reverse("meetings:meeting_answer", args=[space.slug, row.meeting_id])
    assert "speaks_for" in client.get(address).context["form"].fields
    assert client.post(address, {"answer": "no", "speaks_for": second.pk}).status_code == 302
    row.refresh_from_db()
    assert row.organisation == second
