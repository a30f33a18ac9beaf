"""Guards how one day is read and said: every form teachers type, nothing guessed where two days are possible."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.day import MONTHS, WEEKDAYS, UnreadableDate, said, take_date

TODAY = date(2026, 11, 25)  # a Wednesday
DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))


def day(typed: str, today: date = TODAY) -> date | None:
    found, rest = take_date(typed.split(), today)
    assert rest == []
    return found


@pytest.mark.parametrize(
    "typed",
    [
        "20 Nov",
        "20 nov 2026",
        "Nov 20",
        "20th Nov",
        "20th of November 2026",
        "november 20th 2026",
        "NOV 20",
        "20 Nov.",
        "20Nov",
        "20nov2026",
        "20-Nov",
        "20-Nov-2026",
        "20–Nov–2026",
        "20/Nov/2026",
        "2026-11-20",
        "2026/11/20",
        "2026.11.20",
        "20/11",
        "11/20",
        "20/11/2026",
        "20.11.2026",
        "20-11-2026",
        "20-11",
        "11/20/2026",
        "２０ Nov",
        "fri",
        "Friday",
        "last fri",
        "fri 20 nov",
        "Friday 20 November 2026",
        "on 20 Nov",
    ],
)
def test_a_day_reads_however_it_is_typed(typed: str) -> None:
    assert day(typed) == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("typed", "ago"),
    [
        ("today", 0),
        ("Yesterday", 1),
        ("yday", 1),
        ("tdy", 0),
        ("TMRW", -1),
        ("tmr", -1),
        ("tomorrow", -1),
        ("wed", 0),
        ("weds", 0),
        ("last wed", 7),
        ("tue", 1),
        ("tues", 1),
        ("last monday", 2),
        ("sun", 3),
        ("thurs", 6),
        ("thursday", 6),
    ],
)
def test_a_day_can_be_named_from_today(typed: str, ago: int) -> None:
    assert day(typed) == TODAY - timedelta(ago)


@pytest.mark.parametrize(
    ("typed", "today", "meant"),
    [
        ("28 Dec", date(2027, 1, 4), date(2026, 12, 28)),
        ("4 Jan", date(2026, 12, 28), date(2027, 1, 4)),
        ("25 May", TODAY, date(2027, 5, 25)),
        ("27 May", TODAY, date(2026, 5, 27)),
        ("1 Mar", date(2027, 8, 31), date(2027, 3, 1)),  # 183 days either way
        ("29 Feb", TODAY, date(2028, 2, 29)),
        ("29 Feb", date(1898, 6, 1), date(1896, 2, 29)),
    ],
)
def test_a_day_without_a_year_is_the_nearest_one(typed: str, today: date, meant: date) -> None:
    assert day(typed, today) == meant


@pytest.mark.parametrize(
    ("typed", "because"),
    [
        ("11/12", "Write the month in letters: `11 Dec` or `12 Nov`."),
        ("1/2/2026", "Write the month in letters: `1 Feb` or `2 Jan`."),
        ("20/11/26", "Write the month in letters and the whole year"),
        ("31 Feb", "There is no such day."),
        ("Feb 30", "There is no such day."),
        ("29 Feb 2026", "There is no such day."),
        ("0 Nov", "There is no such day."),
        ("31/2", "There is no such day."),
        ("31-2", "There is no such day."),
        ("40/50", "There is no such day."),
        ("2026-13-01", "There is no such day."),
        ("tue 20 Nov", "20 Nov is a Friday. Write `Fri 20 Nov`"),
        ("4 Nov 20", "It could be more than one day."),
    ],
)
def test_what_is_no_day_or_could_be_two_is_refused_in_words(typed: str, because: str) -> None:
    with pytest.raises(UnreadableDate) as refused:
        take_date(["CSE-2", *typed.split(), "DBMS"], TODAY)
    assert refused.value.sentence.startswith(f"I can't read `{typed}` as a date. ")
    assert because in refused.value.sentence


def test_the_same_day_and_month_is_one_day() -> None:
    assert day("11/11") == date(2026, 11, 11)


@pytest.mark.parametrize(
    ("typed", "meant", "rest"),
    [
        ("absent 4 20 Nov", date(2026, 11, 20), "absent 4"),
        ("yesterday CSE-2", TODAY - timedelta(1), "CSE-2"),
        ("CSE-2 on 20 Nov 2026 p3", date(2026, 11, 20), "CSE-2 p3"),
        ("20 Nov 2021004", date(2026, 11, 20), "2021004"),
        ("today 20 Nov", TODAY, "20 Nov"),
    ],
)
def test_the_first_day_is_taken_out_wherever_it_stands(typed: str, meant: date, rest: str) -> None:
    assert take_date(typed.split(), TODAY) == (meant, rest.split())


@pytest.mark.parametrize(
    "typed",
    ["", "CSE-2 DBMS", "may", "Nov 2026", "monitor", "104 Nov", "sunny 4", "4-7", "11-22", "12-12", "2026", "21CSE004"],
)
def test_words_without_a_day_come_back_whole(typed: str) -> None:
    assert take_date(typed.split(), TODAY) == (None, typed.split())


@given(DAYS, DAYS)
def test_what_is_said_reads_back(one: date, today: date) -> None:
    assert day(f"{said(one, today)} {one.year}" if one.year == today.year else said(one, today), today) == one


@given(DAYS, st.integers(-182, 182))
def test_a_day_within_half_a_year_needs_no_year(today: date, by: int) -> None:
    near = today + timedelta(by)
    if (near.month, near.day) != (2, 29):
        assert day(f"{near.day} {MONTHS[near.month - 1]}", today) == near


@given(DAYS, st.sampled_from(WEEKDAYS), st.booleans())
def test_a_weekday_is_the_latest_one(today: date, name: str, last: bool) -> None:
    found = day(f"last {name}" if last else name[:3], today)
    assert found is not None
    assert WEEKDAYS[found.weekday()] == name
    assert int(last) <= (today - found).days <= 6 + int(last)


@given(st.lists(st.text(st.characters(exclude_categories=["Zs", "Cc"]), min_size=1)), DAYS)
def test_any_words_hold_a_day_or_none_or_are_refused(words: list[str], today: date) -> None:
    try:
        found, rest = take_date(words, today)
    except UnreadableDate:
        return
    assert (found is None) == (len(rest) == len(words))


@pytest.mark.parametrize(
    ("one", "words"),
    [(date(2026, 11, 23), "Mon 23 Nov"), (date(2026, 11, 1), "Sun 1 Nov"), (date(2025, 11, 23), "Sun 23 Nov 2025")],
)
def test_a_day_is_said_with_its_weekday_and_only_a_foreign_year(one: date, words: str) -> None:
    assert said(one, TODAY) == words
