"""The pages of a branch: what they show, what they save, what they refuse."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from programmes.branches.models import Activity, Mentoring, Need
from spaces.models import Member, Space
from tests.branches.factories import (
    A_MONTH,
    BranchFactory,
    activity,
    mentoring,
    need,
    organisation_in,
    phase,
)
from tests.pages import save
from tests.spaces.factories import client_with, somebody

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def space() -> Space:
    return BranchFactory().space


@pytest.fixture
def client(space: Space) -> Client:
    return client_with("coordinator", space)


def address(space: Space, name: str, *numbers: Any) -> str:
    return reverse(f"branches:{name}", args=[space.slug, *numbers])


def names(client: Client, space: Space, query: str = "") -> list[str]:
    page = client.get(address(space, "branch_show") + query).context["page"]
    return [row.name for row in page.object_list]


def facts(space: Space, **others: Any) -> dict[str, Any]:
    """What the form of an activity sends."""
    return {
        "title": "Studiebezoek",
        "phase": phase(space).pk,
        "starts_on": TODAY() - A_MONTH,
        "organisations": [],
        "people": [],
        **others,
    }


# The overview


def test_the_first_page_of_a_branch_is_its_matrix(space: Space, client: Client) -> None:
    answer = client.get(reverse("space_home", args=[space.slug]))
    assert (answer.status_code, answer.url) == (302, f"/s/{space.slug}/branch/")


def test_the_menu_is_that_of_a_branch(space: Space, client: Client) -> None:
    menu = [
        item.url.removeprefix(f"/s/{space.slug}/") for item in client.get(address(space, "branch_show")).context["menu"]
    ]
    rooms = ["people/", "stakeholders/", "meetings/", "intervision/", "files/"]
    assert menu == ["", "branch/activities/", "branch/needs/", *rooms]
    programme = client_with("coordinator", space.parent)
    seen = [item.url for item in programme.get(f"/p/{space.parent.slug}/").context["menu"]]
    assert seen[:3] == [
        f"/s/{space.parent.slug}/",
        f"/p/{space.parent.slug}/calls/",
        f"/p/{space.parent.slug}/branches/",
    ]
    inside = [item.url for item in programme.get(address(space, "branch_show")).context["menu"]]
    assert f"/p/{space.parent.slug}/branches/" in inside


def test_an_empty_branch_says_how_to_begin(space: Space, client: Client) -> None:
    assert reverse("stakeholders:list", args=[space.slug]) in client.get(address(space, "branch_show")).text
    assert "stakeholders/" not in client_with("member", space).get(address(space, "branch_show")).text


def test_the_matrix_is_filtered_by_each_of_its_filters(space: Space, client: Client) -> None:
    ghent = organisation_in(space, name="Élan", country="BE", municipality="Gent", sectors=["health"])
    cork = organisation_in(space, name="Cork Youth", country="IE", municipality="Cork", sectors=["work", "social"])
    activity(space, ghent, number=1, result="Ja.")
    activity(space, ghent, cork, number=2)
    first, second, third = (phase(space, number).pk for number in (1, 2, 3))
    found = {
        "": ["Cork Youth", "Élan"],
        "?sort=-name": ["Élan", "Cork Youth"],
        "?q=elan": ["Élan"],
        "?q=cork youth": ["Cork Youth"],
        "?country=IE": ["Cork Youth"],
        "?sector=social": ["Cork Youth"],
        f"?phase={first}": ["Élan"],
        f"?phase={second}": ["Cork Youth", "Élan"],
        f"?phase={third}": [],
        "?state=result": ["Élan"],
        f"?phase={second}&state=result": [],
        f"?phase={second}&state=took_part": ["Cork Youth", "Élan"],
        f"?phase={first}&state=nothing": ["Cork Youth"],
        f"?phase={third}&state=nothing&country=BE": ["Élan"],
        "?country=XX": ["Cork Youth", "Élan"],
        "?sort=password&page=oops": ["Cork Youth", "Élan"],
    }
    assert {query: names(client, space, query) for query in found} == found


def test_the_sheet_is_what_is_on_the_screen_and_no_formula(space: Space, client: Client) -> None:
    one = organisation_in(space, name="=cmd|' /C calc'!A0", country="BE")
    organisation_in(space, name="Ander", country="IE")
    activity(space, one, result="Ja.")
    need(space, one)
    text = client.get(address(space, "branch_export", "csv") + "?country=BE").getvalue().decode("utf-8-sig")
    head, row = csv.reader(io.StringIO(text), delimiter=";")
    assert len(head) == len(row) == 4 + 2 * 5 + 3
    assert not row[0].startswith("=")
    day = (TODAY() - A_MONTH).isoformat()
    assert row[5] == "1" and row[-3:] == [day, "1", "1"]
    assert client.get(address(space, "branch_export", "xlsx")).status_code == 200


def test_the_sheet_on_paper_holds_each_organisation_and_activity(space: Space, client: Client) -> None:
    one = organisation_in(space, name="Élan & zonen")
    activity(space, one, title="Dag van de jeugd", result="Ja, <b>goed</b>.", others=12)
    organisation_in(space)
    answer = client.get(address(space, "branch_pdf"))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


# Activities


def test_an_activity_with_several_organisations_is_noted_at_once(space: Space, client: Client) -> None:
    one, other, person = organisation_in(space), organisation_in(space), somebody(space, "member")
    data = facts(space, organisations=[one.pk, other.pk], people=[person.pk], result="Drie plannen.", others=5)
    answer = save(client, address(space, "activity_add"), data)
    made = Activity.objects.get()
    assert answer.url == address(space, "activity_show", made.pk)
    assert set(made.organisations.all()) == {one, other}
    assert list(made.people.all()) == [person]
    assert (made.result, made.others) == ("Drie plannen.", 5)


def test_pressing_twice_makes_one_activity(space: Space, client: Client) -> None:
    data = {**facts(space), "once": "a token"}
    first, second = (client.post(address(space, "activity_add"), data) for _ in range(2))
    assert (Activity.objects.count(), first.url) == (1, second.url)


def test_the_form_knows_what_the_page_before_was_about(space: Space, client: Client) -> None:
    one, second = organisation_in(space), phase(space, 2)
    form = client.get(address(space, "activity_add") + f"?organisation={one.pk}&phase={second.pk}").context["form"]
    assert (form["organisations"].value(), form["phase"].value()) == ([one.pk], second.pk)
    for nonsense in ("?organisation=x&phase=-1", "?phase=99999999999999999999999"):
        assert client.get(address(space, "activity_add") + nonsense).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "twee\nregels"}, "title"),
        ({"phase": ""}, "phase"),
        ({"starts_on": "31/31/2026"}, "starts_on"),
        ({"starts_on": "0001-01-01"}, "starts_on"),
        ({"ends_on": "2000-01-01"}, "ends_on"),
        ({"starts_on": "2100-01-01", "result": "Nu al?"}, "result"),
        ({"others": "-1"}, "others"),
        ({"others": "9" * 12}, "others"),
        ({"organisations": ["999999"]}, "organisations"),
        ({"organisations": ["x"]}, "organisations"),
        ({"people": ["999999"]}, "people"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(space: Space, client: Client, wrong: dict[str, Any], field: str) -> None:
    answer = save(client, address(space, "activity_add"), facts(space, **wrong))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not Activity.objects.exists()


def test_rows_of_another_branch_cannot_be_chosen(space: Space, client: Client) -> None:
    elsewhere = BranchFactory().space
    theirs, person = organisation_in(elsewhere), somebody(elsewhere, "member")
    for wrong in ({"phase": phase(elsewhere).pk}, {"organisations": [theirs.pk]}, {"people": [person.pk]}):
        assert save(client, address(space, "activity_add"), facts(space, **wrong)).status_code == 422
    for name, row in (("activity", activity(elsewhere)), ("need", need(elsewhere, theirs))):
        for act in ("change", "remove"):
            assert client.get(address(space, f"{name}_{act}", row.pk)).status_code == 404
    assert client.get(address(space, "organisation_show", theirs.pk)).status_code == 404


def test_who_left_stays_in_what_it_took_part_in(space: Space, client: Client) -> None:
    one, other = organisation_in(space), organisation_in(space)
    done = activity(space, one, other)
    Member.objects.filter(organisation=one).update(ends_on=TODAY())
    data = facts(space, organisations=[one.pk, other.pk], result="Toch een resultaat.")
    assert save(client, address(space, "activity_change", done.pk), data).status_code == 302
    assert set(done.organisations.all()) == {one, other}
    assert client.get(address(space, "organisation_show", one.pk)).status_code == 200
    new = client.get(address(space, "activity_add")).context["form"]
    assert [key for key, _name in new.fields["organisations"].choices] == [other.pk]


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(space: Space, client: Client) -> None:
    one, other = organisation_in(space), organisation_in(space, name="Later gekomen")
    done = activity(space, one)
    url = address(space, "activity_change", done.pk)
    opened = client.get(url).context["form"]["seen"].value()
    save(client_with("coordinator", space), url, facts(space, organisations=[one.pk, other.pk], title="Van een ander"))
    answer = client.post(url, {**facts(space, organisations=[one.pk], title="Van mij"), "seen": opened})
    assert answer.status_code == 422
    assert "Later gekomen" in answer.text
    assert Activity.objects.get().title == "Van een ander"


def test_an_activity_is_removed_after_a_question(space: Space, client: Client) -> None:
    done = activity(space, organisation_in(space))
    assert client.get(address(space, "activity_remove", done.pk)).status_code == 200
    assert Activity.objects.exists()
    assert client.post(address(space, "activity_remove", done.pk)).url == address(space, "activity_list")
    assert not Activity.objects.exists()


def test_the_list_of_activities_filters_and_counts_all_who_take_part(space: Space, client: Client) -> None:
    one, other = organisation_in(space, name="Élan"), organisation_in(space)
    activity(space, one, other, title="Met resultaat", result="Ja.")
    activity(space, title="Zonder", number=2)
    activity(space, title="Later", starts_on=TODAY() + A_MONTH)

    def titles(query: str = "") -> list[tuple[str, int]]:
        page = client.get(address(space, "activity_list") + query).context["page"]
        return [(row.title, row.taking_part) for row in page.object_list]

    assert titles()[0] == ("Later", 0)
    assert titles("?state=coming") == [("Later", 0)]
    assert titles("?state=without") == [("Zonder", 0)]
    assert titles("?state=result") == [("Met resultaat", 2)]
    assert titles("?q=elan") == [("Met resultaat", 2)]
    assert titles(f"?phase={phase(space, 2).pk}") == [("Zonder", 0)]


# Needs and mentoring


def test_a_need_is_noted_and_answered(space: Space, client: Client) -> None:
    one = organisation_in(space)
    url = address(space, "need_add") + f"?organisation={one.pk}"
    assert client.get(url).context["form"]["organisation"].value() == one.pk
    data = {"organisation": one.pk, "text": "Een partner", "brought_on": TODAY() - A_MONTH}
    assert save(client, url, data).url == address(space, "organisation_show", one.pk)
    asked = Need.objects.get()
    save(client, address(space, "need_change", asked.pk), {**data, "answer": "Gevonden in Ierland."})
    asked.refresh_from_db()
    assert (asked.answer, asked.answered_on, asked.organisation) == ("Gevonden in Ierland.", TODAY(), one)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": ""}, "text"),
        ({"organisation": "999999"}, "organisation"),
        ({"answered_on": "2026-01-01"}, "answer"),
        ({"answer": "Ja.", "answered_on": "2000-01-01"}, "answered_on"),
    ],
)
def test_a_need_that_cannot_be_is_refused(space: Space, client: Client, wrong: dict[str, Any], field: str) -> None:
    data = {"organisation": organisation_in(space).pk, "text": "Geld", "brought_on": "2025-06-01", **wrong}
    answer = save(client, address(space, "need_add"), data)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_the_needs_that_are_open_come_first(space: Space, client: Client) -> None:
    one = organisation_in(space, name="Élan")
    need(space, one, text="Beantwoord", answer="Ja.", answered_on=TODAY(), brought_on=TODAY() - 3 * A_MONTH)
    need(space, one, text="Nieuw", brought_on=TODAY())
    need(space, one, text="Oud", brought_on=TODAY() - 2 * A_MONTH)

    def texts(query: str = "") -> list[str]:
        return [row.text for row in client.get(address(space, "need_list") + query).context["page"].object_list]

    assert texts() == ["Oud", "Nieuw", "Beantwoord"]
    assert texts("?state=answered") == ["Beantwoord"]
    assert texts("?q=elan nieuw") == ["Nieuw"]


def test_mentoring_is_noted_changed_and_removed(space: Space, client: Client) -> None:
    one = organisation_in(space)
    data = {
        "organisation": one.pk,
        "phase": phase(space, 4).pk,
        "kind": "coaching",
        "held_on": TODAY(),
        "mentor": "Greet",
        "outcome": "Aanvraag klaar.",
    }
    save(client, address(space, "mentoring_add"), data)
    made = Mentoring.objects.get()
    assert (made.kind, made.outcome, made.phase.number) == ("coaching", "Aanvraag klaar.", 4)
    url = address(space, "mentoring_change", made.pk)
    late = {**data, "held_on": TODAY() + dt.timedelta(days=1)}
    assert save(client, url, late).status_code == 422, "an outcome before it took place"
    assert save(client, url, {**late, "outcome": ""}).status_code == 302
    client.post(address(space, "mentoring_remove", made.pk))
    assert not Mentoring.objects.exists()


def test_a_branch_without_a_mentored_phase_has_no_page_for_it(space: Space, client: Client) -> None:
    one = organisation_in(space)
    assert "mentoring/add" in client.get(address(space, "organisation_show", one.pk)).text
    space.branch.phases.update(mentored=False)
    assert client.get(address(space, "mentoring_add")).status_code == 404
    assert "mentoring/add" not in client.get(address(space, "organisation_show", one.pk)).text


def test_the_phase_of_mentoring_is_one_with_mentoring(space: Space, client: Client) -> None:
    data = {"organisation": organisation_in(space).pk, "phase": phase(space, 1).pk, "kind": "coaching", "mentor": "G"}
    assert save(client, address(space, "mentoring_add"), {**data, "held_on": TODAY()}).status_code == 422


# What may be thrown at it, and what it costs


def test_nul_bytes_and_endless_numbers_are_refused(space: Space, client: Client) -> None:
    for name in ("branch_show", "activity_list", "need_list"):
        assert client.get(address(space, name), {"q": "a\0b"}).status_code == 400
        for query in ("?phase=" + "9" * 500, "?page=" + "9" * 500, "?country=" + "x" * 500):
            assert client.get(address(space, name) + query).status_code == 200
    assert client.post(address(space, "activity_add"), facts(space, title="a\0b")).status_code == 400
    for name in ("activity_show", "need_change", "mentoring_change", "organisation_show"):
        assert (
            client.get(
                f"/s/{space.slug}/branch/" + address(space, name, 1).split("/branch/")[1].replace("1", "9" * 30)
            ).status_code
            == 404
        )


def test_each_list_costs_the_same_with_1_and_30(
    space: Space, client: Client, django_assert_max_num_queries: Any
) -> None:
    programme = client_with("coordinator", space.parent)
    counts: dict[str, list[int]] = {}
    for more in (1, 29):
        for number in range(more):
            one = organisation_in(space, country="BE")
            done = activity(space, one, number=1 + number % 5)
            done.people.add(somebody(space, "member"))
            need(space, one)
            mentoring(space, one)
            BranchFactory(space__parent=space.parent)
        pages = {
            **{name: (client, address(space, name)) for name in ("branch_show", "activity_list", "need_list")},
            "organisation_show": (client, address(space, "organisation_show", one.pk)),
            "activity_show": (client, address(space, "activity_show", done.pk)),
            "activity_change": (client, address(space, "activity_change", done.pk)),
            "branch_list": (programme, f"/p/{space.parent.slug}/branches/"),
            "as the programme": (programme, address(space, "branch_show")),
        }
        for name, (who, url) in pages.items():
            with django_assert_max_num_queries(12) as captured:
                assert who.get(url).status_code == 200
            counts.setdefault(name, []).append(len(captured))
    assert {name: numbers for name, numbers in counts.items() if len(set(numbers)) > 1} == {}


def test_the_list_of_branches_says_how_each_is(space: Space) -> None:
    somebody(space, "coordinator", name="Fenna")
    one = organisation_in(space)
    activity(space, one, result="Ja.")
    activity(space, one, title="Straks", starts_on=TODAY() + A_MONTH)
    need(space, one)
    BranchFactory()
    (row,) = client_with("coordinator", space.parent).get(f"/p/{space.parent.slug}/branches/").context["rows"]
    assert (row.name, row.coordinators, row.organisations) == (space.name, ("Fenna",), 1)
    assert (row.held, row.results, row.open_needs, row.next_title) == (1, 1, 1, "Straks")
