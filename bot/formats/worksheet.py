"""One worksheet, cell by cell, as its text would be read off the screen."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache

from bot.domain.table import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, OversizedFile, Row
from bot.formats.excelnumber import day_text, number_text
from bot.formats.markup import LONGEST_WRITTEN, Handlers, joined, local, parsed
from bot.formats.rows import row_of
from bot.formats.workbook import Workbook

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384  # of any worksheet
MOST_PASSED = MOST_ROWS * MOST_COLUMNS
BOOLEANS = {"0": "FALSE", "1": "TRUE"}
LONGEST_COLUMN = 3  # letters
MERGED = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6}):[A-Z]{1,3}([1-9][0-9]{0,6})")


class Worksheet:
    """The rows of one part, in order. Hidden ones are rows too. Raises UnreadableFile."""

    def __init__(self, workbook: Workbook, part: str) -> None:
        self.workbook = workbook
        self.part = part
        self.reading = _Reading(workbook)

    def __iter__(self) -> Iterator[Row]:
        """The rows that are not empty, as they are read; without what is merged."""
        for _ in parsed(self.workbook.archive, self.part, self.reading):
            yield from self.reading.rows
            self.reading.rows.clear()
            if sum(map(len, self.reading.pieces)) > LONGEST_WRITTEN:
                raise OversizedFile(self.workbook.name, f"has too large a cell in row {self.reading.number}")
            if len(self.reading.merged) > MOST_ROWS:
                raise OversizedFile(self.workbook.name, "merges too many cells")

    def filled(self, rows: Sequence[Row]) -> tuple[Row, ...]:
        """The rows again, with what is merged downwards in each row it covers, as people see it."""
        numbers = [row.number for row in rows]
        cells = [list(row.cells) for row in rows]
        left = MOST_CELLS
        for merged in self.reading.merged:
            at, top, bottom = _downwards(merged)
            first = bisect_left(numbers, top)
            if first == len(rows) or numbers[first] != top or at >= len(cells[first]):
                continue  # nothing is in them
            covered = cells[first + 1 : bisect_right(numbers, bottom)]
            left -= len(covered)
            if left < 0:
                raise OversizedFile(self.workbook.name, "merges too many cells")
            for row in covered:
                _put(row, at, cells[first][at])
        return tuple(Row(number, tuple(row)) for number, row in zip(numbers, cells, strict=True))


class _Reading(Handlers):
    """Collects the rows of one worksheet. It counts its depth itself: there are millions of cells."""

    def __init__(self, workbook: Workbook) -> None:
        super().__init__()
        self.workbook = workbook
        self.rows: list[Row] = []
        self.merged: list[str] = []
        self.days: set[str] = set()
        self.passed = 0  # cells, empty ones too
        self.number = 0  # of the row
        self.cells: dict[int, str] = {}  # of the row, by column from 1
        self.column = 0
        self.kind = ""  # of the cell's value; empty outside of cells
        self.style = ""
        self.pieces: list[str] = []
        self.formula = self.has_value = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if ":" in name:
            name = local(name)
        if name == "c":
            self.column = column_of(attributes["r"]) if "r" in attributes else self.column + 1
            if self.column > LAST_COLUMN:
                raise ValueError("a row has an end")
            self.kind, self.style = attributes.get("t") or "n", attributes.get("s", "0")
            self.pieces.clear()
            self.formula = self.has_value = False
        elif name in ("v", "t") and self.kind:
            if self.formula and not self.has_value:
                self.pieces.clear()
            self.has_value = True
            self.parser.CharacterDataHandler = self.pieces.append
        elif name == "f" and self.kind:
            self.formula = True
            self.parser.CharacterDataHandler = self.pieces.append
        elif name == "row":
            self._begin_row(attributes)
        elif name == "mergeCell":
            self.merged.append(attributes.get("ref", ""))

    def end(self, name: str) -> None:
        self.depth -= 1
        if ":" in name:
            name = local(name)
        if name in ("v", "t", "f"):
            self.parser.CharacterDataHandler = None
        elif name == "c":
            if self.pieces or self.formula:
                self.cells[self.column] = self._text()
            self.kind = ""
        elif name == "row" and self.cells:
            found = [self.cells.get(column, "") for column in range(1, max(self.cells) + 1)]
            row = row_of(self.workbook.name, self.number, found)
            if row is not None:
                self.rows.append(row)

    def _begin_row(self, attributes: dict[str, str]) -> None:
        number = int(attributes["r"]) if "r" in attributes else self.number + 1
        if not self.number < number <= LAST_ROW:
            raise ValueError("rows stand in order")
        self.passed += self.column
        if self.passed > MOST_PASSED:
            raise OversizedFile(self.workbook.name, "has too many empty cells")
        self.number, self.column = number, 0
        self.cells.clear()

    def _text(self) -> str:
        """What the cell shows. A formula that was never calculated shows itself."""
        if self.kind == "s" and self.has_value:
            return self.workbook.texts[_index("".join(self.pieces))]
        text = joined(self.pieces)
        if not self.has_value:
            return f"={text}" if self.formula else ""
        if self.kind == "n":
            day = day_text(text, self.workbook.counts_from_1904) if self.style in self.workbook.dates else ""
            return self._as_day(day) or number_text(text)
        if self.kind == "d":
            return self._as_day(text.removesuffix("Z").replace("T", " ").removesuffix(" 00:00:00"))
        return BOOLEANS.get(text, text) if self.kind == "b" else text

    def _as_day(self, day: str) -> str:
        if day:
            self.days.add(day)
        return day


def _index(written: str) -> int:
    """A number that texts are referred to by: not one that Python would count from the end."""
    if not written.isdecimal():
        raise ValueError("texts are referred to by number")
    return int(written)


def column_of(reference: str) -> int:
    """The column of a cell, from 1: 27 for `AA5`. Raises ValueError."""
    return _column(reference.rstrip("0123456789"))


@lru_cache(maxsize=1024)
def _column(letters: str) -> int:
    if not (letters.isascii() and letters.isalpha() and len(letters) <= LONGEST_COLUMN):
        raise ValueError("columns are named in up to three letters")
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _downwards(merged: str) -> tuple[int, int, int]:
    """The first column of merged cells, counted from 0, their first and their last row; no row when unreadable."""
    match = MERGED.fullmatch(merged)
    return (column_of(match[1]) - 1, int(match[2]), min(int(match[3]), LAST_ROW)) if match else (0, 0, 0)


def _put(cells: list[str], at: int, text: str) -> None:
    """What stood there is hidden under the merged cells."""
    cells.extend([""] * (at + 1 - len(cells)))
    cells[at] = text
