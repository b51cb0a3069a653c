"""What ``core.pdf.render`` makes."""

import logging
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from core.pdf import Attachment, PdfError, Resource
from tests.pdf.conftest import FONT, Make
from tests.pdf.samples import data_address, everything_in, opened, pictures_of, png, text_of


@pytest.mark.parametrize(
    ("language", "day"), [("en", "22 November 2026"), ("nl", "22 november 2026"), ("fr", "22 novembre 2026")]
)
def test_render_speaks_the_language_and_says_so(make: Make, language: str, day: str) -> None:
    pdf = make("<p>{{ day|date:'j F Y' }}</p>", context={"day": date(2026, 11, 22)}, language=language)
    assert text_of(pdf) == day
    with opened(pdf) as document:
        assert document.Root.Lang == language


def test_render_makes_a_tagged_document_with_metadata(make: Make) -> None:
    with opened(make("<h1>One</h1><p>Two</p>", context={"title": "Minutes & more"})) as document:
        assert document.Root.MarkInfo.Marked is True
        assert document.Root.ViewerPreferences.DisplayDocTitle is True
        assert str(document.docinfo["/Title"]) == "Minutes & more"
        assert str(document.docinfo["/Creator"]) == "Schakel"
        assert "/CreationDate" in document.docinfo
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "Minutes & more"
    assert b"/H1" in everything_in(make("<h1>One</h1>"))


def test_render_makes_an_archive_copy_with_its_data_inside(make: Make) -> None:
    attachment = Attachment("signatures.json", b'{"signed": 2}', "Who signed", "Data")
    with opened(make("<p>Charter</p>", variant="pdf/a-3a", attachments=[attachment])) as document:
        with document.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        assert document.Root.MarkInfo.Marked is True
        (name,) = document.attachments
        assert name == "signatures.json"
        assert document.attachments[name].get_file().read_bytes() == b'{"signed": 2}'
        assert document.attachments[name].obj.AFRelationship == pikepdf.Name.Data
        assert {file.objgen for file in document.Root.AF} == {document.attachments[name].obj.objgen}


def test_render_escapes_what_people_wrote(make: Make) -> None:
    assert text_of(make("<p>{{ text }}</p>", context={"text": "<b>a</b> & é"})) == "<b>a</b> & é"


@pytest.mark.parametrize("head", ["<style>p { --x: 1 }", "<link rel=stylesheet href='resource:nothing.css'>"])
def test_a_complaint_is_an_error_in_tests(make: Make, head: str) -> None:
    with pytest.raises(PdfError):
        make("<img src='https://example.org/x.png' alt=''>", head)


def test_a_document_without_a_title_is_complained_of(make: Make) -> None:
    with pytest.raises(PdfError, match="no title"):
        make("<p>x</p>", context={"title": " "})


@pytest.mark.usefixtures("outside_tests")
def test_a_complaint_is_logged_without_content_elsewhere(make: Make, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        pdf = make("<p>kept</p><img src='https://example.org/private-name.png' alt=''>")
    assert text_of(pdf) == "kept"
    assert [(r.name, r.levelname) for r in caplog.records if r.name.startswith("core")] == [("core.pdf", "ERROR")]
    assert "private-name" not in caplog.text
    assert "test.html: Failed to load image" in caplog.text


def test_resources_are_those_of_this_document(make: Make) -> None:
    body = "<img src='resource:mark' alt='our mark'>"
    for colour in ((255, 0, 0), (0, 0, 255)):
        pdf = make(body, resources={"mark": Resource(png(*colour), "image/png")})
        assert pictures_of(pdf) == [bytes(colour)]
    with pytest.raises(PdfError, match="no such resource"):
        make(body)


def test_pictures_as_data_addresses_are_shown(make: Make) -> None:
    assert pictures_of(make(f"<img alt='a dot' src='{data_address(png(1, 2, 3))}'>")) == [bytes((1, 2, 3))]


def test_our_font_is_embedded_in_one_weight_and_only_its_used_letters(make: Make) -> None:
    face = "@font-face { font-family: Ours; font-weight: %d; src: url(%s#wght=%d) }"
    faces = face % (400, FONT, 400) + face % (600, FONT, 600)
    pdf = make(
        "<p>Élise</p><p style='font-weight: 600'>Zeeman</p>", f"<style>{faces} body {{ font-family: Ours }}</style>"
    )
    assert text_of(pdf) == "Élise Zeeman"
    with opened(pdf) as document:
        fonts = [thing for thing in document.objects if isinstance(thing, pikepdf.Dictionary)]
        files = [font.FontFile2.read_bytes() for font in fonts if font.get("/Type") == "/FontDescriptor"]
    assert len(files) == 2
    assert files[0] != files[1]
    assert all(b"fvar" not in file and len(file) < 20_000 for file in files)


def test_a_stylesheet_is_kept_and_read_again_when_it_changes(make: Make, static_folder: Path) -> None:
    link, sheet = "<link rel='stylesheet' href='/static/one.css'>", static_folder / "one.css"
    sheet.write_text("p::before { content: 'first ' }")
    assert [text_of(make("<p>x</p>", link)) for _time in range(2)] == ["first x"] * 2
    sheet.write_text("p::before { content: 'second ' }")
    assert text_of(make("<p>x</p>", link)) == "second x"


def test_a_complaint_about_a_kept_stylesheet_comes_every_time(make: Make, static_folder: Path) -> None:
    (static_folder / "bad.css").write_text("p { colour: red }")
    for _time in range(2):
        with pytest.raises(PdfError, match="colour"):
            make("<p>x</p>", "<link rel='stylesheet' href='/static/bad.css'>")


def test_a_style_of_the_document_ranks_above_a_linked_one(make: Make, static_folder: Path) -> None:
    (static_folder / "one.css").write_text("p::before { content: 'linked ' } p::after { content: ' linked' }")
    head = "<style>p::before { content: 'own ' }</style><link rel='stylesheet' href='/static/one.css'>"
    assert text_of(make("<p>x</p>", head)) == "own x linked"


def test_relative_links_lead_to_the_site(make: Make) -> None:
    assert b"http://localhost:8000/spaces/friesland/" in everything_in(make("<a href='/spaces/friesland/'>there</a>"))
