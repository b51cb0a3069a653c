"""Whoever is there already: what is asked, what happens by itself, and what is never told."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from partners.organisations.models import Organisation
from partners.stakeholders import importing, tasks
from partners.stakeholders.judging import Choices, judge
from partners.stakeholders.models import Stakeholder, StakeholderImport
from partners.stakeholders.sheets.matching import match_columns
from partners.stakeholders.sheets.reading import read_table
from partners.stakeholders.sheets.records import clean_rows
from spaces.models import Space
from tests.spaces.factories import AllianceFactory, OrganisationFactory, client_with
from tests.stakeholders.factories import StakeholderFactory

pytestmark = pytest.mark.django_db
HEADER = "Naam;Gemeente;E-mail;Telefoon;Ondernemingsnummer\n"


@pytest.fixture
def space() -> Space:
    return AllianceFactory().space


def judged(space: Space, *lines: str):
    table = read_table((HEADER + "\n".join(lines)).encode())
    return judge(space, clean_rows(table, match_columns(table).fields).rows)


def upload(client, space: Space, *lines: str) -> StakeholderImport:
    file = SimpleUploadedFile("lijst.csv", (HEADER + "\n".join(lines)).encode())
    client.post(reverse("stakeholders:import_upload", args=[space.slug]), {"file": file})
    return StakeholderImport.objects.latest("pk")


def address(name: str, uploaded: StakeholderImport) -> str:
    return reverse(f"stakeholders:{name}", args=[uploaded.space.slug, uploaded.pk])


def apply_now(uploaded: StakeholderImport) -> StakeholderImport:
    uploaded.refresh_from_db()
    StakeholderImport.objects.filter(pk=uploaded.pk).update(state=StakeholderImport.State.RUNNING)
    return importing.apply(uploaded)


def entry(space: Space, name: str, municipality: str = "", **values) -> Stakeholder:
    made: Stakeholder = StakeholderFactory(
        space=space, organisation__name=name, organisation__municipality=municipality, **values
    )
    return made


def test_each_row_is_of_one_kind_with_its_default(space: Space) -> None:
    entry(space, "Taalhuis", "Temse", phone="0470 11 22 33")
    entry(space, "Buurthuis", "Temse", email="info@huis.example")
    entry(space, "Vluchtelingenwerk Waas", "Temse")
    OrganisationFactory(name="Sportdienst Temse", municipality="Temse")
    rows = judged(
        space,
        "Taalhuis;Temse;els@taalhuis.example;;",
        "Taalhuis vzw;Temse;;;",
        "Kinderopvang;Temse;info@huis.example;;",
        "Vluchtelingewerk Waas;Temse;;;",
        "Sportdienst;Temse;;;",
        "Bibliotheek;Temse;;;",
        ";;els@bib.example;;",
    )
    kinds = [(one.verdict, one.group) for one in rows]
    assert kinds == [
        ("choice", "register-sure"),
        ("choice", "register-sure"),
        ("choice", "register-email"),
        ("choice", "register-alike"),
        ("choice", "directory-sure"),
        ("new", ""),
        ("error", ""),
    ]
    assert [Choices().of(one) for one in rows[:5]] == ["merge", "merge", "skip", "new", "merge"]


def test_what_is_the_same_in_all_is_not_asked(space: Space) -> None:
    entry(space, "Taalhuis", "Temse", phone="0470 11 22 33", email="els@taalhuis.example")
    (same,) = judged(space, "TAALHUIS;Temse;Els@taalhuis.example;0470/11.22.33;")
    assert same.verdict == "same"
    assert importing.work_of([same], Choices()).same == 1


def test_the_directory_tells_public_facts_and_nothing_else(space: Space) -> None:
    elsewhere = AllianceFactory(space__name="De buren").space
    theirs = entry(
        elsewhere,
        "Taalhuis Temse",
        "Temse",
        contact_person="Roza Geheim",
        email="roza@geheim.example",
        phone="0499 99 99 99",
        notes="moeilijk",
    )
    client = client_with("coordinator", space)
    uploaded = upload(client, space, "Taalhuis;Temse;;;", "Roza Geheim;Lokeren;;;", "X;Temse;roza@geheim.example;;")
    page = client.get(address("import_preview", uploaded)).content.decode()
    assert "Taalhuis Temse" in page
    for secret in ("De buren", "0499", "moeilijk", theirs.organisation.name + " ·"):
        assert secret not in page
    # What they typed themselves is all there is of the person: nobody is recognised by it.
    kinds = [one.key for one in client.get(address("import_preview", uploaded)).context["groups"]]
    assert kinds == ["directory-sure"]
    done = apply_now(uploaded)
    made = Stakeholder.objects.get(space=space, name="Taalhuis")
    assert (done.created, made.organisation) == (3, theirs.organisation)
    assert (made.contact_person, made.email, made.notes) == ("", "", "")


def test_another_one_than_the_directory_knows_can_be_said(space: Space) -> None:
    known = OrganisationFactory(name="Taalhuis", municipality="Temse")
    client = client_with("coordinator", space)
    uploaded = upload(client, space, "Taalhuis;Temse;;;")
    client.post(address("import_choose", uploaded), {"shown": "2", "row-2": "new"})
    apply_now(uploaded)
    assert Stakeholder.objects.get(space=space).organisation != known
    assert Organisation.objects.filter(name="Taalhuis").count() == 2


def test_an_organisation_of_the_directory_is_given_to_one_row(space: Space) -> None:
    OrganisationFactory(name="Taalhuis", municipality="Temse", official_number="0403019261")
    rows = judged(space, "Taalhuis vzw;Temse;;;", "Ander;Temse;;;0403019261")
    assert [one.group for one in rows] == ["", ""]


def test_where_the_people_come_from_stays_chosen_when_a_row_is(space: Space) -> None:
    client = client_with("coordinator", space)
    uploaded = upload(client, space, "Taalhuis;Temse;;;")
    origin = {"source": "public", "ground": "task"}
    client.post(address("import_choose", uploaded), {"all": "directory:new", **origin})
    uploaded.refresh_from_db()
    assert (uploaded.source, uploaded.ground) == ("public", "task")
    client.post(address("import_choose", uploaded), {"shown": "2", "row-2": "new", "source": "gossip", "ground": ""})
    uploaded.refresh_from_db()
    assert (uploaded.source, uploaded.ground) == ("public", "task")


def test_one_press_for_all_of_a_kind_and_rows_that_differ_from_it(space: Space) -> None:
    for number in range(30):
        entry(space, f"Huis {number}", "Temse", email=f"a{number}@x.example")
    client = client_with("coordinator", space)
    lines = [f"Werk {'abcdefghij'[n % 10]}{n};Temse;a{n}@x.example;03 776 00 {n:02};" for n in range(30)]
    uploaded = upload(client, space, *lines)
    first = client.get(address("import_preview", uploaded)).context["groups"][0]
    assert (first.key, first.total, len(first.rows), first.after) == ("register-email", 30, 25, 25)
    asked = {"shown": "2", "row-2": "merge"}
    answer = client.post(address("import_choose", uploaded), asked | {"show": "register-email:25"})
    second = client.get(answer.url.partition("#")[0]).context["groups"][0]
    assert (second.first, second.last, second.before) == (26, 30, 0)
    client.post(address("import_choose", uploaded), {"all": "register-email:new"})
    uploaded.refresh_from_db()
    assert uploaded.choices == {"groups": {"register-email": "new"}, "rows": {}, "takes": {}}
    client.post(address("import_choose", uploaded), asked)
    done = apply_now(uploaded)
    assert (done.created, done.merged, done.skipped) == (29, 1, 0)


def test_what_is_chosen_on_the_page_counts_when_applying(space: Space, monkeypatch) -> None:
    monkeypatch.setattr(tasks, "start", lambda pk, language: None)
    entry(space, "Buurthuis", "Temse", email="info@huis.example")
    client = client_with("coordinator", space)
    uploaded = upload(client, space, "Kinderopvang;Temse;info@huis.example;03 776 00 00;")
    client.post(
        address("import_apply", uploaded), {"shown": ["2"], "row-2": "merge", "take-2": ["name", "space", "nonsense"]}
    )
    importing.apply(uploaded)
    merged = Stakeholder.objects.get()
    assert (merged.name, merged.phone) == ("Kinderopvang", "03 776 00 00")


@pytest.mark.parametrize(
    "posted",
    [
        {"shown": ["x", "²", "-1", "99999999999999999999"], "row-2": "merge"},
        {"shown": "2", "row-2": "delete"},
        {"all": "register-sure"},
        {"all": "nonsense:merge"},
        {"all": "register-sure:delete"},
        {"show": "nonsense:5"},
        {"shown": "2", "take-2": ["pk", "space_id", "from_import"]},
    ],
)
def test_nonsense_in_the_form_changes_nothing(space: Space, posted) -> None:
    entry(space, "Taalhuis", "Temse")
    client = client_with("coordinator", space)
    uploaded = upload(client, space, "Taalhuis;Temse;els@taalhuis.example;;")
    assert client.post(address("import_choose", uploaded), posted).status_code == 302
    uploaded.refresh_from_db()
    assert (uploaded.choices["groups"], uploaded.choices["takes"]) == ({}, {})
    assert client.get(address("import_preview", uploaded), {"show": "register-sure:999"}).status_code == 200


def test_nothing_is_chosen_any_more_once_it_was_applied(space: Space) -> None:
    client = client_with("coordinator", space)
    uploaded = upload(client, space, "Taalhuis;Temse;els@taalhuis.example;;")
    apply_now(uploaded)
    client.post(address("import_choose", uploaded), {"shown": "2", "row-2": "skip"})
    uploaded.refresh_from_db()
    assert uploaded.choices == {}


def test_the_page_asks_equally_often_however_many_are_here_already(space: Space, django_assert_max_num_queries) -> None:
    client = client_with("coordinator", space)
    for number in range(30):
        entry(space, f"Huis {'abcdefghij'[number % 10]} {number}", "Temse", email=f"a{number}@x.example")
    uploaded = upload(client, space, *[f"Huis {'abcdefghij'[n % 10]} {n};Temse;;03 776 00 {n:02};" for n in range(30)])
    with django_assert_max_num_queries(12):
        page = client.get(address("import_preview", uploaded))
    assert page.context["groups"][0].total == 30
