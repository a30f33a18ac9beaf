"""Guards how ranges of days are read and said."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.period import DateRange, UnreadableRange, read_range, said_range

TODAY = date(2026, 11, 25)  # a Wednesday
TERM = DateRange(date(2026, 7, 1), date(2026, 12, 15))
DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))


def days(typed: str, today: date = TODAY) -> tuple[str, str]:
    found = read_range(typed.split(), today, TERM)
    assert found is not None
    return found.first.isoformat(), found.last.isoformat()


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-01..2026-11-22",
        "2026-11-01 .. 2026-11-22",
        "2026-11-01…2026-11-22",
        "2026-11-01 - 2026-11-22",
        "1 Nov - 22 Nov",
        "1 nov – 22 nov",
        "1 nov to 22 nov 2026",
        "From 1 Nov till 22 NOV",
        "1 Nov 2026 - 22 Nov",
        "1nov-22nov",
        "1-22 nov",
        "1-22 Nov 2026",
        "1st to 22nd of November",
        "Nov 1-22",
        "nov 1 - 22 2026",
        "Nov 1 - Nov 22",
        "sun 1 nov - sun 22 nov",
        "1-Nov-2026 - 22-Nov-2026",
        "1 Nov - 22-11",
    ],
)
def test_a_range_reads_however_it_is_typed(typed: str) -> None:
    assert days(typed) == ("2026-11-01", "2026-11-22")


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("today", "2026-11-25", "2026-11-25"),
        ("yesterday", "2026-11-24", "2026-11-24"),
        ("20 Nov", "2026-11-20", "2026-11-20"),
        ("this week", "2026-11-23", "2026-11-29"),
        ("Last Week", "2026-11-16", "2026-11-22"),
        ("this month", "2026-11-01", "2026-11-30"),
        ("last month", "2026-10-01", "2026-10-31"),
        ("this term", "2026-07-01", "2026-12-15"),
        ("november", "2026-11-01", "2026-11-30"),
        ("dec", "2025-12-01", "2025-12-31"),
        ("feb 2024", "2024-02-01", "2024-02-29"),
        ("mon - today", "2026-11-23", "2026-11-25"),
    ],
)
def test_a_range_can_have_a_name(typed: str, first: str, last: str) -> None:
    assert days(typed) == (first, last)


@pytest.mark.parametrize(
    ("typed", "today", "first", "last"),
    [
        ("1 Dec - 15 Jan", date(2027, 1, 20), "2026-12-01", "2027-01-15"),
        ("1 Dec - 15 Jan", date(2026, 12, 20), "2026-12-01", "2027-01-15"),
        ("1 Jul - 31 Dec", date(2027, 1, 2), "2026-07-01", "2026-12-31"),
        ("1 Dec - 15 Jan 2020", TODAY, "2019-12-01", "2020-01-15"),
        ("1 Dec 2019 - 15 Jan", TODAY, "2019-12-01", "2020-01-15"),
        ("1 Feb - 29 Feb", date(2027, 6, 1), "2028-02-01", "2028-02-29"),
        ("last month", date(2027, 1, 31), "2026-12-01", "2026-12-31"),
    ],
)
def test_a_range_may_go_over_new_year(typed: str, today: date, first: str, last: str) -> None:
    assert days(typed, today) == (first, last)


def test_no_words_are_no_range() -> None:
    assert read_range([], TODAY) is None


@pytest.mark.parametrize(
    ("typed", "because"),
    [
        ("2026-11-22..2026-11-01", "It ends before it begins."),
        ("22 Nov - 1 Nov", "It ends before it begins."),
        ("22-1 nov", "It ends before it begins."),
        ("11/12", "Write the month in letters: `11 Dec` or `12 Nov`."),
        ("31 Feb - 2 Mar", "There is no such day."),
        ("last Smarch", "Write `this month`, `1 Nov - 22 Nov` or `2026-11-01..2026-11-22`."),
        ("1 Nov - ", "Write `this month`"),
        ("1 Nov - then", "Write `this month`"),
        ("20 Nov DBMS", "Write `this month`"),
    ],
)
def test_what_is_no_range_is_refused_in_words(typed: str, because: str) -> None:
    with pytest.raises(UnreadableRange) as refused:
        read_range(typed.split(), TODAY, TERM)
    assert refused.value.sentence.startswith(f"I can't read `{typed.strip()}` as a range of days. ")
    assert because in refused.value.sentence


def test_this_term_without_term_dates_says_that_they_are_not_set() -> None:
    with pytest.raises(UnreadableRange, match="The dates of the term are not set yet"):
        read_range(["this", "term"], TODAY)


def test_a_reversed_range_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="ends on or after"):
        DateRange(TODAY, TODAY - timedelta(1))


@given(DAYS, st.integers(0, 800), DAYS)
def test_a_range_holds_its_ends_and_nothing_outside(first: date, length: int, today: date) -> None:
    found = DateRange(first, first + timedelta(length))
    assert found.days == length + 1
    assert found.first in found
    assert found.last in found
    assert found.first - timedelta(1) not in found
    assert found.last + timedelta(1) not in found


@given(DAYS, st.integers(0, 800), DAYS)
def test_a_range_in_digits_reads_back(first: date, length: int, today: date) -> None:
    last = first + timedelta(length)
    assert read_range([f"{first}..{last}"], today) == DateRange(first, last)


@given(DAYS, st.integers(1, 800))
def test_a_range_of_another_year_is_said_so_that_it_reads_back(first: date, length: int) -> None:
    found = DateRange(first, first + timedelta(length))
    for today in (first - timedelta(1000), first + timedelta(2000)):
        assert read_range(said_range(found, today).split(), today) == found


@given(DAYS, st.sampled_from(["this week", "last week", "this month", "last month"]))
def test_named_ranges_end_where_the_next_begins(today: date, name: str) -> None:
    found = read_range(name.split(), today)
    assert found is not None
    assert (today in found) == name.startswith("this")
    if name.endswith("week"):
        assert (found.first.weekday(), found.days) == (0, 7)
    else:
        assert (found.first.day, (found.last + timedelta(1)).day) == (1, 1)
    this = read_range(["this", name.split()[1]], today)
    assert this is not None
    assert name.startswith("this") or found.last + timedelta(1) == this.first


@given(st.lists(st.text(min_size=1)), DAYS)
def test_any_words_are_a_range_or_refused(words: list[str], today: date) -> None:
    try:
        found = read_range(words, today, TERM)
    except UnreadableRange:
        return
    assert found is None or found.first <= found.last


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 11, 1), date(2026, 11, 22), "1 Nov – 22 Nov"),
        (date(2025, 11, 1), date(2025, 11, 22), "1 Nov – 22 Nov 2025"),
        (date(2025, 12, 1), date(2026, 1, 15), "1 Dec 2025 – 15 Jan 2026"),
        (date(2026, 11, 23), date(2026, 11, 23), "Mon 23 Nov"),
    ],
)
def test_a_range_is_said_with_years_only_where_needed(first: date, last: date, words: str) -> None:
    assert said_range(DateRange(first, last), TODAY) == words
