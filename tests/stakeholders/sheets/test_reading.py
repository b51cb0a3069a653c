"""Files as people really send them, written here with the traps of real ones."""

import datetime
import io
import struct
import zipfile
import zlib

import openpyxl
import pytest

from core.sheets.errors import SheetError
from partners.stakeholders.sheets import workbooks
from partners.stakeholders.sheets.reading import read_table

CSV = "Naam;E-mail;Gemeente\r\nPrivé Domein;info@putte.example;Putte\r\n\r\nÉcole ‘De Brug’;brug@example.org;Genève\r\n"
ROWS = [
    (2, ["Privé Domein", "info@putte.example", "Putte"]),
    (4, ["École ‘De Brug’", "brug@example.org", "Genève"]),
]


def workbook(*rows, merge=(), sheets=()):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    for cells in merge:
        sheet.merge_cells(cells)
    for name, content in sheets:
        other = book.create_sheet(name)
        for row in content:
            other.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def replace_part(data, name, content):
    """The workbook with another part in place of ``name``."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return file.getvalue()


def refused(data, filename="list.csv", **limits):
    with pytest.raises(SheetError) as caught:
        read_table(data, filename, **limits)
    assert caught.value.message
    return caught.value.code


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
    ],
)
def test_csv_in_every_usual_encoding_reads_the_same(encoding, found):
    table = read_table(CSV.encode(encoding), "list.csv")
    assert (table.encoding, table.delimiter, table.headers) == (found, ";", ["Naam", "E-mail", "Gemeente"])
    assert [tuple(row) for row in table.rows] == ROWS


@pytest.mark.parametrize("encoding", ["iso8859_1", "iso8859_15", "cp850", "mac_roman"])
def test_old_encodings_keep_their_accents(encoding):
    text = "Naam,Plaats\nProvinciaal Instituut voor Hygiëne,Liège\nChœur d'élèves,Besançon\nCafé Zoniën,Köln\n"
    if encoding in ("iso8859_1", "cp850"):
        text = text.replace("œ", "oe")
    table = read_table(text.encode(encoding), "list.csv")
    assert [row.cells[0] for row in table.rows] == [line.split(",")[0] for line in text.splitlines()[1:]]


def test_no_break_spaces_do_not_make_windows_text_look_like_dos():
    text = "Naam;Plaats\n" + "PZ Balen:\u00a0Balen,\u00a0Dessel\u00a0en\u00a0Mol;Mol\n" * 50 + "Privé;Putte\n"
    table = read_table(text.encode("cp1252"), "list.csv")
    assert table.encoding == "cp1252"
    assert table.rows[-1].cells == ["Privé", "Putte"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiter_is_found_though_texts_hold_the_others(delimiter):
    lines = [["Naam", "Notities"], ["A, B en C", "een; twee, drie | vier"], ["D", "x, y"]]
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in lines)
    table = read_table(text.encode(), "list.csv")
    assert table.delimiter == delimiter
    assert [row.cells for row in table.rows] == lines[1:]


def test_quoted_line_breaks_stay_in_their_cell_and_count_as_one_row():
    table = read_table(b'Naam,Notities\r\n"A","een\r\ntwee"\r\nB,drie\r\n', "list.csv")
    assert [tuple(row) for row in table.rows] == [(2, ["A", "een\ntwee"]), (3, ["B", "drie"])]


def test_excels_own_first_line_names_the_delimiter_and_is_a_row():
    table = read_table(b"sep=|\nNaam|Gemeente\nA|Gent\n", "list.csv")
    assert (table.delimiter, table.header_row, table.rows[0].number) == ("|", 2, 3)


def test_stray_quotation_marks_are_forgiven():
    table = read_table(b'Naam;Gemeente\n"De" Brug;Gent\nB;"Aalst" bij\n', "list.csv")
    assert [row.cells[1] for row in table.rows] == ["Gent", "Aalst bij"]


def test_header_below_a_title_is_found_and_rows_keep_their_numbers():
    data = workbook(["Inclusion 2023 — liste des lieux"], [], ["Lieu ", " Commune", None, "E-mail"], ["A", "Bègles", 1])
    table = read_table(data, "list.xlsx")
    assert (table.header_row, table.headers) == (3, ["Lieu", "Commune", "", "E-mail"])
    assert [tuple(row) for row in table.rows] == [(4, ["A", "Bègles", "1", ""])]


def test_same_headers_are_told_apart_and_short_and_long_rows_fit():
    table = read_table(b"Naam,E-mail,E-mail\nA\nB,b@x.example,c@x.example,more\n", "list.csv")
    assert table.headers == ["Naam", "E-mail", "E-mail (2)", ""]
    assert [row.cells for row in table.rows] == [["A", "", "", ""], ["B", "b@x.example", "c@x.example", "more"]]


def test_cells_of_a_workbook_become_text():
    when = datetime.datetime(2024, 5, 1, 13, 30)
    data = workbook(
        ["Naam", "Nr", "Datum", "Tijd", "Lat", "Ja"], ["A", 8724.0, datetime.date(2024, 5, 1), when, 50.5, True]
    )
    assert read_table(data, "list.xlsx").rows[0].cells == [
        "A",
        "8724",
        "2024-05-01",
        "2024-05-01 13:30",
        "50.5",
        "true",
    ]


def test_cells_merged_downwards_give_each_row_the_value_and_a_notice():
    data = workbook(
        ["Leden", None, None],
        ["Sector", "Naam", "E-mail"],
        ["Zorg", "A", "a@x.example"],
        [None, "B", None],
        merge=["A1:C1", "A3:A4"],
    )
    table = read_table(data, "list.xlsx")
    assert table.header_row == 2
    assert [row.cells for row in table.rows] == [["Zorg", "A", "a@x.example"], ["Zorg", "B", ""]]
    assert len(table.notices) == 1


def test_sheet_that_holds_a_list_is_taken_or_the_one_asked_for():
    data = workbook(["Lees mij eerst"], sheets=[("Leden", [["Naam", "E-mail"], ["A", ""]]), ("Oud", [["Naam"], ["Z"]])])
    table = read_table(data, "list.xlsx")
    assert (table.sheet_name, table.sheet_names, len(table.notices)) == ("Leden", ["Sheet", "Leden", "Oud"], 1)
    assert read_table(data, "list.xlsx", sheet="Oud").rows[0].cells == ["Z"]
    assert refused(data, sheet="Nieuw") == "no_sheet"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \r\n\r\n ", "empty"),
        (b";;;\n;;;\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"Buurthuis,Gent,09 123 45 67\nDe Brug,Aalst,053 12 34 56\n", "no_header"),
        (b"Naam;Gemeente\n", "no_rows"),
        (b"Naam;Gemeente\n;\n", "no_rows"),
        (b"Naam;Gemeente\nDe\0Brug;Gent\n", "nul"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "binary"),
        (b"%PDF-1.7\n" + bytes(range(1, 32)) * 50, "binary"),
        ("Naam\nA\0B\n".encode("utf-16"), "nul"),
        (bytes(5000), "binary"),
        (b"\xff\xfeN\0a\0a\0m", "encoding"),
        (b'Naam;Gemeente\n"De Brug;Gent\nB;Aalst\n', "open_quote"),
        (b"PK\x03\x04 and then nothing", "unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
    ],
)
def test_what_is_no_list_is_refused_with_its_own_message(data, code):
    assert refused(data) == code


def test_workbook_without_a_header_or_with_nothing_is_refused():
    assert refused(workbook(["De Brug", "Markt 1", "09 123 45 67"], ["B", "C", "D"])) == "no_header"
    assert refused(workbook()) == "empty"
    assert refused(b"PK\x03\x04" + workbook(["Naam"], ["A"])[4:200]) == "unreadable"


def test_limits_of_bytes_rows_and_columns():
    rows = b"Naam\n" + b"A\n" * 11
    assert len(read_table(rows, "list.csv", max_rows=11).rows) == 11
    assert refused(rows, max_rows=10) == "too_many_rows"
    assert refused(rows, max_bytes=20) == "too_large"
    assert refused(b"Naam\n" + b"A\n" * 500, max_rows=10) == "too_many_rows"
    assert refused(b"Naam" + b";x" * 400 + b"\nA\n") == "too_many_columns"
    sheet = workbook(["Naam"], *[["A"]] * 11)
    assert len(read_table(sheet, "list.xlsx", max_rows=11).rows) == 11
    assert refused(sheet, max_rows=10) == "too_many_rows"
    assert refused(workbook(["Naam"], *[["A"]] * 200), max_rows=10) == "too_many_rows"


def test_zip_bomb_is_refused_though_it_declares_a_small_size(monkeypatch):
    monkeypatch.setattr(workbooks, "MAX_UNPACKED", 2_000_000)
    data = bytearray(replace_part(workbook(["Naam"], ["A"]), "xl/theme/theme1.xml", b"<a>" + b" " * 8_000_000))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        directory = archive.start_dir
    # Say in the central directory, and check against it, that the part holds its first three bytes only.
    at = data.index(b"xl/theme/theme1.xml", directory) - 46
    struct.pack_into("<I", data, at + 16, zlib.crc32(b"<a>"))
    struct.pack_into("<I", data, at + 24, 3)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.read("xl/theme/theme1.xml") == b"<a>"  # the lie is believed where it can be
    assert refused(bytes(data), "list.xlsx") == "too_large_inside"


def test_the_counting_is_exact():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", b"x" * 3_000_001)
    part = zipfile.ZipFile(data).infolist()[0]
    assert workbooks._unpacked_size(data.getvalue(), part, 10_000_000) == 3_000_001


def test_more_text_than_a_list_can_have_is_refused(monkeypatch):
    data = workbook(["Naam"], ["A" * 2000])
    monkeypatch.setattr(workbooks, "MAX_TEXT", 3000)
    assert len(read_table(data, "list.xlsx").rows) == 1
    monkeypatch.setattr(workbooks, "MAX_TEXT", 1000)
    assert refused(data, "list.xlsx") == "too_large_inside"


def test_a_child_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(workbooks, "CHILD_SECONDS", 0)
    assert refused(workbook(["Naam"], ["A"]), "list.xlsx") == "too_large_inside"


@pytest.mark.parametrize(
    ("cells", "codes"),
    [
        (
            '<row r="1"><c r="A1" t="inlineStr"><is><t>Naam</t></is></c></row>'
            '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
            {"too_large_inside", "too_many_rows"},
        ),
        (
            '<row r="1"><c r="A1" t="inlineStr"><is><t>Naam</t></is></c><c r="XFD1"><v>1</v></c></row>',
            {"too_many_columns"},
        ),
    ],
)
def test_two_cells_at_opposite_corners_take_no_memory_of_ours(cells, codes):
    xml = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{cells}</sheetData></worksheet>'
    data = replace_part(workbook(["Naam"], ["A"]), "xl/worksheets/sheet1.xml", xml)
    assert refused(data, "list.xlsx") in codes


def ods(cells):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        archive.writestr(
            "content.xml",
            '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
            'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
            'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
            f'<office:body><office:spreadsheet><table:table table:name="Leden">{cells}'
            "</table:table></office:spreadsheet></office:body></office:document-content>",
        )
    return file.getvalue()


def ods_row(*cells, attributes=""):
    made = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in cells
    )
    return f"<table:table-row {attributes}>{made}</table:table-row>"


def test_opendocument_is_read_too():
    table = read_table(ods(ods_row("Naam", "Gemeente") + ods_row("De Brug", "Gent")), "list.ods")
    assert [tuple(row) for row in table.rows] == [(2, ["De Brug", "Gent"])]


def test_a_cell_repeated_a_billion_times_ends_the_child_and_not_us():
    repeated = ods_row("x", attributes='table:number-rows-repeated="1000000000"')
    wide = '<table:table-row><table:table-cell table:number-columns-repeated="1000000000" office:value-type="string">'
    assert refused(ods(ods_row("Naam") + repeated), "list.ods") in {"too_large_inside", "too_many_rows"}
    wide += "<text:p>x</text:p></table:table-cell></table:table-row>"
    assert refused(ods(ods_row("Naam") + wide), "list.ods") in {"too_large_inside", "too_many_columns", "unreadable"}


def test_a_formula_gives_its_value_and_numbers_kept_as_text_stay():
    data = workbook(["Naam", "Postcode", "Ondernemingsnummer"], ["Huis", "9100", 403019261], ["Ander", "01000", "0403"])
    name = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheet = parts.read(name).decode()
    value = "<v>403019261</v>"
    assert value in sheet
    calculated = replace_part(data, name, sheet.replace(value, f"<f>403019260+1</f>{value}").encode())
    rows = read_table(calculated, "list.xlsx").rows
    assert [row.cells for row in rows] == [["Huis", "9100", "403019261"], ["Ander", "01000", "0403"]]
