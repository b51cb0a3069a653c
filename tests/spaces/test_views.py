"""The pages about people, as a coordinator and as others meet them."""

import pytest
from django.urls import reverse

from core.mail.models import Mail
from spaces.models import Invitation, Person, Role
from tests.pages import save
from tests.spaces.factories import (
    AllianceFactory,
    SpaceFactory,
    client_of,
    client_with,
    somebody,
    user_with,
)

pytestmark = pytest.mark.django_db


def test_home_leads_to_the_only_space() -> None:
    space = AllianceFactory().space
    response = client_with("coordinator", space).get("/")
    assert response.status_code == 302
    assert response.url == reverse("space_home", args=[space.slug])


def test_home_lists_several_spaces_by_name() -> None:
    first, second = SpaceFactory(name="Zuiderkempen"), SpaceFactory(name="Élan Noord")
    user = user_with("coordinator", first)
    somebody(second, "member", email=user.email)
    response = client_of(user).get("/")
    assert [space.name for space in response.context["spaces"]] == ["Élan Noord", "Zuiderkempen"]


def test_overview_shows_the_profile_and_what_is_next() -> None:
    space = AllianceFactory(space__why="Samen sterker <b>in</b> het Waasland").space
    content = client_with("coordinator", space).get(reverse("space_home", args=[space.slug])).content.decode()
    assert "Samen sterker &lt;b&gt;in&lt;/b&gt; het Waasland" in content
    assert reverse("stakeholders:list", args=[space.slug]) in content


def test_member_sees_no_register_in_the_overview() -> None:
    space = AllianceFactory().space
    content = client_with("member", space).get(reverse("space_home", args=[space.slug])).content.decode()
    assert reverse("stakeholders:list", args=[space.slug]) not in content


def test_profile_is_written() -> None:
    space = AllianceFactory().space
    response = save(
        client_with("coordinator", space),
        reverse("spaces:profile_change", args=[space.slug]),
        {
            "why": "Daarom",
            "vision": "Ooit",
            "objectives": "Eerst dit",
            "starts_on": "2026-01-01",
            "ends_on": "2027-06-30",
        },
    )
    assert response.status_code == 302
    space.refresh_from_db()
    assert (space.why, space.vision, space.objectives) == ("Daarom", "Ooit", "Eerst dit")


def test_profile_refuses_an_end_before_the_start_and_keeps_what_was_typed() -> None:
    space = AllianceFactory().space
    response = client_with("coordinator", space).post(
        reverse("spaces:profile_change", args=[space.slug]),
        {"why": "Daarom", "starts_on": "2027-01-01", "ends_on": "2026-01-01"},
    )
    assert response.status_code == 422
    assert "Daarom" in response.content.decode()
    space.refresh_from_db()
    assert space.why == ""


def test_team_add_invites_by_mail() -> None:
    space = AllianceFactory().space
    response = client_with("coordinator", space).post(
        reverse("spaces:team_add", args=[space.slug]),
        {"name": "Els Peeters", "email": "Els@Example.org", "role": "chair"},
    )
    assert response.status_code == 302
    mail = Mail.objects.get()
    assert mail.to == "els@example.org"
    invitation = Invitation.objects.get()
    assert invitation.placeholder() in mail.text
    assert invitation.role.kind == Role.Kind.CHAIR


def test_team_add_refuses_a_line_break_in_the_address() -> None:
    space = AllianceFactory().space
    response = client_with("coordinator", space).post(
        reverse("spaces:team_add", args=[space.slug]),
        {"name": "Els", "email": "els@example.org\nBcc: all@example.org", "role": "chair"},
    )
    assert response.status_code == 422
    assert not Mail.objects.exists()


def test_the_last_coordinator_stays() -> None:
    space = AllianceFactory().space
    client = client_with("coordinator", space)
    role = Role.objects.get(space=space)
    client.post(reverse("spaces:role_end", args=[space.slug, role.pk]))
    role.refresh_from_db()
    assert role.ends_on is None


def test_a_role_of_another_space_cannot_be_ended() -> None:
    space, other = AllianceFactory().space, AllianceFactory().space
    somebody(other, "coordinator")
    theirs = Role.objects.get(person=somebody(other, "chair"))
    client = client_with("coordinator", space)
    assert client.post(reverse("spaces:role_end", args=[space.slug, theirs.pk])).status_code == 404
    assert client.post(reverse("spaces:role_end", args=[other.slug, theirs.pk])).status_code == 404
    theirs.refresh_from_db()
    assert theirs.ends_on is None


def test_a_coordinator_who_stops_and_has_no_other_role_lands_at_home() -> None:
    space = AllianceFactory().space
    somebody(space, "coordinator")
    user = user_with("coordinator", space)
    role = Role.objects.get(person__email=user.email)
    response = client_of(user).post(reverse("spaces:role_end", args=[space.slug, role.pk]))
    assert (response.status_code, response.url) == (302, "/")


def test_the_address_of_the_only_coordinator_is_not_emptied() -> None:
    space = AllianceFactory().space
    user = user_with("coordinator", space)
    person = Person.objects.get(email=user.email)
    page = reverse("spaces:person_change", args=[space.slug, person.pk])
    response = save(client_of(user), page, {"name": person.name, "email": ""})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["email"])
