"""The bytes of a workbook to the rows of the worksheet with the list of students."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from bot.domain.errors import quoted
from bot.domain.studentheader import TITLE_ROWS, begins_list
from bot.domain.table import EmptyFile, Row, Table
from bot.formats.archive import Archive
from bot.formats.rows import all_rows
from bot.formats.workbook import Sheet, Workbook
from bot.formats.worksheet import Worksheet

MOST_SHEETS = 200


def sheets_table(name: str, content: bytes) -> Table:
    """The first worksheet that begins like a list of students, whole; else the top of the first not empty.

    Hidden worksheets are left alone unless all are. A note names others that begin like one. Raises UnreadableFile.
    """
    workbook = Workbook(Archive(name, content))
    visible = [sheet for sheet in workbook.sheets if sheet.visible] or workbook.sheets
    starts = [(sheet, _start(workbook, sheet)) for sheet in visible[:MOST_SHEETS]]
    lists = [sheet for sheet, rows in starts if begins_list(rows)]
    if lists:
        return _whole(workbook, lists[0], tuple(_notes(lists)))
    for sheet, rows in starts:
        if rows:
            return Table(tuple(rows), sheet.title)  # enough to say what is missing
    raise EmptyFile(name)


def _start(workbook: Workbook, sheet: Sheet) -> list[Row]:
    return list(islice(Worksheet(workbook, sheet.part), TITLE_ROWS))


def _whole(workbook: Workbook, sheet: Sheet, notes: tuple[str, ...]) -> Table:
    worksheet = Worksheet(workbook, sheet.part)
    rows = all_rows(workbook.name, worksheet)
    filled = worksheet.filled(rows) if worksheet.reading.merged else rows
    return Table(filled, sheet.title, notes, frozenset(worksheet.reading.days))


def _notes(lists: Sequence[Sheet]) -> Iterator[str]:
    if len(lists) > 1:
        others = ", ".join(quoted(sheet.title) for sheet in lists[1:])
        yield f"Only the worksheet {quoted(lists[0].title)} was read. Upload the others on their own: {others}."
