"""A report to its files, in every format at once: the rows are read once, and are on the disk before the next are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Protocol

from bot.domain.report import Format, Head, Sheet, Wanted
from bot.formats.report_csv import CsvFile
from bot.formats.report_pdf import PdfFile
from bot.formats.report_table import Line, Table
from bot.formats.report_xlsx import XlsxFile


class Writer(Protocol):
    """A file that is told its tables one after the other, and each line by line."""

    path: Path

    def begin(self, table: Table) -> None: ...

    def row(self, line: Line) -> None: ...

    def end(self) -> None:
        """Of the table."""

    def close(self) -> None:
        """Of the file."""


FORMATS: Mapping[Format, Callable[[Path, Head], Writer]] = {
    Format.XLSX: XlsxFile,
    Format.CSV: CsvFile,
    Format.PDF: PdfFile,
}
CONTENT_TYPES = {
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.CSV: "text/csv; charset=utf-8",
    Format.PDF: "application/pdf",
}
ZIP = "application/zip"


def content_type(wanted: Wanted, format_: Format) -> str:
    """What the file of a report is, in the words of HTTP."""
    return ZIP if wanted.is_many_sheets and format_ is not Format.XLSX else CONTENT_TYPES[format_]


def write_all(folder: Path, head: Head, sheets: Iterable[Sheet]) -> dict[Format, Path]:
    """The report in each format, in that folder, which is there and empty; what is left in it is the files.

    Both the sheets and their rows may be generators. Without any sheet there is one without students. Raises
    ValueError when a sheet has not as many rows as it says, or a report of one class has several sheets.
    """
    files = {format_: begun(folder, head) for format_, begun in FORMATS.items()}
    sheet = None
    for sheet in sheets:
        _write(files.values(), Table.of(head, sheet))
    if sheet is None:
        _write(files.values(), Table.of(head, Sheet(head.wanted.whom, (), 0, ())))
    for file in files.values():
        file.close()
    return {format_: file.path for format_, file in files.items()}


def _write(files: Iterable[Writer], table: Table) -> None:
    for file in files:
        file.begin(table)
    for line in table.lines:
        for file in files:
            file.row(line)
    for file in files:
        file.end()
