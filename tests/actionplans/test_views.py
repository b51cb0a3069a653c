"""The pages of the action plan, as the team and as others meet them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from actionplans.models import Action, ActionPlan, PlanVersion
from sessions.meetings.models import ActionPoint, Meeting
from sessions.meetings.services import minuting
from tests.actionplans.factories import adopted, complete_facts, make_action, make_plan, member_of
from tests.meetings.factories import held_meeting
from tests.pages import save
from tests.spaces.factories import SpaceFactory, client_with, user_with

pytestmark = pytest.mark.django_db

POST: dict[str, dict[str, str]] = {
    "plan_change": {"title": "Plan", "introduction": ""},
    "plan_adopt": {"adopted_on": "2026-01-05"},
    "plan_publish": {},
    "plan_withdraw": {},
    "action_add": {"title": "Nieuw"},
    "action_change": {"title": "Anders"},
    "action_move": {"direction": "up"},
    "action_remove": {},
    "action_restore": {},
}
READ = ("plan_show", "plan_pdf", "version_pdf")
# Who may read, who may write: 200/302 where they may, 404 for what one may not see, 403 for what one may not do.
ROLES = [
    ("coordinator", True, True),
    ("chair", True, True),
    ("secretary", True, True),
    ("communications", True, True),
    ("member", True, False),
    ("guest", False, False),
]


def address(name: str, plan: ActionPlan) -> str:
    slug = plan.space.slug
    if name in ("version_pdf", "plan_publish"):
        return reverse(f"actionplans:{name}", args=[slug, 1])
    if name.startswith("action_") and name != "action_add":
        return reverse(f"actionplans:{name}", args=[slug, plan.actions.first().pk])
    return reverse(f"actionplans:{name}", args=[slug])


@pytest.fixture
def plan() -> ActionPlan:
    """A plan that was adopted and then changed: version 2 is a draft."""
    plan = make_plan()
    make_action(plan, **complete_facts(plan.space))
    adopted(plan)
    make_action(plan, title="Tweede")
    return ActionPlan.objects.get(pk=plan.pk)


@pytest.mark.parametrize(("role", "reads", "writes"), ROLES)
def test_permissions_by_role(plan: ActionPlan, role: str, reads: bool, writes: bool) -> None:
    client = client_with(role, plan.space)
    for name in READ:
        assert client.get(address(name, plan)).status_code == (200 if reads else 404), name
    for name, data in POST.items():
        expected = 302 if writes else 403 if reads else 404
        assert save(client, address(name, plan), data).status_code == expected, name


def test_another_alliance_sees_nothing(plan: ActionPlan) -> None:
    client = client_with("coordinator", SpaceFactory())
    for name in (*READ, *POST):
        assert client.get(address(name, plan)).status_code in (404, 405), name


def test_rows_of_another_alliance_cannot_be_reached_through_ones_own(plan: ActionPlan) -> None:
    own = make_plan()
    client = client_with("coordinator", own.space)
    theirs = plan.actions.first().pk
    for name in ("action_change", "action_move", "action_remove", "action_restore"):
        response = client.post(reverse(f"actionplans:{name}", args=[own.space.slug, theirs]), POST[name])
        assert response.status_code == 404, name


def test_somebody_elses_member_cannot_be_made_responsible(plan: ActionPlan) -> None:
    stranger = member_of(SpaceFactory(), name="Vzw Elders")
    client = client_with("coordinator", plan.space)
    response = client.post(address("action_add", plan), {"title": "x", "responsible_member": stranger.pk})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["responsible_member"]
    assert "Vzw Elders" not in response.content.decode()


def test_the_walk_from_nothing_to_published() -> None:
    space = SpaceFactory()
    client = client_with("coordinator", space)
    here = reverse("actionplans:plan_show", args=[space.slug])
    change = reverse("actionplans:plan_change", args=[space.slug])
    assert change in client.get(here).content.decode()
    client.post(change, {"title": "Actieplan", "introduction": "Samen", "starts_on": "2026-01-01", "ends_on": ""})
    data = {"title": "Taalcafés", "budget": "€ 12.500,50", "responsible_words": "de trekkersgroep"}
    client.post(reverse("actionplans:action_add", args=[space.slug]), data)
    assert Action.objects.get().budget == Decimal("12500.50")
    client.post(reverse("actionplans:plan_adopt", args=[space.slug]), {"adopted_on": "2026-01-05"})
    client.post(reverse("actionplans:plan_publish", args=[space.slug, 1]))
    version = PlanVersion.objects.get()
    assert version.published_at is not None
    assert version.content.actions[0].responsible == "de trekkersgroep"
    frozen = client.get(reverse("actionplans:version_pdf", args=[space.slug, 1]))
    assert frozen.content == bytes(version.document.content)


def test_saving_without_a_change_leaves_the_adopted_version_current() -> None:
    plan = make_plan()
    action = make_action(plan, budget=Decimal("1250.00"))
    adopted(plan)
    client = client_with("coordinator", plan.space)
    form = client.get(address("action_change", plan)).context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {"budget": "1.250,00"}
    assert client.post(address("action_change", plan), data).status_code == 302
    assert ActionPlan.objects.get().version == 1
    save(client, address("action_change", plan), {**data, "seen": form["seen"].value(), "budget": "1.300"})
    assert ActionPlan.objects.get().version == 2
    action.refresh_from_db()
    assert action.budget == Decimal(1300)


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        ({"title": ""}, ["title"]),
        ({"title": "x", "budget": "veel"}, ["budget"]),
        ({"title": "x", "budget": "-1"}, ["budget"]),
        ({"title": "x", "starts_on": "2026-05-01", "ends_on": "2026-04-01"}, ["ends_on"]),
    ],
)
def test_what_is_wrong_is_said_at_the_field(data: dict[str, str], wrong: list[str]) -> None:
    plan = make_plan()
    response = client_with("chair", plan.space).post(address("action_add", plan), data)
    assert list(response.context["form"].errors) == wrong
    assert not Action.objects.exists()


def test_a_plan_is_not_adopted_in_the_future() -> None:
    plan = make_plan()
    make_action(plan)
    response = client_with("chair", plan.space).post(address("plan_adopt", plan), {"adopted_on": "2999-01-01"})
    assert list(response.context["form"].errors) == ["adopted_on"]
    assert not PlanVersion.objects.exists()


def test_an_action_moves_up_or_down_and_nowhere_else(plan: ActionPlan) -> None:
    client = client_with("chair", plan.space)
    assert client.post(address("action_move", plan), {"direction": "sideways"}).status_code == 400


def test_markup_in_every_field_is_shown_as_text() -> None:
    markup = "<script>alert(1)</script>"
    plan = make_plan(title=markup, introduction=markup)
    words = ("title", "problem", "description", "funding", "responsible_words", "timeline_words")
    make_action(plan, **dict.fromkeys(words, markup))
    content = client_with("member", plan.space).get(address("plan_show", plan)).content.decode()
    assert "<script>alert" not in content
    assert content.count("&lt;script&gt;alert(1)") >= 8


def queries_of(client: Client, url: str, django_assert_max_num_queries: Any) -> int:
    client.get(url)
    with django_assert_max_num_queries(12) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_the_page_costs_the_same_with_1_and_30_actions(django_assert_max_num_queries: Any) -> None:
    plan = make_plan()
    make_action(plan, **complete_facts(plan.space))
    adopted(plan)
    client = client_with("coordinator", plan.space)
    one = queries_of(client, address("plan_show", plan), django_assert_max_num_queries)
    for number in range(29):
        make_action(plan, title=f"Actie {number}", responsible_member=member_of(plan.space, name=f"Lid {number}"))
    assert queries_of(client, address("plan_show", plan), django_assert_max_num_queries) == one


# --- from a meeting -------------------------------------------------------------------------------
def agreed_in(meeting: Meeting, text: str = "Onthaal op zaterdag") -> ActionPoint:
    """An action point of a meeting whose minutes went round."""
    row = minuting.start(meeting).rows.first()
    by = user_with("coordinator", meeting.space)
    due = dt.date(2031, 5, 1)
    minuting.save_row(row, row.text() | {"action": text, "who": "Lid 000", "due_on": due}, version=1, by=by)
    minuting.circulate(meeting.minutes.get(), by=by)
    return ActionPoint.objects.get(meeting=meeting)


def test_an_action_point_goes_on_to_the_plan_and_both_ends_know() -> None:
    meeting = held_meeting()
    point, plan = agreed_in(meeting), make_plan(meeting.space)
    client, all_of_them = (
        client_with("coordinator", meeting.space),
        reverse("meetings:meeting_list", args=[meeting.space.slug]),
    )
    add = reverse("actionplans:action_add", args=[meeting.space.slug]) + f"?from={point.pk}"
    assert f'href="{add}"' in client.get(all_of_them).content.decode()
    form = client.get(add).context["form"]
    assert (form["title"].value(), form["responsible_words"].value() or "", form["ends_on"].value()) == (
        point.text, "", point.due_on,
    )  # fmt: skip
    assert client.post(add, {"title": "Onthaal op zaterdag, elke maand"}).status_code == 302
    action = plan.actions.get()
    assert action.origin == point
    address = reverse("actionplans:action_change", args=[meeting.space.slug, action.pk])
    assert meeting.title in client.get(address).content.decode()
    for role in ("coordinator", "member"):
        page = client_with(role, meeting.space).get(all_of_them).content.decode()
        assert f"#action-{action.number}" in page and "?from=" not in page


def test_points_of_others_do_not_come_into_the_plan() -> None:
    point, plan = agreed_in(held_meeting()), make_plan(SpaceFactory())
    add = reverse("actionplans:action_add", args=[plan.space.slug])
    client = client_with("coordinator", plan.space)
    for number in (point.pk, "x", 10**30):
        assert client.get(f"{add}?from={number}").status_code == 404
        assert client.post(f"{add}?from={number}", {"title": "Gekaapt"}).status_code == 404
    assert not plan.actions.exists()


def test_without_a_plan_nothing_leads_there() -> None:
    meeting = held_meeting()
    agreed_in(meeting)
    page = client_with("coordinator", meeting.space).get(reverse("meetings:meeting_list", args=[meeting.space.slug]))
    assert "?from=" not in page.content.decode()
