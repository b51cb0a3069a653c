"""A small messy sheet: columns, who is here already (one merged, one left out, one new), the report, and undone."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from partners.stakeholders import importing, tasks
from partners.stakeholders.models import Stakeholder, StakeholderImport
from spaces.models import Space
from tests.e2e.looking import look, walk_with_tab
from tests.e2e.people import come_in
from tests.spaces.factories import AllianceFactory, OrganisationFactory
from tests.stakeholders.factories import StakeholderFactory

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SHEET = """Partners van de streek;;;;;
Naam organisatie ;Contact;E-mail;Telefoon;Gemeente;Hoeveel invloed
Taalhuis Waas;Els Maes;els.nieuw@example.org;tel:+32037760000;Temse;hoog
Sportdienst;;info@temse.example.org;;Temse;
Vluchtelingewerk Waasland;;;;Temse;
Bibliotheek;;bib@example.org;;Temse;laag
Bibliotheek Temse vzw;René;;;Temse;
Wijkhuis;;;;Temse;
Voedselbank;;geen adres;;Temse;
"""


@pytest.fixture
def space() -> Space:
    space: Space = AllianceFactory(space__name="Alliantie Waasland", space__slug="waasland").space
    here = {"organisation__municipality": "Temse", "space": space}
    StakeholderFactory(organisation__name="Taalhuis Waas", email="els@example.org", **here)
    StakeholderFactory(organisation__name="Cultuurdienst Temse", email="info@temse.example.org", **here)
    StakeholderFactory(organisation__name="Vluchtelingenwerk Waasland", **here)
    OrganisationFactory(name="Wijkhuis Temse", municipality="Temse", website="https://wijkhuis.example.org")
    return space


@pytest.fixture
def coordinator(page: Page, site: str, space: Space, monkeypatch: pytest.MonkeyPatch) -> Page:
    # There is no worker here: the import runs in the request that starts it.
    monkeypatch.setattr(tasks, "start", lambda pk, language: importing.apply(StakeholderImport.objects.get(pk=pk)))
    come_in(page, site, space)
    return page


def test_a_messy_sheet_is_judged_brought_in_and_undone(coordinator: Page, space: Space, tmp_path: Path) -> None:
    page = coordinator
    file = tmp_path / "partners.csv"
    file.write_bytes(SHEET.replace("\n", "\r\n").encode("cp1252"))
    page.goto("/s/waasland/stakeholders/import/")
    page.get_by_label("Your spreadsheet").set_input_files(file)
    page.get_by_role("button", name="Look at it first").click()
    look(page, "import-choices")
    walk_with_tab(page)

    # A header that we guess wrong is said by hand.
    page.get_by_text("Which column is what").click()
    expect(page.get_by_label("Hoeveel invloed")).to_have_value("influence")
    page.locator("#id_column_1").select_option("contact_person")
    page.get_by_role("button", name="Look again with these columns").click()

    sure = page.get_by_role("region", name="Already in your register 1")
    expect(sure.get_by_role("radio", name="Merge")).to_be_checked()
    sure.get_by_label("take els.nieuw@example.org instead of els@example.org").check()
    shared = page.get_by_role("region", name="The same e-mail address as somebody in your register 1")
    expect(shared.get_by_role("radio", name="Leave out")).to_be_checked()
    alike = page.get_by_role("region", name="Look like somebody in your register 1")
    alike.get_by_role("button", name="Leave out").click()
    known = page.get_by_role("region", name="Known to the directory 1")
    expect(known.get_by_role("radio", name="It is this one")).to_be_checked()
    page.get_by_role("region", name="Twice in this sheet 1").get_by_role("radio", name="Bring in as new").check()
    expect(page.get_by_role("region", name="Rows with a remark")).to_contain_text("geen adres")

    page.get_by_role("button", name="Bring in as chosen").click()
    expect(page.get_by_role("heading", name="4 stakeholders came in")).to_be_visible()
    expect(page.locator(".stat")).to_have_text(
        ["came in4", "were merged1", "left out, or nothing new2", "remarks1", "have an error0"]
    )
    look(page, "import-report")
    entry = Stakeholder.objects.get(space=space, name="Taalhuis Waas")
    assert (entry.email, entry.contact_person, entry.influence) == ("els.nieuw@example.org", "Els Maes", "high")

    Stakeholder.objects.get(name="Wijkhuis").delete()
    entry.phone = "0470 00 00 00"
    entry.save()
    page.get_by_role("link", name="Undo this import").click()
    expect(page.get_by_role("listitem").filter(has_text="Taalhuis Waas: Telephone")).to_be_visible()
    look(page, "import-undo-merged")
    page.get_by_role("button", name="Undo this import").click()
    expect(page.get_by_role("heading", name="This import was undone")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Taalhuis Waas: Telephone")).to_be_visible()
    entry.refresh_from_db()
    assert (entry.email, entry.phone, entry.influence) == ("els@example.org", "0470 00 00 00", "unknown")
    assert Stakeholder.objects.filter(space=space).count() == 3
