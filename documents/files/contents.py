"""What a file is, told by its first bytes and never by its name; and what we do not take.

Nothing is unpacked or run here: the names of what a package holds stand in it unpacked, so looking is enough.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


@dataclass(frozen=True)
class Form:
    """A form that a file can have; ``endings`` are those its name may have, the first is given to any other."""

    key: str
    words: str | Promise
    media_type: str
    endings: tuple[str, ...]


_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
FORMS: dict[str, Form] = {
    form.key: form
    for form in (
        Form("pdf", "PDF", "application/pdf", (".pdf",)),
        Form("docx", "Word", _OFFICE + "wordprocessingml.document", (".docx",)),
        Form("xlsx", "Excel", _OFFICE + "spreadsheetml.sheet", (".xlsx",)),
        Form("pptx", "PowerPoint", _OFFICE + "presentationml.presentation", (".pptx",)),
        Form("doc", "Word", "application/msword", (".doc",)),
        Form("xls", "Excel", "application/vnd.ms-excel", (".xls",)),
        Form("ppt", "PowerPoint", "application/vnd.ms-powerpoint", (".ppt",)),
        Form("odt", gettext_lazy("OpenDocument text"), _OPEN + "text", (".odt",)),
        Form("ods", gettext_lazy("OpenDocument spreadsheet"), _OPEN + "spreadsheet", (".ods",)),
        Form("odp", gettext_lazy("OpenDocument slides"), _OPEN + "presentation", (".odp",)),
        Form("jpeg", gettext_lazy("picture"), "image/jpeg", (".jpg", ".jpeg")),
        Form("png", gettext_lazy("picture"), "image/png", (".png",)),
        Form("webp", gettext_lazy("picture"), "image/webp", (".webp",)),
        Form("text", gettext_lazy("text"), "text/plain", (".txt", ".md", ".csv")),
    )
}
ACCEPT = ",".join(ending for form in FORMS.values() for ending in form.endings)

# What stands in a package of Microsoft's newer programs, and the streams in a file of the older ones.
_IN_OFFICE = {"docx": b"word/document.xml", "xlsx": b"xl/workbook.xml", "pptx": b"ppt/presentation.xml"}
_IN_OLD_OFFICE = {"doc": ("WordDocument",), "ppt": ("PowerPoint Document",), "xls": ("Workbook", "Book")}
_IN_OPEN = {"odt": b"text", "ods": b"spreadsheet", "odp": b"presentation"}
_MACROS = (b"vbaProject.bin", "_VBA_PROJECT".encode("utf-16-le"), b"Basic/script-lc.xml")
_WEB_PAGE = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|!--|\?xml|html|head|body|svg|script|iframe)", re.I)
_PROGRAM = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!")
_NOT_IN_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_HEIC = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif")


def recognise(data: bytes) -> Form:
    """The form of a file with these bytes; raises ValidationError in words for people when it is none of ours."""
    if not data:
        raise ValidationError(_("This file is empty."))
    key = _key(data)
    if key is None:
        raise ValidationError(_refusal(data))
    if key not in ("text", "pdf") and any(trace in data for trace in _MACROS):
        raise ValidationError(_("This file holds macros (small programs). Save it without them, and try again."))
    return FORMS[key]


def _key(data: bytes) -> str | None:
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _in_package(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _in_old_office(data)
    return _picture(data) or ("text" if _is_text(data) else None)


def _picture(data: bytes) -> str | None:
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    return "webp" if data.startswith(b"RIFF") and data[8:12] == b"WEBP" else None


def _in_package(data: bytes) -> str | None:
    """Of OpenDocument the first thing in the package is its type, unpacked; Microsoft's say it by their parts."""
    for key, kind in _IN_OPEN.items():
        if data[30:].startswith(b"mimetype" + _OPEN.encode() + kind):
            return key
    if b"[Content_Types].xml" not in data:
        return None
    return next((key for key, part in _IN_OFFICE.items() if part in data), None)


def _in_old_office(data: bytes) -> str | None:
    for key, streams in _IN_OLD_OFFICE.items():
        if any(stream.encode("utf-16-le") in data for stream in streams):
            return key
    return None


def _is_text(data: bytes) -> bool:
    if _WEB_PAGE.match(data) or data.startswith(_PROGRAM):
        return False
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    return _NOT_IN_TEXT.search(text) is None and "\N{REPLACEMENT CHARACTER}" not in text


def _refusal(data: bytes) -> str:
    if data.startswith(_PROGRAM):
        return _("This is a program. We take documents, pictures and text only.")
    if _WEB_PAGE.match(data):
        return _("This is a web page or a drawing (SVG). Save it as PDF, and try again.")
    if data.startswith((b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        return _("This is a package of files (such as a zip). Unpack it, and choose the files themselves.")
    if data[4:12] in _HEIC:
        return _("This is a picture in the telephone's own format (HEIC). Save or send it as JPEG, and try again.")
    return _("We take PDF, Word, Excel, PowerPoint, OpenDocument, pictures (JPEG, PNG, WebP) and text. Save it as PDF.")
