"""What a file is, told by what stands in it."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from documents.files.contents import FORMS, recognise
from documents.files.names import tidy, to_save_as, without_ending
from tests.files.files import OLE, PDF, PNG, TEXT, open_text, package, word


def utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (PDF, "pdf"),
        (PNG, "png"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 30, "jpeg"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "webp"),
        (word(), "docx"),
        (package(**{"[Content_Types].xml": "", "xl/workbook.xml": ""}), "xlsx"),
        (package(**{"[Content_Types].xml": "", "ppt/presentation.xml": ""}), "pptx"),
        (open_text(), "odt"),
        (package(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "ods"),
        (package(mimetype="application/vnd.oasis.opendocument.presentation"), "odp"),
        (OLE + utf16("WordDocument"), "doc"),
        (OLE + utf16("Workbook"), "xls"),
        (OLE + utf16("PowerPoint Document"), "ppt"),
        (TEXT, "text"),
        (b"\xef\xbb\xbfnaam;plaats\r\n", "text"),
        ("één, twee".encode("cp1252"), "text"),
        (b"a < b, and then some", "text"),
    ],
)
def test_what_we_take_is_known_by_its_content(data: bytes, key: str) -> None:
    assert recognise(data) is FORMS[key]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"MZ\x90\0\x03", "a program"),
        (b"\x7fELF\x02", "a program"),
        (b"#!/bin/sh\nrm -rf /\n", "a program"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "a web page"),
        (b"\xef\xbb\xbf  <svg xmlns='http://www.w3.org/2000/svg'/>", "a web page"),
        (b"<?xml version='1.0'?><svg/>", "a web page"),
        (b"<!-- --><ScRiPt>1</sCrIpT>", "a web page"),
        (package(**{"a.txt": "x"}), "a package"),
        (b"Rar!\x1a\x07\0", "a package"),
        (b"\0\0\0\x18ftypheic\0\0", "HEIC"),
        (b"\0\x01\x02\x03", "We take PDF"),
        (OLE, "We take PDF"),
        (word(**{"word/vbaProject.bin": "x"}), "macros"),
        (OLE + utf16("WordDocument") + utf16("_VBA_PROJECT"), "macros"),
        (open_text(**{"Basic/script-lc.xml": "x"}), "macros"),
    ],
)
def test_what_we_do_not_take_is_refused_in_words(data: bytes, words: str) -> None:
    with translation.override("en"), pytest.raises(ValidationError, match=words):
        recognise(data)


@pytest.mark.parametrize(
    ("came", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Marieke\\Verslag.pdf", "Verslag.pdf"),
        ("Verslag\r\nX-Evil: 1.pdf", "Verslag X-Evil 1.pdf"),
        ("onschuldig\u202efdp.exe", "onschuldigfdp.exe"),
        ('a"b<c>|d?.pdf', "a b c d .pdf"),
        ("..", ".."),
        ("x" * 400 + ".pdf", "x" * 196 + ".pdf"),
        ("Überblick – één.odt", "Überblick – één.odt"),
    ],
)
def test_a_name_is_tidied(came: str, kept: str) -> None:
    assert tidy(came) == kept


def test_the_ending_says_what_it_really_is() -> None:
    pdf, text, jpeg = FORMS["pdf"], FORMS["text"], FORMS["jpeg"]
    assert to_save_as("Verslag 3/4", "factuur.exe", pdf) == "Verslag 3-4.pdf"
    assert to_save_as("Lijst", "lijst.CSV", text) == "Lijst.csv"
    assert to_save_as("Lijst", "lijst.html", text) == "Lijst.txt"
    assert to_save_as("Foto", "IMG_1.JPEG", jpeg) == "Foto.jpeg"
    assert to_save_as("..", "x", pdf) == "document.pdf"
    assert (without_ending("Verslag.PDF", pdf), without_ending("v1.2", pdf)) == ("Verslag", "v1.2")
