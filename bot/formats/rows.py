"""The rows of a file, held against what is read of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.domain.table import MOST_CELLS, MOST_COLUMNS, MOST_IN_CELL, MOST_ROWS, OversizedFile, Row


def row_of(name: str, number: int, cells: Sequence[str]) -> Row | None:
    """The row without white space around its cells or empty cells at its end; None when nothing is in it.

    Raises OversizedFile.
    """
    kept = [cell.strip() for cell in cells]
    while kept and not kept[-1]:
        kept.pop()
    if not kept:
        return None
    if len(kept) > MOST_COLUMNS:
        raise OversizedFile(name, f"has more than {MOST_COLUMNS} columns in row {number}")
    if max(map(len, kept)) > MOST_IN_CELL:
        raise OversizedFile(name, f"has a cell of more than {MOST_IN_CELL:,} characters in row {number}")
    return Row(number, tuple(kept))


def all_rows(name: str, rows: Iterable[Row]) -> tuple[Row, ...]:
    """The rows, when they are not too many. Raises OversizedFile."""
    kept: list[Row] = []
    cells = 0
    for row in rows:
        kept.append(row)
        cells += len(row.cells)
        if len(kept) > MOST_ROWS:
            raise OversizedFile(name, f"has more than {MOST_ROWS:,} rows")
        if cells > MOST_CELLS:
            raise OversizedFile(name, f"has more than {MOST_CELLS:,} cells")
    return tuple(kept)
