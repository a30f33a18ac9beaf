"""How a table lies on pages of A4 on its side: which columns and rows are on which, known before the first is drawn.

Names stand on every page. What does not fit beside them goes on to the right, page by page; then the next students.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from bot.formats.report_table import Cell, Field, Table

WIDTH, HEIGHT = 841.89, 595.28  # A4 on its side, in points, as everything here
MARGIN = 28.0
ROOM = WIDTH - 2 * MARGIN
TITLE, NOTE = 20.0, 10.0
"""How high the title is, and each note."""
FOOT = 34.0
ROWS = tuple(at / 10 for at in range(120, 105, -1))
"""How high a row may be, the best first: a lower one where that saves a page."""
SIGNED = 36.0
"""How high the signatures are, on the last page."""
ROLL, CLASS = 66.0, 46.0
NAME, WIDEST_NAME = 130.0, 230.0
"""How wide it is at least, and at most beside roll calls."""
LETTERS = tuple(at / 10 for at in range(150, 103, -2))
"""How wide a roll call may be, the best first."""
WELL_READ = 12.0
"""Before it is narrower, figures are."""
UPRIGHT = {Cell.COUNT: 42.0, Cell.HALVES: 46.0, Cell.PERCENT: 40.0, Cell.WORD: 74.0}
"""How wide figures are below a title that is read as it stands."""
TURNED = {Cell.COUNT: 20.0, Cell.HALVES: 28.0, Cell.PERCENT: 27.0, Cell.WORD: 66.0}
"""Below one that is turned by a quarter."""
TIGHT = {Cell.COUNT: 16.0, Cell.HALVES: 25.0, Cell.PERCENT: 25.0, Cell.WORD: 58.0}
"""The same where it saves a page, for counts of up to three digits."""
MOST_TIGHT = 999
TEXTS = {"In other classes": 44.0, "Remark": 108.0}
LOW, LINE = 28.0, 9.0
"""How high a header of upright titles is, and each line of another."""
SUBJECT, TURNED_TITLE = 56.0, 48.0
"""How high the turned texts stand."""


@dataclass(frozen=True, slots=True)
class Part:
    """The columns of a page beside the names: perhaps the class, some roll calls, perhaps the figures."""

    has_class: bool
    first: int
    last: int
    has_figures: bool

    @property
    def letters(self) -> slice:
        return slice(self.first, self.last)


@dataclass(frozen=True, slots=True)
class Across:
    """What stands beside each other, page by page. `room` is what there is beside the names."""

    has_class: bool
    columns: int
    letter: float
    figures: tuple[float, ...]

    def parts(self, room: float) -> Iterator[Part]:
        """The roll calls from left to right; all figures together on the last page."""
        first, free, figures = 0, room - CLASS * self.has_class, sum(self.figures)
        while True:
            last = min(self.columns, first + int(free // self.letter))
            is_end = (last == self.columns and (last - first) * self.letter + figures <= free) or first == self.columns
            yield Part(self.has_class and first == 0, first, last, is_end)
            if is_end:
                return
            first, free = last, room

    def pages(self, room: float) -> int:
        return sum(1 for _ in self.parts(room))

    def even(self, room: float) -> tuple[Part, ...]:
        """As many pages as in all the room, with about as much on each."""
        pages = self.pages(room)
        all_of_it = CLASS * self.has_class + self.columns * self.letter + sum(self.figures)
        width = max(all_of_it / pages, CLASS + self.letter)
        while width < room and self.pages(width) > pages:
            width += self.letter
        return tuple(self.parts(min(width, room)))

    def width(self, part: Part) -> float:
        return sum(self.widths(part))

    def widths(self, part: Part) -> tuple[float, ...]:
        """Of the columns of a page, beside the names."""
        figures = self.figures if part.has_figures else ()
        return (*[CLASS] * part.has_class, *[self.letter] * (part.last - part.first), *figures)


@dataclass(frozen=True, slots=True)
class Layout:
    """`blocks` are how many students stand on each page of a part; pages are numbered part by part, block by block.

    `row` is how high a student is; `rows` are at most on a page, `last_rows` above the signatures.
    """

    name: float
    across: Across
    is_turned: bool
    header: float
    row: float
    rows: int
    last_rows: int
    blocks: tuple[int, ...]
    parts: tuple[Part, ...]

    @classmethod
    def of(cls, table: Table) -> Layout:
        across, is_turned = _across(table)
        parts = across.even(ROOM - ROLL - NAME)
        free = ROOM - ROLL - max(map(across.width, parts))
        name = min(WIDEST_NAME, free) if table.columns else free
        header = _header(table, is_turned)
        body = HEIGHT - MARGIN - TITLE - NOTE * len(table.notes) - header - FOOT
        row = _row(table.count, body)
        rows, last_rows = int(body // row), int((body - SIGNED) // row)
        blocks = tuple(_blocks(table.count, rows, last_rows))
        return cls(name, across, is_turned, header, row, rows, last_rows, blocks, parts)

    @property
    def pages(self) -> int:
        return len(self.blocks) * len(self.parts)

    def left(self, part: Part) -> float:
        """Where the columns beside the names begin."""
        return MARGIN + ROLL + self.name + (CLASS if part.has_class else 0)

    def edges(self, part: Part) -> tuple[float, ...]:
        """Where the columns of a page begin, and the last one ends."""
        found = [MARGIN]
        for width in (ROLL, self.name, *self.across.widths(part)):
            found.append(found[-1] + width)
        return tuple(found)


def _across(table: Table) -> tuple[Across, bool]:
    """The best widths that need as few pages as the tightest do, and whether titles are turned."""
    room, calls = ROOM - ROLL - NAME, len(table.columns)
    upright, turned, tight = (
        tuple(_width(field, widths) for field in table.figures) for widths in (UPRIGHT, TURNED, TIGHT)
    )
    if not calls:
        is_turned = CLASS * table.has_class + sum(upright) > room
        return Across(table.has_class, 0, LETTERS[0], turned if is_turned else upright), is_turned
    wide = [(letter, turned) for letter in LETTERS if letter >= WELL_READ or calls > MOST_TIGHT]
    close = [(letter, tight) for letter in LETTERS if calls <= MOST_TIGHT]
    found = [Across(table.has_class, calls, *widths) for widths in (*wide, *close)]
    fewest = found[-1].pages(room)
    return next(one for one in found if one.pages(room) == fewest), True


def _width(field: Field, widths: dict[Cell, float]) -> float:
    return TEXTS[field.title] if field.cell is Cell.TEXT else widths[field.cell]


def _header(table: Table, is_turned: bool) -> float:
    """How high the header is: day and month, then what some roll call has."""
    if not is_turned:
        return LOW
    columns = table.columns
    lines = 2 + any(column.period for column in columns) + any(column.section for column in columns)
    subject = SUBJECT if any(column.subject for column in columns) else 0
    return max(LINE * lines + subject + 4, TURNED_TITLE)


def _row(count: int, body: float) -> float:
    """How high a row is: as high as goes with the fewest pages."""

    def pages(row: float) -> int:
        return _pages(count, int(body // row), int((body - SIGNED) // row))

    return next(row for row in ROWS if pages(row) == pages(ROWS[-1]))


def _pages(count: int, rows: int, last_rows: int) -> int:
    return 1 + max(0, math.ceil((count - last_rows) / rows))


def _blocks(count: int, rows: int, last_rows: int) -> Iterator[int]:
    """How many students on each page, about as many on each; the last one leaves room for the signatures."""
    others = _pages(count, rows, last_rows) - 1
    last = min(count // (others + 1), last_rows)
    for at in range(others):
        yield (count - last) // others + (at < (count - last) % others)
    yield last
