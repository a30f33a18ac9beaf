"""Guards how a list of students is read: every student once, every error of every row, nothing dropped in silence."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.classcode import ClassCode
from bot.domain.errors import Told
from bot.domain.studentfile import NoStudents, StudentFile
from bot.domain.studentrow import RowError, StudentRow
from bot.domain.table import Row, Table
from tests.domain.lists import read, said, table

CSE2A = ClassCode("CSE", 2, "A")


def test_a_list_reads_whole() -> None:
    found = read(
        "Roll No. | Student Name | Class | E-mail | Parent's Mobile | Date of Joining | Hobby",
        "0042 | Asha  Rao | CSE-2-A | ASHA@College.edu | +91 98450 12345 | 13/7/2026 | chess",
        "0043 | Dev Sen | CSE-2-A | | | |",
    )
    assert found == StudentFile(
        rows=(
            StudentRow(2, "0042", "Asha Rao", CSE2A, "asha@college.edu", "+91 98450 12345", date(2026, 7, 13)),
            StudentRow(3, "0043", "Dev Sen", CSE2A, None, None, None),
        ),
        errors=(),
        ignored_columns=("Hobby",),
    )


def test_columns_that_are_not_there_leave_what_is_known() -> None:
    (row,) = read("Roll | Name | Class", "1 | Asha | CSE-2").rows
    assert (row.email, row.guardian_contact, row.starts_on) == (None, None, None)


def test_what_the_reader_noted_and_which_worksheet_it_read_are_passed_on() -> None:
    rows = table(["Roll", "Name", "Class"], ["1", "Asha", "CSE-2"]).rows
    found = StudentFile.read(Table(rows, "2 A", ("Only the worksheet `2 A` was read.",)))
    assert (found.sheet, found.notes) == ("2 A", ("Only the worksheet `2 A` was read.",))


def test_every_error_of_every_row_is_listed_and_the_other_rows_are_read() -> None:
    found = read(
        "Roll | Name | Class | Email | Joined",
        "1 | Asha | CSE-2 | a@x.edu | 2026-07-01",
        "| | 2-CSE-2 | asha | 31 Feb 2026",
        "3 | Chitra | CSE-2 | c@x.edu | soon",
        "4 | Dev | CSE-2 | d@x.edu | 2026-07-01",
    )
    assert [row.roll_no for row in found.rows] == ["1", "4"]
    assert said(found) == [
        "Row 3: The roll number is missing. Every student needs one, as in `21CSE042`.",
        "Row 3: The name is missing.",
        "Row 3: I can't read `2-CSE-2` as a class. Write branch and year, as in `CSE-2`.",
        "Row 3: I can't read `asha` as an e-mail. Write one, as in `asha@college.edu`.",
        "Row 3: I can't read `31 Feb 2026` as a date. There is no such day. Write it as in `2026-07-01`.",
        "Row 4: I can't read `soon` as a date. Write it as in `2026-07-01` or `1 Jul 2026`.",
    ]
    assert found.errors[-1] == RowError(4, "3", said(found)[-1].removeprefix("Row 4: "))


def test_a_roll_number_that_comes_twice_is_an_error_of_each_later_row() -> None:
    found = read(
        "Roll | Name | Class",
        "0042 | Asha | CSE-2",
        "0043 | Dev | CSE-2",
        "００４２ | Asha R | CSE-2",
        "0042 | Asha | CSE-3",
    )
    assert [row.row_number for row in found.rows] == [2, 3]
    assert said(found) == [
        "Row 4: The roll number `0042` is also in row 2.",
        "Row 5: The roll number `0042` is also in row 2.",
    ]


def test_a_row_that_says_the_same_again_is_left_out_with_a_note() -> None:
    found = read(
        "Roll | Name | Class | Email | S.No", "7 | Asha | CSE-2 | a@x.edu | 1", "7.0 | Asha | cse 2 | A@x.edu | 2"
    )
    assert (len(found.rows), found.errors) == (1, ())
    assert found.notes == ("Row 3 said the same as an earlier row and was left out.",)


def test_many_rows_left_out_are_counted() -> None:
    found = read("Roll | Name | Class", *["7 | Asha | CSE-2"] * 13)
    assert found.notes == (
        "Rows 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, … (12 in all) said the same as an earlier row and were left out.",
    )


def test_a_roll_number_first_seen_in_a_row_with_an_error_is_taken_all_the_same() -> None:
    found = read("Roll | Name | Class", "7 | Asha | CSE", "7 | Asha | CSE-2")
    assert found.rows == ()
    assert said(found)[1] == "Row 3: The roll number `7` is also in row 2."


def test_an_e_mail_belongs_to_one_student() -> None:
    found = read(
        "Roll | Name | Class | Email",
        "1 | Asha | CSE-2 | office@x.edu",
        "2 | Dev | CSE-2 | Office@X.edu",
        "| Eva | CSE-2 | e@x.edu",
        "4 | Ravi | CSE-2 | e@x.edu",
        "1 | Asha B | CSE-2 | office@x.edu",
    )
    assert [row.roll_no for row in found.rows] == ["1"]
    assert [sentence for sentence in said(found) if "missing" not in sentence] == [
        "Row 3: The e-mail `office@x.edu` is also in row 2, of `1`.",
        "Row 5: The e-mail `e@x.edu` is also in row 4.",
        "Row 6: The roll number `1` is also in row 2.",
    ]


def test_titles_above_repeated_headers_and_rows_with_nothing_to_read() -> None:
    found = read(
        "Students of CSE, 2026",
        "",
        "S.No | Roll No | Name | Class",
        "1 | 0042 | Asha | CSE-2",
        "2 | | |",
        "S.No | Roll No | Name | Class",
        "3 | 0043 | Dev | CSE-2",
        "4",
    )
    assert [row.row_number for row in found.rows] == [4, 7]
    assert found.notes == ("Rows 5, 8 had nothing in the columns that are read and were left out.",)
    assert found.errors == ()


def test_names_in_parts_are_joined() -> None:
    in_three = read("Roll | First Name | Middle Name | Last Name | Class", "1 | Asha | | Rao | CSE-2")
    beside_surname = read("Roll | Surname | Name | Class | Father's name", "1 | Rao | Asha | CSE-2 | Suresh Rao")
    whole = read("Roll | First name | Full name | Class", "1 | Asha | Asha Rao | CSE-2")
    assert {found.rows[0].name for found in (in_three, beside_surname, whole)} == {"Asha Rao"}
    assert beside_surname.ignored_columns == ("Father's name",)
    assert whole.ignored_columns == ("First name",)


@pytest.mark.parametrize(
    ("header", "cells", "code"),
    [
        ("Class", "CSE-2-A", "CSE-2-A"),
        ("Class | Section", "CSE-2 | A", "CSE-2-A"),
        ("Class | Section", "CSE-2-A | Sec A", "CSE-2-A"),
        ("Class | Section", "CSE-2 | -", "CSE-2"),
        ("Branch | Year | Section", "cse | II | a", "CSE-2-A"),
        ("Dept | Year of study", "C.S.E. | 2nd Year", "CSE-2"),
        ("Branch | Semester | Div", "CSE | 3 | B", "CSE-2-B"),
        ("Branch | Year | Semester", "CSE | 2 | 7", "CSE-2"),
        ("Branch | Sem", "CSE | Sem IV", "CSE-2"),
        ("Class | Branch | Sec", "II | CSE | A", "CSE-2-A"),
        ("Class | Branch", "CSE-2 | Computer Science", "CSE-2"),
        ("Class | Year", "CSE-2 | 2025-26", "CSE-2"),
        ("Class | Branch | Year", " | CSE | 2", "CSE-2"),
        ("Stream | Std", "SCI | XI", "SCI-11"),
    ],
)
def test_a_class_is_read_from_one_column_or_from_several(header: str, cells: str, code: str) -> None:
    found = read(f"Roll | Name | {header}", f"1 | Asha | {cells}")
    assert said(found) == []
    assert str(found.rows[0].class_code) == code


@pytest.mark.parametrize(
    ("header", "cells", "error"),
    [
        ("Class | Section", "CSE-2-A | B", "The class says section A, its own column B. Correct one."),
        ("Class | Year", "CSE-2 | 3", "The class is `CSE-2`, but the year `3`. Correct one."),
        ("Class | Year", " | ", "The class is missing. Write branch and year, as in `CSE-2`."),
        ("Branch | Year", "CSE | ", "The year is missing. Write a number from 1 to 12, as in `2`."),
        ("Branch | Year", " | 2", "The branch is missing. Write its short form, as in `CSE`."),
        ("Branch | Year", "CSE | 2024", "I can't read `2024` as a year. Write a number from 1 to 12, as in `2`."),
        ("Branch | Sem", "CSE | 25", "I can't read `25` as a semester. Write a number from 1 to 24, as in `2`."),
        (
            "Branch | Year",
            "Computer Science | 2",
            "I can't read `Computer Science` as a branch. Write its short form, as in `CSE`.",
        ),
        (
            "Branch | Year | Section",
            "CSE | 2 | Morning batch",
            "I can't read `Morning batch` as a section. Write a letter, as in `A`, or up to four, as in `B2`.",
        ),
    ],
)
def test_what_is_no_class_or_two_is_an_error(header: str, cells: str, error: str) -> None:
    assert said(read(f"Roll | Name | {header}", f"1 | Asha | {cells}")) == [f"Row 2: {error}"]


def test_a_roll_number_that_excel_made_a_date_of_is_an_error() -> None:
    rows = table(
        ["Roll", "Name", "Class", "Joined"], ["2026-02-01", "Asha", "CSE-2"], ["3", "Dev", "CSE-2", "2026-02-01"]
    )
    found = StudentFile.read(Table(rows.rows, "S", days=frozenset({"2026-02-01"})))
    assert said(found) == [
        "Row 2: Excel made the date `2026-02-01` of the roll number. Format the column as text, and type it again."
    ]
    assert [row.starts_on for row in found.rows] == [date(2026, 2, 1)]
    assert StudentFile.read(Table(rows.rows)).rows[0].roll_no == "2026-02-01"


def test_a_header_without_students_is_told() -> None:
    with pytest.raises(NoStudents, match="Row 1 names the columns, but there is no student below it"):
        read("Roll | Name | Class", "Roll | Name | Class")


CELLS = st.one_of(
    st.text(max_size=6),
    st.sampled_from(
        ["1", "2", "0042", "CSE-2", "cse 2 a", "a@x.edu", "b@x.edu", "Asha", "1/7/2026", "-", "#N/A", "=A1"]
    ),
)
COLUMNS = ["Roll No", "Name", "Class", "Email", "Guardian phone", "Joined", "Other"]


@settings(deadline=None)
@given(st.lists(st.lists(CELLS, min_size=7, max_size=7), max_size=12), st.permutations(COLUMNS))
def test_every_row_is_read_refused_or_noted(rows: list[list[str]], columns: list[str]) -> None:
    listed = table(columns, *rows)
    try:
        found = StudentFile.read(listed)
    except Told:
        return
    read_rows = [row.row_number for row in found.rows]
    wrong = {error.row_number for error in found.errors}
    assert read_rows == sorted(set(read_rows) - wrong)
    assert [error.row_number for error in found.errors] == sorted(error.row_number for error in found.errors)
    rest = [row for row in listed.rows[1:] if row.number not in wrong and row.number not in read_rows]
    assert not rest or found.notes or all(row.cells == tuple(columns) for row in rest)
    for values in ([row.roll_no for row in found.rows], [row.email for row in found.rows if row.email]):
        assert len(values) == len(set(values))


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 60), st.sampled_from(["Asha", "Dev"])), min_size=1, max_size=20))
def test_reading_what_was_read_changes_nothing(pairs: list[tuple[int, str]]) -> None:
    found = StudentFile.read(table(["Roll", "Name", "Class"], *([str(roll), name, "CSE-2"] for roll, name in pairs)))
    again = StudentFile.read(
        Table(
            (
                Row(1, ("Roll", "Name", "Class")),
                *(Row(row.row_number, (row.roll_no, row.name, str(row.class_code))) for row in found.rows),
            )
        )
    )
    assert (again.rows, again.errors) == (found.rows, ())
