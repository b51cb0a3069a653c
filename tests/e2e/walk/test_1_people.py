"""People come in, the spreadsheet too, and organisations become members."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.e2e import sheets
from tests.e2e.looking import look, walk_with_tab
from tests.e2e.people import ask_code, authenticator_code, field, fill, go, headed, more, press, says, type_code
from tests.e2e.walk.cast import ADMINISTRATOR, ALLIANCE, COORDINATOR, MEMBERS, NAMES, PROGRAMME_LEADER
from tests.e2e.world import World

pytestmark = pytest.mark.slow


def test_administrator_sets_up_a_second_factor_and_signs_in_with_both(walk: World) -> None:
    User.objects.create_superuser(ADMINISTRATOR, name="Bea Heerdink")
    page = walk.laptop("administrator")
    ask_code(page, ADMINISTRATOR)
    look(page, "account-code")
    type_code(page, walk.mailbox, ADMINISTRATOR)
    headed(page, "Safe sign-in")
    look(page, "account-safe-sign-in")
    press(page, "Set up the app")
    look(page, "account-set-up-app")
    secret = page.locator("#authenticator_secret").text_content() or ""
    fill(page, **{"Authenticator code": authenticator_code(secret)})
    press(page, "Start using the app")
    look(page, "account-spare-codes")

    page.context.clear_cookies()
    ask_code(page, ADMINISTRATOR)
    type_code(page, walk.mailbox, ADMINISTRATOR)
    look(page, "account-second-factor")
    fill(page, Code=authenticator_code(secret))
    press(page, "Sign in")
    says(page, "You administer Schakel")
    look(page, "home-administrator")


def test_administrator_makes_region_programme_and_alliance(walk: World) -> None:
    page = walk.laptop("administrator")
    page.goto("/admin/")
    look(page, "admin-index")

    page.goto("/admin/places/region/add/")
    look(page, "admin-region")
    fill(page, Code="be-waasland", Name="Waasland en Dender")  # the code is proposed until one is typed
    press(page, "Save")
    says(page, "was added successfully")

    page.goto("/admin/programmes/programme/add/")
    look(page, "admin-programme")
    people = page.get_by_role("group", name="Invite an administrator of this programme")
    fill(page, **{"Short name in addresses": "sterk-thuis"})
    field(page, "Name").first.fill("Sterk thuis in de regio")
    fill(people, **{"Name": "Wouter De Clercq", "E-mail address": PROGRAMME_LEADER})
    field(page, "Language").select_option("English")
    press(page, "Save")
    says(page, "was added successfully")

    page.goto("/admin/alliances/alliance/add/")
    field(page, "Name").first.fill(ALLIANCE)
    fill(page, **{"Short name in addresses": "waasland"})
    field(page, "Programme").select_option("Sterk thuis in de regio")
    field(page, "Language").select_option("English")
    page.get_by_text("Add another Region of the alliance").click()
    page.get_by_role("group", name="Regions of the alliance").get_by_role("combobox").click()
    page.locator(".select2-search__field").fill("Waas")
    page.get_by_role("option", name="Waasland en Dender").click()
    look(page, "admin-alliance")
    people = page.get_by_role("group", name="Invite a coordinator")
    fill(people, **{"Name": "Marieke Vandenbroucke-De Smet", "E-mail address": COORDINATOR})
    press(page, "Save")
    says(page, "was added successfully")
    look(page, "admin-alliances")


def test_coordinator_comes_in_and_writes_why(walk: World) -> None:
    page = walk.laptop("coordinator")
    page.goto(walk.mailbox.wait(COORDINATOR, f"You are invited to {ALLIANCE}").link())
    headed(page, f"Welcome to {ALLIANCE}")
    assert "/l/" in page.url and len(page.url) < 60, "the token is out of the address"
    look(page, "link-invitation")
    press(page, f"Mail the code to {COORDINATOR}")
    type_code(page, walk.mailbox, COORDINATOR)
    headed(page, ALLIANCE)
    look(page, "overview-empty")

    page.get_by_role("link", name="Write why, vision and objectives", exact=True).last.click()
    look(page, "profile")
    fill(
        page,
        **{
            "Why do you work together?": "Families find help late, and rarely where they live.",
            "Where do you want to be?": "In 2030 nobody in the Waasland looks for help alone.",
            "What do you want to reach together?": "One place to ask\nShared training\nFewer waiting lists",
        },
    )
    press(page, "Save")
    says(page, "In 2030 nobody in the Waasland looks for help alone.")
    look(page, "overview-written")


def test_coordinator_brings_in_spreadsheets(walk: World, coordinator: Page, tmp_path: Path) -> None:
    page = coordinator
    go(page, "Stakeholders")
    look(page, "stakeholders-empty")
    press(page, "Bring in a spreadsheet")
    look(page, "import-upload")
    _upload(page, sheets.windows_csv(tmp_path))
    look(page, "import-preview")
    expect(page.locator(".stat")).to_have_text(
        ["come in6", "are merged1", "are left out0", "with a remark1", "have an error1"]
    )
    assert _rows(page, "Rows with an error") == [["10", "–"]]
    expect(page.get_by_role("region", name="Rows with a remark")).to_contain_text("Vereniging zonder adres")
    assert _rows(page, "Twice in this sheet 1") == [["8", "Nog eens Samen Sterk\nTemse"]]
    press(page, "Bring in as chosen")
    headed_2(page, "6 stakeholders came in")
    look(page, "import-done")

    go(page, "Stakeholders")
    more(page, "Bring in a spreadsheet")
    _upload(page, sheets.workbook(tmp_path))
    mailbox = "The same e-mail address as somebody in your register 1"
    assert _rows(page, mailbox) == [["5", "Zonneke (dubbel)\nSint-Niklaas"]]
    press(page, "Bring in as chosen")
    headed_2(page, "1 stakeholder came in")
    press(page, "Go to the register")
    says(page, "7 stakeholders")


def test_coordinator_filters_sorts_edits_and_exports(coordinator: Page) -> None:
    page = coordinator
    go(page, "Stakeholders")
    look(page, "stakeholders")
    walk_with_tab(page)
    assert _names(page) == sorted(NAMES, key=lambda name: name.lower().replace("é", "e"))
    page.get_by_role("columnheader", name="Influence").get_by_role("link").click()
    expect(page.get_by_role("columnheader", name="Influence")).to_have_attribute("aria-sort", "ascending")
    assert _names(page)[:2] == ["Huis van het Kind ’t Zonneke", "OCMW Lokeren – sociale dienst"]
    page.get_by_role("search").get_by_label("Influence").select_option("high")
    says(page, "2 stakeholders")
    assert _names(page) == ["Huis van het Kind ’t Zonneke", "OCMW Lokeren – sociale dienst"]

    page.get_by_role("link", name="OCMW Lokeren – sociale dienst", exact=True).click()
    look(page, "stakeholder")
    page.get_by_role("link", name="Change", exact=True).click()
    look(page, "stakeholder-change")
    fill(page, **{"Municipality": "Lokeren", "Website": "ocmw-lokeren.example.org"})
    field(page, "Social action").check()
    press(page, "Save")
    says(page, "Saved")

    page.goto("/s/waasland/stakeholders/?influence=high")
    with page.expect_download() as download:
        more(page, "Export to CSV")
    rows = list(csv.reader(io.StringIO(download.value.path().read_text("utf-8-sig")), delimiter=";"))
    assert [row[0] for row in rows[1:]] == ["Huis van het Kind ’t Zonneke", "OCMW Lokeren – sociale dienst"]
    assert "Lokeren" in rows[2]
    page.goto("/s/waasland/stakeholders/")
    with page.expect_download() as download:
        more(page, "Export to Excel")
    sheet = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes())).active
    assert sheet is not None
    formula = [cell for [cell] in sheet.iter_rows(max_col=1) if "SOM(A1" in str(cell.value)]
    assert [cell.data_type for cell in formula] == ["s"], "a text, not a formula"


def test_coordinator_makes_members(walk: World, coordinator: Page) -> None:
    page = coordinator
    for organisation, name, email, role, signs in MEMBERS:
        page.goto("/s/waasland/stakeholders/")
        page.get_by_role("link", name=f"Make member {organisation}").click()
        fill(page, **{"Name": name, "E-mail address": email})
        field(page, "Role in the alliance").select_option(role)
        field(page, "may sign for the organisation").set_checked(signs)
        field(page, "Level of involvement").select_option("decide together")
        if role == "chair":
            look(page, "make-member")
        press(page, "Make member")
        says(page, organisation)
        assert organisation in walk.mailbox.wait(email, "Alliantie Welkom Waasland").text
    go(page, "People")
    look(page, "people")
    expect(page.get_by_role("row", name="Élan Jeugdwerking vzw")).to_contain_text("speaks, signs")
    page.get_by_role("link", name="Élan Jeugdwerking vzw").click()
    look(page, "member")
    press(page, "Change")
    field(page, "may be named on the public page").check()
    look(page, "member-change")
    press(page, "Save")
    says(page, "Saved.")
    go(page, "People")
    more(page, "Invite to the team")
    look(page, "team-add")


def headed_2(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=2, name=words)).to_be_visible(timeout=60_000)


def _upload(page: Page, file: Path) -> None:
    field(page, "Your spreadsheet").set_input_files(file)
    press(page, "Look at it first")
    headed(page, file.name)


def _rows(page: Page, heading: str) -> list[list[str]]:
    """The first two cells of each row of the table below this heading."""
    rows = page.get_by_role("region", name=heading).locator("tbody tr").all()
    return [row.locator("td").all_inner_texts()[:2] for row in rows]


def _names(page: Page) -> list[str]:
    return page.locator("#rows tbody th").all_inner_texts()
