"""A space that was closed is read and not changed, whatever way one comes; and it can be opened again."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from accounts.models import User
from alliances import ending
from alliances.models import Alliance, AllianceRegion
from core.frozen.services import verify_chain
from core.guard import AFTER_THE_END, is_refused_for_good
from core.links.models import MailLink, models_by_kind
from core.mail.models import Attachment, Mail
from partners.stakeholders.models import Stakeholder
from places.models import Region, RegionAdministrator
from privacy import wishes
from privacy.models import Wish
from sessions.meetings.models import ActionPoint, Meeting
from spaces.closing import services
from spaces.closing.models import Closing, closing_of
from spaces.models import Invitation, Person, Role, Space
from spaces.services import invite
from tests.actionplans.factories import make_action, make_plan, member_of, published
from tests.alliances.factories import open_charter, sign
from tests.alliances.test_admin import staff_client
from tests.at_once import together
from tests.meetings.factories import held_meeting, invited_meeting, make_mails
from tests.pages import marks_in, save
from tests.spaces.factories import (
    AllianceFactory,
    ProgrammeFactory,
    RepresentativeFactory,
    SpaceFactory,
    account_of,
    client_of,
    client_with,
    somebody,
    user_with,
)
from tests.test_guards import ROLES, addresses_in, rows_of_the_table

pytestmark = pytest.mark.django_db
REASON = "De subsidie loopt af; wat we begonnen, doen de gemeenten nu zelf."


@pytest.fixture
def space() -> Space:
    alliance = AllianceFactory(
        space__slug="waasland", space__name="Alliantie Waasland", space__parent=ProgrammeFactory().space,
        space__starts_on=dt.date(2025, 1, 1), public_page=True,
    )  # fmt: skip
    return alliance.space


@pytest.fixture
def coordinator(space: Space) -> User:
    return account_of(somebody(space, "coordinator", name="Lieve Coördinator", email="lieve@example.org"))


def closed(space: Space, by: User) -> Closing:
    made = ending.close(space, ended_on=timezone.localdate(), reason=REASON, by=by)
    space.__dict__.pop("closed_on", None)  # what this object knew of before
    return made


def words_of(content: bytes) -> str:
    """A PDF is compressed: what its pages draw cannot be searched, what it is called can."""
    with pikepdf.open(io.BytesIO(content)) as document:
        return str(document.docinfo.get("/Title", ""))


# --- one place says no ------------------------------------------------------------------------------
def test_every_permission_to_change_is_refused_and_every_one_to_see_stays(space: Space, coordinator: User) -> None:
    users = {role: user_with(role, space) for role in ROLES}
    table = rows_of_the_table()
    before = {(name, role): users[role].has_perm(name, space) for name in table for role in ROLES}
    closed(space, coordinator)
    users = {role: User.objects.get(pk=user.pk) for role, user in users.items()}
    after = {(name, role): users[role].has_perm(name, space) for name in table for role in ROLES}
    sees = {key: may for key, may in before.items() if key[0].partition(".")[2].startswith("view_")}
    assert {key: after[key] for key in sees} == sees
    still = {key for key, may in after.items() if may and key not in sees}
    assert still == {(name, "coordinator") for name in AFTER_THE_END}
    assert sum(before.values()) > 60


def test_every_address_that_changes_something_says_kindly_that_it_is_closed(space: Space, coordinator: User) -> None:
    closed(space, coordinator)
    client = client_of(coordinator)
    changing = [address for address in addresses_in(space) if is_refused_for_good(permission_at(address), space)]
    of_an_alliance = [address for address in changing if "/branch/" not in address and is_in_an_alliance(address)]
    assert len(of_an_alliance) > 60
    answers = {address: client.post(address) for address in of_an_alliance}
    assert {address: answer.status_code for address, answer in answers.items() if answer.status_code != 403} == {}
    assert [a for a, answer in answers.items() if "Alliantie Waasland" not in answer.content.decode()] == []


def is_in_an_alliance(address: str) -> bool:
    only_in = resolve(address).func.view_class.only_in  # type: ignore[attr-defined]
    return only_in in ("", Space.Kind.ALLIANCE)


def permission_at(address: str) -> str:
    return str(resolve(address).func.view_class.permission)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "url_name", ["space_home", "alliances:roadmap", "spaces:people", "meetings:meeting_list", "charters:charter",
                 "actionplans:plan_show", "closing:space_ended"],
)  # fmt: skip
def test_what_could_be_read_is_read_on_and_says_when_it_ended(space: Space, coordinator: User, url_name: str) -> None:
    closed(space, coordinator)
    for person in (coordinator, user_with("member", space)):
        response = client_of(person).get(reverse(url_name, args=["waasland"]))
        assert response.status_code == 200
        assert reverse("closing:space_ended", args=["waasland"]) in response.content.decode()


def test_a_space_that_is_open_has_no_page_of_its_end(space: Space, coordinator: User) -> None:
    for address in ("ended/", "ended/report.pdf"):
        assert client_of(coordinator).get(f"/s/waasland/{address}").status_code == 404
    assert client_of(coordinator).get("/s/waasland/ended/reopen/").status_code == 403


def test_who_stands_outside_learns_nothing(space: Space, coordinator: User) -> None:
    closed(space, coordinator)
    other = client_with("coordinator", AllianceFactory().space)
    for address in ("close/", "ended/", "ended/report.pdf", "ended/reopen/"):
        assert other.get(f"/s/waasland/{address}").status_code == 404
        assert other.post(f"/s/waasland/{address}").status_code in (404, 405)


def test_a_working_group_ends_with_its_alliance(space: Space, coordinator: User) -> None:
    group = SpaceFactory(kind=Space.Kind.WORKING_GROUP, parent=space, slug="groep")
    leads = user_with("coordinator", group)
    meeting = invited_meeting(1, space=group)
    assert "werkgroep" in client_of(coordinator).get("/s/waasland/close/").content.decode()
    assert leads.has_perm("meetings.add_meeting", group)
    closed(space, coordinator)
    group, leads = Space.objects.get(pk=group.pk), User.objects.get(pk=leads.pk)
    assert (leads.has_perm("meetings.view_meeting", group), leads.has_perm("meetings.add_meeting", group)) == (
        True,
        False,
    )
    assert Meeting.objects.get(pk=meeting.pk).is_cancelled
    assert client_of(leads).get("/s/groep/meetings/").status_code == 200
    for address in ("/s/groep/ended/", "/s/waasland/ended/"):
        assert client_of(leads).get(address).status_code == 404
    assert client_of(leads).post("/s/groep/ended/reopen/", {"reason": "x"}).status_code == 403
    services.reopen(space, by=coordinator, reason="Toch verder")
    assert not Space.objects.get(pk=group.pk).is_read_only


# --- links that were mailed -------------------------------------------------------------------------
def test_a_link_that_was_mailed_says_that_it_has_ended(space: Space, coordinator: User) -> None:
    person = somebody(space, name="Nog Uitgenodigd")
    invitation = invite(Role.objects.create(space=space, person=person, kind="chair"))
    browser = Client()
    address = invitation.address().removeprefix("http://localhost:8000")
    assert browser.get(address).status_code == 302
    page = reverse("links:link_page", args=["invitation", invitation.pk])
    assert browser.get(page).status_code == 200
    closed(space, coordinator)
    for response in (browser.get(page), browser.post(page, {}), Client().get(address)):
        assert response.status_code == 410
        assert "Alliantie Waasland" in response.content.decode()
    assert Invitation.objects.get(pk=invitation.pk).accepted_at is None
    assert Client().get(address[:-3] + "xx/").status_code == 404


def test_every_kind_of_link_says_where_it_belongs() -> None:
    """A new kind of link either belongs to a space, or is named here with the reason."""
    without = [model for model in models_by_kind().values() if model.place is MailLink.place]
    # A programme has no end of this kind, so nothing that belongs to one ends with it. The page with what is kept
    # about somebody is of that person, whatever becomes of the spaces that keep it.
    found = {model.__name__ for model in without if not model.__module__.startswith("programmes.")}
    assert found == {"PersonLink"}


# --- closing ----------------------------------------------------------------------------------------
def test_alliance_close_shows_what_is_open_and_then_closes(space: Space, coordinator: User) -> None:
    meeting = invited_meeting(1, space=space, title="Slotvergadering")
    client = client_of(coordinator)
    page = client.get("/s/waasland/close/").content.decode()
    assert "Slotvergadering" in page
    address = "/s/waasland/close/"
    facts = {"ended_on": timezone.localdate().isoformat(), "reason": REASON}
    assert save(client, address, facts).status_code == 422  # not ticked
    assert closing_of(space) is None
    response = save(client, address, {**facts, "agreed": "on"})
    assert (response.status_code, response["Location"]) == (302, "/s/waasland/ended/")
    made = closing_of(space)
    assert made is not None
    assert (made.reason, made.ended_on) == (REASON, timezone.localdate())
    assert Meeting.objects.get(pk=meeting.pk).is_cancelled
    make_mails()
    assert Mail.objects.filter(kind="meeting cancellation", to="lid0@example.org").count() == 1
    shown = client.get("/s/waasland/ended/").content.decode()
    assert REASON in shown
    assert made.document.code_to_read in shown


@pytest.mark.parametrize(("days", "status"), [(1, 422), (0, 302), (-30, 302), (-40_000, 422)])
def test_the_last_day_is_one_that_was_there(space: Space, coordinator: User, days: int, status: int) -> None:
    Space.objects.update(created_at=timezone.now() - dt.timedelta(days=400))
    day = timezone.localdate() + dt.timedelta(days=days)
    facts = {"ended_on": day.isoformat(), "reason": REASON, "agreed": "on"}
    assert save(client_of(coordinator), "/s/waasland/close/", facts).status_code == status


def test_the_last_report_holds_what_happened_and_nothing_of_the_register(space: Space, coordinator: User) -> None:
    Stakeholder.objects.create(space=space, organisation=member_of(space).organisation, name="X", notes="ligt dwars")
    sign(open_charter(space))
    plan = make_plan(space, title="Samen verder")
    make_action(plan, title="Taalcafés")
    published(plan)
    meeting = held_meeting(1, space=space, title="Startvergadering")
    ActionPoint.objects.create(
        space=space, meeting=meeting, thread="12345678-1234-5678-1234-567812345678", text="Zaal boeken"
    )
    report = ending.compose(space, ended_on=timezone.localdate(), reason=REASON, closed_by="Lieve", unfinished=[])
    assert report.facts == {
        "members": 3, "meetings": 1, "intervision_days": 0, "signatures": 1, "actions_in_plan": 1,
        "action_points_done": 0, "action_points_open": 1,
    }  # fmt: skip
    made = closed(space, coordinator)
    assert words_of(bytes(made.document.content)) == "Alliantie Waasland, slotverslag"
    assert verify_chain(f"space:{space.pk}") == []
    assert made.document.facts["signatures"] == 1
    response = client_of(coordinator).get("/s/waasland/ended/report.pdf")
    assert response.content == bytes(made.document.content)


def test_everybody_who_takes_part_gets_the_report_once(space: Space, coordinator: User) -> None:
    member = member_of(space)
    both = somebody(space, "chair", name="Twee Petten", email="twee@example.org")
    RepresentativeFactory(member=member, person=both)
    RepresentativeFactory(member=member, person=somebody(space, name="Zetel Alleen", email="zetel@example.org"))
    somebody(space, name="Doet Niet Mee", email="weg@example.org")
    somebody(space, "guest", email="gast@example.org")
    closed(space, coordinator)
    mails = Mail.objects.filter(kind="alliance ended")
    assert sorted(mails.values_list("to", flat=True)) == ["lieve@example.org", "twee@example.org", "zetel@example.org"]
    assert {REASON in mail.text for mail in mails} == {True}
    assert Attachment.objects.count() == 1  # one file for all of them


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_at_once_close_it_once(space: Space, coordinator: User) -> None:
    found = together(*[lambda: ending.close(space, ended_on=timezone.localdate(), reason=REASON, by=coordinator)] * 2)
    assert sorted(type(one).__name__ for one in found) == ["Closing", "ValidationError"]
    assert Closing.objects.count() == 1


def test_the_database_refuses_a_second_closing(space: Space, coordinator: User) -> None:
    made = closed(space, coordinator)
    with pytest.raises(IntegrityError), transaction.atomic():
        Closing.objects.create(space=space, ended_on=made.ended_on, reason="x", closed_by="x", document=made.document)
    with pytest.raises(ValidationError):
        closed(space, coordinator)


def test_pressing_twice_is_no_error(space: Space, coordinator: User) -> None:
    client = client_of(coordinator)
    opened = marks_in(client.get("/s/waasland/close/"))
    facts = {**opened, "ended_on": timezone.localdate().isoformat(), "reason": REASON, "agreed": "on"}
    assert client.post("/s/waasland/close/", facts).status_code == 302
    assert client.post("/s/waasland/close/", facts).status_code == 403  # and says that it is closed
    assert Closing.objects.count() == 1


# --- what everybody sees ----------------------------------------------------------------------------
def test_the_public_page_says_when_it_ended_and_asks_nobody_to_join(space: Space, coordinator: User) -> None:
    Alliance.objects.update(contact_email="hallo@example.org")
    closed(space, coordinator)
    page = Client().get("/n/waasland/").content.decode()
    assert "Deze alliantie is geëindigd op" in page
    assert "btn-primary" not in page
    assert REASON not in page


# --- and open again ---------------------------------------------------------------------------------
def test_a_coordinator_opens_it_again_within_thirty_days(space: Space, coordinator: User) -> None:
    first = closed(space, coordinator)
    client = client_of(coordinator)
    assert save(client, "/s/waasland/ended/reopen/", {"reason": ""}).status_code == 422
    assert save(client, "/s/waasland/ended/reopen/", {"reason": "We gaan toch door"}).status_code == 302
    assert closing_of(space) is None
    assert client.get("/s/waasland/profile/").status_code == 200
    assert Mail.objects.filter(kind="space reopened").count() == 1
    again = Space.objects.get(pk=space.pk)
    second = closed(again, coordinator)
    assert second.document.facts["number"] == 2
    assert Closing.objects.get(pk=first.pk).reopened_because == "We gaan toch door"


def test_later_it_is_for_the_programme(space: Space, coordinator: User) -> None:
    made = closed(space, coordinator)
    Closing.objects.filter(pk=made.pk).update(closed_at=timezone.now() - dt.timedelta(days=31))
    assert client_of(coordinator).get("/s/waasland/ended/reopen/").status_code == 403
    assert "/ended/reopen/" not in client_of(coordinator).get("/s/waasland/ended/").content.decode()
    services.reopen(space, by=coordinator, reason="Het programma gaat verder")
    assert closing_of(space) is None


def test_only_who_coordinates_opens_it_again(space: Space, coordinator: User) -> None:
    closed(space, coordinator)
    for role in ("chair", "member"):
        assert client_with(role, space).post("/s/waasland/ended/reopen/", {"reason": "x"}).status_code == 403


def test_a_page_of_a_closed_space_asks_no_more_than_before(
    space: Space, coordinator: User, django_assert_max_num_queries: Any
) -> None:
    client = client_of(coordinator)
    client.get("/s/waasland/")
    with django_assert_max_num_queries(12) as before:
        client.get("/s/waasland/")
    closed(space, coordinator)
    with django_assert_max_num_queries(len(before)):
        client.get("/s/waasland/")


# --- in the administration --------------------------------------------------------------------------
def admin_facts(space: Space, **more: str) -> dict[str, str]:
    return {
        "name": space.name, "slug": space.slug, "language": "nl", "form": "informal",
        "programme": str(space.parent_id), "alliance_regions-TOTAL_FORMS": "0", "alliance_regions-INITIAL_FORMS": "0",
        **more,
    }  # fmt: skip


def test_who_administers_the_programme_opens_it_again_with_a_reason(space: Space, coordinator: User) -> None:
    closed(space, coordinator)
    assert space.parent is not None
    client = staff_client(user_with("coordinator", space.parent))
    address = reverse("admin:alliances_alliance_change", args=[space.alliance.pk])
    page = client.get(address).content.decode()
    assert REASON in page
    assert 'name="reopen_because"' in page
    assert client.post(address, admin_facts(space)).status_code == 302
    assert closing_of(space) is not None
    assert client.post(address, admin_facts(space, reopen_because="Nieuwe subsidie")).status_code == 302
    assert closing_of(space) is None
    assert Closing.objects.get().reopened_because == "Nieuwe subsidie"
    assert Mail.objects.filter(kind="space reopened", to="lieve@example.org").count() == 1
    assert 'name="reopen_because"' not in client.get(address).content.decode()


def test_an_administrator_of_the_region_does_not(space: Space, coordinator: User) -> None:
    closed(space, coordinator)
    region = Region.objects.create(name="Waasland", code="waasland")
    AllianceRegion.objects.create(alliance=space.alliance, region=region)
    administrator = User.objects.create_user("regio@example.org")
    RegionAdministrator.objects.create(region=region, user=administrator)
    client = staff_client(administrator)
    address = reverse("admin:alliances_alliance_change", args=[space.alliance.pk])
    assert 'name="reopen_because"' not in client.get(address).content.decode()
    client.post(address, admin_facts(space, reopen_because="Toch maar"))
    assert closing_of(space) is not None


def test_who_was_in_it_can_still_be_erased_by_who_answers_for_it(space: Space, coordinator: User) -> None:
    member = somebody(space, "member", name="Els Peeters", email="els@example.org")
    only = Person.objects.get(space=space, email=coordinator.email)
    closed(space, coordinator)
    space = Space.objects.get(pk=space.pk)
    Wish.objects.create(space=space, kind=Wish.Kind.ERASE, email="els@example.org", language="nl")
    client = client_of(coordinator)
    page = reverse("privacy:wish_erase", args=[space.slug, Wish.objects.get().pk])
    assert "Els Peeters" in client.get(page).content.decode()
    assert client.post(page, {"sure": "on"}).status_code == 302
    member.refresh_from_db()
    assert (member.email, "Els" in member.name) == ("", False)
    assert not member.roles.filter(ends_on=None).exists()
    with pytest.raises(ValidationError, match="de enige"):
        wishes.erase(space, only.email, by=coordinator)
