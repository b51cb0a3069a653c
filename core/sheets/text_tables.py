"""CSV as people really save it: which encoding, which delimiter, which cells."""

import codecs
import csv
import io
import itertools
from collections import Counter
from dataclasses import dataclass

from core.sheets.errors import sheet_error

DELIMITERS = ";,\t|"
_SAMPLE = 64 * 1024  # characters looked at to find the delimiter
_SAMPLE_ROWS = 200

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Old one-byte encodings, the likelier first: Windows (and ISO-8859-1 with it), ISO with the euro
# sign, DOS, old Macs. Which one it was is judged by which gives the letters that our languages have.
_ONE_BYTE = ("cp1252", "iso8859_15", "cp850", "mac_roman")
# How much a character speaks for an encoding; what is not named here speaks against it.
_WEIGHTS = {
    **dict.fromkeys("áäãíìóöòõüúñæåøßÉÈÊËÀÂÄÁÇÎÏÍÔÖÓÛÜÚÙÑŒÆÅØ«»²³§°•", 0.25),
    **dict.fromkeys("éèêëàâçîïôûùœ‘’“”–—…€\u00a0", 1.0),
}
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\x0b\x0c")) + b"\x7f"
_BINARY_SHARE = 0.005


@dataclass(frozen=True, slots=True)
class RawText:
    """The rows of a CSV file, the first being row 1 of the file."""

    rows: list[list[str]]
    encoding: str
    delimiter: str


def read_text(data: bytes, *, max_rows: int, max_columns: int) -> RawText:
    """Read ``data`` as CSV. Raises SheetError."""
    encoding = find_encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise sheet_error("encoding") from None
    if "\0" in text:
        raise sheet_error("nul")
    declared, text = _declared_delimiter(text)
    delimiter = declared or find_delimiter(text)
    rows = _parse(text, delimiter, max_rows)
    if declared:
        rows.insert(0, [])  # the line "sep=;" that Excel writes is a row of the file as well
    if max(map(len, rows), default=0) > max_columns:
        raise sheet_error("too_many_columns", limit=max_columns)
    return RawText(rows, encoding, delimiter)


def find_encoding(data: bytes) -> str:
    """The name of the encoding of ``data``. Raises SheetError for what is no text at all."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return encoding
    if b"\0" in data:
        return _utf16_without_mark(data)
    if _is_binary(data):
        raise sheet_error("binary")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _one_byte_encoding(data)
    return "utf-8"


def _is_binary(data: bytes) -> bool:
    """Whether there are more control characters than a few strays."""
    controls = len(data) - len(data.translate(None, _CONTROLS))
    return controls > 3 + len(data) * _BINARY_SHARE


def _utf16_without_mark(data: bytes) -> str:
    """UTF-16 without its mark: in our alphabet nearly every second byte is NUL. Else it is no text."""
    sample = data[:4096]
    half = len(sample) // 2
    if half and sample[1::2].count(0) > half * 0.8 and not sample[::2].count(0):
        return "utf-16-le"
    if half and sample[::2].count(0) > half * 0.8 and not sample[1::2].count(0):
        return "utf-16-be"
    raise sheet_error("binary" if _is_binary(data) else "nul")


def _one_byte_encoding(data: bytes) -> str:
    counts = Counter(data.translate(None, bytes(range(128))))
    scores = {encoding: _likeness(counts, encoding) for encoding in _ONE_BYTE}
    best = max(_ONE_BYTE, key=scores.__getitem__)  # the first of equals
    if scores[best] <= 0:
        raise sheet_error("encoding")
    return best


def _likeness(counts: Counter[int], encoding: str) -> float:
    """How much the bytes, read in ``encoding``, look like Dutch, French or English."""
    score = 0.0
    for byte, count in counts.items():
        try:
            score += _WEIGHTS.get(bytes([byte]).decode(encoding), -1.0) * count
        except UnicodeDecodeError:
            return float("-inf")
    return score


def _declared_delimiter(text: str) -> tuple[str, str]:
    """Excel's own first line ``sep=;``: the delimiter and the text after that line."""
    first, _newline, rest = text[:20].partition("\n")
    first = first.rstrip("\r").strip('"')
    if len(first) == 5 and first.lower().startswith("sep="):
        return first[4], text[text.index("\n") + 1 :] if _newline else rest
    return "", text


def find_delimiter(text: str) -> str:
    """The delimiter with which most of the first rows get the same number of cells, more than one."""
    sample = text[:_SAMPLE]
    best, best_score = ",", (0.0, 0)
    for delimiter in DELIMITERS:
        score = _regularity(sample, delimiter)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _regularity(sample: str, delimiter: str) -> tuple[float, int]:
    """The share of rows that have the commonest number of cells, and that number; (0, 0) for one column."""
    try:
        reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
        widths = Counter(len(row) for row in itertools.islice(reader, _SAMPLE_ROWS) if row)
    except csv.Error:
        return 0.0, 0
    several = {width: count for width, count in widths.items() if width > 1}
    if not several:
        return 0.0, 0
    width = max(several, key=lambda width: (several[width], width))
    return round(several[width] / widths.total(), 1), width


def _parse(text: str, delimiter: str, max_rows: int) -> list[list[str]]:
    """All rows. Stray quotation marks inside a cell are forgiven, one that is never closed is not."""
    try:
        return _rows(text, delimiter, max_rows, strict=True)
    except csv.Error as error:
        if "unexpected end of data" in str(error) or "field larger" in str(error):
            raise sheet_error("open_quote") from None
    try:
        return _rows(text, delimiter, max_rows, strict=False)
    except csv.Error:
        raise sheet_error("open_quote") from None


def _rows(text: str, delimiter: str, max_rows: int, *, strict: bool) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    rows = list(itertools.islice(reader, max_rows + 1))
    if len(rows) > max_rows:
        raise sheet_error("too_many_rows", limit=max_rows)
    return rows
