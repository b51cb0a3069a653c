"""The whole main job, as people do it: from an empty site to a published plan.

The tests build on each other in this order. What goes by mail is read from the mail: links and codes.
"""

import csv
import datetime as dt
import hashlib
import io
import re
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import openpyxl
import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Page, expect
from pytest_django import DjangoDbBlocker

from accounts.models import User
from tests.e2e import documents, sheets, world
from tests.e2e.looking import look, walk_with_tab
from tests.e2e.mailbox import Letter
from tests.e2e.people import (
    ask_code,
    authenticator_code,
    field,
    fill,
    go,
    headed,
    more,
    press,
    says,
    type_code,
)
from tests.e2e.world import World

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("walk")]

ADMINISTRATOR = "beheer@example.org"
PROGRAMME_LEADER = "programma@example.org"
COORDINATOR = "marieke@example.org"
ALLIANCE = "Alliantie Welkom Waasland"
HELENE, ZOE, KAREL = "helene@example.org", "zoe@example.org", "karel@example.org"
YASMINA = "yasmina@example.org"
NAMES = [
    "=SOM(A1:A9)",
    "Bibliotheek Stekene",
    "Élan Jeugdwerking vzw",
    "Huis van het Kind ’t Zonneke",
    "OCMW Lokeren – sociale dienst",
    "Stichting \"Samen Sterk\"; afdeling Waas",
]
MEMBERS = [  # organisation, representative, address, role, may sign
    ("Huis van het Kind ’t Zonneke", "Hélène D’hondt", HELENE, "chair", True),
    ("Élan Jeugdwerking vzw", "Zoë Van den Bossche", ZOE, "member", True),
    ("OCMW Lokeren – sociale dienst", "Karel Peeters", KAREL, "secretary", False),
]
TODAY = dt.datetime.now(ZoneInfo("Europe/Brussels")).date()


@pytest.fixture(scope="module")
def transactional_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Instead of pytest-django's, which empties the database after each test: this one after the last."""
    with django_db_blocker.unblock():
        yield
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture(scope="module")
def walk(chromium: Browser, transactional_db: None, request: pytest.FixtureRequest) -> Iterator[World]:
    with world.running(chromium) as running:
        running.failed_before = request.session.testsfailed
        yield running


@pytest.fixture(autouse=True)
def in_order(walk: World, request: pytest.FixtureRequest) -> Iterator[None]:
    """After a failure the rest would only fail too. No page may complain on its console."""
    if request.session.testsfailed > walk.failed_before:
        pytest.skip("an earlier part of the walk failed")
    yield
    assert walk.console == []


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """In this module what one test leaves is what the next begins with."""


@pytest.fixture
def coordinator(walk: World) -> Page:
    """Marieke's laptop, at the overview of her alliance."""
    page = walk.laptop("coordinator")
    page.goto("/s/waasland/")
    return page


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
    secret = field(page, "Authenticator secret").input_value()
    fill(page, **{"Authenticator code": authenticator_code(secret)})
    press(page, "Activate")
    look(page, "account-spare-codes")

    page.context.clear_cookies()
    ask_code(page, ADMINISTRATOR)
    type_code(page, walk.mailbox, ADMINISTRATOR)
    look(page, "account-second-factor")
    fill(page, Code=authenticator_code(secret))
    press(page, "Sign In")
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
            "Why does this alliance exist?": "Families find help late, and rarely where they live.",
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
    expect(page.locator(".stat")).to_have_text(["come in5", "are here already1", "stay out because of an error2"])
    assert _rows(page, "Rows with an error") == [["9", "Vereniging zonder adres"], ["10", "–"]]
    assert _rows(page, "Here already") == [["8", "Nog eens Samen Sterk"]]
    press(page, "Bring in 5 stakeholders")
    headed_2(page, "5 stakeholders came in")
    look(page, "import-done")

    go(page, "Stakeholders")
    more(page, "Bring in a spreadsheet")
    _upload(page, sheets.workbook(tmp_path))
    assert _rows(page, "Here already") == [["5", "Zonneke (dubbel)"]]
    press(page, "Bring in 1 stakeholder")
    headed_2(page, "1 stakeholder came in")
    press(page, "Go to the register")
    says(page, "6 stakeholders")


def test_coordinator_filters_sorts_edits_and_exports(coordinator: Page) -> None:
    page = coordinator
    go(page, "Stakeholders")
    look(page, "stakeholders")
    walk_with_tab(page)
    assert _names(page) == sorted(NAMES, key=lambda name: name.lower().replace("é", "e"))
    page.get_by_role("columnheader", name="Influence").get_by_role("link").click()
    expect(page.get_by_role("columnheader", name="Influence")).to_have_attribute("aria-sort", "ascending")
    assert _names(page)[:2] == ["Huis van het Kind ’t Zonneke", "OCMW Lokeren – sociale dienst"]
    field(page, "Influence").select_option("high")
    says(page, "2 stakeholders")
    assert _names(page) == ["Huis van het Kind ’t Zonneke", "OCMW Lokeren – sociale dienst"]

    page.get_by_role("link", name="OCMW Lokeren – sociale dienst", exact=True).click()
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
    assert "https://ocmw-lokeren.example.org" in rows[2]
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
        look(page, "make-member") if role == "chair" else None
        press(page, "Make member")
        says(page, organisation)
    go(page, "People")
    look(page, "people")
    expect(page.get_by_role("row", name="Élan Jeugdwerking vzw")).to_contain_text("speaks, signs")
    page.get_by_role("link", name="Élan Jeugdwerking vzw").click()
    field(page, "may be named on the public page").check()
    look(page, "member")
    press(page, "Save")
    press(page, "Invite to the team")
    look(page, "team-add")


def test_members_answer_an_invitation_on_a_phone(walk: World, coordinator: Page) -> None:
    page = coordinator
    go(page, "Meetings")
    look(page, "meetings-empty")
    press(page, "Plan a meeting")
    fill(
        page,
        Title="Kick-off of the alliance",
        Date=(TODAY + dt.timedelta(days=14)).isoformat(),
        From="09:30",
        Until="11:30",
        Place="Stadhuis Sint-Niklaas, Grote Markt 1",
    )
    look(page, "meeting-add")
    press(page, "Plan the meeting")
    look(page, "agenda")
    page.goto("/s/waasland/meetings/")
    page.get_by_role("link", name="Kick-off of the alliance").click()
    look(page, "meeting-draft")
    press(page, "Invite people")
    look(page, "meeting-invite")
    press(page, "Send the invitations")
    says(page, "invitations are on their way")

    letters = {email: walk.mailbox.wait(email, "Invitation: Kick-off") for email in (HELENE, ZOE, KAREL, COORDINATOR)}
    for email, letter in letters.items():
        assert _calendar(letter, "REQUEST") == [email]

    phone = walk.phone("Hélène")
    phone.goto(letters[HELENE].link())
    headed(phone, "Kick-off of the alliance")
    look(phone, "link-meeting")
    press(phone, "Send my answer")
    says(phone, "Choose one of the answers.")
    walk.console.clear()  # a browser notes a 422 as an error
    phone.get_by_label("I'll be there").check()
    press(phone, "Send my answer")
    says(phone, "See you soon!")
    look(phone, "link-meeting-yes")

    phone = walk.phone("Karel")
    phone.goto(letters[KAREL].link())
    phone.get_by_label("I can't").check()
    press(phone, "Send my answer")
    says(phone, "You get the minutes afterwards.")

    phone = walk.phone("Zoë")
    phone.goto(letters[ZOE].link())
    phone.get_by_label("A colleague comes instead").check()
    fill(phone, **{"Name of your colleague": "Yasmina El Amrani", "E-mail address of your colleague": YASMINA})
    look(phone, "link-meeting-colleague")
    press(phone, "Send my answer")
    says(phone, "Yasmina El Amrani comes instead of you")
    letter = walk.mailbox.wait(YASMINA, "Invitation: Kick-off")
    assert _calendar(letter, "REQUEST") == [YASMINA]
    phone = walk.phone("Yasmina")
    phone.goto(letter.link())
    phone.get_by_label("I'll be there").check()
    press(phone, "Send my answer")
    says(phone, "See you soon!")


def test_attendance_minutes_and_mail(walk: World, coordinator: Page) -> None:
    page = coordinator
    go(page, "Meetings")
    look(page, "meetings")
    page.get_by_role("link", name="Kick-off of the alliance").click()
    look(page, "meeting")
    walk_with_tab(page)
    press(page, "Note attendance")
    press(page, "Fill in from the answers")
    look(page, "attendance")
    press(page, "Save the attendance")
    more(page, "Write the minutes")
    look(page, "minutes")
    row = page.get_by_role("article").first
    fill(
        row,
        Comment="Everybody said who they are and what they hope for.",
        Action="Draw the map of what is there",
        Who="Hélène D’hondt",
    )
    field(row, "By when").fill((TODAY + dt.timedelta(days=30)).isoformat())
    field(row, "By when").blur()
    says(page, "Saved at")
    draft = page.context.request.get(page.get_by_role("link", name="Draft as PDF").get_attribute("href") or "")
    assert "Draw the map of what is there" in documents.text(draft.body())
    press(page, "Send the minutes round")
    look(page, "minutes-circulate")
    press(page, "Send the minutes round")
    page.get_by_role("link", name="Minutes, version 1").wait_for()
    look(page, "meeting-minutes")
    frozen = page.context.request.get(
        page.get_by_role("link", name="Minutes, version 1").get_attribute("href") or ""
    ).body()
    assert hashlib.sha256(frozen).hexdigest() in page.get_by_role("main").inner_text()
    documents.check(frozen, "Hélène D’hondt", "Draw the map of what is there", landscape=False)
    for email in (HELENE, ZOE, KAREL, COORDINATOR, YASMINA):
        attached, _part = walk.mailbox.wait(email, "Minutes: Kick-off").part("application/pdf")
        assert attached == frozen


def test_members_bring_something_to_an_intervision_day(walk: World, coordinator: Page) -> None:
    page = coordinator
    go(page, "Intervision")
    look(page, "intervision-empty")
    press(page, "Plan an intervision day")
    fill(page, Title="How do we reach young parents?", Themes="Reaching out", Place="De Casino, Sint-Niklaas")
    fill(page, Date=(TODAY + dt.timedelta(days=20)).isoformat())
    look(page, "intervision-add")
    page.get_by_role("main").locator("form.page-form").get_by_role("button").first.click()
    headed(page, "How do we reach young parents?")
    press(page.get_by_role("main"), "Add a round")
    fill(page, Title="Round one", Theme="Young parents", Starts="10:00", Ends="11:30", Facilitator="Marieke")
    look(page, "intervision-round")
    page.get_by_role("main").locator("form.page-form").get_by_role("button").first.click()
    press(page, "Ask for contributions")
    look(page, "intervision-ask")
    press(page, "Ask them")
    look(page, "intervision-day")
    for email, who, kind, title in (
        (HELENE, "Hélène", "A question I struggle with", "Who opens the door when we ring?"),
        (ZOE, "Zoë", "Something that worked", "Coffee at the school gate"),
    ):
        phone = walk.phone(who)
        phone.goto(walk.mailbox.wait(email, "What do you bring to").link())
        look(phone, "link-contribution")
        phone.get_by_label(kind).check()
        fill(phone, **{"In one sentence": title, "Tell us more": f"{title} We tried it twice, with the neighbours."})
        field(phone, "For which theme?").select_option("Young parents")
        field(phone, "My name may stand beside it in the report").check()
        look(phone, f"link-contribution-{who}")
        press(phone, "Hand it in")
        says(phone, "Thank you! We have it.")
        look(phone, "link-contribution-thanks")


def test_intervision_report(walk: World, coordinator: Page) -> None:
    page = coordinator
    go(page, "Intervision")
    look(page, "intervision")
    page.get_by_role("link", name="How do we reach young parents?").click()
    more(page, "Questions and success stories")
    look(page, "intervision-contributions")
    press(page, "Back to the day")
    more(page, "Change the day")
    fill(page, Date=(TODAY - dt.timedelta(days=1)).isoformat())  # as if it were over
    press(page, "Save")
    page.get_by_role("main").get_by_role("link", name="Write the report").first.click()
    field(page, "Élan Jeugdwerking vzw").check()
    fill(page, Content="What keeps young parents away.", Insights="- Go where they are\n  - the school gate")
    fill(page, Tip="Bring a thermos", **{"Given by": "Zoë"})
    look(page, "intervision-report")
    press(page, "Save the report")
    press(page, "Finish the report")
    look(page, "intervision-finish")
    press(page, "Finish the report")
    link = page.get_by_role("link", name="Report, version 1")
    link.wait_for()
    report = page.context.request.get(link.get_attribute("href") or "").body()
    documents.check(report, "Who opens the door when we ring?", "Coffee at the school gate", "Bring a thermos")
    press(page, "Send the report round")
    look(page, "intervision-send")
    press(page, "Send the report round")
    attached, _part = walk.mailbox.wait(ZOE, "Report: How do we reach").part("application/pdf")
    assert attached == report
    walk.mailbox.wait(HELENE, "Report: How do we reach")


def test_members_sign_the_charter_on_a_phone(walk: World, coordinator: Page) -> None:
    page = coordinator
    go(page, "Charter")
    look(page, "charter-none")
    press(page, "Make the charter")
    look(page, "charter-change")
    press(page, "Save")
    says(page, "In 2030 nobody in the Waasland looks for help alone.")
    press(page, "Open for signing")
    look(page, "charter-open")
    press(page, "Open for signing")
    press(page, "Ask for signatures")
    look(page, "charter-ask")
    press(page, "Send the requests")
    for email, who, name in ((HELENE, "Hélène", "Hélène D’hondt"), (ZOE, "Zoë", "Zoë Van den Bossche")):
        phone = walk.phone(who)
        phone.goto(walk.mailbox.wait(email, "Will you sign").link())
        look(phone, "link-sign")
        press(phone, "Mail me a code")
        code = walk.mailbox.wait(email, "Your code for").code()
        fill(phone, **{"Code from the mail": code, "Your full name": name})
        phone.get_by_label("By e-mail", exact=False).or_(phone.get_by_label("e-mail", exact=True)).first.check()
        phone.get_by_label("and sign it on behalf of").check()
        look(phone, "link-sign-code")
        press(phone, "Sign now")
        headed(phone, "Thank you, your signature is in")
        look(phone, "link-signed")
        walk.mailbox.wait(email, "You signed")
    page.reload()
    says(page, "2 of 3 members have signed.")
    look(page, "charter-signed")
    walk_with_tab(page)
    press(page, "Make the signed charter")
    link = page.get_by_role("link", name="Edition 1 of")
    link.wait_for()
    charter = page.context.request.get(link.get_attribute("href") or "").body()
    walk.facts["sha256"] = hashlib.sha256(charter).hexdigest()
    assert walk.facts["sha256"] in page.get_by_role("main").inner_text()
    documents.check(charter, "Hélène D’hondt", "Zoë Van den Bossche", "nobody in the Waasland looks for help alone")
    look(page, "charter-editions")


def test_anybody_checks_the_signed_charter(walk: World) -> None:
    page = walk.phone("anybody")
    page.goto("/verify/")
    look(page, "verify")
    fill(page, **{"Code or SHA-256": walk.facts["sha256"]})
    press(page, "Check")
    says(page, "Yes, this is one of ours")
    look(page, "verify-found")
    fill(page, **{"Code or SHA-256": walk.facts["sha256"][::-1]})
    press(page, "Check")
    says(page, "We do not know this document")


def test_action_plan_is_adopted_and_published(walk: World, coordinator: Page) -> None:
    page = coordinator
    go(page, "Action plan")
    look(page, "plan-none")
    press(page, "Begin the action plan")
    fill(page, Title="Plan Waasland 2027", **{"In a few words: why these actions?": "Three things we do **together**."})
    look(page, "plan-change")
    press(page, "Save")
    look(page, "plan-empty")
    for title, budget in (("Open one place to ask", "12.500"), ("Train forty volunteers", "")):
        press(page, "Add the first action" if budget else "Add an action")
        fill(page, **{"What will you do?": title, "Estimated budget in euro": budget})
        fill(page, **{"Which problem here does it answer?": "Nobody knows where to go."})
        field(page, "Which member takes the lead?").select_option("Élan Jeugdwerking vzw")
        look(page, "action-add")
        press(page, "Save")
        headed(page, "Plan Waasland 2027")
    look(page, "plan")
    walk_with_tab(page)
    press(page, "Adopt")
    look(page, "plan-adopt")
    press(page, "Adopt this version")
    pdf = page.context.request.get("/s/waasland/action-plan/plan.pdf").body()
    documents.check(pdf, "Open one place to ask", "Train forty volunteers", landscape=True)
    page.get_by_role("link", name="Publish", exact=True).click()
    look(page, "plan-publish")
    press(page, "Publish this version")
    more(page, "Public page")
    look(page, "public-page-change")
    page.get_by_role("main").get_by_role("checkbox").first.check()
    press(page, "Save")

    anybody = walk.laptop("anybody")
    anybody.goto("/n/waasland/")
    headed(anybody, ALLIANCE)
    says(anybody, "Train forty volunteers")
    assert "Hélène" not in anybody.content()
    look(anybody, "public")
    walk_with_tab(anybody)
    published = anybody.context.request.get(
        anybody.get_by_role("link", name="Download as PDF").get_attribute("href") or ""
    ).body()
    assert published == pdf


def test_programme_administrator_sees_all_regions(walk: World) -> None:
    page = walk.laptop("programme administrator")
    page.goto(walk.mailbox.wait(PROGRAMME_LEADER, "You are invited to").link())
    press(page, f"Mail the code to {PROGRAMME_LEADER}")
    type_code(page, walk.mailbox, PROGRAMME_LEADER)
    if page.get_by_role("button", name="Count again").is_visible():
        press(page, "Count again")
    row = page.get_by_role("row", name=ALLIANCE)
    expect(row).to_contain_text("Waasland en Dender")
    expect(row).to_contain_text("Marieke Vandenbroucke-De Smet")
    figures = {cell.get_attribute("data-label"): cell.inner_text() for cell in row.locator("td.number").all()}
    assert figures == {"Members": "3", "Signatures": "2", "Actions": "2"}
    look(page, "dashboard")
    walk_with_tab(page)
    assert page.goto("/s/waasland/stakeholders/").status == 404  # type: ignore[union-attr]
    walk.console.clear()  # a browser notes a 404 as an error


def test_every_mail_was_expected(walk: World) -> None:
    assert walk.mailbox.unread() == []


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


def _calendar(letter: Letter, method: str) -> list[str]:
    """Whom the mail's calendar entry invites."""
    content, part = letter.part("text/calendar")
    calendar = icalendar.Calendar.from_ical(content)
    assert (part.get_param("method"), calendar["METHOD"]) == (method, method)
    [event] = calendar.walk("VEVENT")
    assert event.start.date() == TODAY + dt.timedelta(days=14)
    attendees = event["ATTENDEE"] if isinstance(event["ATTENDEE"], list) else [event["ATTENDEE"]]
    return [attendee.removeprefix("mailto:").removeprefix("MAILTO:") for attendee in attendees]
