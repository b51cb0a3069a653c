"""A row merged into an entry: fills what is empty, replaces what was chosen, noted so that it can be put back."""

import pytest

from accounts.models import User
from partners.organisations.models import Organisation
from partners.stakeholders import assessing, importing, undoing
from partners.stakeholders.models import ImportedFields, Stakeholder, StakeholderImport
from spaces.models import Space
from tests.spaces.factories import AllianceFactory, OrganisationFactory
from tests.stakeholders.factories import StakeholderFactory

pytestmark = pytest.mark.django_db
HEADER = "Naam;Gemeente;E-mail;Telefoon;Website;Ondernemingsnummer;Invloed;Notities;Sector;Breedtegraad;Lengtegraad\n"
FULL = "Taalhuis;Temse;els@taalhuis.example;03 776 00 00;taalhuis.example;0403019261;hoog;Bellen;onderwijs;51.12;4.21"


@pytest.fixture
def space() -> Space:
    return AllianceFactory().space


@pytest.fixture
def by() -> User:
    return User.objects.create_user("sanne@example.org", name="Sanne Visser")


@pytest.fixture
def taalhuis(space: Space) -> Stakeholder:
    made: Stakeholder = StakeholderFactory(
        space=space, organisation__name="Taalhuis", organisation__municipality="Temse", notes="Onze woorden"
    )
    return made


def bring_in(space: Space, *lines: str, by: User | None = None, **choices) -> StakeholderImport:
    data = (HEADER + "\n".join(lines)).encode()
    _table, mapping = importing.guess_mapping(space, data, "x.csv", 10**7)
    made = StakeholderImport.objects.create(
        space=space,
        filename="x.csv",
        content=data,
        mapping=mapping,
        uploaded_by=by,
        choices=choices,
        state=StakeholderImport.State.RUNNING,
    )
    return importing.apply(made)


def test_merging_fills_what_is_empty_and_keeps_ours(space: Space, taalhuis: Stakeholder, by: User) -> None:
    done = bring_in(space, FULL, by=by)
    assert (done.created, done.merged, done.skipped, done.error_count) == (0, 1, 0, 0)
    row = Stakeholder.objects.select_related("organisation").get()
    assert (row.email, row.phone, row.influence, row.notes) == (
        "els@taalhuis.example", "03 776 00 00", "high", "Onze woorden",
    )  # fmt: skip
    facts = row.organisation
    assert (facts.website, facts.website_host, facts.official_number, facts.sectors) == (
        "https://taalhuis.example", "taalhuis.example", "0403019261", ["education"],
    )  # fmt: skip
    assert (float(facts.latitude), float(facts.longitude)) == (51.12, 4.21)
    (assessment,) = row.assessments.all()
    assert (assessment.influence, assessment.interest, assessment.by) == ("high", "unknown", by.name_and_address)
    (noted,) = ImportedFields.objects.all()
    assert noted.own == {
        "email": ["", "els@taalhuis.example"], "phone": ["", "03 776 00 00"], "influence": ["unknown", "high"],
    }  # fmt: skip
    assert noted.facts["sectors"] == [[], ["education"]]


def test_what_was_chosen_replaces_ours(space: Space, taalhuis: Stakeholder) -> None:
    bring_in(space, FULL, takes={"2": ["notes"]})
    assert Stakeholder.objects.get().notes == "Bellen"


def test_the_same_again_changes_nothing(space: Space, taalhuis: Stakeholder) -> None:
    bring_in(space, FULL, takes={"2": ["notes"]})
    again = bring_in(space, FULL)
    assert (again.created, again.merged, again.skipped) == (0, 0, 1)
    assert ImportedFields.objects.count() == 1


def test_public_facts_of_an_organisation_that_others_use_stay(space: Space, taalhuis: Stakeholder) -> None:
    StakeholderFactory(organisation=taalhuis.organisation)
    bring_in(space, FULL, takes={"2": ["municipality", "website"]})
    facts = Organisation.objects.get(pk=taalhuis.organisation_id)
    assert (facts.website, facts.official_number, facts.sectors, facts.latitude) == ("", "", [], None)
    taalhuis.refresh_from_db()
    assert taalhuis.phone == "03 776 00 00"


def test_a_number_that_another_organisation_has_is_not_given_away(space: Space, taalhuis: Stakeholder) -> None:
    OrganisationFactory(name="Geheim", official_number="0403019261")
    done = bring_in(space, FULL)
    assert done.merged == 1
    assert Organisation.objects.get(pk=taalhuis.organisation_id).official_number == ""


def test_an_individual_has_no_public_facts_to_fill(space: Space) -> None:
    person = StakeholderFactory(space=space, organisation=None, name="Els Maes", email="els@taalhuis.example")
    done = bring_in(space, FULL.replace("Taalhuis", "Els Maes", 1))
    person.refresh_from_db()
    assert (done.merged, person.phone, person.organisation) == (1, "03 776 00 00", None)


def test_rows_of_the_sheet_that_are_one_become_one(space: Space) -> None:
    done = bring_in(space, "Taalhuis;Temse;;;;;;Eerste;;;", "Taalhuis vzw;Temse;els@x.example;;;;hoog;Tweede;;;")
    row = Stakeholder.objects.get()
    assert (done.created, done.merged) == (1, 1)
    assert (row.name, row.email, row.influence, row.notes) == ("Taalhuis", "els@x.example", "high", "Eerste")


def test_a_row_goes_where_the_one_above_it_goes(space: Space, taalhuis: Stakeholder) -> None:
    lines = ("Taalhuisje;Temse;a@x.example;;;;;;;;", "Taalhuisje;Temse;;03 776 00 00;;;;;;;")
    merged = bring_in(space, *lines, rows={"2": "merge", "3": "merge"})
    taalhuis.refresh_from_db()
    assert (merged.merged, taalhuis.email, taalhuis.phone) == (2, "a@x.example", "03 776 00 00")
    out = bring_in(space, "Taalhuisje;Temse;;;;;;;;;", "Taalhuisje;Temse;b@x.example;;;;;;;;", rows={"2": "skip"})
    assert (out.created, out.skipped, [one["row"] for one in out.left_out]) == (0, 2, [2, 3])


def test_two_rows_that_fill_one_entry_are_noted_as_one_change(space: Space, taalhuis: Stakeholder) -> None:
    bring_in(space, "Taalhuis;Temse;a@x.example;;;;;;;;", "Taalhuis;Temse;;03 776 00 00;;;;;;;")
    (noted,) = ImportedFields.objects.all()
    assert noted.own == {"email": ["", "a@x.example"], "phone": ["", "03 776 00 00"]}


def test_undoing_puts_back_field_by_field(space: Space, taalhuis: Stakeholder, by: User) -> None:
    before = Organisation.objects.filter(pk=taalhuis.organisation_id).values().get()
    done = bring_in(space, FULL, by=by, takes={"2": ["notes"]})
    undone = undoing.undo(done, by=by)
    assert (undone.stayed, undone.stayed_fields) == ([], [])
    taalhuis.refresh_from_db()
    assert (taalhuis.email, taalhuis.phone, taalhuis.influence, taalhuis.notes) == ("", "", "unknown", "Onze woorden")
    assert not taalhuis.assessments.exists()
    assert Organisation.objects.filter(pk=taalhuis.organisation_id).values().get() == before


def test_what_somebody_changed_since_stays_and_is_named(space: Space, taalhuis: Stakeholder, by: User) -> None:
    done = bring_in(space, FULL, by=by)
    row = Stakeholder.objects.get()
    row.phone = "0470 00 00 00"
    row.save()
    assessing.assess(row, influence="low", interest="low", by=by)
    StakeholderFactory(organisation=row.organisation)  # another alliance uses it by now: its facts are not ours
    (kept,) = undoing.look(done).kept
    assert (sorted(kept.own), set(kept.kept) & {"phone", "influence"}) == (["email"], {"phone", "influence"})
    undone = undoing.undo(done, by=by)
    ((name, fields),) = undone.stayed_fields
    assert name == "Taalhuis"
    assert set(fields) == {"phone", "influence", "website", "official_number", "sectors", "latitude", "longitude"}
    row.refresh_from_db()
    assert (row.email, row.phone, row.influence) == ("", "0470 00 00 00", "low")
    assert row.assessments.count() == 2


def test_all_or_nothing_with_merges_too(space: Space, taalhuis: Stakeholder, monkeypatch) -> None:
    def fail(*args, **kwargs):
        raise RuntimeError("halfway")

    monkeypatch.setattr(importing, "_finish", fail)
    with pytest.raises(RuntimeError):
        bring_in(space, FULL)
    taalhuis.refresh_from_db()
    assert (taalhuis.phone, ImportedFields.objects.exists()) == ("", False)
