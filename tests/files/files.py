"""Files to send: small, and as real as the look at their contents asks."""

from __future__ import annotations

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
TEXT = "Aanwezig: Élise, Jörg. Besloten: één lijst met werkgevers.\n".encode()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
OPEN_TEXT = "application/vnd.oasis.opendocument.text"


def package(**parts: str) -> bytes:
    """A zip with these parts; the first lies in it as it is."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return output.getvalue()


def word(**more: str) -> bytes:
    return package(**{"[Content_Types].xml": "<Types/>", "word/document.xml": "<w:document/>", **more})


def open_text(**more: str) -> bytes:
    return package(**{"mimetype": OPEN_TEXT, "content.xml": "<office/>", **more})


def upload(name: str = "Verslag 3 maart.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)
