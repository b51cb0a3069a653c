"""The pages about people, as a coordinator and as others meet them."""

import pytest
from django.urls import reverse

from core.mail.models import Mail
from spaces.models import Invitation, Member, Role
from spaces.services import Mandate, add_organisation
from tests.pages import save
from tests.spaces.factories import (
    AllianceFactory,
    OrganisationFactory,
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


def test_people_shows_members_with_their_mandate() -> None:
    space = AllianceFactory().space
    add_organisation(
        space,
        OrganisationFactory(name="OCMW Sint-Gillis-Waas"),
        representative=somebody(space),
        mandate=Mandate(may_sign=True),
    )
    content = client_with("member", space).get(reverse("spaces:people", args=[space.slug])).content.decode()
    assert "OCMW Sint-Gillis-Waas" in content


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


def test_a_member_leaves_and_the_history_stays() -> None:
    space = AllianceFactory().space
    member = add_organisation(space, OrganisationFactory(), representative=somebody(space), mandate=Mandate())
    client_with("coordinator", space).post(reverse("spaces:member_end", args=[space.slug, member.pk]))
    member.refresh_from_db()
    assert member.ends_on is not None
    assert member.representatives.get().ends_on is not None


def test_a_representative_is_replaced_half_way() -> None:
    space = AllianceFactory().space
    member = add_organisation(space, OrganisationFactory(), representative=somebody(space), mandate=Mandate())
    first = member.representatives.get()
    client = client_with("coordinator", space)
    client.post(reverse("spaces:representative_end", args=[space.slug, first.pk]))
    client.post(
        reverse("spaces:representative_add", args=[space.slug, member.pk]),
        {"name": "Nieuwe Vertegenwoordiger", "email": "nieuw@example.org", "may_sign": "on"},
    )
    seats = Member.objects.get(pk=member.pk).representatives.order_by("pk")
    assert [(seat.person.name, seat.ends_on is None, seat.may_sign) for seat in seats] == [
        (first.person.name, False, False),
        ("Nieuwe Vertegenwoordiger", True, True),
    ]


@pytest.mark.parametrize(("rows"), [1, 30])
def test_people_costs_the_same_number_of_queries(rows: int, django_assert_num_queries) -> None:
    space = AllianceFactory().space
    for _number in range(rows):
        add_organisation(space, OrganisationFactory(), representative=somebody(space), mandate=Mandate())
    client = client_with("coordinator", space)
    client.get(reverse("spaces:people", args=[space.slug]))
    with django_assert_num_queries(6):
        client.get(reverse("spaces:people", args=[space.slug]))
