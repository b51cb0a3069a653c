"""Branches and the phases of programmes in the administration."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.mail.models import Mail
from places.models import Region, RegionAdministrator
from programmes.branches.models import Branch, PhaseTemplate
from spaces.models import Role, Space
from tests.branches.factories import BranchFactory, activity, mentoring, organisation_in
from tests.spaces.factories import ProgrammeFactory, client_of, user_with

pytestmark = pytest.mark.django_db
TITLES = ("title_nl", "title_en", "title_fr")


def staff_client(user: User) -> Client:
    User.objects.filter(pk=user.pk).update(is_staff=True)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    client = client_of(User.objects.get(pk=user.pk))
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def programme() -> Space:
    return ProgrammeFactory().space


@pytest.fixture
def administrator(programme: Space) -> Client:
    return staff_client(user_with("coordinator", programme))


def phases(rows: Any, prefix: str = "phases", **changes: Any) -> dict[str, Any]:
    """What the inline sends for these rows; ``changes``: "1-number", "2-DELETE" …, the first row is 0."""
    data = {f"{prefix}-TOTAL_FORMS": str(len(rows)), f"{prefix}-INITIAL_FORMS": str(sum(bool(row.pk) for row in rows))}
    for place, row in enumerate(rows):
        facts = {"id": row.pk or "", "number": row.number, **{title: getattr(row, title) for title in TITLES}}
        facts |= {"mentored": "on"} if row.mentored else {}
        data |= {f"{prefix}-{place}-{name}": value for name, value in facts.items()}
    return data | {f"{prefix}-{name.replace('_', '-', 1)}": value for name, value in changes.items()}


def branch_data(branch: Branch, **more: Any) -> dict[str, Any]:
    return {"name": branch.space.name, "slug": branch.space.slug, "language": "nl", **more}


def titles(branch: Branch) -> list[tuple[int, str]]:
    return list(branch.phases.values_list("number", "title_en"))


def test_an_administrator_makes_a_branch_with_its_phases_and_invites(administrator: Client, programme: Space) -> None:
    data = {"name": "Jong op het platteland", "slug": "jong", "language": "nl", "programme": programme.pk}
    data |= {"coordinator_name": "Fenna", "coordinator_email": "fenna@example.org"}
    assert administrator.post(reverse("admin:branches_branch_add"), data).status_code == 302
    branch = Branch.objects.get()
    assert (branch.space.kind, branch.space.parent, len(titles(branch))) == (Space.Kind.BRANCH, programme, 5)
    assert Role.objects.get(space=branch.space).person.email == "fenna@example.org"
    assert [mail.to for mail in Mail.objects.all()] == ["fenna@example.org"]


def test_a_branch_is_made_in_a_programme_of_ones_own(administrator: Client) -> None:
    data = {"name": "Elders", "slug": "elders", "language": "nl", "programme": ProgrammeFactory().space.pk}
    assert administrator.post(reverse("admin:branches_branch_add"), data).status_code == 200
    assert not Branch.objects.exists()


def test_phases_of_a_branch_change_names_and_places(administrator: Client, programme: Space) -> None:
    branch = BranchFactory(space__parent=programme)
    rows = list(branch.phases.all())
    address = reverse("admin:branches_branch_change", args=[branch.pk])
    changes = {"0_number": 2, "1_number": 1, "1_title_en": "Looking around", "4_DELETE": "on"}
    assert administrator.post(address, branch_data(branch, **phases(rows, **changes))).status_code == 302
    assert titles(branch) == [(1, "Looking around"), (2, "Mapping"), (3, "International event"), (4, "Follow-up")]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"0_number": 2}, "duplicate"),
        ({f"{place}_DELETE": "on" for place in range(5)}, "There is at least one phase."),
        ({"0_number": 0}, "greater than or equal to 1"),
        ({"0_title_nl": "x" * 61}, "at most 60"),
    ],
)
def test_phases_that_cannot_be_are_refused(
    administrator: Client, programme: Space, changes: dict[str, Any], said: str
) -> None:
    branch = BranchFactory(space__parent=programme)
    before = titles(branch)
    data = branch_data(branch, **phases(list(branch.phases.all()), **changes))
    answer = administrator.post(reverse("admin:branches_branch_change", args=[branch.pk]), data)
    assert (answer.status_code, said in answer.text) == (200, True)
    assert titles(branch) == before


@pytest.mark.parametrize("place", [0, 3])
def test_a_phase_in_which_something_happened_stays(administrator: Client, programme: Space, place: int) -> None:
    branch = BranchFactory(space__parent=programme)
    activity(branch.space)
    mentoring(branch.space, organisation_in(branch.space))
    data = branch_data(branch, **phases(list(branch.phases.all()), **{f"{place}_DELETE": "on"}))
    answer = administrator.post(reverse("admin:branches_branch_change", args=[branch.pk]), data)
    assert (answer.status_code, "protected related objects" in answer.text) == (200, True)
    assert len(titles(branch)) == 5


def test_a_programme_lays_out_phases_of_its_own_for_new_branches(administrator: Client, programme: Space) -> None:
    old = BranchFactory(space__parent=programme)
    made = administrator.post(reverse("admin:branches_phasetemplate_add"), {"programme": programme.pk})
    template = PhaseTemplate.objects.get(programme=programme)
    assert made.url == reverse("admin:branches_phasetemplate_change", args=[template.pk])
    data = phases(list(template.phases.all()), **{"0_title_en": "Meeting", "4_DELETE": "on"})
    assert administrator.post(made.url, data).status_code == 302
    assert titles(BranchFactory(space__parent=programme))[0] == (1, "Meeting")
    assert len(titles(BranchFactory())) == len(titles(old)) == 5, "another programme, and what runs, keep theirs"


def test_each_administrator_those_of_their_own_programmes(administrator: Client, programme: Space) -> None:
    own, other = BranchFactory(space__parent=programme), BranchFactory()
    shared = PhaseTemplate.objects.get(programme=None)
    theirs = PhaseTemplate.objects.create(programme=other.space.parent)
    shown = administrator.get(reverse("admin:branches_branch_changelist")).context["cl"].queryset
    assert list(shown) == [own]
    assert list(administrator.get(reverse("admin:branches_phasetemplate_changelist")).context["cl"].queryset) == []
    for name, row in (("branch", other), ("phasetemplate", theirs), ("phasetemplate", shared)):
        for page in ("change", "delete", "history"):
            address = reverse(f"admin:branches_{name}_{page}", args=[row.pk])
            assert administrator.get(address).status_code != 200, address
            assert administrator.post(address, {"post": "yes"}).status_code != 200, address
    assert PhaseTemplate.objects.filter(pk=theirs.pk).exists()
    # The branch of another programme: the page of the branch itself says nothing either.
    assert administrator.get(reverse("branches:branch_show", args=[other.space.slug])).status_code == 404


def test_who_administers_a_region_has_nothing_here() -> None:
    branch = BranchFactory()
    user = User.objects.create_user("regio@example.org")
    RegionAdministrator.objects.create(region=Region.objects.create(name="Waas", code="waas"), user=user)
    client = staff_client(user)
    for name in ("branch", "phasetemplate"):
        for address in (
            reverse(f"admin:branches_{name}_changelist"),
            reverse(f"admin:branches_{name}_add"),
            reverse(f"admin:branches_{name}_change", args=[branch.pk]),
        ):
            assert client.get(address).status_code == 403, address
