"""The tables in a report's files, read by programs that know nothing of the bot: csv, openpyxl, pypdf."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import openpyxl
import pypdf

PAIR = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")


@dataclass
class Opened:
    """A table: its titles, and its rows as wide as they are. A roll call's title is `2026-11-22 P3 DBMS (A)`."""

    titles: tuple[str, ...]
    rows: list[tuple[Any, ...]] = field(default_factory=list)


def parts(content: bytes) -> dict[str, bytes]:
    """The files in a ZIP by their names; a file alone is named `""`."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return {"": content}
    with zipfile.ZipFile(io.BytesIO(content)) as box:
        return {name: box.read(name) for name in box.namelist()}


def read_csv(content: bytes) -> Opened:
    titles, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
    return Opened(tuple(titles), [tuple(row) for row in rows])


def read_xlsx(content: bytes) -> dict[str, Opened]:
    """By the names of the tabs."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row), "a formula"
    return {sheet.title: _tab([list(row) for row in sheet.iter_rows(values_only=True)]) for sheet in book}


def _tab(rows: list[list[Any]]) -> Opened:
    """Above the titles stand, for roll calls, their dates and what else they have."""
    at = next(number for number, row in enumerate(rows) if row[0] == "Roll no")
    above = {row[2]: row for row in rows[:at] if row[2] in ("Date", "Period", "Section")}
    titles = []
    for column, title in enumerate(rows[at]):
        on, period, section = (above[name][column] if name in above else None for name in ("Date", "Period", "Section"))
        if isinstance(on, datetime):
            said = (f"{on:%Y-%m-%d}", period, title, f"({section})" if section else "")
            title = " ".join(filter(None, said))
        titles.append(title)
    return Opened(tuple(titles), [tuple(row) for row in rows[at + 1 :] if row[1] is not None])


# PDF: words stand where they are drawn, and the lines around them say in which cell that is.


@dataclass(frozen=True)
class Word:
    x: float
    y: float
    text: str


def read_pdf(content: bytes) -> Opened:
    """All pages as one table: what stands on several of them side by side, or one below the other, put together."""
    titles: list[str] = []
    rows: dict[str, list[str]] = {}
    for page in pypdf.PdfReader(io.BytesIO(content)).pages:
        own, *body = _grid(page)
        names = 3 if own[2] == "Class" else 2
        if not rows or body[0][0] == next(iter(rows)):
            titles += own[names:] if titles else own
        for cells in body:
            if cells[0] in rows:
                rows[cells[0]] += cells[names:]
            elif all(cells[:2]):  # else it is the line that says that there is nobody
                rows[cells[0]] = cells
    return Opened(tuple(titles), [tuple(row) for row in rows.values()])


def _grid(page: pypdf.PageObject) -> list[list[str]]:
    """The cells of a page, row by row; first the titles."""
    words, across, down = _drawn(page)
    edges, heights = sorted(down), sorted(across, reverse=True)
    cells: dict[tuple[int, int], list[Word]] = defaultdict(list)
    for word in words:
        row = sum(word.y < height for height in heights) - 1
        if 0 <= row < len(heights) - 1:
            cells[row, bisect_right(edges, word.x) - 1].append(word)
    width = len(edges) - 1
    head = [_title(cells[0, column]) for column in range(width)]
    body = [
        ["".join(word.text for word in cells[row, column]) for column in range(width)]
        for row in range(1, len(heights) - 1)
    ]
    return [head, *body]


def _title(words: list[Word]) -> str:
    """A roll call's begins with a day and a month, in lines from the top; the subject is turned."""
    lines = [word.text for word in sorted(words, key=lambda word: -word.y)]
    return " ".join(filter(None, lines))


def _drawn(page: pypdf.PageObject) -> tuple[list[Word], set[float], set[float]]:
    """The words of a page, and where the lines of its table are: heights, and distances from the left."""
    reader = _Reader(page)
    for operands, operator in page.get_contents().operations:  # type: ignore[union-attr]
        reader.meets(operator, operands)
    return reader.words, reader.across, reader.down


class _Reader:
    """As much of a PDF interpreter as tables need: text where it is drawn, the lines of a path, what a span says."""

    def __init__(self, page: pypdf.PageObject) -> None:
        self.words: list[Word] = []
        self.across: set[float] = set()
        self.down: set[float] = set()
        self.fonts = {name: _Font(font.get_object()) for name, font in page["/Resources"]["/Font"].items()}
        self.path: list[tuple[float, float, float, float]] = []
        self.said: str | None = None
        self.at = (0.0, 0.0)

    def meets(self, operator: bytes, operands: Any) -> None:
        match operator, operands:
            case b"m", [x, y]:
                self.at = (float(x), float(y))
            case b"l", [x, y]:
                self.path.append((*self.at, float(x), float(y)))
            case b"S", _:
                self._strokes()
            case b"Tm", [_, b, _, _, x, y]:
                self.turned, self.x, self.y = bool(b), float(x), float(y)
            case b"Tf", [name, size]:
                self.font, self.size = self.fonts[name], float(size)
            case b"BDC", [_, {"/ActualText": text}]:
                self.words.append(Word(self.x, self.y, str(text)))
                self.said = str(text)
            case b"EMC", _:
                self.said = None
            case b"Tj", [text]:
                self._shows([text])
            case b"TJ", [texts]:
                self._shows(texts)

    def _strokes(self) -> None:
        """The grid is one path; the lines to sign on are another, of one line."""
        if len(self.path) > 1:
            for x, y, to_x, _ in self.path:
                (self.down.add(x) if x == to_x else self.across.add(y))
        self.path = []

    def _shows(self, pieces: list[Any]) -> None:
        for piece in pieces:
            if isinstance(piece, int | float):
                self.x -= 0 if self.turned else float(piece) * self.size / 1000
                continue
            codes = piece.original_bytes
            text = self.font.text(codes)
            if self.said is None:
                self.words.append(Word(self.x, self.y, text))
            self.x += 0 if self.turned else self.font.width(codes) * self.size / 1000


class _Font:
    def __init__(self, found: Any) -> None:
        self.first, self.widths = int(found["/FirstChar"]), [float(one) for one in found["/Widths"]]
        self.letters = _letters(found["/ToUnicode"].get_data().decode("latin-1"))

    def width(self, codes: bytes) -> float:
        return sum(self.widths[code - self.first] for code in codes)

    def text(self, codes: bytes) -> str:
        return "".join(self.letters.get(code, "\ufffd") for code in codes)


def _letters(cmap: str) -> dict[int, str]:
    """What the codes of a font say."""
    pairs = (pair for part in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL) for pair in PAIR.findall(part))
    return {int(code, 16): bytes.fromhex(said).decode("utf-16-be", "replace") for code, said in pairs}
