"""Doubles of the directory in the administration: found, looked at side by side, made one, and made two again."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from partners.organisations.models import Organisation
from tests.e2e.looking import look, walk_with_tab
from tests.places.test_admin import staff_client
from tests.spaces.factories import AllianceFactory, OrganisationFactory
from tests.stakeholders.factories import StakeholderFactory

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def administrator(page: Page, site: str) -> Page:
    client = staff_client(User.objects.create_superuser("platform@example.org", name="Petra Platform"))
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
    return page


def test_two_of_the_directory_become_one_and_two_again(administrator: Page) -> None:
    page = administrator
    facts = {"street": "Markt 1", "postcode": "9140", "municipality": "Temse"}
    kept = OrganisationFactory(name="Vluchtelingenwerk Waasland", sectors=["social"], **facts)
    gone = OrganisationFactory(
        name="Vluchtelingenwerk Waasland vzw", website="https://waasland.example.org/", municipality="Temse"
    )
    for name in ("Alliantie Waas", "Alliantie Scheldeland"):
        StakeholderFactory(space=AllianceFactory(space__name=name).space, organisation=gone)
    page.goto("/admin/organisations/organisation/")
    page.locator(".object-tools a", has_text="Do").first.click()
    look(page, "doubles")
    page.locator("table a").first.click()
    look(page, "doubles-merge")
    walk_with_tab(page)
    page.locator("input[name=name][value=gone]").check()
    page.locator(".submit-row input").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    merged = Organisation.objects.get()
    assert (merged.pk, merged.name, merged.website, merged.street) == (
        kept.pk, gone.name, gone.website, "Markt 1",
    )  # fmt: skip
    look(page, "doubles-merged")
    page.locator("table a").first.click()
    look(page, "doubles-undo")
    page.locator(".submit-row input").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert {one.name for one in Organisation.objects.all()} == {kept.name, gone.name}
