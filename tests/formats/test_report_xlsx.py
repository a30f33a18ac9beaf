"""Guards the workbooks of reports: texts stay texts, figures are numbers, and an office can filter and print them."""

from __future__ import annotations

import re
import tempfile
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils.escape import unescape

from bot.domain.percentage import Standing, Tally
from bot.domain.report import Column, Format, Head, Kind, Row, Sheet
from bot.formats.report_table import one_line
from bot.formats.reports import FORMATS, Table, content_type
from tests.formats.reported import ATTACKS, DAYS, columns, head, marked, row, sheet, written

TITLES = [
    *("Roll no", "Name", "Class", "Present", "Absent", "Late", "Excused", "On duty", "Not marked"),
    *("Counted", "Attended", "%", "Band"),
]


def opened(folder: Path, head: Head, *sheets: Sheet) -> Workbook:
    return load_workbook(written(folder, head, *sheets)[Format.XLSX])


def values(tab: Any, first: int) -> list[list[object]]:
    """The cells of the rows from `first` on."""
    return [[cell.value for cell in line] for line in tab.iter_rows(min_row=first)]


def parts(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_a_summary_reads_as_an_office_expects(tmp_path: Path) -> None:
    tab = opened(tmp_path, head(Kind.SUMMARY), sheet([row(1), row(2, "Dev Sen", Tally())])).active
    assert tab.title == "CSE-2"
    assert [tab.cell(at, 1).value for at in range(1, 5)] == [
        "Summary of CSE-2, 1 – 22 Nov 2026",
        "Made on 22 Nov 2026 at 18:30 by Dr. Meera Iyer.",
        "Eligible from 75 %, condonable from 65 %, short below. Late counts as half, excused is left out.",
        None,
    ]
    assert values(tab, 5) == [
        TITLES,
        ["21CSE001", "Asha Rao", "CSE-2-A", 40, 3, 1, 2, 4, 5, 48, 44.5, 0.927, "eligible"],
        ["21CSE002", "Dev Sen", "CSE-2-A", 0, 0, 0, 0, 0, 0, 0, 0, None, "no classes yet"],
    ]
    assert tab["L6"].number_format == "0.0%"
    assert tab["D6"].number_format == "0"
    assert tab.dimensions == "A1:M7"


@settings(deadline=None, max_examples=30)
@given(st.lists(st.builds(Tally, *[st.integers(0, 2000)] * 6), min_size=1, max_size=5))
def test_every_figure_is_the_exact_number(tallies: list[Tally]) -> None:
    rows = [row(at, tally=tally) for at, tally in enumerate(tallies)]
    with tempfile.TemporaryDirectory() as folder:
        found = values(opened(Path(folder), head(Kind.SUMMARY), sheet(rows)).active, 6)
    for line, one in zip(found, rows, strict=True):
        tally, standing = one.tally, one.standing
        counts = [tally.present, tally.absent, tally.late, tally.excused, tally.on_duty, tally.unmarked]
        assert line[3:9] == counts
        assert [line[9], line[10] * 2, line[12]] == [standing.counted, standing.halves, standing.band]
        shown = "" if line[11] is None else f"{line[11]:.1%}".replace("%", " %")  # as a spreadsheet shows 0.0%
        assert shown == ("" if standing.tenths is None else standing.percent)


def register(folder: Path, *rows: Row, calls: tuple[Column, ...]) -> Any:
    return opened(folder, head(Kind.REGISTER), sheet(rows, calls)).active


def test_a_register_has_dates_periods_sections_and_subjects_above_its_letters(tmp_path: Path) -> None:
    calls = (
        Column(date(2026, 11, 2), "3", "DBMS"),
        Column(date(2026, 11, 3), "", "गणित", "B"),
        Column(date(2026, 11, 4), "1"),
    )
    tab = register(tmp_path, marked(1, ["P", "", "·"]), marked(2, ["A", "L", "E"], "Dev"), calls=calls)
    assert tab["A4"].value == "P present, A absent, L late, E excused, O on duty, · not marked."
    assert [[tab.cell(line, at).value for at in range(3, 7)] for line in range(6, 10)] == [
        ["Date", datetime(2026, 11, 2), datetime(2026, 11, 3), datetime(2026, 11, 4)],
        ["Period", "P3", None, "P1"],
        ["Section", None, "B", None],
        ["Class", "DBMS", "गणित", None],
    ]
    assert [tab.cell(9, at).value for at in (1, 2, 7, 16)] == ["Roll no", "Name", "Present", "Band"]
    assert {tab.cell(6, at).number_format for at in (4, 5, 6)} == {"dd mmm"}
    assert values(tab, 10) == [
        ["21CSE001", "Asha Rao", "CSE-2-A", "P", None, "·", 1, 0, 0, 0, 0, 1, 1, 1, 1, "eligible"],
        ["21CSE002", "Dev", "CSE-2-A", "A", "L", "E", 0, 1, 1, 1, 0, 0, 2, 0.5, 0.25, "short"],
    ]
    assert tab.freeze_panes == "C10"
    assert tab.auto_filter.ref == "A9:P11"


def test_a_register_leaves_out_the_lines_nobody_needs(tmp_path: Path) -> None:
    tab = register(tmp_path, marked(1, "P"), calls=(Column(date(2026, 11, 2)),))
    assert [tab.cell(6, at).value for at in range(1, 6)] == [*TITLES[:3], datetime(2026, 11, 2), "Present"]
    assert values(tab, 7)[0][:4] == ["21CSE001", "Asha Rao", "CSE-2-A", "P"]


def test_a_register_prints_on_a4_with_its_names_and_header_on_every_page(tmp_path: Path) -> None:
    tab = register(tmp_path, *(marked(at, "P" * 120) for at in range(60)), calls=columns(120))
    assert (tab.page_setup.orientation, tab.page_setup.paperSize) == ("landscape", 9)
    assert tab.sheet_properties.pageSetUpPr.fitToPage
    assert (int(tab.page_setup.fitToWidth), int(tab.page_setup.fitToHeight)) == (5, 0)
    assert (tab.print_title_rows, tab.print_title_cols) == ("$6:$8", "$A:$B")
    assert tab.oddFooter.right.text == "Page &P of &N"
    assert tab.oddFooter.left.text == "Register of CSE-2, 1 – 22 Nov 2026"
    assert tab.freeze_panes == "C9"
    assert tab.auto_filter.ref == "A8:EC68"


def test_a_summary_prints_one_page_wide(tmp_path: Path) -> None:
    more = row(1, elsewhere=Standing(4, 6), left=date(2026, 11, 20))
    tab = opened(tmp_path, head(Kind.SUMMARY), sheet([more])).active
    assert (tab.page_setup.fitToWidth, int(tab.page_setup.fitToHeight)) == (None, 0)  # one, where nothing is said
    assert tab.sheet_properties.pageSetUpPr.fitToPage
    assert values(tab, 6)[0][-2:] == ["3 of 4", "until 20 Nov"]


def test_columns_are_as_wide_as_what_is_in_them(tmp_path: Path) -> None:
    def width(name: str) -> float:
        tab = opened(tmp_path, head(Kind.SUMMARY), sheet([row(1, name)])).active
        return float(tab.column_dimensions["B"].width)

    assert 10 <= width("Asha") < width("Chitra Venkataraghavan Iyer") < width("A" * 120) < 45


def test_colours_only_repeat_what_is_written(tmp_path: Path) -> None:
    tab = register(tmp_path, marked(1, "PALEO·"), calls=columns(6))
    coloured = {}
    for ranges, rules in tab.conditional_formatting._cf_rules.items():
        for rule in rules:
            coloured[str(ranges.sqref), rule.formula[0]] = rule.dxf.fill and rule.dxf.fill.bgColor.rgb
    filled = {key: colour for key, colour in coloured.items() if key[1].startswith('"')}
    assert set(filled) == {
        *(("D9:I9", f'"{letter}"') for letter in "ALEO"),
        *(("S9", f'"{word}"') for word in ("short", "condonable")),
    }
    assert len({colour for (where, _), colour in filled.items() if where == "D9:I9"}) == 4
    assert ("A6:S9", "NOT(ISERROR(A6))") in coloured  # the lines around the cells


@pytest.mark.parametrize("name", ATTACKS)
def test_no_text_becomes_anything_else(tmp_path: Path, name: str) -> None:
    hard = Row(name, name, row(1).class_code, row(1).tally, row(1).standing, ("P",))
    wanted = head(Kind.REGISTER, by=name)
    path = written(tmp_path, wanted, sheet([hard], (Column(DAYS.first, "1", name),)))[Format.XLSX]
    tab = load_workbook(path).active
    assert [unescape(tab[cell].value).strip() for cell in ("A9", "B9", "D8")] == [name] * 3
    assert {tab[cell].data_type for cell in ("A9", "B9", "D8")} <= {"s", "inlineStr"}
    assert name in tab["A2"].value
    found = parts(path)
    assert not any("<f>" in content or "<hyperlink" in content for content in found.values())
    assert not [part for part in found if part.startswith("xl/worksheets/_rels/")]


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=32), st.text(max_size=120), st.text(max_size=60), st.text(max_size=40))
def test_any_text_at_all_stands_there_in_one_line(roll_no: str, name: str, subject: str, class_name: str) -> None:
    hard = Row(roll_no, name, row(1).class_code, row(1).tally, row(1).standing, ("P",))
    with tempfile.TemporaryDirectory() as folder:
        calls = (Column(DAYS.first, "1", subject),)
        tab = opened(Path(folder), head(Kind.REGISTER, by=name), sheet([hard], calls, class_name)).active
    at = tab.max_row
    assert unescape(tab.cell(at, 1).value or "") == one_line(roll_no)
    assert unescape(tab.cell(at, 2).value or "") == one_line(name)
    assert len(tab.title) <= 31


def test_every_class_of_a_college_has_a_tab(tmp_path: Path) -> None:
    wanted = head(Kind.REGISTER, None)
    names = ["CSE-2", "cse-2", "A[1]:B*?/\\", "'quoted'", "History", "", "x" * 40, "x" * 41]
    book = opened(tmp_path, wanted, *(sheet([marked(1, "PA")], columns(2), name) for name in names))
    assert book.sheetnames == [
        *("CSE-2", "cse-2 (2)", "A 1 B", "quoted", "History (2)", "Class", "x" * 31, f"{'x' * 27} (2)")
    ]
    assert book["CSE-2"]["A1"].value == "Register of CSE-2, 1 – 22 Nov 2026"
    assert all(values(tab, 9)[0][:5] == ["21CSE001", "Asha Rao", "CSE-2-A", "P", "A"] for tab in book)
    assert content_type(wanted.wanted, Format.XLSX).endswith("spreadsheetml.sheet")


def test_a_register_wider_than_a_worksheet_goes_on_in_another_tab(tmp_path: Path) -> None:
    count = 16_384 + 100
    calls = tuple(Column(DAYS.first) for _ in range(count))
    wanted = head(Kind.REGISTER)
    file = FORMATS[Format.XLSX](tmp_path, wanted)
    table = Table.of(wanted, sheet([marked(1, "P" * (count - 1) + "A")], calls))
    file.begin(table)
    for line in table.lines:
        file.row(line)
    file.end()
    file.close()
    book = load_workbook(file.path)
    first, second = (next(iter(tab.iter_rows(min_row=tab.max_row, values_only=True))) for tab in book)
    assert book.sheetnames == ["CSE-2", "CSE-2 (2)"]
    assert first[:2] == second[:2] == ("21CSE001", "Asha Rao")
    assert "".join(map(str, first[3:] + second[3:-10])) == "P" * (count - 1) + "A"
    assert second[-10:-8] == (count - 1, 1)


@pytest.mark.parametrize(
    ("kind", "sentence"), [(Kind.SUMMARY, "No students."), (Kind.SHORTAGE, "Nobody is below 75 % on these days.")]
)
def test_without_students_it_says_so(tmp_path: Path, kind: Kind, sentence: str) -> None:
    for sheets in ((), (sheet([]),)):
        tab = opened(tmp_path, head(kind), *sheets).active
        assert tab.cell(tab.max_row, 1).value == sentence


def test_a_register_without_roll_calls_says_so(tmp_path: Path) -> None:
    tab = register(tmp_path, row(1, tally=Tally()), calls=())
    assert tab["A4"].value == "No roll call was taken on these days."
    assert values(tab, 7)[0][:4] == ["21CSE001", "Asha Rao", "CSE-2-A", 0]


def test_the_rules_of_the_college_are_told(tmp_path: Path) -> None:
    tab = opened(tmp_path, head(Kind.SHORTAGE), sheet([row(1, tally=Tally(1, 1))])).active
    assert tab["A4"].value == "Must attend: how many roll calls in a row bring a student back to 75 %."
    assert values(tab, 6)[1][-1] == 2


def test_the_parts_are_what_excel_reads(tmp_path: Path) -> None:
    """Rows in order, cells in order, each once: Excel repairs what is not, and says so."""
    path = written(tmp_path, head(Kind.REGISTER), sheet([marked(at, "PA") for at in range(3)], columns(2)))[Format.XLSX]
    (worksheet,) = (content for part, content in parts(path).items() if part.startswith("xl/worksheets/"))
    rows = [int(number) for number in re.findall(r'<row r="(\d+)"', worksheet)]
    assert rows == sorted(set(rows))
    cells = re.findall(r'<c r="([A-Z]+)(\d+)"', worksheet)
    places = [(int(number), len(letters), letters) for letters, number in cells]
    assert places == sorted(set(places))
