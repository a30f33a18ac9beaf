"""Guards the trend: few points, each day in one of them, none without a roll call."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.percentage import Counting, Tally
from bot.domain.period import DateRange
from bot.domain.report import Point
from bot.domain.trend import MOST_POINTS, Trend, stretches

MONDAY = date(2026, 11, 2)
YEARS = DateRange(date(2020, 1, 1), date(2029, 12, 31))


def days(*numbers: int) -> list[date]:
    return [MONDAY + timedelta(days=number) for number in numbers]


@pytest.mark.parametrize(
    ("held", "first", "last", "points"),
    [
        ([], 0, 6, []),
        ([3], 0, 6, [(3, 3)]),
        ([4, 1, 4, 1], 0, 6, [(1, 1), (4, 4)]),
        (range(20), 0, 30, [(number, number) for number in range(20)]),
        (range(21), 0, 30, [(0, 6), (7, 13), (14, 20)]),
        (range(2, 32), 2, 31, [(2, 6), (7, 13), (14, 20), (21, 27), (28, 31)]),  # weeks end where the report does
        ([*range(11), *range(21, 35)], 0, 40, [(0, 6), (7, 13), (21, 27), (28, 34)]),  # a week of holidays
    ],
)
def test_days_then_weeks(held: list[int], first: int, last: int, points: list[tuple[int, int]]) -> None:
    within = DateRange(*days(first, last))
    assert stretches(days(*held), within) == tuple(DateRange(*days(*point)) for point in points)


def test_a_year_is_drawn_by_months_and_ten_years_by_half_years() -> None:
    year = DateRange(date(2026, 1, 15), date(2026, 12, 31))
    daily = [year.first + timedelta(days=number) for number in range(year.days)]
    assert stretches(daily, year)[:2] == (
        DateRange(date(2026, 1, 15), date(2026, 1, 31)),
        DateRange(date(2026, 2, 1), date(2026, 2, 28)),
    )
    assert len(stretches(daily, year)) == 12
    decade = [YEARS.first + timedelta(days=number) for number in range(YEARS.days)]
    assert stretches(decade, YEARS)[0] == DateRange(date(2020, 1, 1), date(2020, 6, 30))
    assert len(stretches(decade, YEARS)) == MOST_POINTS


@given(st.lists(st.dates(YEARS.first, YEARS.last), max_size=300))
def test_every_day_with_a_roll_call_is_in_one_point(held: list[date]) -> None:
    found = stretches(held, YEARS)
    assert len(found) <= MOST_POINTS
    assert all(one.last < other.first for one, other in pairwise(found))
    assert all(sum(day in span for span in found) == 1 for day in held)
    assert all(any(day in span for day in held) for span in found)


def test_the_cap_on_duty_is_a_students_and_not_a_days() -> None:
    trend = Trend(days(0, 1), DateRange(*days(0, 6)))
    for on in days(0, 0, 1):
        trend.add(on, Tally(present=1, absent=1, on_duty=3))
    assert trend.points(Counting(on_duty_cap=1)) == (Point(*days(0, 0), 10, 16), Point(*days(1, 1), 5, 8))


def test_columns_fall_into_parts() -> None:
    trend = Trend(days(0, 1, 4), DateRange(*days(0, 6)))
    held = days(0, 0, 4, 4, 4)
    assert [(day, held[part]) for day, part in trend.parts(held)] == [
        (held[0], days(0, 0)),
        (held[2], days(4, 4, 4)),
    ]
    assert trend.parts([]) == []
