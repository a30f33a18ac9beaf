"""Guards what is read of uploaded files. Here: whatever is written reads back, and no bytes do more than be refused."""

from __future__ import annotations

import contextlib
import csv
import io
import random
import zipfile
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.errors import Told
from bot.domain.studentcell import NOTHING, tidy
from bot.domain.studentfile import StudentFile
from bot.formats.csv_out import csv_bytes
from bot.formats.reading import read_table
from tests.formats.files import CELLS, cells, handmade, packed, parts_of, read, sheet_of, written

# Any text a cell can hold and keep: controls and halves of pairs are refused or lost by the programs themselves.
TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co"]), max_size=12).map(str.strip)
WESTERN = st.text(st.sampled_from("ABZaz09é ñÜßÇ'\"-.,;|&<>_x“”–€"), max_size=12).map(str.strip)
ROWS = st.lists(st.tuples(TEXTS, TEXTS), max_size=5)
HEADER = ("Roll No", "Name")


def expected(rows: Sequence[tuple[str, str]]) -> list[list[str]]:
    found = [list(row if row[1] else row[:1]) for row in rows]
    return [list(HEADER), *[row for row in found if any(row)]]


def as_csv(rows: Sequence[tuple[str, str]], separator: str, line_end: str) -> str:
    made = io.StringIO()
    writer = csv.writer(made, delimiter=separator, lineterminator=line_end)
    writer.writerows([HEADER, *rows])
    return made.getvalue()


@settings(deadline=None)
@given(
    ROWS,
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
)
def test_every_list_reads_back_in_every_encoding(
    rows: list[tuple[str, str]], separator: str, line_end: str, encoding: str
) -> None:
    rows = [(roll.removesuffix("\x1a"), name.removesuffix("\x1a")) for roll, name in rows]
    assert cells(read(as_csv(rows, separator, line_end).encode(encoding))) == expected(rows)


@settings(deadline=None)
@given(st.lists(st.tuples(WESTERN, WESTERN), max_size=5), st.sampled_from(",;\t|"))
def test_every_western_list_reads_back_from_windows_1252(rows: list[tuple[str, str]], separator: str) -> None:
    assert cells(read(as_csv([*rows, ("é ", "x")], separator, "\r\n").encode("windows-1252")))[:-1] == expected(rows)


@settings(max_examples=40, deadline=None)
@given(ROWS, st.booleans())
def test_every_list_reads_back_from_a_workbook(rows: list[tuple[str, str]], in_place: bool) -> None:
    # XlsxWriter calls an empty string a blank cell, and both programs write `_x0041_` for what they escape.
    assert cells(read(sheet_of([HEADER, *rows], constant_memory=in_place))) == expected(rows)


@settings(deadline=None)
@given(st.lists(TEXTS.filter(lambda text: "'" not in text and text.casefold() not in NOTHING), max_size=4))
def test_what_we_write_we_read_back_without_what_keeps_it_from_running(texts: list[str]) -> None:
    content = csv_bytes(HEADER, [("1", text) for text in texts])
    found = [row[1] if len(row) > 1 else "" for row in cells(read(content))[1:]]
    assert [tidy(cell) for cell in found] == texts


def read_or_refused(content: bytes) -> None:
    """Nothing but a Told is raised, here and by every test that calls this."""
    with contextlib.suppress(Told):
        StudentFile.read(read_table("upload", content))


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    read_or_refused(content)


@settings(deadline=None)
@given(
    st.sampled_from([b"PK\x03\x04", b"\xff\xfe", b"\xef\xbb\xbf", b"\xd0\xcf\x11\xe0", b"Roll No,Name,Class\n"]),
    st.binary(),
)
def test_any_bytes_after_a_promising_start_are_read_or_refused(start: bytes, content: bytes) -> None:
    read_or_refused(start + content)


@settings(deadline=None)
@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    for encoding in ("utf-8", "utf-16", "utf-16-le"):
        read_or_refused(text.encode(encoding, errors="replace"))


@settings(deadline=None)
@given(st.lists(st.lists(st.text(max_size=10), min_size=3, max_size=7), max_size=5))
def test_any_cells_below_a_header_are_read_or_refused(rows: list[list[str]]) -> None:
    header = ["Roll No", "Name", "Class", "Email", "Guardian phone", "Joined", "Section"]
    read_or_refused(csv_bytes(header, rows))


WORKBOOKS = {
    "by XlsxWriter": parts_of(sheet_of([*CELLS, ["0044", 5, 4.5]])),
    "by hand": handmade(
        written(CELLS).replace("</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1:A3"/></mergeCells>'),
        sharedStrings="<sst><si><t>Asha</t></si></sst>",
        styles='<styles><numFmt numFmtId="164" formatCode="dd"/><cellXfs><xf numFmtId="164"/></cellXfs></styles>',
    ),
}
SPLICED = b"0123456789ABZ<>\"/&;x-='"


def mutated(content: bytes, chance: random.Random) -> bytes:
    """The bytes with a few of them changed, gone, added or doubled."""
    changed = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 5))):
        at = chance.randrange(len(changed) + 1)
        match chance.randrange(5):
            case 0:
                changed[at : at + 1] = bytes([chance.choice(SPLICED)])
            case 1:
                changed[at : at + 1] = bytes([chance.randrange(256)])
            case 2:
                del changed[at : at + chance.randrange(1, 30)]
            case 3:
                changed[at:at] = bytes(chance.choice(b"0123456789AZ") for _ in range(chance.randrange(1, 12)))
            case _:
                start = chance.randrange(len(changed) + 1)
                changed[at:at] = changed[start : start + 40]
    return bytes(changed)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@pytest.mark.parametrize("made", WORKBOOKS)
@given(chance=st.randoms(use_true_random=False), data=st.data())
def test_a_workbook_with_a_mutated_part_is_read_or_refused(
    made: str, chance: random.Random, data: st.DataObject
) -> None:
    parts = dict(WORKBOOKS[made])
    part = data.draw(st.sampled_from(sorted(parts)))
    content = parts[part]
    parts[part] = mutated(content.encode() if isinstance(content, str) else content, chance)
    read_or_refused(packed(parts, zipfile.ZIP_STORED))


@settings(max_examples=300, deadline=None)
@pytest.mark.parametrize("made", WORKBOOKS)
@given(chance=st.randoms(use_true_random=False))
def test_a_mutated_zip_file_is_read_or_refused(made: str, chance: random.Random) -> None:
    read_or_refused(mutated(packed(WORKBOOKS[made]), chance))
