"""The word of welcome to somebody new: whom to know, and what to read first."""

from __future__ import annotations

import pytest
from django.utils import timezone

from core.mail.models import Mail
from sessions.meetings.models import Meeting
from spaces import services
from spaces.models import Space
from spaces.services import Mandate
from tests.meetings.factories import MeetingFactory
from tests.spaces.factories import AllianceFactory, OrganisationFactory, somebody, user_with

pytestmark = pytest.mark.django_db


def welcome(space: Space) -> Mail:
    """The mail to somebody whose organisation becomes a member."""
    person = services.person_in(space, name="Jan Claes", email="jan@example.org", language="en")
    by = user_with("coordinator", space)
    services.add_organisation(
        space, OrganisationFactory(name="OCMW & Co"), representative=person, mandate=Mandate(), welcomed_by=by
    )
    return Mail.objects.get(to="jan@example.org")


def test_it_names_the_team_coordinators_first_and_no_members() -> None:
    space = AllianceFactory().space
    somebody(space, "chair", name="Tom Baert")
    somebody(space, "coordinator", name="Amina El Idrissi")
    somebody(space, "member", name="Onbekend Lid")
    text = welcome(space).text
    assert text.index("Amina El Idrissi, coordinator") < text.index("Tom Baert, chair")
    assert "Onbekend Lid" not in text
    assert "OCMW & Co" in text


def test_the_starter_pack_has_the_next_meeting_and_the_public_page() -> None:
    alliance = AllianceFactory(public_page=True)
    MeetingFactory(space=alliance.space, title="Startvergadering", place="Stadhuis")
    Meeting.objects.update(invited_at=timezone.now())
    mail = welcome(alliance.space)
    for text in (mail.text, mail.html):
        assert ["Startvergadering" in text, "Stadhuis" in text, f"/n/{alliance.space.slug}/" in text] == [True] * 3


def test_what_is_not_announced_or_not_public_is_not_in_it() -> None:
    alliance = AllianceFactory(public_page=False)
    MeetingFactory(space=alliance.space, title="Nog geheim")
    mail = welcome(alliance.space)
    assert ["Nog geheim" in mail.text, "/n/" in mail.text, "Good to know" in mail.text] == [False] * 3


def test_without_an_address_nothing_is_sent() -> None:
    space = AllianceFactory().space
    person = services.person_in(space, name="Jan Claes")
    by = user_with("coordinator", space)
    services.add_organisation(space, OrganisationFactory(), representative=person, mandate=Mandate(), welcomed_by=by)
    assert not Mail.objects.exists()
