"""Workbooks (XLSX, XLS, ODS): looked at from outside here, opened in a limited process of their own."""

import io
import json
import marshal
import subprocess
import sys
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.sheets.errors import sheet_error

PROJECT = Path(__file__).resolve().parents[3]
MAX_UNPACKED = 200 * 1024 * 1024  # bytes of XML; 50,000 rows of 20 columns are about 70 million
MAX_PARTS = 2000
CHILD_MEMORY = 1024 * 1024 * 1024  # bytes of address space
CHILD_SECONDS = 20
MAX_TEXT = 64 * 1024 * 1024  # bytes of text in the cells; a list of 50,000 rows of 20 columns has about 20 million

ZIP_START = b"PK\x03\x04"
OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_LOCAL_HEADER = 30  # bytes before the name, see APPNOTE.TXT 4.3.7
_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class RawSheet:
    """A sheet as it stands in the workbook. ``merged``: merged cells were filled downwards."""

    name: str
    names: list[str]
    rows: list[list[str]]
    merged: bool


def is_workbook(data: bytes) -> bool:
    """Whether ``data`` begins like a workbook; the file's name does not count, it may lie."""
    return data.startswith((ZIP_START, OLE_START))


def read_workbook(data: bytes, *, sheet: str, max_rows: int, max_columns: int) -> RawSheet:
    """Read ``sheet`` (empty: the first that holds a list) of the workbook ``data``. Raises SheetError."""
    if data.startswith(ZIP_START):
        refuse_zip_bomb(data)
    elif _ENCRYPTED in data:
        raise sheet_error("password")
    answer = _ask_child(
        data,
        {
            "sheet": sheet,
            "rows": max_rows,
            "columns": max_columns,
            "memory": CHILD_MEMORY,
            "seconds": CHILD_SECONDS,
            "text": MAX_TEXT,
        },
    )
    if "error" in answer:
        limit = max_rows if answer["error"] == "too_many_rows" else max_columns
        raise sheet_error(answer["error"], limit=limit)
    return RawSheet(answer["name"], answer["names"], answer["rows"], answer["merged"])


def _ask_child(data: bytes, job: dict[str, str | int]) -> dict[str, Any]:
    """Run ``workbook_child`` with an empty environment. A child that was stopped had too much to read."""
    command = [sys.executable, "-m", "partners.stakeholders.sheets.workbook_child", json.dumps(job)]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, cwd=PROJECT, env={}, timeout=CHILD_SECONDS * 2, check=False
        )
    except subprocess.TimeoutExpired:
        raise sheet_error("too_large_inside") from None
    if done.returncode < 0:  # aborted for memory, or killed for time
        raise sheet_error("too_large_inside")
    if done.returncode:
        raise sheet_error("unreadable")
    # Four times as fast as JSON for a big sheet. Our own child wrote it, and nobody in between.
    answer: dict[str, Any] = marshal.loads(done.stdout)  # noqa: S302
    return answer


def refuse_zip_bomb(data: bytes) -> None:
    """Unpack every part, keep nothing, count. Raises SheetError.

    The sizes that the archive declares are not believed, so ``zipfile`` (which stops reading where
    they say) only finds the parts.
    """
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise sheet_error("unreadable") from None
    if len(parts) > MAX_PARTS:
        raise sheet_error("too_large_inside")
    left = MAX_UNPACKED
    for part in parts:
        if part.flag_bits & 1:
            raise sheet_error("password")
        left -= _unpacked_size(data, part, left)
        if left < 0:
            raise sheet_error("too_large_inside")


def _unpacked_size(data: bytes, part: zipfile.ZipInfo, allowed: int) -> int:
    """How many bytes ``part`` really is; counting ends soon after ``allowed``."""
    header = data[part.header_offset : part.header_offset + _LOCAL_HEADER]
    if len(header) < _LOCAL_HEADER or not header.startswith(ZIP_START):
        raise sheet_error("unreadable")
    start = part.header_offset + _LOCAL_HEADER
    start += int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    packed = memoryview(data)[start : start + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        return len(packed)
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise sheet_error("unreadable")
    return _inflated_size(packed, allowed)


def _inflated_size(packed: memoryview, allowed: int) -> int:
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    size = 0
    try:
        for start in range(0, len(packed), _CHUNK):
            rest: bytes | memoryview = packed[start : start + _CHUNK]
            while rest and size <= allowed and not inflate.eof:
                size += len(inflate.decompress(rest, _CHUNK))
                rest = inflate.unconsumed_tail
    except zlib.error:
        raise sheet_error("unreadable") from None
    return size
