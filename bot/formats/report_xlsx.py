"""A report as a workbook: a tab for each sheet, frozen, filtered, in colours that only repeat what is written.

XlsxWriter knows every setting that Excel has, and keeps no row in memory once the next begins. rustpy-xlsxwriter is
faster cell by cell, but writes records below one header row, without filters, colours or print set-up.
"""

from __future__ import annotations

from pathlib import Path

from bot.domain.report import Head
from bot.formats.report_tab import LAST_COLUMN, Looks, Tab
from bot.formats.report_table import NAMING, Line, Table, one_line
from bot.formats.workbook_out import PLAIN

LONGEST_NAME = 31
"""Of a tab: Excel refuses a longer one."""
NOT_IN_NAME = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
KEPT_BY_EXCEL = "history"


class XlsxFile:
    """One workbook. Texts are texts, whatever they begin with; dates, counts and percentages are numbers."""

    def __init__(self, folder: Path, head: Head) -> None:
        from xlsxwriter import Workbook  # type: ignore[import-untyped]  # slow, and only needed here

        self.path = folder / "report.xlsx"
        options = {**PLAIN, "in_memory": False, "constant_memory": True, "tmpdir": str(folder)}
        self.book = Workbook(str(self.path), options)
        made_at = head.made_at.replace(tzinfo=None)
        self.book.set_properties({"title": head.wanted.title, "author": one_line(head.made_by), "created": made_at})
        self.looks = Looks(self.book)
        self.names = {KEPT_BY_EXCEL}
        self.tabs: list[Tab] = []

    def begin(self, table: Table) -> None:
        """What has more roll calls than a worksheet has columns goes on in further tabs, the figures in the last."""
        most = LAST_COLUMN - len(NAMING) - len(table.figures)
        parts = [slice(first, first + most) for first in range(0, max(1, len(table.columns)), most)]
        self.tabs = [Tab(self.book.add_worksheet(self._named(table.name)), self.looks, table, part) for part in parts]

    def row(self, line: Line) -> None:
        for tab in self.tabs:
            tab.row(line)

    def end(self) -> None:
        for tab in self.tabs:
            tab.end()

    def close(self) -> None:
        self.book.close()

    def _named(self, name: str) -> str:
        """As programs ask: short, without some characters, and no two the same in any case."""
        safe = " ".join(name.translate(NOT_IN_NAME).split()).strip("' ") or "Class"
        number, found = 1, safe[:LONGEST_NAME].strip("' ")
        while found.casefold() in self.names:
            number += 1
            ending = f" ({number})"
            found = safe[: LONGEST_NAME - len(ending)] + ending
        self.names.add(found.casefold())
        return found
