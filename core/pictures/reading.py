"""Taking in a picture: refused in words, or given back as files that we made."""

import json
import marshal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

PROJECT = Path(__file__).resolve().parents[2]
ACCEPT = "image/jpeg,image/png,image/webp"
MAX_BYTES = 15 * 1024 * 1024
MAX_PIXELS = 60_000_000  # telephones make pictures of 50 million
SHORTEST, LONGEST = 400, 800  # the least that the shorter and the longer side have, in pixels
SHARE = (1200, 630)  # what a shared link shows, as the large networks ask it
CHILD_MEMORY = 1024 * 1024 * 1024  # bytes of address space
CHILD_SECONDS = 20
# How files begin that people try, and that we do not take.
OTHERS = {"heic": (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif"), "svg": (b"<svg", b"<?xml"), "pdf": (b"%PDF",)}


@dataclass(frozen=True)
class Picture:
    """A picture as we wrote it: ``files`` by name, "960.webp" for each of ``widths`` and "share.jpg".

    ``width`` and ``height`` in pixels are those of the widest.
    """

    width: int
    height: int
    widths: tuple[int, ...]
    files: dict[str, bytes]


def read_picture(data: bytes, *, widths: Sequence[int]) -> Picture:
    """The picture in the file ``data`` (JPEG, PNG, WebP), upright, at most as wide as the last of ``widths``.

    Raises ValidationError in words for people when it is none, broken, or too large to open.
    """
    if len(data) > MAX_BYTES:
        raise ValidationError(_refusal("too_large"))
    job = {
        "widths": list(widths), "share": SHARE, "pixels": MAX_PIXELS, "shortest": SHORTEST, "longest": LONGEST,
        "memory": CHILD_MEMORY, "seconds": CHILD_SECONDS,
    }  # fmt: skip
    answer = _ask_child(data, job)
    if code := answer.get("error"):
        raise ValidationError(_refusal(_looks_like(data) if code == "unreadable" else code))
    return Picture(answer["width"], answer["height"], tuple(answer["widths"]), answer["files"])


def _ask_child(data: bytes, job: dict[str, Any]) -> dict[str, Any]:
    """Run ``child`` with an empty environment. A child that was stopped had too much to do."""
    command = [sys.executable, "-m", "core.pictures.child", json.dumps(job)]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, cwd=PROJECT, env={}, timeout=CHILD_SECONDS * 2, check=False
        )
    except subprocess.TimeoutExpired:
        return {"error": "too_many_pixels"}
    if done.returncode:
        return {"error": "too_many_pixels" if done.returncode < 0 else "broken"}
    # Our own child wrote it, and nobody in between.
    answer: dict[str, Any] = marshal.loads(done.stdout)  # noqa: S302
    return answer


def _looks_like(data: bytes) -> str:
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    for code, beginnings in OTHERS.items():
        if start.startswith(beginnings) or (code == "heic" and start[4:12] in beginnings):
            return code
    return "unreadable"


def _refusal(code: str) -> str:
    match code:
        case "too_large":
            return _("This file is larger than %(megabytes)s MB. Save the picture smaller, and try again.") % {
                "megabytes": MAX_BYTES // (1024 * 1024)
            }
        case "too_many_pixels":
            return _("This picture unpacks to far more than a photograph, so it was not opened. Save it smaller.")
        case "too_small":
            return _("This picture is too small for a page. Choose one of at least %(long)s by %(short)s pixels.") % {
                "long": LONGEST, "short": SHORTEST,
            }  # fmt: skip
        case "broken":
            return _("This picture is damaged: it cannot be read to the end. Save it again, or choose another one.")
        case "heic":
            return _("This is a picture in the telephone's own format (HEIC). Save or send it as JPEG, and try again.")
        case "svg":
            return _("This is a drawing (SVG) and no photograph. Save it as PNG, and try again.")
        case _:
            return _("This is not a picture that we can show. Choose one in JPEG, PNG or WebP.")
