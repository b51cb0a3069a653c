"""A coordinator brings files, renews one, and takes in what was before; every page is fit to use."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from spaces.models import Space
from tests.e2e.looking import look, walk_with_tab
from tests.e2e.people import come_in, headed
from tests.files.files import PDF, PNG, TEXT, open_text, word
from tests.spaces.factories import AllianceFactory, MemberFactory

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

LONG = "Verslag_van_de_vergadering_over_de_samenwerking_met_de_gemeenten_" + "x" * 60


@pytest.fixture
def space() -> Space:
    space: Space = AllianceFactory(space__name="Alliantie Waasland", space__slug="waasland").space
    MemberFactory.create_batch(3, space=space)
    return space


def on_disk(folder: Path, name: str, content: bytes) -> Path:
    (folder / name).write_bytes(content)
    return folder / name


def test_files_are_brought_renewed_and_thrown_away(page: Page, site: str, space: Space, tmp_path: Path) -> None:
    come_in(page, site, space)
    page.goto("/s/waasland/files/")
    look(page, "files-none")
    page.get_by_role("link", name="Put files here").click()
    headed(page, "Put files here")
    look(page, "file-add")
    files = [
        on_disk(tmp_path, f"{LONG}.pdf", PDF),
        on_disk(tmp_path, "Lijst.txt", TEXT),
        on_disk(tmp_path, "a.png", PNG),
    ]
    page.get_by_label("Files").set_input_files(files)
    page.get_by_role("button", name="Put them here").click()
    expect(page.get_by_text("3 files are here.")).to_be_visible()
    look(page, "files")
    walk_with_tab(page)
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Lijst").first.click()
    assert fetched.value.suggested_filename == "Lijst.txt"
    assert fetched.value.path().read_bytes() == TEXT
    page.get_by_role("link", name="Details Lijst").click()
    page.get_by_role("link", name="New version").click()
    page.get_by_label("The new version").set_input_files([on_disk(tmp_path, "Lijst.docx", word())])
    page.get_by_role("button", name="Put it here").click()
    expect(page.get_by_text("Version 2 is here.")).to_be_visible()
    look(page, "file-show")
    page.get_by_role("button", name="Throw away").click()
    page.get_by_text("1 file thrown away").click()
    look(page, "files-thrown-away")
    page.get_by_role("button", name="Put back").click()
    expect(page.get_by_text("“Lijst” is here again.")).to_be_visible()


def test_what_was_before_is_taken_in_and_shown(page: Page, site: str, space: Space, tmp_path: Path) -> None:
    come_in(page, site, space)
    page.goto("/s/waasland/")
    page.get_by_role("link", name="Take in your meetings, signatures and plan").click()
    headed(page, "We already run")
    look(page, "earlier-none")
    page.get_by_role("link", name="Take in a meeting").click()
    look(page, "meeting-take-in")
    page.get_by_label("Date").fill("2024-03-12")
    page.get_by_label("The file").set_input_files([on_disk(tmp_path, "verslag.odt", open_text())])
    page.get_by_role("button", name="Take it in").click()
    page.get_by_role("link", name="Take in signatures").click()
    look(page, "signatures-take-in")
    for box in page.get_by_role("checkbox").all()[:2]:
        box.check()
    page.get_by_label("Signed on").fill("2024-05-30")
    page.get_by_role("button", name="Take it in").click()
    expect(page.get_by_text("signed on paper on 30 May 2024")).to_have_count(2)
    look(page, "earlier")
    walk_with_tab(page)
    page.goto("/s/waasland/meetings/")
    look(page, "meetings-earlier")
    page.goto("/s/waasland/charter/")
    look(page, "charter-on-paper")
    page.goto("/s/waasland/roadmap/")
    expect(page.get_by_text("Taken in from paper.")).to_have_count(2)
