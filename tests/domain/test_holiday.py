"""Holidays: days in a row are one, names are tidy, and a range makes sense or is refused."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import FieldsWrong
from bot.domain.holiday import Run, each_day, holiday_name, read_holiday, runs, said_days, window
from bot.domain.period import DateRange

TODAY = date(2026, 11, 22)
DAYS = st.dictionaries(st.dates(date(2026, 1, 1), date(2026, 3, 1)), st.sampled_from(["Onam", "Diwali"]))


@given(DAYS)
def test_runs_hold_every_day_once_and_are_as_long_as_they_can_be(days: dict[date, str]) -> None:
    found = runs(days)
    assert {day: run.name for run in found for day in each_day(run.days)} == days
    assert sum(run.days.days for run in found) == len(days)
    for run, following in pairwise(found):
        touching = following.days.first == run.days.last + timedelta(1)
        assert run.days.last < following.days.first
        assert not (touching and run.name == following.name)


def test_a_run_is_said_with_its_length() -> None:
    assert Run(DateRange(date(2026, 11, 8), date(2026, 11, 8)), "Diwali").said(TODAY) == "Sun 8 Nov: Diwali"
    winter = Run(DateRange(date(2026, 12, 21), date(2027, 1, 3)), "Winter")
    assert winter.said(TODAY) == "21 Dec 2026 – 3 Jan 2027: Winter (14 days)"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  Guru \n Nanak  ", "Guru Nanak"),
        ("x" * 121, "x" * 119 + "…"),
        ("\u202eevil\x00", "evil"),
        ("श्री\u200d", "श्री\u200d"),
        ("\u200b", ""),
    ],
)
def test_a_name_is_one_line(typed: str, name: str) -> None:
    assert holiday_name(typed) == name


def test_a_holiday_without_a_last_day_is_of_one() -> None:
    assert read_holiday(TODAY, None, "Founder's day") == {TODAY: "Founder's day"}
    assert len(read_holiday(TODAY, TODAY + timedelta(2), "x")) == 3


def test_what_is_missing_or_reversed_is_said_at_once() -> None:
    with pytest.raises(FieldsWrong) as refused:
        read_holiday(None, None, " ")
    assert set(refused.value.fields) == {"first", "name"}
    with pytest.raises(FieldsWrong) as refused:
        read_holiday(TODAY, TODAY - timedelta(1), "x")
    assert set(refused.value.fields) == {"last"}
    with pytest.raises(FieldsWrong, match="more than a year"):
        read_holiday(TODAY, TODAY + timedelta(366), "x")


def test_holidays_are_looked_for_a_year_around_the_term() -> None:
    assert window(None, TODAY) == DateRange(date(2025, 11, 22), date(2027, 11, 22))
    term = DateRange(date(2026, 7, 1), date(2027, 6, 30))
    assert window(term, TODAY) == DateRange(date(2025, 7, 1), date(2028, 6, 29))


def test_many_days_are_counted_not_listed() -> None:
    days = [TODAY + timedelta(number) for number in range(8)]
    assert said_days(days[:2], TODAY) == "22 Nov, 23 Nov"
    assert said_days(days, TODAY) == "22 Nov, 23 Nov, 24 Nov, 25 Nov, 26 Nov and 3 more"
