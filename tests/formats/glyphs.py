"""What a PDF really draws, read from its content and its embedded fonts, without a word of the code that wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import uharfbuzz
from pypdf import PageObject
from pypdf.generic import ContentStream

Outline = tuple[object, ...]
"""The lines and curves of a glyph, in font units."""


@dataclass(frozen=True)
class Drawn:
    """A glyph, and where it stands from the beginning of its text, in thousandths of the size of its letters."""

    outline: Outline
    x: int
    y: int


def outline(font: uharfbuzz.Font, glyph: int) -> Outline:
    found: list[object] = []
    pen = uharfbuzz.DrawFuncs()
    pen.set_move_to_func(lambda x, y, _: found.append(("move", x, y)))
    pen.set_line_to_func(lambda x, y, _: found.append(("line", x, y)))
    pen.set_quadratic_to_func(lambda *to: found.append(("curve", *to[:-1])))
    pen.set_cubic_to_func(lambda *to: found.append(("cubic", *to[:-1])))
    pen.set_close_path_func(lambda _: found.append("close"))
    font.draw_glyph(glyph, pen)
    return tuple(found)


def shaped(path: str, text: str, script: str, direction: str = "ltr") -> list[Drawn]:
    """What HarfBuzz says that the text looks like in the font of that file; what draws nothing is left out."""
    font = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(path)))
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.script, buffer.direction = script, direction
    uharfbuzz.shape(font, buffer)
    found, x = [], 0
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        found.append(Drawn(outline(font, info.codepoint), x + place.x_offset, place.y_offset))
        x += place.x_advance
    return [glyph for glyph in found if glyph.outline]


def drawn(page: PageObject, text: str) -> list[Drawn]:
    """The glyphs of the first piece of the page that says it stands for this text."""
    fonts = {name: _Embedded.of(font.get_object()) for name, font in page["/Resources"]["/Font"].items()}
    return [glyph for glyph in _Reading(fonts).read(_saying(page, text)) if glyph.outline]


def _saying(page: PageObject, text: str) -> Iterator[tuple[Any, bytes]]:
    inside = False
    for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
        if operator == b"BDC":
            inside = str(operands[1].get("/ActualText")) == text
        elif operator == b"EMC" and inside:
            return
        elif inside:
            yield operands, operator


class _Reading:
    """Follows the text operators of one line."""

    def __init__(self, fonts: dict[str, _Embedded]) -> None:
        self.fonts, self.size, self.x, self.rise = fonts, 1.0, 0.0, 0.0

    def read(self, operations: Iterator[tuple[Any, bytes]]) -> Iterator[Drawn]:
        for operands, operator in operations:
            if operator == b"Tf":
                self.font, self.size = self.fonts[operands[0]], float(operands[1])
            elif operator == b"Ts":
                self.rise = float(operands[0])
            elif operator in (b"Tj", b"TJ"):
                yield from self.show(operands[0] if operator == b"TJ" else operands)

    def show(self, pieces: Any) -> Iterator[Drawn]:
        for piece in pieces:
            if isinstance(piece, (int, float)):
                self.x -= float(piece)
                continue
            for code in piece if isinstance(piece, bytes) else piece.original_bytes:
                yield Drawn(self.font.outline(code), round(self.x), round(self.rise * 1000 / self.size))
                self.x += self.font.widths[code]


@dataclass(frozen=True)
class _Embedded:
    """A font as it is inside of the PDF."""

    font: uharfbuzz.Font
    widths: tuple[float, ...]

    @classmethod
    def of(cls, font: Any) -> _Embedded:
        data = font["/FontDescriptor"]["/FontFile2"].get_object().get_data()
        return cls(_loaded(data), tuple(float(width) for width in font["/Widths"]))

    def outline(self, code: int) -> Outline:
        glyph = self.font.get_nominal_glyph(code)
        assert glyph is not None, f"the font has no character {code}"
        return outline(self.font, glyph)


@lru_cache
def _loaded(data: bytes) -> uharfbuzz.Font:
    return uharfbuzz.Font(uharfbuzz.Face(data))
