"""What a workbook says of itself: its sheets, its texts, and which of its numbers are dates."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from bot.domain.table import AnotherKind, DamagedFile, OversizedFile
from bot.formats.archive import Archive
from bot.formats.markup import LONGEST_WRITTEN, Handlers, joined, local, parsed, started

TYPES = "[content_types].xml"
MOST_TEXTS = 1_000_000
LONGEST_TITLE = 31  # characters of a worksheet's name, as Excel has it
DATES = frozenset({*range(14, 18), 22, *range(27, 32), 34, 35, 36, *range(50, 55), 57, 58})  # ECMA-376, 18.8.30
NOT_LETTERS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')  # of a number format: what stands for itself
OTHERS = (  # what a zip file can be instead, by a part that is in it
    ("xl/workbook.bin", "a binary Excel workbook (.xlsb)"),
    ("word/document.xml", "a Word document"),
    ("ppt/presentation.xml", "a presentation"),
    ("content.xml", "an OpenDocument file"),
    ("index/document.iwa", "an Apple Numbers or Pages file"),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One worksheet: its name as people see it, and the part it is in."""

    title: str
    part: str
    visible: bool


class Workbook:
    """An .xlsx file, opened. Raises UnreadableFile, here and at each of its answers."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.name = archive.name
        if TYPES not in archive:
            raise _other(archive)
        main = [target for kind, target in self._related("").values() if kind == "officeDocument"]
        if not main or main[0].endswith(".bin"):
            raise _other(archive)
        self.related = self._related(main[0])
        self.counts_from_1904 = False
        self.sheets: list[Sheet] = []
        for parent, element, attributes in started(archive, main[0]):
            if not parent and element != "workbook":
                raise _other(archive)
            if element == "workbookPr":
                self.counts_from_1904 = attributes.get("date1904") in ("1", "true", "on")
            elif element == "sheet":
                self._add(attributes)

    def _add(self, attributes: dict[str, str]) -> None:
        kind, part = self.related.get(attributes.get("id", ""), ("", ""))
        if kind == "worksheet":  # not a sheet that is one chart
            visible = attributes.get("state", "visible") == "visible"
            self.sheets.append(Sheet(attributes.get("name", "")[:LONGEST_TITLE], part, visible))

    def _related(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part refers to, by id: the kind, and the part it is in."""
        folder, base = posixpath.split(part)
        listed = posixpath.join(folder, "_rels", f"{base}.rels")
        if listed not in self.archive:
            raise _other(self.archive)
        found: dict[str, tuple[str, str]] = {}
        for _, element, attributes in started(self.archive, listed):
            if element == "Relationship" and attributes.get("TargetMode") != "External":
                target = posixpath.join("/", folder, attributes.get("Target", "").replace("\\", "/"))
                kind = attributes.get("Type", "").rpartition("/")[2]
                found[attributes.get("Id", "")] = (kind, posixpath.normpath(target).lstrip("/"))
        return found

    def _part(self, kind: str) -> str:
        return next((part for found, part in self.related.values() if found == kind and part in self.archive), "")

    @cached_property
    def texts(self) -> list[str]:
        """The texts that cells refer to by number, each cut one character after the longest that is read."""
        part = self._part("sharedStrings")
        return list(self._read_texts(part)) if part else []

    def _read_texts(self, part: str) -> Iterator[str]:
        reading = _Texts()
        count = 0
        for _ in parsed(self.archive, part, reading):
            count += len(reading.found)
            if count > MOST_TEXTS:
                raise OversizedFile(self.name, f"holds more than {MOST_TEXTS:,} different texts")
            yield from reading.found
            reading.found.clear()
            reading.pieces[:] = ["".join(reading.pieces)[:LONGEST_WRITTEN]]

    @cached_property
    def dates(self) -> frozenset[str]:
        """The styles that show a number as a date, numbered as cells refer to them."""
        part = self._part("styles")
        formats: dict[str, str] = {}
        used: list[str] = []
        for parent, element, attributes in started(self.archive, part) if part else ():
            if element == "numFmt":
                formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
            elif element == "xf" and parent == "cellXfs":
                used.append(attributes.get("numFmtId", "0"))
        return frozenset(str(at) for at, number in enumerate(used) if _is_date(number, formats.get(number)))


class _Texts(Handlers):
    """Collects the shared texts; how the Japanese ones are pronounced is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.found: list[str] = []
        self.pronounced = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        name = local(name)
        if name == "si":
            self.pieces.clear()
        elif name == "t" and not self.pronounced:
            self.parser.CharacterDataHandler = self.pieces.append
        elif name == "rPh":
            self.pronounced = True

    def end(self, name: str) -> None:
        self.depth -= 1
        name = local(name)
        if name == "si":
            self.found.append(joined(self.pieces))
        elif name == "t":
            self.parser.CharacterDataHandler = None
        elif name == "rPh":
            self.pronounced = False


def _is_date(number: str, code: str | None) -> bool:
    """Whether a number format shows a day, not only a time. What a file defines itself goes before what is built in."""
    if code is None:
        return number.isdecimal() and len(number) < 3 and int(number) in DATES
    letters = NOT_LETTERS.sub("", code.partition(";")[0]).lower()
    return letters not in ("general", "standard") and any(letter in letters for letter in ("y", "d", "mmm"))


def _other(archive: Archive) -> AnotherKind | DamagedFile:
    for part, kind in OTHERS:
        if part in archive:
            return AnotherKind(archive.name, kind)
    if TYPES in archive:
        return DamagedFile(archive.name)
    return AnotherKind(archive.name, "a zip file of something else")
