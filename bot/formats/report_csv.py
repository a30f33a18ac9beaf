"""A report as CSV: a header, a line for each student, nothing else; for a program as much as for a person."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from bot.domain.report import Format, Head
from bot.formats.csv_out import cell
from bot.formats.report_table import NAMING, Line, Table, roll_call
from bot.formats.report_zip import Files

PLAIN = re.compile('[^\\W_][^;,"\t\r\n\0]*').fullmatch  # nearly every name: no formula, and nothing to quote
MARK = "utf-8-sig"  # Excel takes a file without a byte order mark for Windows-1252


class CsvFile:
    """RFC 4180 in UTF-8: commas, CRLF, quotes doubled, each line with as many fields as the header."""

    def __init__(self, folder: Path, head: Head) -> None:
        self.files = Files(folder, head, Format.CSV)
        self.path = self.files.path

    def begin(self, table: Table) -> None:
        self.text = io.TextIOWrapper(self.files.opened(table.name), MARK, errors="replace", newline="")
        self.write = csv.writer(self.text, lineterminator="\r\n").writerow
        titles = (*(one.title for one in NAMING), *map(roll_call, table.columns), *(one.title for one in table.figures))
        self.write([cell(title) for title in titles])

    def row(self, line: Line) -> None:
        if all(map(PLAIN, line.naming)):  # letters and figures always are: so it takes less than the csv module does
            self.text.write(",".join((*line.naming, *line.letters, *line.texts)) + "\r\n")
        else:
            self.write((*map(cell, line.naming), *line.letters, *line.texts))

    def end(self) -> None:
        self.text.close()

    def close(self) -> None:
        self.files.close()
