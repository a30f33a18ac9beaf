"""Draws the pages of a table: colours and lines first, then what is read, line by line, in the order it is read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.domain.day import MONTHS
from bot.domain.report import Column
from bot.formats.lettering import BOLD, LATIN, Drawn, Lettering, ascii_width
from bot.formats.report_layout import (
    CLASS,
    FOOT,
    HEIGHT,
    LINE,
    MARGIN,
    NOTE,
    ROLL,
    ROOM,
    TITLE,
    WIDTH,
    Layout,
    Part,
)
from bot.formats.report_table import NAMING, Cell, Line, Table, period

SIZE, SMALL = 8.0, 7.0
"""Of the letters, in points."""
PAD, BASE = 3.0, 3.4
"""Between a cell's edge and its text, and below a title."""
SHADES = {  # the letter or word says the same without them
    "A": "0.97 0.80 0.68",
    "L": "1 0.90 0.60",
    "E": "0.74 0.84 0.93",
    "O": "0.85 0.82 0.91",
    "short": "0.97 0.80 0.68",
    "condonable": "1 0.90 0.60",
}
HEADER_SHADE = "0.93 0.93 0.93"
NARROW = 30.0
"""Below it a title is turned by a quarter."""
LETTERS = ("P", "A", "L", "E", "O", "·", "")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A line with its names drawn, as every page needs them."""

    naming: tuple[str, str, str]
    line: Line


class Drawing:
    """The pages of one table in one document."""

    def __init__(self, lettering: Lettering, table: Table, layout: Layout, signed_by: Sequence[str]) -> None:
        self.lettering, self.table, self.layout, self.signed_by = lettering, table, layout, signed_by
        self.top = HEIGHT - MARGIN - TITLE - NOTE * len(table.notes)
        self.body = self.top - layout.header
        self.letter, self.row, self.widths = layout.across.letter, layout.row, layout.across.figures
        self.heads: dict[Part, str] = {}
        self.figures: dict[tuple[int, str], str] = {}
        self.known: dict[tuple[str, float, float, str], Drawn] = {}

    def prepared(self, line: Line) -> Prepared:
        """What a page needs of a line."""
        roll_no, name, class_name = line.naming
        drawn = self.lettering.drawn
        known = self._known(class_name, SIZE, CLASS - 2 * PAD).operators
        names = drawn(roll_no, SIZE, ROLL - 2 * PAD), drawn(name, SIZE, self.layout.name - 2 * PAD)
        return Prepared((names[0].operators, names[1].operators, known), line)

    def page(self, lines: Sequence[Prepared], part: Part, first: int, number: int) -> str:
        """The operators of a page. `first` is the number of its first student, `number` the page's own."""
        is_last = number == self.layout.pages
        return "\n".join(
            (
                *self._shades(lines, part),
                self._grid(len(lines), part),
                "BT",
                self._head(part),
                *self._rows(lines, part),
                *self._foot(len(lines), part, first, number),
                "ET",
                *(self._signatures() if is_last else ()),
            )
        )

    def _shades(self, lines: Sequence[Prepared], part: Part) -> Iterable[str]:
        left = self.layout.left(part)
        shades: dict[str, list[str]] = defaultdict(list)
        edges = self.layout.edges(part)
        shades[HEADER_SHADE].append(f"{MARGIN} {self.body:.1f} {edges[-1] - MARGIN:.1f} {self.layout.header:.1f} re")
        words = self._words(part)
        for at, prepared in enumerate(lines, 1):
            y = self.body - at * self.row
            for column, letter in enumerate(prepared.line.letters[part.letters]):
                if letter in SHADES:
                    shades[SHADES[letter]].append(
                        f"{left + column * self.letter:.1f} {y:.1f} {self.letter} {self.row} re"
                    )
            for column, x, width in words:
                if (word := prepared.line.texts[column]) in SHADES:
                    shades[SHADES[word]].append(f"{x:.1f} {y:.1f} {width:.1f} {self.row} re")
        return (f"{colour} rg {' '.join(found)} f" for colour, found in shades.items())

    def _words(self, part: Part) -> list[tuple[int, float, float]]:
        """The columns of words: which figure, where it begins, how wide it is."""
        if not part.has_figures:
            return []
        edges = self.layout.edges(part)[-len(self.table.figures) - 1 :]
        return [
            (at, edges[at], width)
            for at, (field, width) in enumerate(zip(self.table.figures, self.widths, strict=True))
            if field.cell is Cell.WORD
        ]

    def _grid(self, rows: int, part: Part) -> str:
        edges = self.layout.edges(part)
        bottom = self.body - max(1, rows) * self.row
        down = " ".join(f"{x:.1f} {self.top:.1f} m {x:.1f} {bottom:.1f} l" for x in edges)
        heights = [self.top, *(self.body - at * self.row for at in range(max(1, rows) + 1))]
        across = " ".join(f"{MARGIN} {y:.1f} m {edges[-1]:.1f} {y:.1f} l" for y in heights)
        return f"0.75 G 0.4 w {down} {across} S 0 g"

    def _head(self, part: Part) -> str:
        """The title, the notes and the header, the same on each page of a part."""
        if part not in self.heads:
            self.heads[part] = "\n".join((*self._title(), *self._titles(part), *self._roll_calls(part)))
        return self.heads[part]

    def _title(self) -> Iterable[str]:
        drawn = self.lettering.drawn
        y = HEIGHT - MARGIN - 11
        yield _at(MARGIN, y) + drawn(self.table.title, 13, ROOM, BOLD).operators
        for at, note in enumerate(self.table.notes, 1):
            yield _at(MARGIN, y - 4 - at * NOTE) + drawn(note, SMALL + 0.5, ROOM).operators

    def _titles(self, part: Part) -> Iterable[str]:
        edges = self.layout.edges(part)
        naming = NAMING if part.has_class else NAMING[:2]
        for field, x in zip(naming, edges, strict=False):
            yield _at(x + PAD, self.body + BASE) + self._bold(field.title)
        if part.has_figures:
            starts = edges[-len(self.table.figures) - 1 :]
            for field, x, width in zip(self.table.figures, starts, self.widths, strict=False):
                if self.layout.is_turned and width < NARROW:
                    yield _turned_at(x + width / 2 + 2.5, self.body + BASE) + self._bold(field.title)
                else:
                    yield from self._upright(field.title, field.cell, x, width)

    def _upright(self, title: str, cell: Cell, x: float, width: float) -> Iterable[str]:
        """In as many lines as it has words when it is too long for one; figures stand on the right."""
        is_long = ascii_width(title, BOLD) * SMALL / 1000 > width - 2 * PAD
        words = title.split() if is_long else [title]
        for at, word in zip(range(len(words) - 1, -1, -1), words, strict=True):
            indent = 0.0 if cell in LEFT else width - 2 * PAD - ascii_width(word, BOLD) * SMALL / 1000
            yield _at(x + PAD + indent, self.body + BASE + at * LINE) + self._bold(word)

    def _bold(self, text: str, room: float = 500, size: float = SMALL) -> str:
        return self.lettering.drawn(text, size, room, BOLD).operators

    def _roll_calls(self, part: Part) -> Iterable[str]:
        left = self.layout.left(part)
        for at, column in enumerate(self.table.columns[part.letters]):
            middle = left + (at + 0.5) * self.letter
            y = self.top - LINE + 1
            for text in self._said(column):
                drawn = self._known(text, 6.5, self.letter - 0.6, BOLD if text.isdecimal() else LATIN)
                yield _at(middle - drawn.width / 2, y) + drawn.operators
                y -= LINE
            if column.subject:
                room = y + LINE - self.body - 2 * BASE
                yield _turned_at(middle + 2.4, self.body + BASE) + self._known(column.subject, SMALL, room).operators

    def _known(self, text: str, size: float, room: float, font: str = LATIN) -> Drawn:
        """A text of which there are few, drawn once."""
        key = (text, size, room, font)
        if key not in self.known:
            self.known[key] = self.lettering.drawn(text, size, room, font)
        return self.known[key]

    def _said(self, column: Column) -> tuple[str, ...]:
        """Day, month, and of the rest what some roll call has, each on its own line."""
        lines = [f"{column.on.day:02}", MONTHS[column.on.month - 1]]
        if self._has_period:
            lines.append(period(column))
        if self._has_section:
            lines.append(column.section)
        return tuple(lines)

    @cached_property
    def _has_period(self) -> bool:
        return any(column.period for column in self.table.columns)

    @cached_property
    def _has_section(self) -> bool:
        return any(column.section for column in self.table.columns)

    def _rows(self, lines: Sequence[Prepared], part: Part) -> Iterable[str]:
        x_roll, x_name = MARGIN + PAD, MARGIN + ROLL + PAD
        x_class, left = x_name + self.layout.name, self.layout.left(part)
        font = self.lettering.set_font(SIZE)
        y = self.body + self.row / 2 - 2.6  # so that capitals stand in the middle
        for prepared in lines:
            y -= self.row
            roll_no, name, class_name = prepared.naming
            row = f"{_at(x_roll, y)}{roll_no}{_at(x_name, y)}{name}"
            if part.has_class:
                row += f"{_at(x_class, y)}{class_name}"
            letters = "".join(map(self._letters.__getitem__, prepared.line.letters[part.letters]))
            figures = self._figures(prepared.line.texts) if part.has_figures else ""
            yield f"{row}{_at(left, y)}{font}[{letters}{figures}]TJ" if letters or figures else row
        if not lines:
            yield _at(x_name, y - self.row) + self._known(self.table.nobody, SMALL, self.layout.name).operators

    @cached_property
    def _letters(self) -> dict[str, str]:
        """Each letter in the middle of its column, and on to the next."""
        return {letter: self._inline(letter, self.letter, 0.5) for letter in LETTERS}

    def _figures(self, texts: tuple[str, ...]) -> str:
        found = []
        for at, text in enumerate(texts):
            figure = self.figures.get((at, text))
            if figure is None:
                field, width = self.table.figures[at], self.widths[at]
                share = 0.0 if field.cell in LEFT else 1.0
                figure = self._inline(text, width, share)
                if field.cell is not Cell.TEXT:
                    self.figures[at, text] = figure
            found.append(figure)
        return "".join(found)

    def _inline(self, text: str, width: float, share: float) -> str:
        """A text in a column, and on to the next. `share` is how much of the space stands before it."""
        glyphs = self.lettering.width(text) * SIZE / 1000
        before = PAD + share * (width - 2 * PAD - glyphs)
        after = width - before - glyphs
        shown = self.lettering.inline(text) if text else " "
        return f"{-before * 1000 / SIZE:.0f}{shown}{-after * 1000 / SIZE:.0f} "

    def _foot(self, rows: int, part: Part, first: int, number: int) -> Iterable[str]:
        y = FOOT - 18
        page = f"Page {number} of {self.layout.pages}"
        width = ascii_width(page) * SMALL / 1000
        drawn = self.lettering.drawn
        yield _at(MARGIN, y) + drawn(self.table.title, SMALL, 300).operators
        if where := self._where(rows, part, first):
            yield _at(WIDTH / 2 - 60, y) + drawn(where, SMALL, 300).operators
        yield _at(WIDTH - MARGIN - width, y) + drawn(page, SMALL, width + 1).operators

    def _where(self, rows: int, part: Part, first: int) -> str:
        """`Students 1–33 of 60, roll calls 1–41 of 400`, of what is on more than one page."""
        said = []
        if len(self.layout.blocks) > 1:
            said.append(f"students {first}–{first + rows - 1} of {self.table.count}")
        if len(self.layout.parts) > 1 and part.last > part.first:
            said.append(f"roll calls {part.first + 1}–{part.last} of {len(self.table.columns)}")
        return ", ".join(said).capitalize()

    def _signatures(self) -> Iterable[str]:
        """Lines to sign on, beside each other above the foot."""
        gap, y = 40.0, FOOT + 12
        width = (ROOM - gap * (len(self.signed_by) - 1)) / len(self.signed_by)
        for at, who in enumerate(self.signed_by):
            x = MARGIN + at * (width + gap)
            yield f"0 G 0.6 w {x:.1f} {y:.1f} m {x + width:.1f} {y:.1f} l S"
            yield f"BT {_at(x, y - 9)}{self.lettering.drawn(who, SMALL, width).operators}ET"


LEFT = (Cell.TEXT, Cell.WORD)
"""What stands on the left of its column; figures stand on the right."""


def _at(x: float, y: float) -> str:
    return f"1 0 0 1 {x:.1f} {y:.1f} Tm "


def _turned_at(x: float, y: float) -> str:
    """Upwards."""
    return f"0 1 -1 0 {x:.1f} {y:.1f} Tm "
