"""Two people at one form: nothing is overwritten unseen and nothing typed is lost, whatever the form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from spaces.models import Space
from tests.actionplans.factories import make_action, make_plan
from tests.at_once import together
from tests.intervision.factories import RoundFactory
from tests.meetings.factories import MeetingFactory
from tests.pages import marks_in, save
from tests.spaces.factories import AllianceFactory, MemberFactory, client_of, client_with, somebody, user_with
from tests.stakeholders.factories import StakeholderFactory

pytestmark = pytest.mark.django_db

MINE, THEIRS = "Zoals ik het zie", "Zoals de ander het zegt"


def stakeholder(space: Space) -> tuple[str, Any, str]:
    row = StakeholderFactory(space=space)
    return reverse("stakeholders:change", args=[space.slug, row.pk]), row, "notes"


def person(space: Space) -> tuple[str, Any, str]:
    row = somebody(space, "member")
    return reverse("spaces:person_change", args=[space.slug, row.pk]), row, "name"


def profile(space: Space) -> tuple[str, Any, str]:
    return reverse("spaces:profile_change", args=[space.slug]), space, "vision"


def member(space: Space) -> tuple[str, Any, str]:
    row = MemberFactory(space=space)
    return reverse("spaces:member_change", args=[space.slug, row.pk]), row, "win"


def plan(space: Space) -> tuple[str, Any, str]:
    return reverse("actionplans:plan_change", args=[space.slug]), make_plan(space), "introduction"


def action(space: Space) -> tuple[str, Any, str]:
    row = make_action(make_plan(space))
    return reverse("actionplans:action_change", args=[space.slug, row.pk]), row, "description"


def meeting(space: Space) -> tuple[str, Any, str]:
    row = MeetingFactory(space=space)
    return reverse("meetings:meeting_change", args=[space.slug, row.pk]), row, "invitation_text"


def day(space: Space) -> tuple[str, Any, str]:
    row = RoundFactory(day__space=space).day
    return reverse("intervision:day_change", args=[space.slug, row.pk]), row, "introduction"


def round_(space: Space) -> tuple[str, Any, str]:
    row = RoundFactory(day__space=space)
    return reverse("intervision:round_change", args=[space.slug, row.day_id, row.pk]), row, "facilitator"


FORMS = [stakeholder, person, profile, member, plan, action, meeting, day, round_]
type Makes = Callable[[Space], tuple[str, Any, str]]


@pytest.fixture
def space() -> Space:
    return AllianceFactory().space


def filled_in(page: HttpResponse, **typed: str) -> dict[str, Any]:
    """What a browser sends: everything that stands in the form of ``page``, with what was typed."""
    form = page.context["form"]
    values = {box.html_name: box.value() for box in form if not box.field.disabled}
    there = {
        name: box.field.widget.format_value(box.field.prepare_value(values[name]))
        for name, box in ((box.html_name, box) for box in form)
        if values.get(name) not in (None, False, "", [])
    }
    plain = {name: value[0] if isinstance(value, list) and len(value) == 1 else value for name, value in there.items()}
    return {name: value for name, value in plain.items() if value is not None} | marks_in(page) | typed


@pytest.mark.parametrize("makes", FORMS)
def test_two_people_at_one_form(space: Space, makes: Makes) -> None:
    address, row, field = makes(space)
    theirs = user_with("coordinator", space)
    mine, other = client_with("coordinator", space), client_of(theirs)
    my_page, their_page = mine.get(address), other.get(address)
    assert other.post(address, filled_in(their_page, **{field: THEIRS})).status_code == 302

    answer = mine.post(address, filled_in(my_page, **{field: MINE}))
    content = answer.content.decode()
    row.refresh_from_db()
    assert (answer.status_code, getattr(row, field)) == (422, THEIRS)
    assert [one.theirs for one in answer.context["form"].theirs] == [THEIRS]
    assert answer.context["form"][field].value() == MINE
    assert (THEIRS in content, MINE in content, str(theirs) in content) == (True, True, True)

    assert mine.post(address, filled_in(answer)).status_code == 302  # an informed choice
    row.refresh_from_db()
    assert getattr(row, field) == MINE


@pytest.mark.parametrize("makes", FORMS)
def test_who_sends_the_same_twice_is_not_stopped(space: Space, makes: Makes) -> None:
    address, row, field = makes(space)
    client = client_with("coordinator", space)
    data = filled_in(client.get(address), **{field: MINE})
    assert [client.post(address, data).status_code for _time in range(2)] == [302, 302]
    row.refresh_from_db()
    assert getattr(row, field) == MINE


@pytest.mark.parametrize("mark", ["", "0" * 32, "é\u202e"])
def test_a_page_without_its_mark_overwrites_nothing(space: Space, mark: str) -> None:
    address, row, field = stakeholder(space)
    client = client_with("coordinator", space)
    data = filled_in(client.get(address), **{field: MINE})
    assert client.post(address, data | {"seen": mark}).status_code == 422
    row.refresh_from_db()
    assert getattr(row, field) == ""


def test_the_mark_of_one_row_is_not_that_of_another(space: Space) -> None:
    """Also when the same stands in both."""
    (address, _row, field), (_address, twin, _field) = stakeholder(space), stakeholder(space)
    type(twin).objects.update(name="Zelfde")
    client = client_with("coordinator", space)
    data = filled_in(client.get(address), **{field: MINE})
    elsewhere = reverse("stakeholders:change", args=[space.slug, twin.pk])
    assert client.post(elsewhere, data).status_code == 422


def test_a_mistake_in_the_form_does_not_hide_that_somebody_else_saved(space: Space) -> None:
    address, row, _field = meeting(space)
    client = client_with("coordinator", space)
    page = client.get(address)
    save(client_with("chair", space), address, filled_in(page, title=THEIRS))
    answer = client.post(address, filled_in(page, title=MINE, until_time="00:01"))
    assert answer.status_code == 422
    assert [one.theirs for one in answer.context["form"].theirs] == [THEIRS, "16:00"]
    row.refresh_from_db()
    assert row.title == THEIRS


def test_a_change_that_no_form_made_is_noticed_and_nobody_is_named(space: Space) -> None:
    """An import, or the administration."""
    address, row, field = stakeholder(space)
    client = client_with("coordinator", space)
    page = client.get(address)
    type(row).objects.filter(pk=row.pk).update(influence="high", notes=THEIRS)
    answer = client.post(address, filled_in(page, **{field: MINE}))
    shown = {str(one.label): one.theirs for one in answer.context["form"].theirs}
    assert list(shown.values()) == [str(type(row).Level.HIGH.label), THEIRS]
    assert answer.status_code == 422


def test_public_facts_of_the_organisation_count_too(space: Space) -> None:
    address, row, _field = stakeholder(space)
    client = client_with("coordinator", space)
    page = client.get(address)
    save(client, address, filled_in(page, municipality="Temse"))
    answer = client.post(address, filled_in(page, municipality="Sint-Niklaas"))
    row.organisation.refresh_from_db()
    assert (answer.status_code, row.organisation.municipality) == (422, "Temse")


def test_the_public_page_is_not_switched_off_unseen(space: Space) -> None:
    address = reverse("alliances:public_page_change", args=[space.slug])
    client = client_with("coordinator", space)
    page = client.get(address)
    save(client, address, {"public_page": "on", "contact_email": "samen@example.org"})
    assert client.post(address, marks_in(page) | {"contact_email": "ik@example.org"}).status_code == 422
    space.alliance.refresh_from_db()
    assert (space.alliance.public_page, space.alliance.contact_email) == (True, "samen@example.org")


# --- the agenda: many rows on one page ------------------------------------------------------------
def agenda(client: Client, address: str) -> dict[str, Any]:
    page = client.get(address)
    formset = page.context["formset"]
    boxes = [box for form in [formset.management_form, *formset] for box in form]
    return {box.html_name: box.value() for box in boxes} | marks_in(page)


def test_two_people_at_one_agenda(space: Space) -> None:
    meeting_ = MeetingFactory(space=space)
    address = reverse("meetings:agenda_change", args=[space.slug, meeting_.pk])
    mine, other = client_with("coordinator", space), client_with("chair", space)
    my_page, their_page = agenda(mine, address), agenda(other, address)
    assert other.post(address, their_page | {"form-0-title": THEIRS, "form-1-duration": 25}).status_code == 302
    answer = mine.post(address, my_page | {"form-0-title": MINE, "form-2-title": "Ook van mij"})
    content = answer.content.decode()
    assert (answer.status_code, THEIRS in content, MINE in content) == (422, True, True)
    assert [item.title for item in meeting_.agenda.all()[:1]] == [THEIRS]
    again = {box.html_name: box.value() for form in answer.context["formset"] for box in form}
    assert mine.post(address, my_page | again | marks_in(answer)).status_code == 302
    first, second, third = meeting_.agenda.all()[:3]
    assert (first.title, third.title) == (MINE, "Ook van mij")
    assert second.duration == my_page["form-1-duration"]  # chosen: it stood in the form, and theirs beside it


def test_an_item_that_somebody_else_took_off_is_told_and_the_rest_stays_typed(space: Space) -> None:
    meeting_ = MeetingFactory(space=space)
    address = reverse("meetings:agenda_change", args=[space.slug, meeting_.pk])
    mine, other = client_with("coordinator", space), client_with("chair", space)
    my_page, first = agenda(mine, address), meeting_.agenda.first()
    other.post(address, agenda(other, address) | {"remove": first.pk})
    answer = mine.post(address, my_page | {"form-0-title": MINE, "form-1-title": "Blijft staan"})
    content = answer.content.decode()
    assert (answer.status_code, MINE in content, "Blijft staan" in content) == (422, True, True)
    assert meeting_.agenda.count() == my_page["form-TOTAL_FORMS"] - 1
    typed = [form["title"].value() for form in answer.context["formset"]]
    assert typed[0] == "Blijft staan"


def test_somebody_elses_new_item_and_order_stay(space: Space) -> None:
    meeting_ = MeetingFactory(space=space)
    address = reverse("meetings:agenda_change", args=[space.slug, meeting_.pk])
    mine, other = client_with("coordinator", space), client_with("chair", space)
    my_page = agenda(mine, address)
    other.post(address, agenda(other, address) | {"add": "1", "new-title": THEIRS, "new-duration": "5"})
    other.post(address, agenda(other, address) | {"up": meeting_.agenda.get(title=THEIRS).pk})
    assert mine.post(address, my_page | {"form-0-title": MINE}).status_code == 302
    titles = [item.title for item in meeting_.agenda.all()]
    assert (titles[0], titles[3]) == (MINE, THEIRS)


# --- at the same moment ---------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("makes", [stakeholder, person, action, round_])
def test_of_two_who_save_at_the_same_moment_one_is_told(makes: Makes) -> None:
    space = AllianceFactory().space
    address, row, field = makes(space)
    clients = [client_with("coordinator", space) for _number in range(4)]
    sent = [filled_in(client.get(address), **{field: f"Versie {at}"}) for at, client in enumerate(clients)]
    found = together(*[lambda at=at: clients[at].post(address, sent[at]).status_code for at in range(len(clients))])
    row.refresh_from_db()
    assert sorted(found) == [302, 422, 422, 422]
    assert getattr(row, field) == f"Versie {found.index(302)}"


@pytest.mark.django_db(transaction=True)
def test_two_who_begin_the_plan_at_the_same_moment_make_one() -> None:
    space = AllianceFactory().space
    address = reverse("actionplans:plan_change", args=[space.slug])
    clients = [client_with("coordinator", space) for _number in range(2)]
    found = together(*[lambda at=at: clients[at].post(address, {"title": f"Plan {at}"}).status_code for at in range(2)])
    assert sorted(found) == [302, 422]
