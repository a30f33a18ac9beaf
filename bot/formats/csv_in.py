"""The text of a CSV file to its rows, whatever stands between its cells."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from bot.domain.studentheader import TITLE_ROWS, known_columns
from bot.domain.table import BrokenQuotes, EmptyFile, OversizedFile, Table
from bot.formats.rows import all_rows, row_of

SEPARATORS = ",;\t|"
SAYS_SO = re.compile(r'"?sep=([,;|:^~\t])"?(?:\r\n|\r|\n)', re.IGNORECASE)
LOOKED_AT = 65_536  # characters, to tell what separates the cells


def csv_table(name: str, text: str, notes: tuple[str, ...] = ()) -> Table:
    """Rows numbered as a spreadsheet program shows them: a cell of several lines is one row, Excel's `sep=;` is none.

    Raises UnreadableFile.
    """
    separator, text = _separator(text)
    numbered = _records(name, text, separator)
    rows = all_rows(name, filter(None, (row_of(name, number, cells) for number, cells in numbered)))
    if not rows:
        raise EmptyFile(name)
    return Table(rows, notes=notes)


def _records(name: str, text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Strict, because a mark that is never closed would otherwise make one cell of the rest of the file."""
    text = re.sub(
        rf'" +(?=[{re.escape(separator)}\r\n]|\Z)', '"', text
    )  # the one thing people write that strict refuses
    number = 0
    try:
        for number, cells in enumerate(_reader(text, separator, strict=True), 1):
            yield number, cells
    except csv.Error:
        if '"' not in text:
            raise OversizedFile(name, f"has too large a cell in row {number + 1}") from None
        raise BrokenQuotes(name, number + 1) from None


def _reader(text: str, separator: str, *, strict: bool) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True, strict=strict)


def _separator(text: str) -> tuple[str, str]:
    """What separates the cells, and the text without a line that says so."""
    if said := SAYS_SO.match(text):
        return said[1], text[said.end() :]
    start = text[:LOOKED_AT]
    return max(SEPARATORS, key=lambda separator: _fitness(start, separator)), text


def _fitness(start: str, separator: str) -> tuple[int, float, int]:
    """How much the text looks like a list with that separator: columns known, rows alike, columns at all."""
    try:
        found = list(islice(filter(any, _reader(start, separator, strict=False)), TITLE_ROWS))
    except csv.Error:  # a cell of 128 KiB: this separator is none
        return 0, 0.0, 0
    if not found:  # nothing but separators
        return 0, 1.0, 0
    width, alike = Counter(map(len, found)).most_common(1)[0]
    return max(len(known_columns(cells)) for cells in found), alike / len(found) if width > 1 else 0.0, width
