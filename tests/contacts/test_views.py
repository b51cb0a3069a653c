"""The page of one stakeholder, logging and planning, who to contact; nonsense, two at once, other spaces."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from accounts.models import User
from alliances import ending
from partners.contacts import services
from partners.contacts.models import Contact, NextContact
from partners.contacts.services import Planned
from partners.stakeholders import assessing, criteria
from partners.stakeholders.models import Assessment, SavedView, Stakeholder
from spaces.models import Space
from tests.pages import marks_in, save
from tests.spaces.factories import AllianceFactory, client_with
from tests.stakeholders.factories import StakeholderFactory

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def space() -> Space:
    made: Space = AllianceFactory().space
    return made


@pytest.fixture
def client(space: Space) -> Client:
    return client_with("coordinator", space)


@pytest.fixture
def by() -> User:
    return User.objects.create_user("sanne@example.org", name="Sanne Visser")


def address(name: str, space: Space, *more: int) -> str:
    return reverse(f"contacts:{name}", args=[space.slug, *more])


def noted(entry: Stakeholder, by: User, said: str = "Gebeld", **facts: object) -> Contact:
    day = timezone.localdate()
    return services.log(
        Contact(**{"stakeholder": entry, "kind": "call", "held_on": day, "said": said, **facts}), Planned(), by=by
    )


def filled(**facts: object) -> dict[str, object]:
    return {"kind": "call", "said": "Ze komen", "held_on": timezone.localdate().isoformat(), **facts}


def test_contact_log_begins_with_today_and_the_kind_of_last_time(client: Client, space: Space) -> None:
    first, second = StakeholderFactory(space=space), StakeholderFactory(space=space)
    begun = client.get(address("contact_log", space, first.pk)).context["form"]
    assert (begun["kind"].value(), begun["held_on"].value()) == ("call", timezone.localdate())
    answer = save(client, address("contact_log", space, first.pk), filled(kind="visit"))
    assert (answer.status_code, answer["Location"]) == (302, address("stakeholder_show", space, first.pk))
    assert client.get(address("contact_log", space, second.pk)).context["form"]["kind"].value() == "visit"


def test_contact_log_keeps_what_is_planned_later_and_settles_what_is_due(client: Client, space: Space) -> None:
    entry, today = StakeholderFactory(space=space), timezone.localdate()
    services.plan(entry, Planned(today + 5 * DAY, "De zaal"))
    begun = client.get(address("contact_log", space, entry.pk)).context["form"]
    assert (begun["planned_on"].value(), begun["about"].value()) == (today + 5 * DAY, "De zaal")
    services.plan(entry, Planned(today, "De zaal"))
    begun = client.get(address("contact_log", space, entry.pk)).context["form"]
    assert (begun["planned_on"].value(), begun["about"].value()) == (None, None)
    save(client, address("contact_log", space, entry.pk), filled())
    assert not NextContact.objects.exists()


def test_contact_log_pressed_twice_notes_once(client: Client, space: Space) -> None:
    entry = StakeholderFactory(space=space)
    data = {**marks_in(client.get(address("contact_log", space, entry.pk))), **filled()}
    places = [client.post(address("contact_log", space, entry.pk), data)["Location"] for _ in range(2)]
    assert (Contact.objects.count(), len(set(places))) == (1, 1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "telepathy"},
        {"kind": ""},
        {"held_on": ""},
        {"held_on": (timezone.localdate() + DAY).isoformat()},
        {"held_on": "0001-01-01"},
        {"said": "x" * (Contact.SAID_LENGTH + 1)},
        {"planned_on": (timezone.localdate() - DAY).isoformat()},
        {"planned_on": "9999-12-31"},
        {"about": "Een onderwerp zonder dag"},
        {"planned_on": timezone.localdate().isoformat(), "about": "x" * 201},
        {"said": "a\0b"},
    ],
)
def test_contact_log_refuses_nonsense(client: Client, space: Space, wrong: dict[str, str]) -> None:
    entry = StakeholderFactory(space=space)
    answer = client.post(address("contact_log", space, entry.pk), filled(**wrong))
    assert answer.status_code in (400, 422)
    assert not Contact.objects.exists() and not NextContact.objects.exists()


def test_contact_change_and_remove(client: Client, space: Space, by: User) -> None:
    entry = StakeholderFactory(space=space)
    made = noted(entry, by)
    page = address("contact_change", space, made.pk)
    yesterday = timezone.localdate() - DAY
    save(client, page, filled(kind="visit", said="Bij hen", held_on=yesterday.isoformat()))
    made.refresh_from_db()
    entry.refresh_from_db()
    assert (made.kind, made.said, made.by, entry.last_contact_on) == (
        "visit",
        "Bij hen",
        by.name_and_address,
        yesterday,
    )
    assert client.get(address("contact_remove", space, made.pk)).status_code == 200
    assert Contact.objects.exists()
    assert client.post(address("contact_remove", space, made.pk)).status_code == 302
    assert client.post(address("contact_remove", space, made.pk)).status_code == 404
    entry.refresh_from_db()
    assert entry.last_contact_on is None


def test_contact_change_shows_what_somebody_else_saved_meanwhile(client: Client, space: Space, by: User) -> None:
    made = noted(StakeholderFactory(space=space), by)
    page = address("contact_change", space, made.pk)
    marks = marks_in(client.get(page))
    Contact.objects.filter(pk=made.pk).update(said="Van de ander")
    answer = client.post(page, {**marks, **filled(said="Van mij")})
    assert (answer.status_code, "Van de ander" in answer.content.decode()) == (422, True)


def test_next_plan_then_move_then_drop(client: Client, space: Space) -> None:
    entry, today = StakeholderFactory(space=space), timezone.localdate()
    page = address("next_plan", space, entry.pk)
    client.post(page, {"planned_on": (today + DAY).isoformat(), "about": "Lokaal"})
    assert client.get(page).context["form"]["about"].value() == "Lokaal"
    client.post(page, {"planned_on": (today + 8 * DAY).isoformat(), "about": "Lokaal"})
    entry.refresh_from_db()
    assert (entry.next_contact_on, NextContact.objects.count()) == (today + 8 * DAY, 1)
    assert client.post(page, {"planned_on": (today - DAY).isoformat()}).status_code == 422
    assert client.get(address("next_drop", space, entry.pk)).status_code == 405
    client.post(address("next_drop", space, entry.pk))
    entry.refresh_from_db()
    assert (entry.next_contact_on, NextContact.objects.count()) == (None, 0)


def test_due_list_says_who_first(client: Client, space: Space, by: User) -> None:
    today = timezone.localdate()
    for name, days in (("Later", 30), ("Deze week", 7), ("Vandaag", 0), ("Laat", -2), ("Nog later", -9)):
        entry = StakeholderFactory(space=space, organisation__name=name)
        services.plan(entry, Planned(today + days * DAY))
    StakeholderFactory(space=space, organisation__name="Stil", influence="high")
    noted(StakeholderFactory(space=space, organisation__name="Gesproken", influence="high"), by)
    StakeholderFactory(space=space, organisation__name="Klein", influence="low")
    services.plan(StakeholderFactory(organisation__name="Van de buren"), Planned(today))
    context = client.get(address("due_list", space)).context
    found = [(group.key, [one.name for one in group.entries]) for group in context["groups"]]
    assert found == [
        ("overdue", ["Nog later", "Laat"]),
        ("today", ["Vandaag"]),
        ("week", ["Deze week"]),
        ("later", ["Later"]),
    ]
    assert [one.name for one in context["silent"]] == ["Stil"]


def test_due_list_is_filtered_as_the_list_is_but_begins_with_everybody(client: Client, space: Space) -> None:
    SavedView.objects.create(space=space, name="Scholen", filters={"sector": "education"}, is_start=True)
    for sector in ("education", "health"):
        entry = StakeholderFactory(space=space, organisation__name=sector, organisation__sectors=[sector])
        services.plan(entry, Planned(timezone.localdate()))
        StakeholderFactory(
            space=space, organisation__name=f"{sector} stil", organisation__sectors=[sector], influence="high"
        )

    def names(query: str) -> list[str]:
        context = client.get(address("due_list", space) + query).context
        return [one.name for group in context["groups"] for one in group.entries] + [
            one.name for one in context["silent"]
        ]

    assert names("") == ["education", "health", "education stil", "health stil"]
    assert names("?sector=health") == ["health", "health stil"]
    assert names("?sector=culture") == []


def test_due_list_without_anybody_helps_on(client: Client, space: Space) -> None:
    assert reverse("stakeholders:list", args=[space.slug]) in client.get(address("due_list", space)).content.decode()


def test_assessment_add_with_a_reason_and_of_an_earlier_day(client: Client, space: Space) -> None:
    entry = StakeholderFactory(space=space)
    page, today = address("assessment_add", space, entry.pk), timezone.localdate()
    data = {"influence": "high", "interest": "low", "note": "Na het gesprek", "assessed_on": today.isoformat()}
    save(client, page, data)
    save(client, page, {**data, "influence": "low", "note": "", "assessed_on": (today - 40 * DAY).isoformat()})
    entry.refresh_from_db()
    assert (entry.influence, entry.interest, entry.assessments.count()) == ("high", "low", 2)
    content = client.get(address("stakeholder_show", space, entry.pk)).content.decode()
    assert "Na het gesprek" in content
    newest = entry.assessments.first()
    client.post(address("assessment_take_back", space, newest.pk))
    entry.refresh_from_db()
    assert (entry.influence, entry.assessments.count()) == ("low", 1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"influence": "huge"},
        {"interest": ""},
        {"assessed_on": (timezone.localdate() + DAY).isoformat()},
        {"assessed_on": "x"},
        {"note": "x" * 501},
        {"note": "\0"},
    ],
)
def test_assessment_add_refuses_nonsense(client: Client, space: Space, wrong: dict[str, str]) -> None:
    entry = StakeholderFactory(space=space)
    data = {"influence": "high", "interest": "high", "note": "", "assessed_on": timezone.localdate().isoformat()}
    answer = client.post(address("assessment_add", space, entry.pk), data | wrong)
    assert answer.status_code in (400, 422)
    assert not Assessment.objects.exists()


def test_stakeholder_show_tells_what_is_ours_and_what_is_public(client: Client, space: Space) -> None:
    with translation.override("nl"):
        kinds = (("Tafel", "text"), ("Stoelen", "number"), ("Auto", "yes_no"), ("Leeg", "text"))
        keys = [criteria.key_of(criteria.add(space, name=name, kind=kind).pk) for name, kind in kinds]
        choice = criteria.add(space, name="Kring", kind="choice", labels=["Binnen", "Buiten"])
    filled_in = dict(zip(keys, ("Rond", 2.5, False), strict=False)) | {criteria.key_of(choice.pk): choice.options[1][0]}
    entry = StakeholderFactory(
        space=space, notes="Belt liever niet", mandate="yes", criteria=filled_in,
        organisation__website="https://welkom.example.org", organisation__official_number="0207451227",
    )  # fmt: skip
    answer = client.get(address("stakeholder_show", space, entry.pk))
    told = {str(label): str(words) for label, words in answer.context["thoughts"]}
    with translation.override("nl"):
        own = {"Tafel": "Rond", "Stoelen": "2,5", "Auto": gettext("no"), "Kring": "Buiten"}
    assert {name: told[name] for name in own} == own and "Leeg" not in told
    content = answer.content.decode()
    assert "Belt liever niet" in content and "https://welkom.example.org" in content and "0207451227" in content


@pytest.mark.parametrize("page", ["0", "-3", "x", "9" * 30, "999999", "²"])
def test_stakeholder_show_stands_nonsense_in_the_address(client: Client, space: Space, page: str) -> None:
    entry = StakeholderFactory(space=space)
    assert client.get(address("stakeholder_show", space, entry.pk), {"page": page}).status_code == 200


def test_stakeholder_show_of_an_individual_and_of_a_long_name(client: Client, space: Space) -> None:
    person = StakeholderFactory(space=space, organisation=None, name="Amina Yusuf")
    assert client.get(address("stakeholder_show", space, person.pk)).status_code == 200
    long = StakeholderFactory(space=space, organisation__name="Samenwerkingsverband " * 14)
    assert client.get(address("stakeholder_show", space, long.pk)).status_code == 200


@pytest.mark.parametrize("name", ["stakeholder_show", "contact_log", "next_plan", "next_drop", "assessment_add"])
def test_an_entry_of_another_alliance_does_not_exist(client: Client, space: Space, name: str) -> None:
    theirs = StakeholderFactory(space=AllianceFactory().space)
    for method in (client.get, client.post):
        statuses = {method(address(name, one, theirs.pk)).status_code for one in (space, theirs.space)}
        assert 404 in statuses or name in ("next_drop", "stakeholder_show")
        assert statuses <= {404, 405}


@pytest.mark.parametrize("name", ["contact_change", "contact_remove", "assessment_take_back"])
def test_what_another_alliance_noted_does_not_exist(client: Client, space: Space, by: User, name: str) -> None:
    theirs = StakeholderFactory(space=AllianceFactory().space)
    contact, assessment = noted(theirs, by), assessing.assess(theirs, influence="high", interest="low", by=by)
    assert assessment
    number = assessment.pk if name == "assessment_take_back" else contact.pk
    assert {client.post(address(name, one, number)).status_code for one in (space, theirs.space)} == {404}
    assert (Contact.objects.count(), Assessment.objects.count()) == (1, 1)


@pytest.mark.parametrize("role", ["member", "chair", "secretary", "communications"])
def test_only_coordinators_read_what_was_said(space: Space, role: str, by: User) -> None:
    entry = StakeholderFactory(space=space)
    made, client = noted(entry, by), client_with(role, space)
    pages = [("stakeholder_show", entry.pk), ("contact_log", entry.pk), ("contact_change", made.pk)]
    assert client.get(address("due_list", space)).status_code == 404
    assert {client.get(address(*page[:1], space, page[1])).status_code for page in pages} <= {403, 404}


def test_in_a_closed_space_one_reads_and_changes_nothing(client: Client, space: Space, by: User) -> None:
    entry = StakeholderFactory(space=space)
    noted(entry, by, said="Nog te lezen")
    ending.close(space, ended_on=timezone.localdate(), reason="Alles is gedaan.", by=by)
    page = client.get(address("stakeholder_show", space, entry.pk)).content.decode()
    assert "Nog te lezen" in page and address("contact_log", space, entry.pk) not in page
    assert client.post(address("contact_log", space, entry.pk), filled()).status_code == 403
    assert client.post(address("next_drop", space, entry.pk)).status_code == 403


@pytest.mark.parametrize("rows", [1, 30])
def test_stakeholder_show_costs_the_same_number_of_queries(
    client: Client, space: Space, by: User, rows: int, django_assert_num_queries
) -> None:
    entry = StakeholderFactory(space=space, email="info@example.org")
    for _ in range(rows):
        noted(entry, by)
        assessing.assess(entry, influence="high", interest="low", by=by, note="Weer")
    services.plan(entry, Planned(timezone.localdate()))
    page = address("stakeholder_show", space, entry.pk)
    client.get(page)
    with django_assert_num_queries(7):
        client.get(page)


@pytest.mark.parametrize("rows", [1, 30])
def test_due_list_costs_the_same_number_of_queries(
    client: Client, space: Space, rows: int, django_assert_num_queries
) -> None:
    for _ in range(rows):
        services.plan(StakeholderFactory(space=space), Planned(timezone.localdate(), "Iets"))
        StakeholderFactory(space=space, influence="high")
    client.get(address("due_list", space))
    with django_assert_num_queries(7):
        client.get(address("due_list", space))
