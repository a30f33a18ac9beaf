"""One worksheet of a report: title, header and students, row by row, and how all of it looks and prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain.report import Column
from bot.formats.report_table import NAMING, Cell, Field, Line, Table, Value, period

LAST_COLUMN, LAST_ROW = 16_384, 1_048_576
"""How many of each a worksheet has: the format's own limits."""
A4 = 9
PAGE_CHARS = 200
"""Characters in the width of an A4 page on its side, as small as is still read."""
LETTER_CHARS, PADDING = 3.6, 0.7
NARROWEST_NAME, WIDEST_NAME = 10, 40
LOW, HIGH = 32, 120
"""Points, of a header of two lines, and of the highest one."""
TURN, TURNED_CHAR = 90, 5.4
"""Degrees; points that a character of a turned text takes."""
FILTER = 22
"""Points below it that the filter's button covers."""
LONGEST_FOOT = 150
COLOURS = {"A": "#F8CBAD", "L": "#FFE699", "E": "#BDD7EE", "O": "#D9D2E9", "short": "#F8CBAD", "condonable": "#FFE699"}
LETTERS, BANDS = ("A", "L", "E", "O"), ("short", "condonable")
NUMBERS = {Cell.COUNT: "0", Cell.HALVES: "General", Cell.PERCENT: "0.0%"}


class Looks:
    """How cells look. A workbook has few looks and many cells."""

    def __init__(self, book: Any) -> None:
        def look(**properties: Any) -> Any:
            return book.add_format(properties)

        shade = {"bg_color": "#EDEDED", "bold": True}
        turned = {**shade, "rotation": TURN, "align": "center", "valign": "top", "text_wrap": True, "font_size": 9}
        border = {"border": 1, "border_color": "#BFBFBF"}
        self.title = look(bold=True, font_size=14)
        self.note = look(font_color="#595959")
        self.label = look(**shade, align="right", valign="bottom")
        self.text_head = look(**shade, text_wrap=True, valign="bottom")
        self.number_head = look(**shade, text_wrap=True, valign="top", align="right")
        self.turned = look(**turned)
        self.day = look(**turned, num_format="dd mmm")
        self.upright = look(**shade, align="center", font_size=9)
        self.name = look(num_format="@", align="left")
        self.letter = look(align="center")
        self.word = look(indent=1)
        self.numbers = {cell: look(num_format=number) for cell, number in NUMBERS.items()}
        self.border = look(**border)
        self.colours = {word: look(**border, bg_color=colour) for word, colour in COLOURS.items()}


@dataclass(frozen=True, slots=True)
class HeaderRow:
    """What a row of the header says of each roll call."""

    label: str
    said: tuple[str | date, ...]
    is_turned: bool = False

    @property
    def height(self) -> float:
        """Points. A turned date is six characters long."""
        longest = max(len(one) if isinstance(one, str) else 6 for one in self.said)
        return min(HIGH, FILTER + TURNED_CHAR * longest)


class Tab:
    """A worksheet. `part` is which of the roll calls stand in it; the figures stand in the last part.

    Rows are written from the top down: XlsxWriter keeps only the one it is at.
    """

    def __init__(self, sheet: Any, looks: Looks, table: Table, part: slice) -> None:
        self.sheet, self.looks, self.table, self.part = sheet, looks, table, part
        self.columns = table.columns[part]
        self.figures = table.figures if part.stop >= len(table.columns) else ()
        self.first_letter = len(NAMING)
        self.first_figure = self.first_letter + len(self.columns)
        self.width = self.first_figure + len(self.figures)
        self.longest = [0] * len(NAMING)
        rows = tuple(_header_rows(self.columns)) or (HeaderRow("", ()),)
        self.first_header = len(table.notes) + 2
        self.header = self.first_header + len(rows) - 1
        if self.header + 1 + table.count > LAST_ROW:
            raise ValueError("a worksheet has not so many rows")
        self._write_head(rows)
        self._set_print()
        self.cells = self._set_columns()
        self.at = self.header

    def _set_columns(self) -> list[Any]:
        """How wide the columns are beside the names, and the look of every column."""
        looks = [self.looks.name] * len(NAMING) + [self.looks.letter] * len(self.columns)
        if self.columns:
            self.sheet.set_column(self.first_letter, self.first_figure - 1, LETTER_CHARS, self.looks.letter)
        for at, field in enumerate(self.figures, self.first_figure):
            looks.append(self.looks.numbers.get(field.cell, self.looks.word))
            self.sheet.set_column(at, at, field.chars, looks[-1])
        return looks

    def _write_head(self, rows: tuple[HeaderRow, ...]) -> None:
        """The title, the notes, and the header, whose last row has the titles and the filter."""
        self.sheet.write_string(0, 0, self.table.title, self.looks.title)
        for at, note in enumerate(self.table.notes, 1):
            self.sheet.write_string(at, 0, note, self.looks.note)
        for at, row in enumerate(rows, self.first_header):
            if not row.said:
                self.sheet.set_row(at, LOW)
            elif row.is_turned:
                self.sheet.set_row(at, row.height)
            self._write_titles(at, row.label)
            self._write_said(at, row)
        self.sheet.freeze_panes(self.header + 1, 2)

    def _write_titles(self, at: int, label: str) -> None:
        """Above the last row nothing but what that row says, on the left of what it says."""
        for column, field in (*enumerate(NAMING), *enumerate(self.figures, self.first_figure)):
            look = self.looks.number_head if field.cell in NUMBERS else self.looks.text_head
            if at == self.header:
                self.sheet.write_string(at, column, field.title, look)
            elif column == len(NAMING) - 1:
                self.sheet.write_string(at, column, label, self.looks.label)
            else:
                self.sheet.write_blank(at, column, None, look)

    def _write_said(self, at: int, row: HeaderRow) -> None:
        look = self.looks.turned if row.is_turned else self.looks.upright
        for column, said in enumerate(row.said, self.first_letter):
            if not isinstance(said, str):
                self.sheet.write_datetime(at, column, said, self.looks.day)
            elif said:
                self.sheet.write_string(at, column, _no_markup(said), look)
            else:
                self.sheet.write_blank(at, column, None, look)

    def _set_print(self) -> None:
        """A4 on its side, as few pages wide as can be read, the header and the names on each."""
        sheet = self.sheet
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        named = _chars(NAMING[:2])
        wide = NAMING[2].chars + len(self.columns) * (LETTER_CHARS + PADDING) + _chars(self.figures)
        sheet.fit_to_pages(max(1, -int(-wide // (PAGE_CHARS - named))), 0)
        sheet.repeat_rows(self.first_header, self.header)
        sheet.repeat_columns(0, 1)
        sheet.set_footer(f"&L{self.table.title[:LONGEST_FOOT].replace('&', '&&')}&RPage &P of &N")

    def row(self, line: Line) -> None:
        """The next student."""
        for column, value in enumerate(line.naming):
            if len(value) > self.longest[column]:
                self.longest[column] = len(value)
        self._write_row((*line.naming, *line.letters[self.part], *(line.values if self.figures else ())))

    def _write_row(self, values: tuple[Value, ...]) -> None:
        """What is empty is left out: it looks as its column does."""
        self.at += 1
        for column, value in enumerate(values):
            if isinstance(value, str):
                if value:
                    self.sheet.write_string(self.at, column, _no_markup(value), self.cells[column])
            elif value is not None:
                self.sheet.write_number(self.at, column, value, self.cells[column])

    def end(self) -> None:
        """What belongs to all rows: the filter, the colours, and how wide the names are."""
        sheet, first = self.sheet, self.header + 1
        if not self.table.count:
            self._write_row((self.table.nobody,))
        last = self.header + max(1, self.table.count)
        sheet.autofilter(self.header, 0, last, self.width - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A{first + 1}:A{last + 1}"})  # roll numbers are no numbers
        if self.columns:
            self._colour(first, self.first_letter, last, self.first_figure - 1, LETTERS)
        for at, field in enumerate(self.figures, self.first_figure):
            if field.cell is Cell.WORD:
                self._colour(first, at, last, at, BANDS)
        ruled = {"type": "no_errors", "format": self.looks.border}  # on the table's cells alone, and on paper too
        sheet.conditional_format(self.first_header, 0, last, self.width - 1, ruled)
        for at, (field, longest) in enumerate(zip(NAMING, self.longest, strict=True)):
            chars = min(max(longest + 2, min(field.chars, NARROWEST_NAME)), WIDEST_NAME)
            sheet.set_column(at, at, chars, self.looks.name)

    def _colour(self, top: int, left: int, bottom: int, right: int, words: Iterable[str]) -> None:
        for word in words:
            rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": self.looks.colours[word]}
            self.sheet.conditional_format(top, left, bottom, right, rule)


def _header_rows(columns: tuple[Column, ...]) -> Iterator[HeaderRow]:
    """Those that any roll call needs. The turned one is the last where there is one: the filter's button fits below."""
    if columns:
        yield HeaderRow("Date", tuple(column.on for column in columns), is_turned=True)
    if any(column.period for column in columns):
        yield HeaderRow("Period", tuple(map(period, columns)))
    if any(column.section for column in columns):
        yield HeaderRow("Section", tuple(column.section for column in columns))
    if any(column.subject for column in columns):
        yield HeaderRow("Subject", tuple(column.subject for column in columns), is_turned=True)


def _chars(fields: Iterable[Field]) -> float:
    return sum(field.chars + PADDING for field in fields)


def _no_markup(text: str) -> str:
    """XlsxWriter takes a text that begins and ends like this for one that is marked up already."""
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text
