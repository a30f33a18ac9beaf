"""Rows to the bytes of a CSV file that opens clean in Excel and LibreOffice, and runs nothing there."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from math import isfinite

# What begins a formula, full-width forms too, also behind spaces, quotation marks and characters nobody sees. A cell
# also begins after `;`, a tab or a line break when the program takes another separator than the comma.
FORMULA = re.compile("(\\A|[;\t\r\n])(?=[\\s'\"\u200b\u2060\ufeff]*[=+\\-@＝＋－＠]|[\t\r])")
HARMLESS = re.compile("[^\\W_][^;\t\r\n\0]*")  # nearly every cell, told at once


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with a byte order mark, so that Excel reads every script; commas, CRLF, quotes doubled (RFC 4180).

    Numbers and dates stay numbers and dates, `None` is an empty cell. A text that a program could take for a formula
    gets `'` in front; the import takes that away again.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([cell(title) for title in header])
    writer.writerows([cell(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig", errors="replace")


def cell(value: object) -> object:
    """What the csv module is to write for it: nothing that a program could take for a formula."""
    if value is None or isinstance(value, date):
        return value
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool) and isfinite(value):
        return value
    text = str(value)
    return text if HARMLESS.fullmatch(text) else FORMULA.sub(r"\1'", text.replace("\0", ""))
