"""One row of a list of students, and everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TypeVar

from bot.domain.classcode import ClassCode, UnreadableClass
from bot.domain.errors import Told, quoted
from bot.domain.studentcell import (
    AS_TEXT,
    UnreadableCell,
    class_of_parts,
    in_section,
    read_class,
    read_contact,
    read_email,
    read_name,
    read_roll,
    read_year,
    tidy,
    year_of_semester,
)
from bot.domain.studentdate import DateColumn
from bot.domain.studentheader import NAMES, Field, Header
from bot.domain.table import Row

CLASS = (Field.CLASS, Field.BRANCH, Field.YEAR, Field.SEMESTER, Field.SECTION)
ABSENT = 10**6  # a column no row has
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class StudentRow:
    """One student as the file has them. `None`: the file does not say, so what is known stays.

    `row_number` is the row's in the file. `roll_no` is normal; `email` is in lower case.
    """

    row_number: int
    roll_no: str
    name: str
    class_code: ClassCode
    email: str | None = None
    guardian_contact: str | None = None
    starts_on: date | None = None


@dataclass(frozen=True, slots=True)
class RowError:
    """One thing wrong with one row. `roll` is the row's roll number, as far as it can be read."""

    row_number: int
    roll: str
    sentence: str

    @property
    def said(self) -> str:
        return f"Row {self.row_number}: {self.sentence}"


@dataclass(frozen=True, slots=True)
class ReadRow:
    """What a row came to: a student, or what is wrong. `roll` and `email` are `""` when unreadable or not there."""

    number: int
    student: StudentRow | None
    problems: tuple[str, ...]
    roll: str
    email: str

    def errors(self) -> list[RowError]:
        return [RowError(self.number, self.roll, sentence) for sentence in self.problems]


class RowReader:
    """Reads the rows below one header. Classes and dates are few, so each spelling is read once."""

    def __init__(self, header: Header, dates: DateColumn, days: frozenset[str] = frozenset()) -> None:
        self.days = days
        self.used = tuple(header.columns.values())
        columns = {field: header.columns.get(field, ABSENT) for field in Field}
        self.roll, self.email = columns[Field.ROLL], columns[Field.EMAIL]
        self.guardian, self.starts = columns[Field.GUARDIAN], columns[Field.STARTS]
        self.names = tuple(columns[field] for field in (Field.NAME, *NAMES) if columns[field] != ABSENT)
        self.classes = tuple(columns[field] for field in CLASS)
        self.class_of = cache(_class_of)
        self.day = cache(lambda text: dates.read(text) if text else None)

    def is_empty(self, row: Row) -> bool:
        """Whether nothing is in the columns that are read."""
        return not any(row.cells[at] for at in self.used if at < len(row.cells))

    def read(self, row: Row) -> ReadRow:
        """The row as a student, or everything that is wrong with it."""
        cells = _Cells(row.cells)
        roll = cells.read(self._roll, self.roll)
        name = cells.read(_whole_name, *self.names)
        class_code = cells.read(self.class_of, *self.classes)
        email = cells.read(read_email, self.email)
        contact = cells.read(read_contact, self.guardian)
        starts_on = cells.read(self.day, self.starts)
        student = None
        if roll and name and class_code and not cells.problems:
            student = StudentRow(row.number, roll, name, class_code, email, contact, starts_on)
        return ReadRow(row.number, student, tuple(cells.problems), roll or "", email or "")

    def _roll(self, text: str) -> str:
        if text in self.days:
            raise UnreadableCell(f"Excel made the date {quoted(text)} of the roll number. {AS_TEXT}")
        return read_roll(text)


class _Cells:
    """The cells of one row, and what was wrong with those read so far."""

    def __init__(self, cells: tuple[str, ...]) -> None:
        self.cells = cells
        self.problems: list[str] = []

    def read(self, reader: Callable[..., T], *columns: int) -> T | None:
        """What the reader makes of those cells, `""` for one that is not there; None when it refuses."""
        end = len(self.cells)
        try:
            return reader(*[tidy(self.cells[at]) if at < end else "" for at in columns])
        except Told as refused:
            self.problems.append(refused.sentence)
            return None


def _whole_name(*parts: str) -> str:
    return read_name(" ".join(parts))


def _class_of(text: str, branch: str, year: str, semester: str, section: str) -> ClassCode:
    """The class of the cells that say it. Where `Class` is only a year (`II`), the branch stands beside it."""
    if not any((text, branch, year, semester)):
        raise UnreadableCell("The class is missing. Write branch and year, as in `CSE-2`.")
    if not text:
        number = year_of_semester(semester) if semester and not year else read_year(year)
        return class_of_parts(branch, number, section)
    try:
        whole = read_class(text)
    except UnreadableClass:
        if not branch:
            raise
        return class_of_parts(branch, read_year(text), section)
    if year and _differs(year, whole.year):
        raise UnreadableCell(f"The class is {quoted(text)}, but the year {quoted(year)}. Correct one.")
    return in_section(whole, section)


def _differs(year: str, known: int) -> bool:
    """Whether a year of study says another year; `2025-26` beside a class says none."""
    try:
        return read_year(year) != known
    except UnreadableCell:
        return False
