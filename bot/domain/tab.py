"""A sheet of a workbook that is made for somebody."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tab:
    """`name` has at most 31 characters, as programs ask; `columns` head the columns, and the rows stand below."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
