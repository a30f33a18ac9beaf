"""Text to runs, each of one script in one font, and runs to glyphs, as wide as they are and where they stand.

Latin stands as it is written. Indic scripts join and reorder their letters, and Arabic runs the other way: HarfBuzz
says which glyphs come of that.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.domain.errors import JOINERS

FOLDER = Path(__file__).parent / "fonts"
LATIN, BOLD = "NotoSans-Regular", "NotoSans-Bold"
# Where each script begins, its font and its name in OpenType; "" is what stands between them and has no font here.
BLOCKS = (
    (0x0000, LATIN, "Latn"),
    (0x0530, "", ""),
    (0x0600, "NotoSansArabic-Regular", "Arab"),
    (0x0700, "", ""),
    (0x0750, "NotoSansArabic-Regular", "Arab"),
    (0x0780, "", ""),
    (0x08A0, "NotoSansArabic-Regular", "Arab"),
    (0x0900, "NotoSansDevanagari-Regular", "Deva"),
    (0x0980, "NotoSansBengali-Regular", "Beng"),
    (0x0A00, "NotoSansGurmukhi-Regular", "Guru"),
    (0x0A80, "NotoSansGujarati-Regular", "Gujr"),
    (0x0B00, "NotoSansOriya-Regular", "Orya"),
    (0x0B80, "NotoSansTamil-Regular", "Taml"),
    (0x0C00, "NotoSansTelugu-Regular", "Telu"),
    (0x0C80, "NotoSansKannada-Regular", "Knda"),
    (0x0D00, "NotoSansMalayalam-Regular", "Mlym"),
    (0x0D80, "", ""),
    (0x1C50, "NotoSansOlChiki-Regular", "Olck"),
    (0x1C80, "", ""),
    (0x1E00, LATIN, "Latn"),
    (0x2C00, "", ""),
    (0xA720, LATIN, "Latn"),
    (0xA800, "", ""),
    (0xA8E0, "NotoSansDevanagari-Regular", "Deva"),
    (0xA900, "", ""),
    (0xAAE0, "NotoSansMeeteiMayek-Regular", "Mtei"),
    (0xAB00, "", ""),
    (0xABC0, "NotoSansMeeteiMayek-Regular", "Mtei"),
    (0xAC00, "", ""),
    (0xFB50, "NotoSansArabic-Regular", "Arab"),
    (0xFE00, "", ""),
    (0xFE70, "NotoSansArabic-Regular", "Arab"),
    (0xFF00, LATIN, "Latn"),
)
STARTS = [start for start, _, _ in BLOCKS]
RIGHT_TO_LEFT = "Arab"
SHARED = frozenset(" .,'’-\u0964\u0965" + JOINERS)  # of no script: they go with what stands before them
UNKNOWN, ELLIPSIS = "\ufffd", "…"
VIRAMA = 9  # the combining class of the sign that joins a consonant to the next
PRIVATE = 0xE000
"""From here on fonts keep characters of their own: one stands for each glyph that no other character stands for."""


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one font. `script` is empty where nothing has to be shaped."""

    text: str
    font: str
    script: str = ""


@dataclass(frozen=True, slots=True)
class Glyph:
    """`char` stands for it in its font; `right` and `up` move it, `advance` is from it to the next, in thousandths."""

    char: str
    width: int
    advance: int
    right: int = 0
    up: int = 0


def ascii_width(text: str, font: str = LATIN) -> int:
    """In thousandths of its size."""
    return sum(map(_ascii_widths(font).__getitem__, text.encode()))


@lru_cache
def _ascii_widths(font: str) -> tuple[int, ...]:
    widths = loaded(font).face.charWidths
    return tuple(widths.get(code, 0) for code in range(128))


@lru_cache
def loaded(name: str) -> Any:
    """The font of that name, as reportlab knows it. Some milliseconds, once."""
    from reportlab.pdfbase.ttfonts import TTFont

    return TTFont(name, str(FOLDER / f"{name}.ttf"), asciiReadable=name in (LATIN, BOLD))


def registered(font: str) -> str:
    """The name by which reportlab knows the font from now on."""
    from reportlab.pdfbase.pdfmetrics import registerFont

    registerFont(loaded(font))
    return font


@lru_cache
def _harfbuzz(name: str) -> Any:
    import uharfbuzz  # type: ignore[import-untyped]

    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(FOLDER / f"{name}.ttf"))))


def _has(font: str, char: str) -> bool:
    return ord(char) in loaded(font).face.charToGlyph


def runs_of(text: str, latin: str) -> list[Run]:
    """The pieces of a text by font, in the order they are read."""
    found: list[Run] = []
    for char in text:
        font, script = _place(char, found[-1] if found else None, latin)
        if not font:
            if unicodedata.category(char) in ("Mn", "Me", "Cf"):
                continue  # it would stand on a letter that is not there
            char, font, script = UNKNOWN, latin, "Latn"
        if found and (found[-1].font, found[-1].script) == (font, script):
            found[-1] = Run(found[-1].text + char, font, script)
        else:
            found.append(Run(char, font, script))
    return [piece for run in found for piece in _finished(run, latin)]


def _place(char: str, before: Run | None, latin: str) -> tuple[str, str]:
    """The font and script of a character behind that run; no font when none has it."""
    goes_along = char in SHARED or unicodedata.combining(char)
    if before and goes_along and _has(before.font, char):
        return before.font, before.script
    _, font, script = BLOCKS[bisect_right(STARTS, ord(char)) - 1]
    font = latin if font == LATIN else font
    script = "Latn" if font == latin else script
    return (font, script) if font and _has(font, char) else ("", "")


def _finished(run: Run, latin: str) -> tuple[Run, ...]:
    """Shaped only where it must be; the space behind what runs from right to left stands on its right."""
    if run.script == "Latn":
        return (run if any(map(_joins, run.text)) else Run(run.text, run.font),)
    if run.script != RIGHT_TO_LEFT:
        return (run,)
    text = run.text.rstrip(" ")
    return Run(text, run.font, run.script), Run(run.text[len(text) :], latin)


def _joins(char: str) -> bool:
    """Whether it stands on, or joins, the character before it."""
    return not char.isascii() and unicodedata.category(char) in ("Mn", "Mc", "Me", "Cf")


@lru_cache(maxsize=64)
def glyphs_of(run: Run) -> tuple[Glyph, ...]:
    """The glyphs of a run from left to right."""
    import uharfbuzz

    font, face = _harfbuzz(run.font), loaded(run.font).face
    buffer = uharfbuzz.Buffer()
    buffer.add_str(run.text)
    buffer.script = run.script
    buffer.direction = "rtl" if run.script == RIGHT_TO_LEFT else "ltr"
    uharfbuzz.shape(font, buffer)
    found = []
    for info, placed in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        char = _char_of(face, info.codepoint, font)
        width = round(face.charWidths[ord(char)])
        found.append(Glyph(char, width, placed.x_advance, placed.x_offset, placed.y_offset))
    return tuple(found)


def _char_of(face: Any, glyph: int, font: Any) -> str:
    """The character that stands for a glyph in the document: its own, or a private one, always the same."""
    if glyph in face.glyphToChar:
        return chr(face.glyphToChar[glyph][0])
    code = PRIVATE + glyph
    face.charToGlyph[code] = glyph
    face.charWidths[code] = font.get_glyph_h_advance(glyph)
    return chr(code)


def width_of(runs: list[Run]) -> int:
    """In thousandths of its size."""
    return sum(
        sum(glyph.advance for glyph in glyphs_of(run)) if run.script else letters_width(run.text, run.font)
        for run in runs
    )


def letters_width(text: str, font: str) -> int:
    """The same, of letters that stand as they are written."""
    return int(sum(map(loaded(font).face.getCharWidth, map(ord, text))))


def shortened(text: str, room: float, font: str) -> list[Run]:
    """As much of the text as fits, cut where a letter ends."""
    fits, fails = 0, len(text)
    while fails - fits > 1:
        middle = (fits + fails) // 2
        is_fit = width_of(runs_of(text[:middle].rstrip() + ELLIPSIS, font)) <= room
        fits, fails = (middle, fails) if is_fit else (fits, middle)
    while fits and _is_within_letter(text, fits):
        fits -= 1
    return runs_of(text[:fits].rstrip() + ELLIPSIS, font)


def _is_within_letter(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    return _joins(after) or before in JOINERS or unicodedata.combining(before) == VIRAMA
