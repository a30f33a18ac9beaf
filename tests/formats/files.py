"""Files as people have them: workbooks written by XlsxWriter, and workbooks made by hand to be wrong."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import pytest
import xlsxwriter

from bot.domain.errors import Told
from bot.domain.table import Table
from bot.formats.reading import read_table

LIST = "Roll No,Name,Class\n0042,Asha Rao,CSE-2\n0043,Dev Sen,CSE-2\n"
CELLS = [["Roll No", "Name", "Class"], ["0042", "Asha Rao", "CSE-2"], ["0043", "Dev Sen", "CSE-2"]]

NAMESPACE = "http://schemas.openxmlformats.org"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
OFFICE = f"{NAMESPACE}/officeDocument/2006/relationships"
MAIN = f'xmlns="{NAMESPACE}/spreadsheetml/2006/main" xmlns:r="{OFFICE}"'
TYPES = f'{HEAD}<Types xmlns="{NAMESPACE}/package/2006/content-types"/>'
SHEET = f"{HEAD}<worksheet {MAIN}><sheetData>{{}}</sheetData></worksheet>"


def read(content: bytes, name: str = "students.csv") -> Table:
    return read_table(name, content)


def cells(table: Table) -> list[list[str]]:
    return [list(row.cells) for row in table.rows]


def refused(content: bytes, name: str = "students.csv") -> str:
    """The sentence with which the file is refused."""
    with pytest.raises(Told) as told:
        read_table(name, content)
    return told.value.sentence


def workbook(fill: Callable[[xlsxwriter.Workbook], Any], **options: Any) -> bytes:
    """What XlsxWriter makes; with `constant_memory` texts stand in their cells, else in a part of their own."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, **options})
    fill(book)
    book.close()
    return made.getvalue()


def sheet_of(rows: Sequence[Sequence[Any]], **options: Any) -> bytes:
    """A workbook of one worksheet; texts stay texts, numbers numbers."""

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Students")
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(at, column, value)
                elif value is not None:
                    sheet.write(at, column, value)

    return workbook(fill, **options)


def packed(parts: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def parts_of(content: bytes) -> dict[str, str | bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def handmade(sheet: str, **others: str | bytes) -> dict[str, str | bytes]:
    """The parts of a workbook with that one worksheet, and other parts by the last word of their name."""
    related = "".join(
        f'<Relationship Id="{kind}" Type="{OFFICE}/{kind}" Target="{kind}.xml"/>' for kind in ("worksheet", *others)
    )
    return {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": f'{HEAD}<R><Relationship Id="a" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></R>',
        "xl/workbook.xml": f'{HEAD}<workbook {MAIN}><sheets><sheet name="S" r:id="worksheet"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f"{HEAD}<R>{related}</R>",
        "xl/worksheet.xml": sheet,
        **{f"xl/{kind}.xml": content for kind, content in others.items()},
    }


def written(rows: Sequence[Sequence[str]]) -> str:
    """The XML of a worksheet with those texts, in its cells."""
    return SHEET.format(
        "".join(
            "<row>" + "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in row) + "</row>" for row in rows
        )
    )
