"""A working group is a space of its own: nothing of it is open to its alliance but what it shows on purpose."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation

from alliances.workinggroups import services
from alliances.workinggroups.listed import people_in
from alliances.workinggroups.models import Delegate, Recommendation, WorkingGroup
from core.mail.models import Mail
from sessions.meetings.models import Meeting, Minutes
from sessions.meetings.services.inviting import usual_people
from spaces.models import Person, Role, Space
from spaces.services import change_person, end_membership
from tests.at_once import together
from tests.meetings.factories import MeetingFactory
from tests.pages import marks_in, save
from tests.spaces.factories import (
    AllianceFactory,
    RepresentativeFactory,
    account_of,
    client_of,
    client_with,
    somebody,
    user_with,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english(settings) -> Any:
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def alliance() -> Space:
    return AllianceFactory(space__language="en", space__name="Kempen").space


def a_person(alliance: Space, **facts: Any) -> Person:
    """Somebody who represents a member of the alliance."""
    person = somebody(alliance, "member", **facts)
    RepresentativeFactory(member__space=alliance, person=person)
    return person


def a_group(alliance: Space, *people: Person, name: str = "Taal op de werkvloer") -> WorkingGroup:
    return services.found(alliance, name=name, why="Sneller aan het werk", lead=a_person(alliance), people=people)


def lead_of(group: WorkingGroup) -> Person:
    return Role.objects.get(space=group.space, kind=Role.Kind.COORDINATOR).person


def a_recommendation(group: WorkingGroup, **facts: Any) -> Recommendation:
    return Recommendation.objects.create(space=group.space, **{"title": "Taalcafé", "text": "Open er een.", **facts})


def of_alliance(name: str, alliance: Space, *more: object) -> str:
    return reverse(f"workinggroups:{name}", args=[alliance.slug, *more])


def of_group(name: str, group: WorkingGroup, *more: object) -> str:
    return reverse(f"workinggroups:{name}", args=[group.space.slug, *more])


def text_of(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


# --- nothing is inherited -------------------------------------------------------------------------
@pytest.fixture
def busy_group(alliance: Space) -> WorkingGroup:
    """A group with minutes, a meeting to come and a recommendation."""
    group = a_group(alliance, a_person(alliance))
    meeting = MeetingFactory(space=group.space, title="Geheim overleg")
    Minutes.objects.create(meeting=meeting)
    a_recommendation(group)
    return group


PAGES_OF_A_GROUP = ("space_home", "workinggroups:group_show", "meetings:meeting_list", "spaces:people")


@pytest.mark.parametrize("role", ["coordinator", "chair", "secretary", "member"])
def test_who_is_not_in_the_group_sees_that_it_is_there_and_nothing_inside(busy_group: WorkingGroup, role: str) -> None:
    alliance = busy_group.space.parent
    client = client_with(role, alliance)
    shown = text_of(client.get(of_alliance("group_list", alliance)))
    for words in ("Taal op de werkvloer", "Sneller aan het werk", lead_of(busy_group).name, "Taalcafé"):
        assert words in shown
    for words in ("Geheim overleg", lead_of(busy_group).email, f"/s/{busy_group.space.slug}/"):
        assert words not in shown
    for page in PAGES_OF_A_GROUP:
        assert client.get(reverse(page, args=[busy_group.space.slug])).status_code == 404
    meeting = Meeting.objects.get()
    for page in ("meeting_detail", "meeting_attendance", "minutes_change"):
        assert client.get(reverse(f"meetings:{page}", args=[busy_group.space.slug, meeting.pk])).status_code == 404
    for name in ("group_change", "people_add", "recommendation_add"):
        assert client.get(of_group(name, busy_group)).status_code == 404
    assert client.post(of_group("person_take_out", busy_group, lead_of(busy_group).pk)).status_code == 404


def test_who_leads_a_group_gets_no_right_in_the_alliance_by_that(busy_group: WorkingGroup) -> None:
    alliance, client = busy_group.space.parent, client_of(account_of(lead_of(busy_group)))
    one = Recommendation.objects.get()
    assert client.get(of_group("group_show", busy_group)).status_code == 200
    assert client.get(of_alliance("group_list", alliance)).status_code == 200  # a member of the alliance too
    assert client.get(of_alliance("group_add", alliance)).status_code == 403
    assert client.get(of_alliance("recommendation_decide", alliance, one.pk)).status_code == 403
    assert client.get(reverse("stakeholders:list", args=[alliance.slug])).status_code == 404


def test_a_group_of_another_alliance_is_not_found(busy_group: WorkingGroup) -> None:
    other = AllianceFactory().space
    client, one = client_with("coordinator", other), Recommendation.objects.get()
    assert client.get(of_alliance("recommendation_decide", other, one.pk)).status_code == 404
    assert client.get(of_alliance("group_list", busy_group.space.parent)).status_code == 404
    assert "Taalcafé" not in text_of(client.get(of_alliance("group_list", other)))


def test_pages_of_an_alliance_are_not_those_of_a_group_and_the_other_way_round(busy_group: WorkingGroup) -> None:
    lead = client_of(account_of(lead_of(busy_group)))
    assert lead.get(of_alliance("group_list", busy_group.space)).status_code == 404
    coordinator = client_with("coordinator", busy_group.space.parent)
    address = reverse("workinggroups:group_show", args=[busy_group.space.parent.slug])
    assert coordinator.get(address).status_code == 404


def test_who_is_in_it_reads_and_who_leads_it_changes(alliance: Space) -> None:
    person = a_person(alliance)
    group = a_group(alliance, person)
    client = client_of(account_of(person))
    assert "Add people" not in text_of(client.get(of_group("group_show", group)))
    for name in ("group_change", "people_add", "recommendation_add"):
        assert client.get(of_group(name, group)).status_code == 403
    assert client.post(of_group("person_lead", group, lead_of(group).pk)).status_code == 403


def test_a_group_has_its_own_menu_and_home(alliance: Space) -> None:
    group = a_group(alliance)
    client = client_of(account_of(lead_of(group)))
    home = reverse("space_home", args=[group.space.slug])
    assert client.get(home)["Location"] == of_group("group_show", group)
    menu = [link.title for link in client.get(of_group("group_show", group)).context["menu"]]
    assert menu == ["Working group", "Meetings", "Files"]


# --- who is in it ---------------------------------------------------------------------------------
def test_a_coordinator_makes_a_group_once_and_its_lead_is_invited(alliance: Space) -> None:
    lead, other = a_person(alliance), a_person(alliance)
    client = client_with("coordinator", alliance)
    page = of_alliance("group_add", alliance)
    data = {**marks_in(client.get(page)), "name": "Taal", "lead": lead.pk, "people": [other.pk]}
    assert client.post(page, {**data, "lead": ""}).status_code == 422
    client.post(page, data)
    client.post(page, data)
    group = WorkingGroup.objects.get()
    assert (group.space.parent, group.space.kind) == (alliance, "working_group")
    assert {one.person.email for one in usual_people(group.space)} == {lead.email, other.email}
    assert [mail.to for mail in Mail.objects.filter(kind="role invitation")] == [lead.email]
    own = Person.objects.get(space=group.space, email=other.email)
    assert (own.pk != other.pk, own.delegate.source) == (True, other)
    assert own.represents.get().member.organisation == other.represents.get().member.organisation


def test_two_groups_of_one_name_have_two_addresses(alliance: Space) -> None:
    slugs = [a_group(alliance, name="Taal & werk " + "x" * 100).space.slug for _number in range(3)]
    assert len(set(slugs)) == 3
    assert all(len(slug) <= 60 for slug in slugs)


@pytest.mark.django_db(transaction=True)
def test_two_groups_of_one_name_at_once(settings) -> None:
    alliance = AllianceFactory().space
    leads = [a_person(alliance) for _number in range(2)]

    def press(lead: Person) -> WorkingGroup:
        return services.found(alliance, name="Taal", why="", lead=lead, people=[])

    together(*(lambda lead=lead: press(lead) for lead in leads))
    assert WorkingGroup.objects.count() == 2


def test_people_come_in_and_go_out(alliance: Space) -> None:
    group = a_group(alliance)
    person, elsewhere = a_person(alliance), a_person(AllianceFactory().space)
    client = client_of(account_of(lead_of(group)))
    page = of_group("people_add", group)
    assert client.post(page, {"people": [elsewhere.pk]}).status_code == 422
    assert client.post(page, {"people": [person.pk]}).status_code == 302
    assert client.post(page, {"people": [person.pk]}).status_code == 422  # in it already
    own = Delegate.objects.get(source=person).person
    client.post(of_group("person_take_out", group, own.pk))
    assert own.pk not in {one.number for one in people_in([group.space.pk])[group.space.pk]}
    assert not Space.objects.visible_to(account_of(own)).filter(pk=group.space.pk).exists()
    assert client.post(page, {"people": [person.pk]}).status_code == 302  # and back again
    assert Person.objects.filter(space=group.space, email=person.email).count() == 1


def test_a_group_is_never_left_without_somebody_who_leads_it(alliance: Space) -> None:
    other = a_person(alliance)
    group = a_group(alliance, other)
    client = client_of(account_of(lead_of(group)))
    lead = lead_of(group)
    assert "Somebody has to lead" in text_of(client.post(of_group("person_take_out", group, lead.pk), follow=True))
    client.post(of_group("person_lead", group, Delegate.objects.get(source=other).person.pk))
    assert client.post(of_group("person_take_out", group, lead.pk))["Location"] == "/"


def test_nobody_leads_without_an_address(alliance: Space) -> None:
    with pytest.raises(ValidationError, match="e-mail address"):
        services.found(alliance, name="Taal", why="", lead=a_person(alliance, email=""), people=[])
    assert not Space.objects.filter(kind="working_group").exists()


def test_who_leaves_the_alliance_leaves_its_groups(alliance: Space) -> None:
    person = a_person(alliance)
    group = a_group(alliance, person)
    end_membership(person.represents.get().member)
    own = Delegate.objects.get(source=person).person
    assert not Space.objects.visible_to(account_of(own)).filter(pk=group.space.pk).exists()
    end_membership(Delegate.objects.get(person=lead_of(group)).source.represents.get().member)
    assert lead_of(group)  # somebody has to hand it over


def test_a_corrected_address_is_followed(alliance: Space) -> None:
    person = a_person(alliance)
    group = a_group(alliance, person)
    person.email = "nieuw@example.org"
    change_person(person)
    assert Delegate.objects.get(source=person, person__space=group.space).person.email == "nieuw@example.org"


# --- recommendations ------------------------------------------------------------------------------
def test_a_group_recommends_and_its_alliance_decides_once(alliance: Space) -> None:
    group = a_group(alliance)
    lead, coordinator = client_of(account_of(lead_of(group))), client_with("coordinator", alliance)
    save(lead, of_group("recommendation_add", group), {"title": "Taalcafé", "text": "Open <b>er</b> een."})
    one = Recommendation.objects.get()
    assert "Open &lt;b&gt;er" in text_of(client_with("member", alliance).get(of_alliance("group_list", alliance)))
    decide = of_alliance("recommendation_decide", alliance, one.pk)
    assert coordinator.post(decide, {}).status_code == 422
    assert coordinator.post(decide, {"state": "not_taken_up", "reason": " "}).status_code == 422
    assert coordinator.post(decide, {"state": "handed_over"}).status_code == 422
    assert coordinator.post(decide, {"state": "taken_up"}).status_code == 302
    coordinator.post(decide, {"state": "not_taken_up", "reason": "Toch niet"})
    one.refresh_from_db()
    assert (one.state, one.decided_on) == ("taken_up", timezone.localdate())
    assert lead.get(of_group("recommendation_change", group, one.pk)).status_code == 404


def test_what_was_decided_meanwhile_is_not_put_in_other_words(alliance: Space) -> None:
    group = a_group(alliance)
    one = a_recommendation(group)
    lead, page = client_of(account_of(lead_of(group))), of_group("recommendation_change", group, one.pk)
    marks = marks_in(lead.get(page))
    services.decide(one, state="taken_up", reason="", by=user_with("coordinator", alliance))
    assert lead.post(page, {**marks, "title": "Anders", "text": "Anders"}).status_code == 404
    assert Recommendation.objects.get().title == "Taalcafé"


def test_a_refusal_has_a_reason_and_a_decision_a_day(alliance: Space) -> None:
    group = a_group(alliance)
    for facts in ({"state": "not_taken_up", "decided_on": "2026-01-01"}, {"state": "taken_up"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            a_recommendation(group, **facts)


def test_the_list_asks_as_many_queries_with_one_group_as_with_many(alliance: Space, django_assert_num_queries) -> None:
    client = client_with("coordinator", alliance)
    counts = []
    for rows in (1, 6):
        for _number in range(rows):
            a_recommendation(a_group(alliance, a_person(alliance)))
        client.get(of_alliance("group_list", alliance))
        cache.clear()
        with django_assert_num_queries(12, exact=False) as counted:
            assert client.get(of_alliance("group_list", alliance)).status_code == 200
        counts.append(len(counted))
    assert counts[0] == counts[1]
