"""Guards the CSV files of reports: every line as long as the header, every figure exact, nothing in them is run."""

from __future__ import annotations

import csv
import io
import re
import tempfile
import tracemalloc
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.percentage import Counting, Standing, Tally
from bot.domain.report import Column, Format, Head, Kind, Sheet
from bot.formats.reports import content_type
from tests.formats.reported import ATTACKS, DAYS, columns, head, marked, row, sheet, written

TITLES = "Roll no,Name,Class,Present,Absent,Late,Excused,On duty,Not marked,Counted,Attended,%,Band"
RUNS = re.compile('(?:\\A|[;\t\r\n])[\\s"\u200b]*[=+\\-@＝＋－＠]')
"""What a program takes for a formula, whichever of these it takes for the end of a cell."""


def content(folder: Path, head: Head, *sheets: Sheet) -> str:
    found = written(folder, head, *sheets)[Format.CSV].read_bytes()
    assert found.startswith(b"\xef\xbb\xbf")  # or Excel takes it for Windows-1252
    return found.decode("utf-8-sig")


def table(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def test_a_summary_is_a_header_and_a_line_for_each_student(tmp_path: Path) -> None:
    text = content(tmp_path, head(Kind.SUMMARY), sheet([row(1), row(2, "Rao, Dev", Tally())]))
    assert text == (
        f"{TITLES}\r\n21CSE001,Asha Rao,CSE-2-A,40,3,1,2,4,5,48,44.5,92.7,eligible\r\n"
        '21CSE002,"Rao, Dev",CSE-2-A,0,0,0,0,0,0,0,0,,no classes yet\r\n'
    )


def test_a_register_has_a_column_for_each_roll_call(tmp_path: Path) -> None:
    calls = (
        Column(date(2026, 11, 2), "3", "DBMS"),
        Column(date(2026, 11, 3), "", "Maths, applied", "B"),
        Column(date(2026, 11, 4)),
    )
    text = content(tmp_path, head(Kind.REGISTER), sheet([marked(1, ["P", "", "·"])], calls))
    header, line = table(text)
    assert header[3:7] == ["2026-11-02 P3 DBMS", "2026-11-03 Maths, applied (B)", "2026-11-04", "Present"]
    assert line[3:9] == ["P", "", "·", "1", "0", "0"]


def test_a_percentage_is_cut_off_and_never_rounded_up(tmp_path: Path) -> None:
    almost = Tally(present=1499, absent=501)  # 74.95 %
    (_, line) = table(content(tmp_path, head(Kind.SUMMARY), sheet([row(1, tally=almost)])))
    assert line[9:] == ["2000", "1499", "74.9", "condonable"]


def test_a_shortage_list_says_what_each_must_attend(tmp_path: Path) -> None:
    short = row(1, tally=Tally(present=5, absent=5))
    never = replace(short, standing=Standing.of(short.tally, Counting(threshold=100)))
    header, one, other = table(content(tmp_path, head(Kind.SHORTAGE), sheet([short, never])))
    assert header[-1] == "Must attend"
    assert (one[-1], other[-1]) == ("10", "out of reach")


def test_what_counted_elsewhere_and_who_came_or_went_has_a_column_only_where_there_is_some(tmp_path: Path) -> None:
    plain = table(content(tmp_path, head(Kind.REGISTER), sheet([marked(1, "PP")], columns(2))))
    assert plain[0][-1] == "Band"
    moved = marked(1, "PP", elsewhere=Standing(4, 7), joined=date(2026, 11, 5), left=date(2026, 11, 12))
    header, one, other = table(content(tmp_path, head(Kind.REGISTER), sheet([moved, marked(2, "PP")], columns(2))))
    assert header[-2:] == ["In other classes", "Remark"]
    assert one[-2:] == ["3.5 of 4", "from 5 Nov until 12 Nov"]  # 3.5/4 would read as a date
    assert other[-2:] == ["", ""]


def test_a_long_list_is_not_read_ahead_and_has_its_remarks_all_the_same(tmp_path: Path) -> None:
    rows = [row(number) for number in range(1500)] + [row(1500, left=date(2026, 11, 20))]
    found = table(content(tmp_path, head(Kind.SUMMARY, None), sheet(rows)))
    assert found[0][-2:] == ["Band", "Remark"]
    assert (found[1][-1], found[-1][-1]) == ("", "until 20 Nov")
    assert len(found) == 1502


@pytest.mark.parametrize("name", ATTACKS)
def test_no_name_runs(tmp_path: Path, name: str) -> None:
    _, line = table(content(tmp_path, head(Kind.SUMMARY), sheet([row(1, name)])))
    assert not RUNS.match(line[1])
    assert line[1].removeprefix("'") == name


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=120), st.text(max_size=60)), max_size=4))
def test_every_line_has_as_many_fields_as_the_header_whatever_is_in_it(people: list[tuple[str, str, str]]) -> None:
    calls = tuple(Column(DAYS.first, "1", subject) for _, _, subject in people)
    rows = [marked(1, "A" * len(calls), name) for _, name, _ in people]
    with tempfile.TemporaryDirectory() as folder:
        text = content(Path(folder), head(Kind.REGISTER), sheet(rows, calls))
    lines = text.removesuffix("\r\n").split("\r\n")
    assert len(lines) == len(people) + 1  # no name breaks a line
    found = table(text)
    assert {len(line) for line in found} == {13 + len(calls)}
    assert not any(RUNS.search(cell) for line in found for cell in line)


def test_without_students_there_is_the_header(tmp_path: Path) -> None:
    assert content(tmp_path, head(Kind.SUMMARY), sheet([])) == f"{TITLES}\r\n"
    assert content(tmp_path, head(Kind.SUMMARY)) == f"{TITLES}\r\n"


def test_the_register_of_a_college_is_a_zip_with_a_file_for_each_class(tmp_path: Path) -> None:
    wanted = head(Kind.REGISTER, None)
    classes = ["CSE-2", "../A&B:3", "cse-2", "தமிழ்-1"]
    path = written(tmp_path, wanted, *(sheet([marked(1, "PA")], columns(2), name) for name in classes))[Format.CSV]
    assert path.name.endswith(".csv.zip")
    assert content_type(wanted.wanted, Format.CSV) == "application/zip"
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert names == [
            f"{safe} register 2026-11-01 to 2026-11-22.csv" for safe in ("CSE-2", "A&B 3", "cse-2 (2)", "தமிழ்-1")
        ]
        for name in names:
            (_, line) = table(archive.read(name).decode("utf-8-sig"))
            assert line[:5] == ["21CSE001", "Asha Rao", "CSE-2-A", "P", "A"]


def test_figures_that_do_not_agree_with_the_count_are_not_given_out(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="2 rows"):
        written(tmp_path, head(Kind.SUMMARY), Sheet("CSE-2", (), 2, iter([row(1)])))


def test_memory_does_not_grow_with_the_college(tmp_path: Path) -> None:
    def peak(students: int) -> int:
        rows = (row(number, f"Student {number}") for number in range(students))
        tracemalloc.reset_peak()
        written(tmp_path, head(Kind.SUMMARY, None), Sheet("All classes", (), students, rows))
        return tracemalloc.get_traced_memory()[1] - tracemalloc.get_traced_memory()[0]

    written(tmp_path, head(Kind.SUMMARY, None), sheet([row(1)]))  # loads the libraries
    tracemalloc.start()
    try:
        few, many = peak(1100), peak(3300)
    finally:
        tracemalloc.stop()
    assert many - few < 1_000_000


def test_the_same_report_is_the_same_bytes(tmp_path: Path) -> None:
    def made() -> list[bytes]:
        rows = [marked(1, "PAL", "प्रिया शर्मा"), marked(2, "EO·", "José")]
        paths = written(tmp_path, head(Kind.REGISTER), sheet(rows, columns(3)))
        return [path.read_bytes() for path in paths.values()]

    assert made() == made()


def test_halves_are_said_as_such(tmp_path: Path) -> None:
    _, line = table(content(tmp_path, head(Kind.SUMMARY), sheet([row(1, tally=Tally(late=3))])))
    assert line[10] == "1.5"
