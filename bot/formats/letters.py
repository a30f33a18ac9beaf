"""The bytes of a text file to its letters, whichever program on whichever machine saved it."""

from __future__ import annotations

import codecs
import re

from bot.domain.errors import quoted
from bot.domain.table import AnotherKind, UnknownLetters

MARKS = (  # byte order marks; UTF-32 first, as its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF8, "utf-8"),
)
LOOKED_AT = 4096  # bytes, for UTF-16 without a mark
CONTROLS = re.compile(r"[\x01-\x08\x0e-\x19\x1b-\x1f\x7f-\x84\x86-\x9f]")  # not the spaces, nor DOS's end of file
UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
AFTER_A_WORD = "€…‘’“”–—\u00a0»".encode("windows-1252")  # behind `É` these look like UTF-8, but are what people write
FOREIGN_WORD = re.compile(r"[^\W\d_]*[^\W\d_\x00-\x7f][^\W\d_]*")


def letters(name: str, content: bytes) -> tuple[str, tuple[str, ...]]:
    """The text, and a note when its letters had to be guessed.

    A byte order mark decides, else what the bytes clearly are: UTF-8, UTF-16, or Windows-1252, the Western letters of
    older Excels. Text that is mostly UTF-8 and partly not is refused, as any guess would spoil names. NULs are dropped.
    Raises UnknownLetters, and AnotherKind for what is no text.
    """
    text, notes = _decoded(name, content)
    if len(CONTROLS.findall(text)) * 100 > len(text):
        raise AnotherKind(name, "not a text file")
    return text.replace("\0", "").rstrip("\x1a"), notes


def _decoded(name: str, content: bytes) -> tuple[str, tuple[str, ...]]:
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return _marked(name, content[len(mark) :], encoding), ()
    if encoding := _unmarked_utf16(content):
        return _marked(name, content, encoding), ()
    try:
        return content.decode(), ()
    except UnicodeDecodeError as broken:
        return _western(name, content, broken.start)


def _marked(name: str, content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as broken:
        line = content[: broken.start].decode(encoding, errors="ignore").count("\n") + 1
        raise UnknownLetters(name, f"it begins as {encoding[:6].upper()}, but about line {line} it is not.") from None


def _unmarked_utf16(content: bytes) -> str:
    """In UTF-16 the separators, digits and line ends have a zero byte, always on the same side."""
    start = content[:LOOKED_AT]
    even, odd = start[::2].count(0), start[1::2].count(0)
    if min(even, odd) * 20 > max(even, odd) or max(even, odd) * 8 < len(start) // 2 or len(start) < 4:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _western(name: str, content: bytes, at: int) -> tuple[str, tuple[str, ...]]:
    """The text as Windows-1252, unless more of it is UTF-8 than is not."""
    damaged = content.decode(errors="replace").count("\ufffd")
    sound = sum(1 for letter in UTF8.findall(content) if letter[1:].strip(AFTER_A_WORD))
    if sound >= damaged:
        line = content.count(b"\n", 0, at) + 1
        raise UnknownLetters(name, f"most of its letters are UTF-8, but about line {line} some are not.")
    try:
        text = content.decode("windows-1252")
    except UnicodeDecodeError:
        raise UnknownLetters(name, "I can't tell which letters it is written in.") from None
    word = FOREIGN_WORD.search(text)
    sample = f", as in {quoted(word.group())}" if word else ""
    return text, (f"The file is not in UTF-8; its letters were read as Western European ones{sample}.",)
