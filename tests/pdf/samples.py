"""Pieces that documents in these tests are made of, and ways to look into a PDF."""

import base64
import subprocess
import zlib
from io import BytesIO
from struct import pack

import pikepdf


def png(red: int, green: int, blue: int) -> bytes:
    """A picture of one dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return pack("!I", len(data)) + kind + data + pack("!I", zlib.crc32(kind + data))

    head = pack("!IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    dot = zlib.compress(bytes([0, red, green, blue]))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", dot) + chunk(b"IEND", b"")


def data_address(content: bytes, media_type: str = "image/png") -> str:
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"


def text_of(pdf: bytes) -> str:
    """The words of a PDF, with single spaces."""
    answer = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(answer.stdout.decode().split())


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(pdf))


def everything_in(pdf: bytes) -> bytes:
    """All streams of a PDF unpacked, one after the other, and its dictionaries."""
    with opened(pdf) as document:
        parts = []
        for thing in document.objects:
            parts.append(repr(thing).encode())
            if isinstance(thing, pikepdf.Stream):
                parts.append(thing.read_bytes())
        return b"\n".join(parts)


def pictures_of(pdf: bytes) -> list[bytes]:
    """The unpacked pixels of every picture."""
    with opened(pdf) as document:
        streams = [thing for thing in document.objects if isinstance(thing, pikepdf.Stream)]
        return [thing.read_bytes() for thing in streams if thing.get("/Subtype") == "/Image"]
