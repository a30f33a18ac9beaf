"""Lists of students as tables, without a file around them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.studentfile import StudentFile
from bot.domain.table import Row, Table


def table(*rows: Sequence[str], first: int = 1) -> Table:
    """The rows from that number on; empty ones are left out, as a reader does."""
    numbered = (Row(number, tuple(row)) for number, row in enumerate(rows, first))
    return Table(tuple(row for row in numbered if any(row.cells)))


def read(*rows: str) -> StudentFile:
    """A list written with `|` between its cells."""
    return StudentFile.read(table(*([cell.strip() for cell in row.split("|")] for row in rows)))


def said(found: StudentFile) -> list[str]:
    return [error.said for error in found.errors]
