"""Reads one workbook (XLSX, XLS, ODS) in a process of its own, under limits of memory and time.

A workbook of a few kilobytes can ask for gigabytes: text that unpacks a thousandfold, two cells at
opposite corners, one cell repeated a billion times. Rather than recognise every such trick, the
reader is put where it can do no harm: the process ends, and ``workbooks`` says so kindly.

Input: the workbook on standard input; limits and wanted sheet as JSON in the first argument.
Output: one marshalled dict, ``{"error": code}`` or the sheet. Run by ``workbooks.read_workbook`` only.
"""

import datetime
import gc
import io
import json
import marshal
import resource
import sys
from collections.abc import Sequence
from typing import Any

import python_calamine as calamine

from partners.stakeholders.sheets.headers import find_header

_HEADER_ROWS = 80


def as_text(value: object) -> str:
    """A cell's value that is not text yet, as text: 8724.0 is "8724", a date is ISO 8601, true and false are words."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.datetime):
        at_midnight = value.time() == datetime.time()
        return value.date().isoformat() if at_midnight else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, datetime.timedelta):
        return str(value)
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value)


def _row_as_text(row: Sequence[object]) -> list[str]:
    return [value if type(value) is str else as_text(value) for value in row]


def _fill_merged(rows: list[list[str]], sheet: Any) -> bool:
    """Give every row of a vertically merged cell its value. A cell merged sideways is a title, and stays."""
    filled = False
    for (top, left), (bottom, _right) in sheet.merged_cell_ranges or []:
        for index in range(top + 1, min(bottom + 1, len(rows))):
            if left < len(rows[index]) and not rows[index][left]:
                rows[index][left] = rows[top][left]
                filled = True
    return filled


def _choose(workbook: Any, wanted: str) -> tuple[Any, str]:
    """The sheet called ``wanted``; else the first visible one with a header row, else the first that is not empty."""
    if wanted:
        if wanted not in workbook.sheet_names:
            return None, "no_sheet"
        return workbook.get_sheet_by_name(wanted), ""
    first = None
    for about in workbook.sheets_metadata:
        if about.visible != calamine.SheetVisibleEnum.Visible or about.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_name(about.name)
        if sheet.end is None:  # nothing in it
            continue
        head = sheet.to_python(skip_empty_area=False, nrows=_HEADER_ROWS)
        if find_header([_row_as_text(row) for row in head]) >= 0:
            return sheet, ""
        first = first or sheet
    return first, "" if first else "empty"


def read(data: bytes, *, wanted: str, max_rows: int, max_columns: int) -> dict[str, Any]:
    """The chosen sheet as ``{"name", "names", "rows", "merged"}``, or ``{"error": code}``."""
    try:
        workbook = calamine.load_workbook(io.BytesIO(data))
        sheet, problem = _choose(workbook, wanted)
    except calamine.PasswordError:
        return {"error": "password"}
    except (calamine.CalamineError, calamine.ZipError, calamine.XmlError, OSError, ValueError):
        return {"error": "unreadable"}
    if problem:
        return {"error": problem}
    if sheet.end is None:
        return {"error": "empty"}
    last_row, last_column = sheet.end  # counted from 0
    if last_row >= max_rows + _HEADER_ROWS:  # the header and the titles above it come on top
        return {"error": "too_many_rows"}
    if last_column >= max_columns:
        return {"error": "too_many_columns"}
    rows = [_row_as_text(row) for row in sheet.to_python(skip_empty_area=False)]
    merged = _fill_merged(rows, sheet)
    return {"name": sheet.name, "names": workbook.sheet_names, "rows": rows, "merged": merged}


def main() -> None:
    """Set the limits, read, answer."""
    gc.disable()  # the process ends in a moment; looking for cycles in a table of text is time lost
    job = json.loads(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (job["memory"], job["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (job["seconds"], job["seconds"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer = read(sys.stdin.buffer.read(), wanted=job["sheet"], max_rows=job["rows"], max_columns=job["columns"])
    except MemoryError:
        answer = {"error": "too_large_inside"}
    output = marshal.dumps(answer)
    if len(output) > job["text"]:
        output = marshal.dumps({"error": "too_large_inside"})
    sys.stdout.buffer.write(output)


if __name__ == "__main__":
    main()
