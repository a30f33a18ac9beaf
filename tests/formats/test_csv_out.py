"""Guards the CSV files people are given: they open clean in Excel and LibreOffice, and nothing in them is run."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.formats.csv_out import csv_bytes

NASTY = st.text(st.sampled_from(list("=+-@＝＠'\"\t\r\n;, |ab1\u00a0\u200b")), max_size=12)
# What a program takes for a formula, whichever of these it takes for the end of a cell; `'` in front makes it text.
RUNS = re.compile('(?:\\A|[;\t\r\n])[\\s"\u200b]*[=+\\-@＝＋－＠]')


def written(value: object) -> str:
    """The second cell of a row, as it stands in the file."""
    return csv_bytes(["a", "b"], [["x", value]]).decode("utf-8-sig").removeprefix("a,b\r\nx,").removesuffix("\r\n")


def test_the_bytes_are_what_excel_expects() -> None:
    content = csv_bytes(["Roll No", "Name"], [["0042", 'Rao, "Asha"'], ["0043", "தமிழ்\nச்செல்வி"]])
    assert content == (b"\xef\xbb\xbfRoll No,Name\r\n" + '0042,"Rao, ""Asha"""\r\n0043,"தமிழ்\nச்செல்வி"\r\n'.encode())


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        '=HYPERLINK("http://example.com")',
        "+91 98450 12345",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\ttext",
        "  =1",
        "\u00a0=1",
        "\u200b=1",
        "\ufeff=1",
        '"=1',
        "'=1",
        "＝1",
        "\n=1",
    ],
)
def test_no_text_begins_like_a_formula(text: str) -> None:
    (cell,) = next(csv.reader(io.StringIO(csv_bytes([text], []).decode("utf-8-sig"), newline="")))
    assert cell.startswith("'")
    assert cell.replace("'", "") == text.replace("'", "")


def test_a_cell_cannot_begin_in_the_middle_of_another() -> None:
    """Where a program separates by `;`, quotation marks inside the line keep nothing together."""
    assert written("x;=1+1") == "x;'=1+1"
    assert written("98450;\t+91 98451").count("'") == 2


@pytest.mark.parametrize("text", ["Asha Rao", "O'Brien", "a=b", "1-2", "a@b.c", "'quoted'", "; ok", "42", "0042", ""])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert written(text).strip('"') == text.strip('"')


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (42, "42"),
        (-5, "-5"),
        (-76.6, "-76.6"),
        (Decimal("-1.50"), "-1.50"),
        (date(2026, 7, 1), "2026-07-01"),
        (None, ""),
        (True, "True"),
        (float("-inf"), "'-inf"),
        (float("nan"), "nan"),
    ],
)
def test_numbers_and_dates_stay_numbers_and_dates(value: object, text: str) -> None:
    assert written(value) == text


def test_what_no_file_can_hold_does_not_stop_it() -> None:
    assert written("a\0b\ud800c") == "ab?c"


@given(st.lists(NASTY, min_size=1, max_size=4))
def test_nothing_anybody_types_is_run(texts: list[str]) -> None:
    content = csv_bytes(["first"], [texts]).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content, newline="")))
    assert len(rows) == 2
    for cell in rows[1]:
        assert not RUNS.search(cell)


@given(st.lists(st.text(max_size=8), min_size=1, max_size=4))
def test_every_text_comes_back_but_for_what_keeps_it_from_running(texts: list[str]) -> None:
    content = csv_bytes(texts, [])
    (row,) = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    expected = [text.encode(errors="replace").decode().replace("\0", "") for text in texts]
    assert [cell.replace("'", "") for cell in row] == [text.replace("'", "") for text in expected]
