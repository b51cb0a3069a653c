"""What is written is harmless in a spreadsheet program, and read back the same."""

import csv
import io
import re

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from partners.stakeholders.sheets.formulas import MAX_CELL, neutralise, plain, restore
from partners.stakeholders.sheets.reading import read_table
from partners.stakeholders.sheets.writing import write_csv, write_xlsx

HEADERS = ["Name", "E-mail", "Notes"]
HOSTILE = [
    "=1+1",
    "+32 9 000 00 00",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "\x1f|calc",
    "\x00=1",
    '"=1',
    "'=1",
    "''=1",
    "＝1",
    '=HYPERLINK("http://x.example")',
    "%0A=1",
    "|cmd",
    "_x0041_",
    "_x000D_\n",
    "#N/A",
    "#REF!",
    "TRUE",
    "1e5",
    "007",
    "\ud800",
    "\ufffe",
    "\x85=",
    "\u2028-",
    "a\r\nb",
    "a\rb",
    " a ",
    "<b>&amp;",
    "]]>",
    "💥",
    "'t Hof",
    "2024-01-01",
    "\ufeffx",
]

cells = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=12),
    st.text(alphabet="=+-@|%\t\r\n'\" ;,_x0041\x1f\x00ab", max_size=10),
)
rows = st.lists(st.tuples(st.just("A").map(str), cells, cells), min_size=1, max_size=4)


def expected(table):
    return [[plain(cell) for cell in row] for row in table]


@settings(max_examples=300, deadline=None)
@given(rows)
@example([("A", cell, cell) for cell in HOSTILE])
def test_csv_is_read_back_the_same(table):
    data = b"".join(write_csv(HEADERS, table))
    back = read_table(data, "export.csv")
    assert (back.headers, [row.cells for row in back.rows]) == (HEADERS, expected(table))


@settings(max_examples=25, deadline=None)
@given(rows)
@example([("A", cell, cell) for cell in HOSTILE])
def test_workbook_is_read_back_the_same(table):
    back = read_table(write_xlsx(HEADERS, table), "export.xlsx")
    assert (back.headers, [row.cells for row in back.rows]) == (HEADERS, expected(table))


@given(cells)
@example("\x1f|")
def test_no_cell_begins_with_what_a_program_could_run(cell):
    """However a program trims blanks, quotation marks or control characters first."""
    written = neutralise(cell)
    assert restore(written) == plain(cell)
    if not written.startswith("'"):
        assert not re.match(r"[\s\x00-\x1f\x7f-\x9f\"]*[=+\-@|%＝＋－＠]", written)
        assert written[:1] not in ("\t", "\r", "\n")


@pytest.mark.parametrize("cell", ["=1+1", '=HYPERLINK("http://x.example","y")', "#N/A", "@x", "\x1f|x"])
def test_workbook_holds_text_and_no_formulas(cell):
    sheet = openpyxl.load_workbook(io.BytesIO(write_xlsx(HEADERS, [["A", cell, cell]]))).active
    assert [found.data_type for row in sheet.iter_rows() for found in row] == ["s"] * 6
    assert sheet["B2"].value == neutralise(cell)


def test_headers_are_neutralised_too():
    data = b"".join(write_csv(["Name", "=1+1"], []))
    assert data == "\ufeffName;'=1+1\r\n".encode()


def test_numbers_stay_numbers_and_nothing_is_empty():
    line = b"".join(write_csv(HEADERS, [[-0.58, None, True]])).decode("utf-8-sig").splitlines()[1]
    assert line == "-0.58;;true"
    sheet = openpyxl.load_workbook(io.BytesIO(write_xlsx(HEADERS, [[-0.58, None, 3]]))).active
    assert [cell.value for cell in sheet[2]] == [-0.58, None, 3]


def test_csv_comes_in_pieces_that_make_one_file():
    pieces = list(write_csv(HEADERS, ([f"A{number}", "", ""] for number in range(1000))))
    assert len(pieces) > 3
    lines = list(csv.reader(io.StringIO(b"".join(pieces).decode("utf-8-sig")), delimiter=";"))
    assert [line[0] for line in lines] == ["Name", *(f"A{number}" for number in range(1000))]


def test_too_long_a_text_is_cut_where_excel_would_break():
    back = read_table(write_xlsx(HEADERS, [["A", "=" + "x" * 40_000, ""]]), "export.xlsx")
    assert len(back.rows[0].cells[1]) == MAX_CELL


def test_sheet_names_that_excel_refuses_are_mended():
    data = write_xlsx(HEADERS, [["A", "", ""]], sheet_name="Leden: [alle]/2024")
    assert openpyxl.load_workbook(io.BytesIO(data)).sheetnames == ["Leden   alle  2024"]
