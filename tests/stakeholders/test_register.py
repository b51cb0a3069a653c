"""The register as a sheet: own criteria, columns, views, cells, several at once, and taking back."""

import re

import pytest
from django.urls import reverse

from partners.stakeholders import changing, criteria
from partners.stakeholders.criteria import Kind
from partners.stakeholders.models import Assessment, Change, Criterion, SavedView, Stakeholder
from partners.stakeholders.sheets.reading import read_table
from tests.at_once import together
from tests.pages import save
from tests.spaces.factories import AllianceFactory, client_of, client_with, user_with
from tests.stakeholders.factories import StakeholderFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def space():
    return AllianceFactory().space


@pytest.fixture
def user(space):
    return user_with("coordinator", space)


@pytest.fixture
def client(user):
    return client_of(user)


@pytest.fixture
def entry(space):
    return StakeholderFactory(space=space, organisation__name="Taalhuis")


@pytest.fixture
def role(space):
    return criteria.add(space, name="Rol", kind=Kind.CHOICE, labels=["gastheer", "trekker"])


@pytest.fixture
def volunteers(space):
    return criteria.add(space, name="Vrijwilligers", kind=Kind.NUMBER)


def address(name: str, space, *more) -> str:
    return reverse(f"stakeholders:{name}", args=[space.slug, *more])


def names_in(response) -> list[str]:
    return [row.name for row in response.context["page"].object_list]


def key_of(criterion: Criterion) -> str:
    return criteria.key_of(criterion.pk)


def write(client, entry, field: str, value, before: str = ""):
    data = {"field": field, "value": value, "before": before, "columns": f"name.{field}"}
    return client.post(address("cell_save", entry.space, entry.pk), data)


# --- own criteria -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (Kind.TEXT, " zaal voor 20 ", "zaal voor 20"),
        (Kind.NUMBER, "12,5", 12.5),
        (Kind.NUMBER, "1 200", 1200),
        (Kind.NUMBER, "-3", -3),
        (Kind.YES_NO, "no", False),
        (Kind.TEXT, "", None),
        (Kind.NUMBER, "", None),
    ],
)
def test_a_value_is_kept_by_its_kind(space, kind, typed, kept) -> None:
    own = criteria.own(criteria.add(space, name="X", kind=kind))
    value = criteria.clean(own, typed)
    assert (value, type(value)) == (kept, type(kept))


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (Kind.NUMBER, "veel"),
        (Kind.NUMBER, "NaN"),
        (Kind.NUMBER, "1e400"),
        (Kind.YES_NO, "misschien"),
        (Kind.TEXT, "a\0b"),
    ],
)
def test_what_does_not_fit_its_kind_is_refused(space, entry, client, kind, typed) -> None:
    made = criteria.add(space, name="X", kind=kind)
    answer = write(client, entry, key_of(made), typed)
    assert answer.status_code in (400, 422)
    entry.refresh_from_db()
    assert entry.criteria == {}


def test_criteria_are_made_renamed_ordered_and_removed_on_pages(client, space, entry) -> None:
    for name in ("Rol", "Zaal"):
        save(client, address("criterion_add", space), {"name": name, "kind": "choice", "new_0": "ja", "new_1": "soms"})
    first, second = Criterion.objects.filter(space=space)
    client.post(address("criterion_move", space, second.pk))
    assert [one.name for one in Criterion.objects.filter(space=space)] == ["Zaal", "Rol"]
    key = first.options[0][0]
    entry.criteria = {key_of(first): key}
    entry.save()
    data = {"name": "De rol", f"option_{key}": "zeker"}
    client.post(address("criterion_change", space, first.pk), data)
    first.refresh_from_db()
    assert (first.name, first.options) == ("De rol", [[key, "zeker"]])
    asked = client.post(address("criterion_change", space, first.pk), {"name": "De rol", "new_0": "anders"})
    assert asked.context["lost"] == 1
    entry.refresh_from_db()
    assert entry.criteria == {key_of(first): key}
    client.post(address("criterion_change", space, first.pk), {"name": "De rol", "new_0": "anders", "sure": "1"})
    entry.refresh_from_db()
    assert entry.criteria == {}


def test_removing_says_how_many_values_go(client, space, entry, volunteers) -> None:
    Stakeholder.objects.update(criteria={key_of(volunteers): 3, "c0": "stays"})
    page = client.get(address("criterion_remove", space, volunteers.pk))
    assert page.context["filled"] == 1
    client.post(address("criterion_remove", space, volunteers.pk))
    entry.refresh_from_db()
    assert (entry.criteria, Criterion.objects.count()) == ({"c0": "stays"}, 0)


@pytest.mark.parametrize("name", ["ROL", "Naam", "a\0b", "x" * 61, ""])
def test_a_criterion_needs_a_name_of_its_own(client, space, role, name) -> None:
    answer = save(client, address("criterion_add", space), {"name": name, "kind": "text"})
    assert answer.status_code in (400, 422)
    assert Criterion.objects.count() == 1


def test_a_criterion_filters_sorts_and_stands_in_list_form_and_export(client, space, role, volunteers) -> None:
    host = role.options[0][0]
    for name, value in (("A", 20), ("B", 3), ("C", None)):
        values = {key_of(volunteers): value, key_of(role): host} if value else {}
        StakeholderFactory(space=space, organisation__name=name, criteria=values)
    number, chosen = key_of(volunteers), key_of(role)
    here = address("list", space)
    assert names_in(client.get(here, {"sort": number})) == ["B", "A", "C"]
    assert names_in(client.get(here, {"sort": f"-{number}"})) == ["A", "B", "C"]
    assert names_in(client.get(here, {f"{number}_from": "3,5"})) == ["A"]
    assert names_in(client.get(here, {f"{number}_to": "3"})) == ["B"]
    assert names_in(client.get(here, {chosen: host})) == ["A", "B"]
    assert names_in(client.get(here, {chosen: "-"})) == ["C"]
    assert names_in(client.get(here, {"sort": chosen, "columns": f"name.{chosen}.{number}"})) == ["A", "B", "C"]
    data = b"".join(
        client.get(address("export", space, "csv"), {"columns": f"name.{number}.{chosen}"}).streaming_content
    )
    table = read_table(data, "x.csv")
    assert (table.headers, table.rows[0].cells) == (["Naam", "Vrijwilligers", "Rol"], ["A", "20", "gastheer"])
    entry = Stakeholder.objects.get(name="C")
    page = address("change", space, entry.pk)
    save(client, page, {"name": "C", "influence": "low", "interest": "low", "mandate": "yes", number: "7,5"})
    entry.refresh_from_db()
    assert entry.criteria == {number: 7.5}


def test_another_alliance_has_no_part_in_it(space, role, entry) -> None:
    other = AllianceFactory().space
    stranger = client_with("coordinator", other)
    for name, more in (("criterion_change", role.pk), ("criterion_remove", role.pk), ("cell_save", entry.pk)):
        assert stranger.post(address(name, space, more)).status_code in (403, 404)
        assert stranger.post(address(name, other, more)).status_code == 404
    assert not re.search(r"\bRol\b", stranger.get(address("list", other)).content.decode())


# --- columns and views ----------------------------------------------------------------------------


def test_chosen_columns_are_kept_for_whoever_chose_them(client, space, entry) -> None:
    client.post(address("columns", space), {"column": ["phone", "nonsense", "email"], "up": "email"})
    assert client.get(address("list", space)).context["columns"].keys == ["name", "email", "phone"]
    colleague = client_with("coordinator", space)
    assert "phone" not in colleague.get(address("list", space)).context["columns"].keys


def test_a_view_keeps_filters_order_and_columns_and_opens_the_register(client, space, entry) -> None:
    StakeholderFactory(space=space, organisation__name="Hoog", influence="high")
    query = "influence=high&sort=-name&columns=name.phone"
    client.post(address("view_save", space), {"query": query, "name": "Hoog", "is_shared": "1", "is_start": "1"})
    page = client_with("coordinator", space).get(address("list", space))
    assert (names_in(page), page.context["columns"].keys, page.context["asked"].view.name) == (
        ["Hoog"], ["name", "phone"], "Hoog",
    )  # fmt: skip
    assert len(names_in(client.get(address("list", space), {"view": "0"}))) == 2
    again = client.post(address("view_save", space), {"query": query, "name": "Hoog", "is_shared": "1"})
    assert again.status_code == 422


def test_an_own_view_is_nobody_elses(client, space, entry) -> None:
    client.post(address("view_save", space), {"query": "influence=high", "name": "Van mij"})
    view = SavedView.objects.get(name="Van mij")
    colleague = client_with("coordinator", space)
    assert colleague.get(address("view_change", space, view.pk)).status_code == 404
    assert colleague.post(address("view_remove", space, view.pk)).status_code == 404
    assert "Van mij" not in colleague.get(address("list", space)).content.decode()
    client.post(address("view_save", space), {"query": f"influence=low&view={view.pk}", "again": "1"})
    view.refresh_from_db()
    assert view.filters == {"influence": "low"}
    client.post(address("view_remove", space, view.pk))
    assert not SavedView.objects.filter(name="Van mij").exists()


# --- cells ----------------------------------------------------------------------------------------


def test_a_cell_is_saved_and_taken_back(client, space, entry) -> None:
    saved = write(client, entry, "contact_person", "Fatima").json()
    entry.refresh_from_db()
    assert entry.contact_person == "Fatima"
    assert "Fatima" in saved["rows"][str(entry.pk)]
    back = client.post(address("change_take_back", space, saved["change"]), headers={"Accept": "application/json"})
    entry.refresh_from_db()
    assert (back.status_code, entry.contact_person) == (200, "")
    again = client.post(address("change_take_back", space, saved["change"]), headers={"Accept": "application/json"})
    assert again.status_code == 422


def test_influence_in_a_cell_leaves_an_assessment_and_taking_back_takes_it_away(client, space, entry) -> None:
    saved = write(client, entry, "influence", "high", "unknown").json()
    assert Assessment.objects.get().influence == "high"
    client.post(address("change_take_back", space, saved["change"]))
    entry.refresh_from_db()
    assert (entry.influence, Assessment.objects.count()) == ("unknown", 0)


def test_what_somebody_else_filled_in_is_not_overwritten_unseen(client, space, entry) -> None:
    Stakeholder.objects.update(notes="van een ander")
    answer = write(client, entry, "notes", "van mij", before="")
    assert (answer.status_code, answer.json()["theirs"]) == (409, "van een ander")
    assert write(client, entry, "notes", "van mij", before="van een ander").status_code == 200


def test_wrong_things_are_said_at_the_cell(client, space, entry) -> None:
    for field, value in (
        ("email", "geen adres"),
        ("name", ""),
        ("influence", "veel"),
        ("nonsense", "x"),
        ("member", "x"),
    ):
        before = "Taalhuis" if field == "name" else "unknown" if field == "influence" else ""
        assert write(client, entry, field, value, before).status_code == 422
    person = StakeholderFactory(space=space, organisation=None, name="Iemand")
    assert write(client, person, "municipality", "Gent").status_code == 422


def test_a_public_fact_that_another_alliance_uses_stays(client, space, entry) -> None:
    assert write(client, entry, "sectors", ["health", "work"]).status_code == 200
    entry.organisation.refresh_from_db()
    assert entry.organisation.sectors == ["health", "work"]
    StakeholderFactory(organisation=entry.organisation)
    assert write(client, entry, "sectors", ["culture"], "health work").status_code == 422
    entry.organisation.refresh_from_db()
    assert entry.organisation.sectors == ["health", "work"]


def test_one_fact_in_a_cell_leaves_the_others(client, space, entry) -> None:
    type(entry.organisation).objects.update(website="https://taalhuis.example.org", website_host="taalhuis.example.org")
    write(client, entry, "municipality", "Sneek")
    entry.organisation.refresh_from_db()
    assert (entry.organisation.municipality, entry.organisation.website_host) == ("Sneek", "taalhuis.example.org")


# --- several at once --------------------------------------------------------------------------------


def test_many_are_set_in_one_go_and_taken_back_in_one_go(client, space, user, role) -> None:
    chosen = [StakeholderFactory(space=space, influence="low") for _n in range(3)]
    other = StakeholderFactory(space=space, influence="medium")
    theirs = StakeholderFactory()
    data = {
        "entry": [*(one.pk for one in chosen), theirs.pk, "x", "9" * 30],
        "field": "influence",
        "value_influence": "high",
    }
    client.post(address("many_change", space), data)
    assert Stakeholder.objects.filter(influence="high").count() == Assessment.objects.count() == 3
    change = Change.objects.get()
    Stakeholder.objects.filter(pk=chosen[0].pk).update(influence="medium")  # changed since: stays
    assert changing.take_back(space, change.pk, by=user)[1] == 1
    assert Stakeholder.objects.filter(influence="low").count() == 2
    other.refresh_from_db()
    assert other.influence == "medium"


def test_all_that_match_and_own_criteria_and_sectors(client, space, role) -> None:
    StakeholderFactory.create_batch(2, space=space, influence="high")
    StakeholderFactory(space=space, influence="low")
    key = key_of(role)
    data = {"all": "1", "query": "influence=high", "field": key, f"value_{key}": role.options[1][0]}
    client.post(address("many_change", space), data)
    assert Stakeholder.objects.filter(**{f"criteria__{key}": role.options[1][0]}).count() == 2
    shared = StakeholderFactory(organisation=Stakeholder.objects.filter(space=space).first().organisation)
    page = client.post(
        address("many_change", space), {"all": "1", "field": "sectors", "value_sectors": ["health"]}, follow=True
    )
    assert Stakeholder.objects.filter(organisation__sectors=["health"]).count() == 2
    shared.organisation.refresh_from_db()
    assert shared.organisation.sectors != ["health"]
    assert page.context["last"] is not None
    table = client.post(address("many_change", space), {"all": "1", "query": "influence=low", "export": "csv"})
    assert len(read_table(b"".join(table.streaming_content), "x.csv").rows) == 1


def test_nobody_takes_back_what_another_did(client, space, entry) -> None:
    change = write(client, entry, "phone", "0511").json()["change"]
    colleague = client_with("coordinator", space)
    colleague.post(address("change_take_back", space, change))
    entry.refresh_from_db()
    assert entry.phone == "0511"


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_costs_the_same_with_criteria_and_views(client, space, role, rows, django_assert_num_queries) -> None:
    client.post(address("view_save", space), {"query": "", "name": "Alles"})
    StakeholderFactory.create_batch(rows, space=space, criteria={key_of(role): role.options[0][0]})
    query = {"columns": f"name.{key_of(role)}", "sort": key_of(role), key_of(role): role.options[0][0]}
    client.get(address("list", space), query)
    with django_assert_num_queries(6):
        client.get(address("list", space), query)


@pytest.mark.django_db(transaction=True)
def test_two_at_one_cell_at_the_same_moment(space, entry) -> None:
    clients = [client_with("coordinator", space) for _n in range(2)]
    answers = together(*(lambda one=one, n=n: write(one, entry, "notes", f"van {n}") for n, one in enumerate(clients)))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
