"""A report as PDF, to print, sign and file: A4 on its side, the header on each page, names in their own script."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import Any

from bot.domain.report import Format, Head, Kind
from bot.formats.lettering import LATIN, Lettering, registered
from bot.formats.report_layout import HEIGHT, WIDTH, Layout
from bot.formats.report_page import Drawing, Prepared
from bot.formats.report_table import Line, Table, one_line
from bot.formats.report_zip import Files

SIGNED_BY = ("Class teacher", "Head of department", "Date")
SIGNED_BY_COLLEGE = ("Prepared by", "Principal", "Date")


class PdfFile:
    """Holds the students of one page, and each page in a kilobyte or two, until its table ends."""

    def __init__(self, folder: Path, head: Head) -> None:
        self.files = Files(folder, head, Format.PDF)
        self.path = self.files.path
        self.head = head
        is_college = head.wanted.class_code is None and head.wanted.kind is not Kind.REGISTER
        self.signed_by = SIGNED_BY_COLLEGE if is_college else SIGNED_BY

    def begin(self, table: Table) -> None:
        from reportlab.pdfgen.canvas import Canvas

        self.table, self.layout = table, Layout.of(table)
        font: Any = registered(LATIN)  # typed as a number by mistake
        self.canvas = Canvas(
            "report.pdf",
            (WIDTH, HEIGHT),
            pageCompression=1,
            invariant=1,  # the same report is the same bytes
            lang="en-IN",
            initialFontName=font,
        )
        self.canvas.setTitle(table.title)
        self.canvas.setAuthor(one_line(self.head.made_by))
        self.canvas.setSubject(" ".join(table.notes))
        self.canvas.setCreator("Attendance bot")
        self.canvas.setDateFormatter(lambda *_: f"D:{self.head.made_at:%Y%m%d%H%M%S}")
        self.drawing = Drawing(Lettering(_document(self.canvas)), table, self.layout, self.signed_by)
        self.block: list[Prepared] = []
        self.blocks = iter(self.layout.blocks)
        self.wanted = next(self.blocks)
        self.first = self.number = 1

    def row(self, line: Line) -> None:
        self.block.append(self.drawing.prepared(line))
        if len(self.block) == self.wanted:
            self._draw()

    def end(self) -> None:
        if not self.layout.blocks[-1]:
            self._draw()
        with self.files.opened(self.table.name) as content:
            content.write(self.canvas.getpdfdata())  # type: ignore[no-untyped-call]
        del self.canvas, self.drawing

    def close(self) -> None:
        self.files.close()

    def _draw(self) -> None:
        """These students, on as many pages as their columns need."""
        for part in self.layout.parts:
            self.canvas.addLiteral(self.drawing.page(self.block, part, self.first, self.number))
            self.canvas.showPage()
            _pack(_document(self.canvas))
            self.number += 1
        self.first += len(self.block)
        self.block = []
        self.wanted = next(self.blocks, 0)


def _pack(document: Any) -> None:
    """Compress the last page now: a college has hundreds, and reportlab keeps them as they are until the end."""
    from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFStream

    page = document.Pages.pages[-1]
    packed = PDFDictionary({"Filter": PDFName("FlateDecode")})
    page.Contents = PDFStream(packed, zlib.compress(page.stream.encode("ascii")))
    page.stream = None


def _document(canvas: Any) -> Any:
    """What fonts ask for: the document behind the canvas, for which reportlab has no public name."""
    return canvas._doc
