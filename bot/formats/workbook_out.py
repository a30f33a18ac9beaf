"""Sheets to the bytes of a workbook that opens clean in Excel, LibreOffice and on a phone, and runs nothing there."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from bot.domain.tab import Tab

PLAIN = {
    "in_memory": True,  # Lambda has a disk, but what is written there outlives the request
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}
NARROWEST, WIDEST = 8, 60
"""Characters."""
LOOKED_AT = 500
"""Rows, for the width of a column."""


def workbook_bytes(tabs: Sequence[Tab]) -> bytes:
    """XLSX: the header in bold and frozen, columns as wide as what is in them, dates and numbers as such.

    Every text stays the text it is, whatever it begins with, also digits with zeros in front.
    """
    from xlsxwriter import Workbook  # type: ignore[import-untyped]  # slow, and only needed here

    content = io.BytesIO()
    with Workbook(content, PLAIN) as book:
        head = book.add_format({"bold": True})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for tab in tabs:
            _write(book.add_worksheet(tab.name), tab, head, moment)
    return content.getvalue()


def _write(sheet: Any, tab: Tab, head: Any, moment: Any) -> None:
    sheet.write_row(0, 0, tab.columns, head)
    sheet.freeze_panes(1, 0)
    for at, row in enumerate(tab.rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, datetime):
                sheet.write_datetime(at, column, value, moment)
            elif isinstance(value, str):
                sheet.write_string(at, column, value)
            else:
                sheet.write(at, column, value)
    for column, title in enumerate(tab.columns):
        longest = max((_width(row[column]) for row in tab.rows[:LOOKED_AT]), default=0)
        sheet.set_column(column, column, min(WIDEST, max(NARROWEST, len(title), longest) + 1))


def _width(value: object) -> int:
    if isinstance(value, datetime):
        return 16
    return 10 if isinstance(value, date) else len(str(value or ""))
