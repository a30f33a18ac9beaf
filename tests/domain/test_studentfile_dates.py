"""Guards how a column of dates is read: every form, and day or month first as the whole column has it."""

from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.day import MONTHS, UnreadableDate
from bot.domain.studentdate import DateColumn, Order
from tests.domain.lists import read, said

DAYS = st.dates(date(1970, 1, 1), date(2069, 12, 31))


@pytest.mark.parametrize(
    "cell",
    [
        "2026-07-01",
        "2026/7/1",
        "2026.07.01",
        "2026-07-01 00:00:00",
        "2026-07-01T09:30:00+05:30",
        "1/7/2026",
        "01-07-2026",
        "1.7.2026",
        "01 07 2026",
        "1/7/26",
        "1/7/'26",
        "1/7/2026 10:15 AM",
        "1 Jul 2026",
        "01-Jul-26",
        "1st July 2026",
        "1st of July, 2026",
        "1Jul2026",
        "Jul 1, 2026",
        "July 1st 2026",
        "JULY 01 2026, 10:15",
        "\u00a01\u00a0Jul\u00a02026",
        "１/７/２０２６",
        "1–7–2026",
    ],
)
def test_a_date_reads_in_every_form(cell: str) -> None:
    assert DateColumn.of([cell]).read(cell) == date(2026, 7, 1)


@pytest.mark.parametrize(
    "cell",
    ["", "July 2026", "Jul-26", "2026", "46204", "7/2026", "1/7", "today", "1/7-2026", "1826-07-01", "soon", "1 2 3 4"],
)
def test_what_is_no_date_is_refused(cell: str) -> None:
    with pytest.raises(UnreadableDate, match=r"Write it as in `2026-07-01` or `1 Jul 2026`"):
        DateColumn.of([cell]).read(cell)


@pytest.mark.parametrize(
    "cell", ["31/6/2026", "29 Feb 2026", "2026-13-01", "0/7/2026", "1/0/2026", "13/13/2026", "32-1-26"]
)
def test_a_day_that_does_not_exist_is_refused(cell: str) -> None:
    with pytest.raises(UnreadableDate, match="There is no such day"):
        DateColumn.of([cell]).read(cell)


@pytest.mark.parametrize(
    ("cells", "meant"),
    [
        (["1/7/2026"], date(2026, 7, 1)),
        (["1/7/2026", "13/7/2026"], date(2026, 7, 1)),
        (["1/7/2026", "7/13/2026"], date(2026, 1, 7)),
        (["1/7/2026", "7/7/2026", "2026-07-31", "31 Jul 2026"], date(2026, 7, 1)),
        (["1/7/2026", "31-31-2026"], date(2026, 7, 1)),
    ],
)
def test_the_whole_column_says_which_number_is_the_day(cells: list[str], meant: date) -> None:
    assert DateColumn.of(cells).read("1/7/2026") == meant


def test_in_a_column_that_has_both_only_what_is_certain_is_read() -> None:
    column = DateColumn.of(["13/7/2026", "7/14/2026", "1/7/2026"])
    assert column.order is Order.MIXED
    assert [column.read(cell).day for cell in ("13/7/2026", "7/14/2026", "5/5/2026")] == [13, 14, 5]
    with pytest.raises(UnreadableDate, match="Other rows have the day first and others the month"):
        column.read("1/7/2026")


@pytest.mark.parametrize(
    ("other", "note"),
    [
        ("2/7/2026", "In `Joined`, `1/7/2026` was read as 1 Jul 2026, day first."),
        ("7/13/2026", "In `Joined`, `1/7/2026` was read as 7 Jan 2026, month first."),
    ],
)
def test_the_person_is_told_how_dates_in_numbers_were_read(other: str, note: str) -> None:
    found = read("Roll | Name | Class | Joined", "1 | A | CSE-2 | 1/7/2026", f"2 | B | CSE-2 | {other}")
    assert found.notes == (note,)


def test_dates_that_say_it_themselves_need_no_note() -> None:
    found = read(
        "Roll | Name | Class | Joined",
        "1 | A | CSE-2 | 2026-07-01",
        "2 | B | CSE-2 | 31/7/2026",
        "3 | C | CSE-2 | #N/A",
    )
    assert found.notes == ()
    assert said(found) == ["Row 4: `#N/A` is a formula without a result. Put the value itself there."]


@given(st.lists(DAYS, min_size=1), st.booleans(), st.sampled_from("/-. "), st.booleans())
def test_every_column_with_one_order_reads_back(days: list[date], month_first: bool, join: str, short: bool) -> None:
    def write(day: date) -> str:
        numbers = (day.month, day.day) if month_first else (day.day, day.month)
        return join.join(map(str, (*numbers, f"{day.year % 100:02}" if short else day.year)))

    certain = date(2026, 7, 31)
    column = DateColumn.of([write(day) for day in (*days, certain)])
    assert [column.read(write(day)) for day in days] == days


@given(DAYS)
def test_every_date_with_a_month_in_letters_reads_back(day: date) -> None:
    month = MONTHS[day.month - 1]
    column = DateColumn.of(())
    for cell in (
        f"{day.day} {month} {day.year}",
        f"{day.day:02}-{month}-{day.year % 100:02}",
        f"{month} {day.day}, {day.year}",
    ):
        assert column.read(cell) == day


@given(st.lists(st.text(st.sampled_from("0123456789/-. JulT:'"), max_size=12)))
def test_any_column_is_read_or_refused(cells: list[str]) -> None:
    column = DateColumn.of(cells)
    for cell in cells:
        with contextlib.suppress(UnreadableDate):
            column.read(cell)
    assert column.example == "" or column.unsettled in cells
