"""Reading PDFs as others do: poppler for the text, pikepdf for the rest."""

import io
import subprocess

import pikepdf


def text(content: bytes) -> str:
    """The words of a PDF, with every run of white space as one space."""
    shown = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout
    return " ".join(shown.decode().split())


def check(content: bytes, *words: str, landscape: bool = False) -> None:
    """Fail unless it is a tagged PDF of this orientation that says all these words."""
    said = text(content)
    assert [one for one in words if one not in said] == []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        left, bottom, right, top = map(float, pdf.pages[0].mediabox)
        assert (right - left > top - bottom) == landscape
