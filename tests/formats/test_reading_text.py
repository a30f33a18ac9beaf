"""Guards what is read of uploaded files. Here: text in every encoding and with every separator offices send."""

from __future__ import annotations

import codecs

import pytest

from bot.domain.table import MOST_BYTES, Row, Table
from tests.formats.files import CELLS, LIST, cells, read, refused

TAMIL = "Roll No,Name,Class\n1,தமிழ்ச்செல்வி,CSE-2\n2,José Ñandú,CSE-2\n"


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("utf-32-le", codecs.BOM_UTF32_LE),
        ("utf-32-be", codecs.BOM_UTF32_BE),
    ],
)
def test_a_list_reads_in_every_unicode_encoding(encoding: str, mark: bytes) -> None:
    table = read(mark + TAMIL.encode(encoding))
    assert cells(table)[1:] == [["1", "தமிழ்ச்செல்வி", "CSE-2"], ["2", "José Ñandú", "CSE-2"]]
    assert table.notes == ()


def test_older_excels_letters_are_guessed_and_the_guess_is_told() -> None:
    table = read("Roll No;Name;Class\n1;José “Pepe” Ñandú;CSE-2\n".encode("windows-1252"))
    assert table.rows[1].cells == ("1", "José “Pepe” Ñandú", "CSE-2")
    assert table.notes == ("The file is not in UTF-8; its letters were read as Western European ones, as in `José`.",)


@pytest.mark.parametrize("name", ["ÉVA “CAFÉ”", "Ñ– Ç—", "Ü\u00a0Ö»", "É’Ñ…", "José Ñandú", "Žofie Šarközi"])
def test_western_letters_that_could_be_utf_8_pairs_are_not_taken_for_them(name: str) -> None:
    content = f"Roll No;Name;Class\n1;{name};CSE-2\n2;Renée;CSE-2\n".encode("windows-1252")
    assert read(content).rows[1].cells == ("1", name, "CSE-2")


def test_letters_that_are_partly_damaged_are_refused_rather_than_spoiled() -> None:
    mixed = TAMIL.encode() + "3,José,CSE-2\n".encode("windows-1252")
    assert "most of its letters are UTF-8, but about line 4 some are not" in refused(mixed)
    assert "it begins as UTF-16, but about line 2 it is not" in refused(b"\xff\xfe" + LIST.encode("utf-16-le")[:51])
    assert "I can't tell which letters it is written in" in refused(b"Roll,Name\n1,\x81sha\n2,\x8dev\n")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_the_content_decides_what_separates_cells_and_lines(separator: str, line_end: str) -> None:
    text = LIST.replace(",", separator).replace("\n", line_end)
    assert cells(read(text.encode())) == CELLS


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("Roll No;Name;Class\n1;Rao, Asha, B.E.;CSE-2\n", ["1", "Rao, Asha, B.E.", "CSE-2"]),
        ("Roll No,Name,Class\n1,Rao; Asha; B.E.,CSE-2\n", ["1", "Rao; Asha; B.E.", "CSE-2"]),
        ('Roll No,Name,Class\n1,"Rao, Asha",CSE-2\n', ["1", "Rao, Asha", "CSE-2"]),
        ('Roll No,Name,Class\n1,"Asha ""Ash"" Rao",CSE-2\n', ["1", 'Asha "Ash" Rao', "CSE-2"]),
        ('Roll No,Name,Class\n1, "Rao, Asha" , "CSE-2" \n', ["1", "Rao, Asha", "CSE-2"]),
        ('Roll No,Name,Class\n1,Asha 5" Rao,CSE-2\n', ["1", 'Asha 5" Rao', "CSE-2"]),
        ('Roll No,Name,Class\n1,"Asha\nRao",CSE-2\n', ["1", "Asha\nRao", "CSE-2"]),
        ("Students; of, CSE\n\nRoll No;Name;Class\n1;Asha;CSE-2\n", ["1", "Asha", "CSE-2"]),
        ("Roll No\tName\tClass\r\n\u00a00042 \t\u3000Asha\u2003\tCSE-2\r\n", ["0042", "Asha", "CSE-2"]),
        ("Roll No,Name,Class\n00\x0042,As\x00ha,CSE-2\n\x1a", ["0042", "Asha", "CSE-2"]),
    ],
)
def test_a_row_reads_however_it_is_written(text: str, row: list[str]) -> None:
    assert cells(read(text.encode()))[-1] == row


@pytest.mark.parametrize("first", ["sep=;\r\n", "SEP=;\n", '"sep=;"\r', "sep=^\n"])
def test_excels_line_that_names_the_separator_is_no_row(first: str) -> None:
    separator = first.strip('"\r\n')[-1]
    table = read((first + "Roll No;Name;Class\n1;A, B, C, D;CSE-2\n".replace(";", separator)).encode())
    assert table.rows[0] == Row(1, ("Roll No", "Name", "Class"))
    assert table.rows[1].cells == ("1", "A, B, C, D", "CSE-2")


def test_rows_keep_the_numbers_a_spreadsheet_program_shows_and_empty_ones_are_left_out() -> None:
    table = read(b'Students\n\n,,,\nRoll No,Name,Class,,\n1,"Asha\nRao",CSE-2,,\n , ,\t\n2,Dev,CSE-2\n')
    assert [(row.number, len(row.cells)) for row in table.rows] == [(1, 1), (4, 3), (5, 3), (7, 3)]


@pytest.mark.parametrize("row", ['2,"Dev,CSE-2', '2,"Dev" Sen,CSE-2', '2,"Dev"Sen",CSE-2'])
def test_a_quotation_mark_never_swallows_the_rows_behind_it(row: str) -> None:
    said = refused(f"Roll No,Name,Class\n1,Asha,CSE-2\n{row}\n3,Eva,CSE-2\n".encode())
    assert "in row 3 a cell begins with a quotation mark that does not end it" in said


@pytest.mark.parametrize(
    "content", [b"", b" \r\n\t\n\0\0", b"\xef\xbb\xbf", b"\xff\xfe\n\0\n\0", b",,,\n,,,\n", b'"",""\n', b"sep=,\n"]
)
def test_an_empty_file_is_called_empty(content: bytes) -> None:
    assert "`students.csv`: it is empty." in refused(content)


TOO_MUCH = {
    "it is larger than 10 MB": b"a" * (MOST_BYTES + 1),
    "it has more than 50,000 rows": b"Roll No,Name\n" + b"1,a\n" * 50_000,
    "it has more than 1,000,000 cells": b"Roll No,Name\n" + (b"1," * 99 + b"1\n") * 10_001,
    "it has more than 100 columns in row 2": b"Roll No,Name\n1," + b"," * 99 + b"x\n",
    "it has a cell of more than 2,000 characters in row 2": b"Roll No,Name\n1," + b"x" * 2001 + b"\n",
    "it has too large a cell in row 2": b"Roll No,Name\n1," + b"x" * 200_000 + b"\n",
}


@pytest.mark.parametrize("said", TOO_MUCH)
def test_of_what_there_is_too_much_is_said(said: str) -> None:
    assert f"{said}. Keep only the list of students, or upload it in parts." in refused(TOO_MUCH[said])


def test_fifty_thousand_rows_and_wide_empty_ones_are_not_too_much() -> None:
    table = read(b"Roll No,Name,Class\n" + b"1,Asha,CSE-2\n" * 49_999 + b"," * 5000 + b"\n")
    assert len(table.rows) == 50_000
    assert isinstance(table, Table)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "a PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a picture or a film"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a picture or a film"),
        (b"\0\0\0\x18ftypheic", "a picture or a film"),
        (b"\x1f\x8b\x08\0\0\0", "a packed file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old Excel or Word file (.xls, .doc)"),
        (b"\x09\x08\x10\0\0\x06\x05\0", "a very old Excel workbook"),
        (b"<html><table><tr><td>Roll No", "a web page, or XML"),
        (b"\xef\xbb\xbf \r\n<!DOCTYPE html>", "a web page, or XML"),
        ("<table>".encode("utf-16"), "a web page, or XML"),
        (
            b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?><Workbook>',
            "an Excel workbook of 2003, in XML",
        ),
        (b"{\\rtf1\\ansi Roll No}", "a text document (RTF)"),
        (bytes(range(1, 32)) * 20, "not a text file"),
    ],
)
def test_a_file_that_is_no_table_is_called_what_it_is_whatever_its_name(content: bytes, kind: str) -> None:
    for name in ("students.csv", "students.xlsx", "students.xls"):
        said = refused(content, name)
        assert said == (
            f"I can't read `{name}`: it is {kind}. In Excel or Google Sheets, save the list as .xlsx or as CSV UTF-8, "
            "and upload that."
        )


def test_a_csv_file_reads_under_any_name() -> None:
    assert cells(read(LIST.encode(), "students.xlsx")) == CELLS


def test_a_workbook_with_a_password_is_told_apart_from_an_old_one() -> None:
    container = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    assert refused(container, "a.xlsx") == (
        "I can't read `a.xlsx`: it is protected by a password. Save it without the password, and upload that."
    )
