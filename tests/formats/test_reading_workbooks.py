"""Guards what is read of uploaded files. Here: .xlsx workbooks, as Excel and the programs like it write them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
import xlsxwriter

from bot.domain.table import Row
from tests.formats.files import (
    CELLS,
    SHEET,
    cells,
    handmade,
    packed,
    parts_of,
    read,
    refused,
    sheet_of,
    workbook,
    written,
)


@pytest.mark.parametrize("options", [{}, {"constant_memory": True}, {"use_zip64": True}])
@pytest.mark.parametrize("name", ["students.xlsx", "students.csv", "students"])
def test_a_workbook_reads_under_any_name(options: dict[str, Any], name: str) -> None:
    table = read(sheet_of(CELLS, **options), name)
    assert cells(table) == CELLS
    assert (table.sheet, table.notes) == ("Students", ())


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0042", "0042"),
        (" \u00a0Asha\u3000", "Asha"),
        ("தமிழ்ச்செல்வி 👩🏽‍🎓", "தமிழ்ச்செல்வி 👩🏽‍🎓"),
        ('a & b <c> "d"', 'a & b <c> "d"'),
        ("one\ntwo", "one\ntwo"),
        ("bell\x07", "bell\x07"),
        ("_x0041_", "_x0041_"),
        (42, "42"),
        (42.0, "42"),
        (-5, "-5"),
        (0, "0"),
        (0.1 + 0.2, "0.3"),
        (2021000042, "2021000042"),
        (999999999999999, "999999999999999"),
        (9845012345678901234, "9.8450123456789E+18"),
        (1e-7, "1E-07"),
        (True, "TRUE"),
        (False, "FALSE"),
    ],
)
def test_a_cell_reads_as_a_person_would_write_it(value: Any, text: str) -> None:
    for options in ({}, {"constant_memory": True}):
        assert cells(read(sheet_of([["Roll No", "Name"], [value, "x"]], **options)))[1] == [text, "x"]


@pytest.mark.parametrize("counts_from_1904", [False, True])
@pytest.mark.parametrize(
    ("form", "value", "text"),
    [
        ("dd/mm/yyyy", datetime(2026, 7, 1), "2026-07-01"),
        ("d-mmm-yy", datetime(2026, 7, 1), "2026-07-01"),
        ("[$-409]mmmm d, yyyy;@", datetime(2026, 7, 1), "2026-07-01"),
        ('yyyy"年"m"月"', datetime(2026, 7, 1), "2026-07-01"),
        ("mmm", datetime(2026, 7, 1), "2026-07-01"),
        ("dd/mm/yyyy hh:mm", datetime(2026, 7, 1, 9, 30), "2026-07-01 09:30"),
        ("dd/mm/yyyy", datetime(2026, 7, 1, 23, 59, 59, 999_900), "2026-07-02"),
        (14, datetime(2026, 7, 1), "2026-07-01"),
        (22, datetime(2026, 7, 1, 0, 1), "2026-07-01 00:01"),
        ("General", 46204, "46204"),
        ('0 "days"', 46204, "46204"),
        ("[Red]0.00", 46204.5, "46204.5"),
        ("hh:mm", 0.5, "0.5"),
        (20, 0.5, "0.5"),
        ("dd/mm/yyyy", 0.5, "0.5"),
        ("dd/mm/yyyy", -3, "-3"),
        ("dd/mm/yyyy", 1e9, "1000000000"),
    ],
)
def test_what_shows_as_a_date_reads_as_a_date(form: Any, value: Any, text: str, counts_from_1904: bool) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Roll No", "Name", "Joined"])
        style = book.add_format({"num_format": form})
        is_date = isinstance(value, datetime)
        (sheet.write_datetime if is_date else sheet.write_number)(1, 2, value, style)

    table = read(workbook(fill, date_1904=counts_from_1904))
    assert cells(table)[1] == ["", "", text]
    assert table.days == (frozenset({text}) if text.startswith("2026") else frozenset())


@pytest.mark.parametrize(("serial", "day"), [(1, date(1900, 1, 1)), (59, date(1900, 2, 28)), (61, date(1900, 3, 1))])
def test_days_before_excels_29_february_1900_are_right_too(serial: int, day: date) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet().write_row(0, 0, [serial], book.add_format({"num_format": 14}))

    assert cells(read(workbook(fill))) == [[day.isoformat()]]


def test_formulas_read_as_their_results_and_say_so_when_they_have_none() -> None:
    sheet = SHEET.format(
        "<row><c><f>A1+41</f><v>42</v></c>"
        '<c t="str"><f>B1&amp;" Rao"</f><v>Asha Rao</v></c>'
        '<c t="e"><f>VLOOKUP(A1,B:B,1)</f><v>#N/A</v></c>'
        '<c t="str"><f>IF(A1,"","x")</f><v></v></c>'
        "<c><f>A1&amp;B1</f></c>"
        '<c><f t="shared" si="0"/></c></row>'
    )
    assert cells(read(packed(handmade(sheet)))) == [["42", "Asha Rao", "#N/A", "", "=A1&B1", "="]]


def test_formatted_text_is_one_text_and_how_it_is_pronounced_is_none_of_it() -> None:
    inline = '<c t="inlineStr"><is><r><t>E</t></r><r><t>va</t></r></is></c>'
    sheet = SHEET.format(f'<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c>{inline}</row>')
    texts = (
        "<sst><si><r><rPr><b/></rPr><t>As</t></r><r><t xml:space='preserve'>ha </t></r></si>"
        "<si><t>山田</t><rPh sb='0' eb='2'><t>ヤマダ</t></rPh></si></sst>"
    )
    assert cells(read(packed(handmade(sheet, sharedStrings=texts)))) == [["Asha", "山田", "Eva"]]


def test_prefixes_references_left_out_and_other_namespaces_read_too() -> None:
    sheet = (
        '<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData>'
        '<x:row r="3"><x:c r="B3"><x:v>1</x:v></x:c><x:c><x:v>2</x:v></x:c>'
        '<x:c t="d"><x:v>2026-07-01T00:00:00Z</x:v></x:c></x:row>'
        '<x:row><x:c r="AA4"><x:v>3</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    assert read(packed(handmade(sheet))).rows == (Row(3, ("", "1", "2", "2026-07-01")), Row(4, ("",) * 26 + ("3",)))


def test_blank_titled_hidden_and_formatted_rows() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write(2, 0, "Students of CSE")
        sheet.write_row(4, 1, CELLS[0])
        sheet.write_row(5, 1, CELLS[1])
        sheet.set_row(5, None, None, {"hidden": True})
        for column in range(200):
            sheet.write_blank(6, column, None, book.add_format({"bold": True}))
        sheet.write_row(7, 1, CELLS[2])

    table = read(workbook(fill))
    assert [row.number for row in table.rows] == [3, 5, 6, 8]
    assert [list(row.cells[1:]) for row in table.rows[1:]] == CELLS


def test_what_is_merged_downwards_stands_in_every_row_it_covers() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.merge_range("A1:D1", "Students of CSE")
        sheet.write_row(1, 0, ["Branch", "Roll No", "Name", "Year"])
        for at in range(2, 8):
            sheet.write_row(at, 1, [str(at), f"Student {at}"])
        sheet.merge_range("A3:A6", "CSE")
        sheet.merge_range("D3:D8", "II")
        sheet.merge_range("A7:A20", "ECE")

    table = read(workbook(fill))
    assert [row.cells[0] for row in table.rows] == ["Students of CSE", "Branch", *["CSE"] * 4, *["ECE"] * 2]
    assert [row.cells[3] for row in table.rows[2:]] == ["II"] * 6


def sheets(*named: tuple[str, list[list[str]]], hidden: str = "") -> bytes:
    def fill(book: xlsxwriter.Workbook) -> None:
        for title, rows in named:
            sheet = book.add_worksheet(title)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
            (sheet.hide if title == hidden else sheet.activate)()
        book.add_chartsheet("Chart")

    return workbook(fill)


def test_the_first_worksheet_with_a_list_is_read_and_others_with_one_are_named() -> None:
    notes = ["Read me", "Name and e-mail of the office"], ["Name", "Email"], ["Meera", "m@college.edu"]
    table = read(sheets(("Cover", [*notes]), ("2 A", CELLS), ("Totals", [["60"]]), ("2 B", CELLS), ("2 C", CELLS)))
    assert (table.sheet, cells(table)) == ("2 A", CELLS)
    assert table.notes == ("Only the worksheet `2 A` was read. Upload the others on their own: `2 B`, `2 C`.",)


def test_a_hidden_worksheet_is_left_alone() -> None:
    table = read(sheets(("Old", CELLS), ("New", [*CELLS, ["0044", "Eva", "CSE-2"]]), hidden="Old"))
    assert (table.sheet, len(table.rows), table.notes) == ("New", 4, ())


def test_without_a_list_the_first_worksheet_that_is_not_empty_comes_back() -> None:
    table = read(sheets(("Empty", []), ("Fees", [["Roll No", "paid"], ["0042", "yes"]])))
    assert (table.sheet, cells(table)[0]) == ("Fees", ["Roll No", "paid"])
    assert "it is empty" in refused(sheets(("Empty", []), ("Blank", [["", " "]])))


def test_twenty_thousand_students_read() -> None:
    rows = [[f"21CSE{number:05}", f"Student {number}", "CSE-2"] for number in range(20_000)]
    table = read(packed(handmade(written([["Roll No", "Name", "Class"], *rows]))))
    assert (len(table.rows), table.rows[-1]) == (20_001, Row(20_001, ("21CSE19999", "Student 19999", "CSE-2")))


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        ("xl/workbook.bin", "a binary Excel workbook (.xlsb)"),
        ("word/document.xml", "a Word document"),
        ("ppt/presentation.xml", "a presentation"),
        ("content.xml", "an OpenDocument file"),
        ("Index/Document.iwa", "an Apple Numbers or Pages file"),
        ("students.csv", "a zip file of something else"),
    ],
)
def test_a_zip_file_of_another_program_is_called_what_it_is(part: str, kind: str) -> None:
    assert f"it is {kind}." in refused(packed({part: "x"}))
    if "/" in part:
        parts = {**handmade(written(CELLS)), part: "<document/>"}
        parts["_rels/.rels"] = str(parts["_rels/.rels"]).replace("xl/workbook.xml", part)
        assert f"it is {kind}." in refused(packed(parts))


def test_parts_are_found_by_what_refers_to_them() -> None:
    parts = parts_of(sheet_of(CELLS))
    parts["_rels/.rels"] = str(parts["_rels/.rels"], "utf-8").replace("xl/workbook.xml", "/XL\\workbook.xml")
    related = str(parts["xl/_rels/workbook.xml.rels"], "utf-8")
    parts["xl/_rels/workbook.xml.rels"] = related.replace("worksheets/sheet1", "../data/one").replace(
        '"shared', '"Shared'
    )
    parts["data/one.xml"] = parts.pop("xl/worksheets/sheet1.xml")
    assert cells(read(packed(parts))) == CELLS
