"""Doubles of the directory: found, made one with everything that refers to them, and made two again."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.frozen.models import FrozenDocument
from partners.directory.models import FactProposal
from partners.organisations import double_merging, references
from partners.organisations.double_merging import look, look_back, merge, undo, version_of
from partners.organisations.doubles import likely_doubles
from partners.organisations.models import Organisation, OrganisationMerge
from partners.organisations.services import unused
from partners.stakeholders.models import Stakeholder
from places.models import Region, RegionAdministrator
from programmes.branches.models import Activity
from spaces.joining.models import JoinInvitation
from spaces.models import Member
from tests.branches.factories import BranchFactory, activity, mentoring, need
from tests.intervision.factories import ContributionFactory
from tests.meetings.factories import invited_meeting
from tests.places.test_admin import staff_client
from tests.spaces.factories import (
    AllianceFactory,
    MemberFactory,
    OrganisationFactory,
    PersonFactory,
    ProgrammeFactory,
    user_with,
)
from tests.stakeholders.factories import StakeholderFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> User:
    return User.objects.create_superuser("platform@example.org", name="Petra Platform")


@pytest.fixture
def platform(by: User) -> Client:
    client = staff_client(by)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def kept() -> Organisation:
    made: Organisation = OrganisationFactory(name="Taalhuis Temse", municipality="Temse", sectors=["education"])
    return made


@pytest.fixture
def gone() -> Organisation:
    made: Organisation = OrganisationFactory(
        name="Taalhuis Temse vzw",
        municipality="temse",
        website="https://taalhuis.example.org/",
        website_host="taalhuis.example.org",
        official_number="0207451227",
        latitude="51.123456",
        longitude="4.2",
    )
    return made


def hang_everything_on(organisation: Organisation) -> dict[str, Model]:
    """A row of each kind that refers to it, each in a place of its own."""
    branch = BranchFactory()
    meeting = invited_meeting(1)
    invitee = meeting.invitees.get()
    invitee.organisation = organisation
    invitee.save()
    person = PersonFactory()
    took_part = activity(branch.space, organisation)
    return {
        "spaces.Member.organisation": MemberFactory(organisation=organisation),
        "joining.JoinInvitation.organisation": JoinInvitation.objects.create(
            space=person.space,
            person=person,
            organisation=organisation,
            organisation_name=organisation.name,
            expires_at=timezone.now(),
        ),
        "stakeholders.Stakeholder.organisation": StakeholderFactory(organisation=organisation, notes="moeilijk"),
        "directory.FactProposal.organisation": FactProposal.objects.create(
            organisation=organisation, space=AllianceFactory().space, facts={"street": "Markt 1"}
        ),
        "meetings.Invitee.organisation": invitee,
        "intervision.Contribution.organisation": ContributionFactory(organisation=organisation),
        "branches.Activity_organisations.organisation": Activity.organisations.through.objects.get(activity=took_part),
        "branches.Need.organisation": need(branch.space, organisation),
        "branches.Mentoring.organisation": mentoring(branch.space, organisation),
    }


def together(kept: Organisation, gone: Organisation, by: User, *takes: str) -> OrganisationMerge:
    kept.refresh_from_db()
    gone.refresh_from_db()
    return merge(kept.pk, gone.pk, takes=takes, version=version_of(kept, gone), by=by)


# --- what refers to an organisation -----------------------------------------------------------------
def test_every_foreign_key_to_organisations_is_named() -> None:
    """Whoever adds one says in ``references.py`` what becomes of it when two organisations become one."""
    assert {one.label for one in references.REFERENCES} == references.foreign_keys().keys()


def test_a_new_foreign_key_that_nobody_named_keeps_two_apart(kept, gone, by, monkeypatch) -> None:
    monkeypatch.setattr(double_merging, "REFERENCES", references.REFERENCES[1:])
    with pytest.raises(ValidationError, match="Stakeholder"):
        together(kept, gone, by)
    assert Organisation.objects.count() == 2


def test_the_test_hangs_a_row_of_every_kind(gone) -> None:
    assert hang_everything_on(gone).keys() == references.foreign_keys().keys()


def test_what_an_invitation_refers_to_is_used(gone) -> None:
    person = PersonFactory()
    JoinInvitation.objects.create(
        space=person.space, person=person, organisation=gone, organisation_name="x", expires_at=timezone.now()
    )
    assert not unused(Organisation.objects.filter(pk=gone.pk)).exists()


# --- one of two, and two of one ----------------------------------------------------------------------
def test_everything_moves_and_comes_back(kept, gone, by) -> None:
    rows = hang_everything_on(gone)
    before = {key: serializers.serialize("json", [row.__class__.objects.get(pk=row.pk)]) for key, row in rows.items()}
    facts = Organisation.objects.values().get(pk=gone.pk)
    ours = Organisation.objects.values().get(pk=kept.pk)
    documents = list(FrozenDocument.objects.values())
    merged = together(kept, gone, by, "website", "official_number", "point")
    assert not Organisation.objects.filter(pk=gone.pk).exists()
    for row in rows.values():
        row.refresh_from_db()
        assert row.organisation_id == kept.pk  # type: ignore[attr-defined]
    kept.refresh_from_db()
    assert (kept.name, kept.official_number, kept.website_host, str(kept.latitude), kept.sectors) == (
        "Taalhuis Temse", "0207451227", "taalhuis.example.org", "51.123456", ["education"],
    )  # fmt: skip
    done = undo(merged, by=by)
    after = {key: serializers.serialize("json", [row.__class__.objects.get(pk=row.pk)]) for key, row in rows.items()}
    assert (after, done.stayed) == (before, [])
    assert Organisation.objects.values().get(pk=gone.pk) == facts
    assert Organisation.objects.values().get(pk=kept.pk) == ours
    assert list(FrozenDocument.objects.values()) == documents
    with pytest.raises(ValidationError):
        undo(merged, by=by)


def test_what_somebody_changed_since_stays_and_is_named(kept, gone, by) -> None:
    first, second = (StakeholderFactory(organisation=gone) for _number in range(2))
    merged = together(kept, gone, by, "website", "official_number")
    first.delete()
    Organisation.objects.filter(pk=kept.pk).update(website="https://ander.example.org/")
    Organisation.objects.filter(pk=kept.pk).update(official_number="")
    OrganisationFactory(official_number="0207451227")
    assert look_back(merged).count == 1
    done = undo(merged, by=by)
    second.refresh_from_db()
    assert second.organisation_id == gone.pk
    back = Organisation.objects.get(pk=gone.pk)
    assert (back.website, back.official_number) == ("https://taalhuis.example.org/", "")
    assert Organisation.objects.get(pk=kept.pk).website == "https://ander.example.org/"
    assert len(done.stayed) == 4


def test_thirty_days_and_no_more(kept, gone, by) -> None:
    merged = together(kept, gone, by)
    OrganisationMerge.objects.update(merged_at=timezone.now() - dt.timedelta(days=30, minutes=1))
    merged.refresh_from_db()
    with pytest.raises(ValidationError):
        undo(merged, by=by)
    assert not Organisation.objects.filter(pk=gone.pk).exists()


def test_it_cannot_be_undone_once_the_one_that_stayed_went_too(kept, gone, by) -> None:
    merged = together(kept, gone, by)
    Organisation.objects.get(pk=kept.pk).delete()
    with pytest.raises(ValidationError):
        undo(merged, by=by)


def test_links_that_say_twice_the_same_are_joined_and_put_back(kept, gone, by) -> None:
    branch = BranchFactory()
    both = activity(branch.space, kept, gone)
    merged = together(kept, gone, by)
    assert list(both.organisations.all()) == [kept]
    undo(merged, by=by)
    assert {one.pk for one in both.organisations.all()} == {kept.pk, gone.pk}


# --- what cannot be one -------------------------------------------------------------------------------
def test_two_entries_of_one_register_are_never_joined(kept, gone, by) -> None:
    space = AllianceFactory(space__name="Alliantie Waas").space
    for one in (kept, gone):
        StakeholderFactory(space=space, organisation=one, notes="heel moeilijk")
    StakeholderFactory(organisation=gone)
    with pytest.raises(ValidationError) as caught:
        together(kept, gone, by)
    assert "Alliantie Waas" in str(caught.value) and "moeilijk" not in str(caught.value)
    assert Stakeholder.objects.filter(organisation=gone).count() == 2


def test_two_members_of_one_space_are_not_joined_but_a_former_one_is(kept, gone, by) -> None:
    space = AllianceFactory(space__name="Alliantie Waas").space
    ours, theirs = (MemberFactory(space=space, organisation=one) for one in (kept, gone))
    assert len(look(kept, gone).refused) == 1
    with pytest.raises(ValidationError, match="Alliantie Waas"):
        together(kept, gone, by)
    theirs.ends_on = theirs.starts_on
    theirs.save()
    together(kept, gone, by)
    assert set(Member.objects.filter(organisation=kept)) == {ours, theirs}


def test_what_was_looked_at_must_still_be_so(kept, gone, by) -> None:
    version = version_of(Organisation.objects.get(pk=kept.pk), Organisation.objects.get(pk=gone.pk))
    Organisation.objects.filter(pk=gone.pk).update(street="Markt 1")
    with pytest.raises(ValidationError):
        merge(kept.pk, gone.pk, takes=[], version=version, by=by)
    with pytest.raises(ValidationError):
        merge(kept.pk, kept.pk, takes=[], version=version, by=by)
    assert Organisation.objects.count() == 2


# --- who is there twice --------------------------------------------------------------------------------
def test_likely_doubles(kept, gone) -> None:
    elsewhere = OrganisationFactory(name="Taalhuis Temse", municipality="Gent")
    OrganisationFactory(name="Iets heel anders", municipality="Temse")
    site = {"website_host": "zelfde.example.org"}
    one, other = OrganisationFactory(name="Buurtwerk", **site), OrganisationFactory(name="Dokwerk", **site)
    for number in range(3):
        OrganisationFactory(name=f"Kapel {number}", website_host="dak.example.org")
    OrganisationFactory(name="Zwembad", municipality="Lier", official_number="1")
    OrganisationFactory(name="Zwembad", municipality="Lier", official_number="2")
    found = {(double.first.pk, double.second.pk): double.same_site for double in likely_doubles()}
    assert found == {(kept.pk, gone.pk): False, (one.pk, other.pk): True}
    assert elsewhere.pk not in {pk for pair in found for pk in pair}


# --- the pages ------------------------------------------------------------------------------------------
def merge_page(kept: Organisation, gone: Organisation) -> str:
    return f"{reverse('admin:organisations_organisation_merge', args=[kept.pk])}?with={gone.pk}"


def test_found_looked_at_merged_and_undone_in_the_administration(platform: Client, kept, gone) -> None:
    StakeholderFactory(organisation=gone, notes="heel moeilijk", contact_person="Roza Geheim", influence="high")
    doubles = reverse("admin:organisations_organisation_doubles")
    assert merge_page(kept, gone).replace("&", "&amp;") in platform.get(doubles).content.decode()
    page = platform.get(merge_page(kept, gone))
    text = page.content.decode()
    assert "Taalhuis Temse vzw" in text and "entries of registers" in text
    assert "moeilijk" not in text and "Roza" not in text
    chosen = {name: field.initial for name, field in page.context["form"].fields.items() if name != "version"}
    assert chosen == {"name": "kept", "sectors": "kept", "website": "gone", "official_number": "gone",
                      "address": "kept", "point": "gone"}  # fmt: skip
    version = page.context["form"].initial["version"]
    answer = platform.post(merge_page(kept, gone), {**chosen, "name": "gone", "version": version})
    assert (answer.status_code, answer.url) == (302, doubles)
    assert Organisation.objects.get().name == "Taalhuis Temse vzw"
    merged = OrganisationMerge.objects.get()
    back = reverse("admin:organisations_organisation_merge_undo", args=[merged.pk])
    assert back in platform.get(doubles).content.decode()
    assert "1 thing refers" in platform.get(back).content.decode()
    assert OrganisationMerge.objects.get().undone_at is None  # to look is not to act
    platform.post(back)
    assert Organisation.objects.count() == 2
    assert platform.get(back).status_code == 302
    assert LogEntry.objects.filter(object_id=str(kept.pk)).count() == 2
    assert "Two again, by Petra Platform" in platform.get(doubles).content.decode()


def test_what_is_refused_is_said_and_has_no_button(platform: Client, kept, gone) -> None:
    space = AllianceFactory(space__name="Alliantie Waas").space
    for one in (kept, gone):
        StakeholderFactory(space=space, organisation=one)
    page = platform.get(merge_page(kept, gone))
    assert "Both stand in the register of Alliantie Waas" in page.content.decode()
    assert "Make one of them" not in page.content.decode()
    chosen = dict.fromkeys(("name", "sectors", "website", "official_number", "address", "point"), "kept")
    answer = platform.post(merge_page(kept, gone), {**chosen, "version": page.context["form"].initial["version"]})
    assert (answer.status_code, Organisation.objects.count()) == (422, 2)


def test_a_fact_changed_meanwhile_is_shown_before_it_counts(platform: Client, kept, gone) -> None:
    page = platform.get(merge_page(kept, gone))
    chosen = {name: field.initial for name, field in page.context["form"].fields.items() if name != "version"}
    version = page.context["form"].initial["version"]
    Organisation.objects.filter(pk=gone.pk).update(street="Markt 1")
    answer = platform.post(merge_page(kept, gone), {**chosen, "version": version})
    assert answer.status_code == 422 and "Markt 1" in answer.content.decode()
    again = answer.context["form"]["version"].value()
    assert platform.post(merge_page(kept, gone), {**chosen, "version": again}).status_code == 302


def test_two_are_ticked_in_the_list(platform: Client, kept, gone) -> None:
    address = reverse("admin:organisations_organisation_changelist")
    for rows, where in (([kept.pk, gone.pk], merge_page(kept, gone)), ([kept.pk], address)):
        answer = platform.post(address, {"action": "merge_two", "_selected_action": rows})
        assert (answer.status_code, answer.url.removesuffix("?")) == (302, where)


@pytest.mark.parametrize("query", ["", "?with=", "?with=x", "?with=99999999999999999999", "?with=0"])
def test_half_an_address_does_not_exist(platform: Client, kept, query: str) -> None:
    address = reverse("admin:organisations_organisation_merge", args=[kept.pk])
    assert platform.get(address + query).status_code == 404
    assert platform.get(merge_page(kept, kept)).status_code == 404
    big = reverse("admin:organisations_organisation_merge", args=[99999999999999999999])
    assert platform.get(f"{big}?with={kept.pk}").status_code == 404


def test_for_others_the_pages_do_not_exist(kept, gone, by) -> None:
    region = Region.objects.create(name="Waas", code="waas")
    regional = User.objects.create_user("regio@example.org")
    RegionAdministrator.objects.create(region=region, user=regional)
    programme = user_with("coordinator", ProgrammeFactory().space)
    other = OrganisationFactory()
    merged = together(OrganisationFactory(), other, by)
    pages = [merge_page(kept, gone), reverse("admin:organisations_organisation_doubles"),
             reverse("admin:organisations_organisation_merge_undo", args=[merged.pk])]  # fmt: skip
    count = Organisation.objects.count()
    for client in (staff_client(regional), staff_client(programme)):
        for page in pages:
            assert (client.get(page).status_code, client.post(page, {}).status_code) == (404, 404)
    assert Client().post(pages[0], {}).status_code == 302  # to where one signs in
    assert Organisation.objects.count() == count


def counted(client: Client, page: str, queries: Any) -> int:
    with queries as found:
        assert client.get(page).status_code == 200
    return len(found)


def test_the_pages_cost_the_same_however_much_there_is(platform: Client, kept, gone) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    page = reverse("admin:organisations_organisation_doubles")
    platform.get(page)
    once = counted(platform, page, CaptureQueriesContext(connection))
    for number in range(15):
        for name in (f"Wijk {number} Noordhof", f"Wijk {number} Noordhoff"):
            OrganisationFactory(name=name, municipality="Lier")
    assert counted(platform, page, CaptureQueriesContext(connection)) == once <= 12
