"""Guards what is read of uploaded files. Here: files made to fill memory, to fetch others, or to keep us busy."""

from __future__ import annotations

import io
import struct
import time
import tracemalloc
import zipfile
from itertools import pairwise

import pytest

from bot.domain.table import MOST_UNPACKED
from tests.formats.files import CELLS, SHEET, cells, handmade, packed, parts_of, read, refused, sheet_of, written

MEGABYTE = 1024 * 1024
MOST_MEMORY = 24 * MEGABYTE  # beside the file itself; an honest list of a few thousand students takes as much
MOST_SECONDS = 10  # of this process; these take a fraction of one
LAUGHS = "".join(f'<!ENTITY {after} "{f"&{before};" * 10}">' for before, after in pairwise("abcdefghij"))
OPENED = '<worksheet xmlns="x"><sheetData>'
CLOSED = OPENED + " " * 4 * MEGABYTE + "</sheetData></worksheet>"


def refused_soon(content: bytes) -> str:
    """The refusal, which took neither long nor much memory."""
    tracemalloc.start()
    began = time.process_time()
    try:
        said = refused(content)
        assert tracemalloc.get_traced_memory()[1] < MOST_MEMORY
    finally:
        tracemalloc.stop()
    assert time.process_time() - began < MOST_SECONDS
    return said


def bomb(before: str, again: str, after: str = "", size: int = 4 * MEGABYTE) -> bytes:
    return packed(handmade(before + again * (size // len(again)) + after))


def test_a_zip_bomb_is_told_by_its_directory() -> None:
    content = packed({**handmade(written(CELLS)), "xl/media/image1.png": bytes(MOST_UNPACKED)})
    assert "it unpacks to more than 100 MB" in refused_soon(content)


def test_a_directory_that_lies_is_not_believed() -> None:
    """It says 1,000 bytes of a part that unpacks to 4 MB."""
    content = bomb(OPENED, "<row/>")
    real = next(
        info.file_size for info in zipfile.ZipFile(io.BytesIO(content)).infolist() if "worksheet" in info.filename
    )
    assert "is damaged" in refused_soon(content.replace(struct.pack("<L", real), struct.pack("<L", 1000)))


def test_every_part_counts_and_the_same_part_again() -> None:
    """Forty sheets that are one part of 4 MB: what is unpacked is counted, not what is packed."""
    parts = handmade(CLOSED)
    sheets = "".join(f'<sheet name="S{at}" r:id="worksheet"/>' for at in range(40))
    workbook = str(parts["xl/workbook.xml"])
    parts["xl/workbook.xml"] = workbook.replace('<sheet name="S" r:id="worksheet"/>', sheets)
    assert "it unpacks to more than 100 MB" in refused_soon(packed(parts))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packing_that_no_workbook_uses_and_that_hides_most_is_refused(method: int) -> None:
    assert "is damaged" in refused_soon(packed(handmade(OPENED + " " * 8 * MEGABYTE), method))


def test_a_hundred_thousand_parts_are_not_looked_at() -> None:
    entry = b"PK\x01\x02" + bytes(42)
    assert "it holds more than 2,000 files" in refused_soon(packed(handmade(written(CELLS))) + entry * 100_000)


@pytest.mark.parametrize(
    "declared",
    [
        f'<!DOCTYPE x [<!ENTITY a "lol">{LAUGHS}]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY j "&a;">]>',
        '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://example.com/a.dtd"> %a;]>',
        '<!DOCTYPE x SYSTEM "http://example.com/a.dtd">',
    ],
)
@pytest.mark.parametrize("part", ["xl/worksheet.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "_rels/.rels"])
def test_no_part_may_declare_entities(declared: str, part: str) -> None:
    sheet = SHEET.format('<row><c t="inlineStr"><is><t>&j;</t></is></c><c t="s"><v>0</v></c></row>')
    parts = handmade(sheet, sharedStrings="<sst><si><t>&j;</t></si></sst>")
    clean = {name: str(text).replace("&j;", "") for name, text in parts.items()}
    text = str(parts[part])
    _, _, rest = text.partition("?>") if text.startswith("<?xml") else ("", "", text)
    assert "is damaged" in refused_soon(packed({**clean, part: declared + rest}))


@pytest.mark.parametrize(
    ("before", "again", "after"),
    [
        ("", "<a>", ""),
        (OPENED, "<row>", ""),
        (OPENED + "<row>", "<c>", ""),
        (OPENED + "<row>", "<c/>", ""),
        (OPENED + "<row>", "<c><v>1</v></c>", ""),
        (OPENED + "<!--", "x", "-->"),
        (OPENED + "<row a='", "x", "'/>"),
        (OPENED + '<row><c t="inlineStr"><is><t>', "x", "</t></is></c></row>"),
        (OPENED + '<row><c t="inlineStr"><is>', "<t>x</t>", "</is></c></row>"),
        (OPENED + "<row><c><f>", "x", "</f></c></row>"),
        (OPENED + "</sheetData><mergeCells>", '<mergeCell ref="A1:A1048576"/>', ""),
    ],
)
def test_a_part_that_never_ends_is_refused_long_before_its_end(before: str, again: str, after: str) -> None:
    refused_soon(bomb(before, again, after))


def test_names_without_end_are_refused() -> None:
    """The parser keeps every name it has seen."""
    names = "".join(f"<x{number:x}/>" for number in range(MEGABYTE // 8))
    assert "is damaged" in refused_soon(packed(handmade(OPENED + names)))


@pytest.mark.parametrize("again", ["<si>", "<si/>", "<si><t>x", "<si><t>x</t></si>", "<t>x</t>"])
def test_texts_without_end_are_refused(again: str) -> None:
    sheet = SHEET.format('<row><c t="s"><v>0</v></c></row>')
    texts = "<sst>" + again * (MEGABYTE // 2 // len(again))
    assert "is damaged" in refused_soon(packed(handmade(sheet, sharedStrings=texts)))


def test_more_texts_than_any_list_has_are_refused() -> None:
    sheet = SHEET.format('<row><c t="s"><v>0</v></c></row>')
    content = packed(handmade(sheet, sharedStrings="<sst>" + "<si/>" * 1_100_000 + "</sst>"))
    assert "it holds more than 1,000,000 different texts" in refused(content)


@pytest.mark.parametrize(
    "reference", ["XFD1048576", "XFE1", "A1048577", "A4000000000", "ZZZZZZ1", "A0", "1", "", "Ａ1", "$A$1"]
)
def test_a_cell_far_out_makes_no_room_for_all_before_it(reference: str) -> None:
    row = reference.lstrip("ABCDEFXZ") or "1"
    refused_soon(packed(handmade(SHEET.format(f'<row r="{row}"><c r="{reference}"><v>1</v></c></row>'))))


def test_cells_merged_over_everything_are_refused() -> None:
    rows = [["Roll No", "Name"], *[["", "x"]] * 2000]
    merged = '<mergeCells count="1">' + '<mergeCell ref="A1:A1048576"/>' * 1000 + "</mergeCells>"
    sheet = written(rows).replace("</sheetData>", f"</sheetData>{merged}")
    assert "it merges too many cells" in refused_soon(packed(handmade(sheet)))


@pytest.mark.parametrize(
    "broken",
    [
        '<row><c t="s"><v>7</v></c></row>',
        '<row><c t="s"><v>-1</v></c></row>',
        '<row><c t="s"><v>x</v></c></row>',
        '<row r="1048576"/><row/>',
        '<row r="2"/><row r="2"/>',
        '<row r="2"/><row r="1"/>',
        '<row r="x"/>',
        f'<row r="{"9" * 5000}"/>',
        "<row><c><v>1</v></row>",
        "<row>&nbsp;</row>",
        "<row>\x01</row>",
    ],
)
def test_a_worksheet_that_contradicts_itself_is_called_damaged(broken: str) -> None:
    texts = "<sst><si><t>Asha</t></si></sst>"
    assert "it begins like an Excel workbook, but is damaged" in refused(
        packed(handmade(SHEET.format(broken), sharedStrings=texts))
    )


@pytest.mark.parametrize("part", ["_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheet.xml"])
def test_a_workbook_that_lacks_a_part_is_called_damaged(part: str) -> None:
    parts = handmade(written(CELLS))
    del parts[part]
    assert "is damaged" in refused(packed(parts))


def test_a_workbook_cut_short_is_called_damaged() -> None:
    content = sheet_of(CELLS)
    for end in (4, 100, len(content) // 2, len(content) - 1):
        assert "is damaged" in refused(content[:end])


def test_a_zip_file_with_a_password_is_told_so() -> None:
    content = bytearray(packed(handmade(written(CELLS))))
    for at in range(len(content) - 4):
        if content[at : at + 4] == b"PK\x01\x02":
            content[at + 8] |= 1
    assert "it is protected by a password" in refused(bytes(content))


def test_a_workbook_refers_to_nothing_outside_of_it() -> None:
    parts = parts_of(sheet_of(CELLS))
    related = str(parts["xl/_rels/workbook.xml.rels"], "utf-8")
    parts["xl/_rels/workbook.xml.rels"] = related.replace("worksheets/sheet1", "../../../../etc/passwd")
    assert "is damaged" in refused(packed(parts))


def test_an_honest_workbook_next_to_all_that_still_reads() -> None:
    assert cells(read(packed(handmade(written(CELLS))))) == CELLS
