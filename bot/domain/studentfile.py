"""A list of students as the office keeps it, read whole: who is on it, and everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.domain.errors import Told, quoted
from bot.domain.studentdate import DateColumn
from bot.domain.studentheader import Field, Header
from bot.domain.studentrow import ReadRow, RowError, RowReader, StudentRow
from bot.domain.table import Row, Table

MOST_LISTED = 10  # row numbers worth naming in a note


class NoStudents(Told):
    """A header, and nothing below it."""

    def __init__(self, row: int) -> None:
        super().__init__(f"Row {row} names the columns, but there is no student below it. Add one row per student.")


@dataclass(frozen=True, slots=True)
class StudentFile:
    """What a list says. `rows` are the students of the rows without an error, each roll number and e-mail once.

    `errors` holds every error of every row, in the order of the file. `ignored_columns` are titles as written, `notes`
    sentences about what was decided or left out. `sheet` is the worksheet's name, `""` for a CSV file.
    """

    rows: tuple[StudentRow, ...]
    errors: tuple[RowError, ...]
    ignored_columns: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    sheet: str = ""

    @classmethod
    def read(cls, table: Table) -> StudentFile:
        """The students of the table. An error in one row never keeps the others from being read.

        Raises HeaderMissing, ColumnMissing, ColumnTwice or NoStudents.
        """
        header = Header.find(table)
        below = [row for row in table.rows if row.number > header.row.number and not header.repeated_by(row)]
        dates = _dates(header, below)
        reading = _Reading(RowReader(header, dates, table.days))
        for row in below:
            reading.add(row)
        if not (reading.rows or reading.errors):
            raise NoStudents(header.row.number)
        notes = (*table.notes, *_about_dates(dates, header), *reading.notes())
        return cls(tuple(reading.rows), tuple(reading.errors), header.ignored, notes, table.sheet)


class _Reading:
    """The rows read so far, and where each roll number and e-mail stood first."""

    def __init__(self, reader: RowReader) -> None:
        self.reader = reader
        self.rows: list[StudentRow] = []
        self.errors: list[RowError] = []
        self.rolls: dict[str, ReadRow] = {}
        self.emails: dict[str, ReadRow] = {}
        self.repeated: list[int] = []
        self.bare: list[int] = []

    def add(self, row: Row) -> None:
        if self.reader.is_empty(row):
            self.bare.append(row.number)
            return
        read = self.reader.read(row)
        first = self.rolls.setdefault(read.roll, read) if read.roll else read
        if first is not read and _same(first, read):
            self.repeated.append(row.number)
            return
        problems = (*read.problems, *self._taken(read, first))
        self.errors.extend(RowError(row.number, read.roll, sentence) for sentence in problems)
        if read.student and not problems:
            self.rows.append(read.student)

    def _taken(self, read: ReadRow, first: ReadRow) -> Iterator[str]:
        """What is wrong because an earlier row has the roll number or the e-mail."""
        if first is not read:
            yield f"The roll number {quoted(read.roll)} is also in row {first.number}."
        if not read.email:
            return
        other = self.emails.setdefault(read.email, read)
        if other is not read and other.roll != read.roll:
            whose = f", of {quoted(other.roll)}" if other.roll else ""
            yield f"The e-mail {quoted(read.email)} is also in row {other.number}{whose}."

    def notes(self) -> Iterator[str]:
        if self.repeated:
            yield f"{_rows(self.repeated)} said the same as an earlier row and {_was(self.repeated)} left out."
        if self.bare:
            yield f"{_rows(self.bare)} had nothing in the columns that are read and {_was(self.bare)} left out."


def _same(one: ReadRow, other: ReadRow) -> bool:
    """Whether two rows say the same of the same student."""
    if one.student is None or other.student is None:
        return False
    return replace(one.student, row_number=other.number) == other.student


def _dates(header: Header, rows: Sequence[Row]) -> DateColumn:
    at = header.columns.get(Field.STARTS)
    return DateColumn.of({row.cells[at] for row in rows if at < len(row.cells)} if at is not None else ())


def _about_dates(dates: DateColumn, header: Header) -> Iterator[str]:
    if dates.example:
        column, read = quoted(header.title(Field.STARTS)), f"{quoted(dates.unsettled)} was read as {dates.example}"
        yield f"In {column}, {read}, {dates.order.value}."


def _rows(numbers: Sequence[int]) -> str:
    """`Row 17`, `Rows 17, 18`, `Rows 17, 18, … (30 in all)`."""
    listed = ", ".join(map(str, numbers[:MOST_LISTED]))
    more = f", … ({len(numbers):,} in all)" if len(numbers) > MOST_LISTED else ""
    return f"Row{'s' if len(numbers) > 1 else ''} {listed}{more}"


def _was(numbers: Sequence[int]) -> str:
    return "was" if len(numbers) == 1 else "were"
