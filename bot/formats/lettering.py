"""Text to what a PDF draws, never wider than its room.

Latin goes in as it is. What has to be shaped goes in glyph by glyph; around it stands what it says, so that it is
found, copied and read out as it was written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from bot.formats.shaping import (
    BOLD,
    LATIN,
    Glyph,
    Run,
    ascii_width,
    glyphs_of,
    letters_width,
    loaded,
    registered,
    runs_of,
    shortened,
    width_of,
)

__all__ = ["BOLD", "LATIN", "Drawn", "Lettering", "ascii_width", "registered"]

SMALLEST = 0.75
"""Of its size, before a text is shortened."""
ANY = 1e6
READABLE = re.compile(rb"[ !#-'*-\[\]-~]*")  # nothing that has a meaning in a string


@dataclass(frozen=True, slots=True)
class Drawn:
    """The PDF operators of a text, and how wide it is, in points. They name the font they need, and keep it."""

    operators: str
    width: float


class Lettering:
    """The letters of one PDF document. Only the glyphs that are drawn go into it."""

    def __init__(self, document: Any) -> None:
        self.document = document

    def drawn(self, text: str, size: float, room: float = ANY, font: str = LATIN) -> Drawn:
        """The text at that size; smaller, then shortened with an ellipsis, where it is wider than its room."""
        if text.isascii() and text.isprintable():  # nearly always
            width = ascii_width(text, font) * size / 1000
            if width <= room:
                return Drawn(f"{self._subset(font, 0)} {size:.2f} Tf {_string(text.encode())}Tj ", width)
        text = unicodedata.normalize("NFC", text)
        runs = runs_of(text, font)
        width = width_of(runs) * size / 1000
        if width > room:
            smaller = max(SMALLEST, room / width)
            size, width = size * smaller, width * smaller
            if smaller == SMALLEST:
                runs = shortened(text, room * 1000 / size, font)
                width = width_of(runs) * size / 1000
        operators = "".join(self._operators(run, size) for run in runs)
        return Drawn(operators if _is_said(text, runs) else _saying(text, operators), width)

    def inline(self, text: str, font: str = LATIN) -> str:
        """A text as it stands within a TJ, where the font is set already: Latin, and a few other signs."""
        pieces = loaded(font).splitString(text, self.document)
        if any(subset for subset, _ in pieces):
            raise ValueError("this text needs more of the font than is set")
        return "".join(_string(codes) for _, codes in pieces)

    def width(self, text: str, font: str = LATIN) -> int:
        """How wide it is as `inline`, in thousandths of its size."""
        return letters_width(text, font)

    def set_font(self, size: float, font: str = LATIN) -> str:
        """The operators before what is `inline`."""
        return f"{self._subset(font, 0)} {size:.2f} Tf "

    def _subset(self, font: str, number: int) -> str:
        return str(loaded(font).getSubsetInternalName(number, self.document))

    def _operators(self, run: Run, size: float) -> str:
        glyphs = iter(glyphs_of(run) if run.script else ())
        pieces: list[str] = []
        text = "".join(glyph.char for glyph in glyphs_of(run)) if run.script else run.text
        for subset, codes in loaded(run.font).splitString(text, self.document):
            pieces.append(f"{self._subset(run.font, subset)} {size:.2f} Tf ")
            if run.script:
                pieces.extend(_placed(codes, glyphs, size))
            else:
                pieces.append(f"{_string(codes)}Tj ")
        return "".join(pieces)


def _placed(codes: bytes, glyphs: Iterator[Glyph], size: float) -> Iterator[str]:
    """A TJ for all glyphs at one height, each where it is moved to."""
    for up, group in groupby(zip(codes, glyphs, strict=False), key=lambda pair: pair[1].up):
        shown = (
            f"{-glyph.right or ''}<{code:02x}>{glyph.right + glyph.width - glyph.advance or ''}"
            for code, glyph in group
        )
        rise = up * size / 1000
        yield f"{rise:.2f} Ts [{' '.join(shown)}]TJ 0 Ts " if up else f"[{' '.join(shown)}]TJ "


def _is_said(text: str, runs: list[Run]) -> bool:
    """Whether what is drawn reads as the text by itself."""
    return not any(run.script for run in runs) and "".join(run.text for run in runs) == text


def _saying(text: str, operators: str) -> str:
    """What is drawn, and the text it stands for, for who searches, copies or listens."""
    said = text.encode("utf-16-be", "replace").hex()
    return f"/Span<</ActualText<feff{said}>>>BDC {operators}EMC "


def _string(codes: bytes) -> str:
    """As PDF writes a string."""
    if READABLE.fullmatch(codes):
        return f"({codes.decode()})"
    return f"<{codes.hex()}>"
