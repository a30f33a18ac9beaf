"""The bytes of a list of students to its rows, and what is wrong with them to the bytes of another file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.domain.imports import Wrong
from bot.domain.studentfile import StudentFile
from bot.domain.studentheader import Header
from bot.domain.studentrow import StudentRow
from bot.domain.table import Table
from bot.formats.csv_out import csv_bytes
from bot.formats.reading import read_table

TITLES = ("Roll No", "Name", "Class", "Email", "Guardian contact", "Joined")


@dataclass(frozen=True, slots=True)
class Listing:
    """What is in a file. `titles` and `cells`, by row number, are as they stand there."""

    rows: tuple[StudentRow, ...]
    errors: tuple[Wrong, ...] = ()
    ignored: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    titles: tuple[str, ...] = TITLES
    cells: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def read(cls, name: str, content: bytes) -> Listing:
        """Raises UnreadableFile and what StudentFile.read does."""
        table = read_table(name, content)
        found = StudentFile.read(table)
        errors = tuple(Wrong(one.row_number, one.roll, one.sentence) for one in found.errors)
        notes = (f"Read from the sheet {found.sheet}.", *found.notes) if found.sheet else found.notes
        return cls(found.rows, errors, found.ignored_columns, notes, *_as_written(table))

    @classmethod
    def of(cls, rows: tuple[StudentRow, ...]) -> Listing:
        """Rows whose file is not there any more."""
        return cls(rows, cells={row.row_number: _written(row) for row in rows})

    def errors_csv(self, wrong: Iterable[Wrong]) -> bytes:
        """A row for each error: where it is, what stands there, what is wrong; `b""` for none."""
        lines = [(one.row_number, *self._cells(one), one.sentence.replace("`", "'")) for one in wrong]
        return csv_bytes(("Row", *self.titles, "What is wrong"), lines) if lines else b""

    def _cells(self, wrong: Wrong) -> tuple[str, ...]:
        """As many as there are titles."""
        cells = self.cells.get(wrong.row_number, ())
        return (*cells, *[""] * len(self.titles))[: len(self.titles)]


def _as_written(table: Table) -> tuple[tuple[str, ...], dict[int, tuple[str, ...]]]:
    header = Header.find(table)
    return header.row.cells, {row.number: row.cells for row in table.rows}


def _written(row: StudentRow) -> tuple[str, ...]:
    joined = row.starts_on.isoformat() if row.starts_on else ""
    return row.roll_no, row.name, str(row.class_code), row.email or "", row.guardian_contact or "", joined
