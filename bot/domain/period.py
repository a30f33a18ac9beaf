"""Ranges of days, however they are typed (`this month`, `1 Nov - 22 Nov`), and how they are said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.day import (
    CASE,
    DAY,
    MONTH,
    MONTHS,
    ORDINAL,
    YEAR,
    UnreadableDate,
    date_at,
    date_in_front,
    month_number,
    said,
    said_short,
    take_date,
    with_year,
)
from bot.domain.errors import Told, quoted
from bot.domain.words import plain

__all__ = [
    "DateRange",
    "UnreadableDate",
    "UnreadableRange",
    "date_at",
    "read_range",
    "said",
    "said_range",
    "said_short",
    "take_date",
]

EXAMPLES = "Write `this month`, `1 Nov - 22 Nov` or `2026-11-01..2026-11-22`."
JOIN = r" ?(?:\.{2,}|-|\b(?:to|till|until|through)\b) ?"
FROM = re.compile(r"^from ", CASE)
JOINED = re.compile(JOIN, CASE)
CALENDAR = re.compile(r"(this|last) (week|month)", CASE)
ONE_MONTH = re.compile(rf"{MONTH}(?: {YEAR})?", CASE)
WITHIN_MONTH = (  # `1-22 nov 2026` and `nov 1-22 2026`
    re.compile(rf"(?:from )?{DAY}{ORDINAL}{JOIN}(?P<last>[0-9]{{1,2}}){ORDINAL}(?: of)? {MONTH}(?: {YEAR})?", CASE),
    re.compile(rf"(?:from )?{MONTH} {DAY}{ORDINAL}{JOIN}(?P<last>[0-9]{{1,2}}){ORDINAL}(?: {YEAR})?", CASE),
)
LONGEST_GUESS = 183  # days; over New Year without its years, a longer range is one typed the wrong way round


class UnreadableRange(Told):
    """What was typed names no days, or ends before it begins."""

    def __init__(self, typed: str, because: str = EXAMPLES) -> None:
        super().__init__(f"I can't read {quoted(typed)} as a range of days. {because}")


@dataclass(frozen=True, slots=True)
class DateRange:
    """Days from `first` to `last`, both included. Raises ValueError when reversed."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError("a range ends on or after the day it begins")

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def days(self) -> int:
        """How many days, at least 1."""
        return (self.last - self.first).days + 1


def read_range(words: Sequence[str], today: date, term: DateRange | None = None) -> DateRange | None:
    """The days all these words name together; None for no words.

    Weeks run from Monday to Sunday and, like months, to their end even when that is to come. A month without a year is
    the latest that has begun. Days without years are those that put the range nearest to today. `term` is what
    `this term` means, None when the college has not set it. Raises UnreadableRange.
    """
    typed = plain(" ".join(words))
    if not typed:
        return None
    try:
        found = _named(typed, today) or _single(typed, today) or _between(typed, today)
    except UnreadableDate as unreadable:
        raise UnreadableRange(typed, unreadable.because) from None
    if found is None and typed.lower() in ("this term", "term"):
        if term is None:
            unset = "The dates of the term are not set yet; an admin sets them with `/attendance settings`."
            raise UnreadableRange(typed, f"{unset} {EXAMPLES}")
        return term
    if found is None:
        raise UnreadableRange(typed)
    return found


def said_range(days: DateRange, today: date) -> str:
    """`1 Nov – 22 Nov`; `1 Nov – 22 Nov 2025` when not this year's; one day as `said` says it."""
    first, last = days.first, days.last
    if first == last:
        return said(first, today)
    if first.year == last.year:
        return f"{said_short(first, first)} – {said_short(last, today)}"
    return " – ".join(f"{day.day} {MONTHS[day.month - 1]} {day.year}" for day in (first, last))


def _named(text: str, today: date) -> DateRange | None:
    """A week or a month, by its name."""
    if match := CALENDAR.fullmatch(text):
        back = match[1].lower() == "last"
        if match[2].lower() == "week":
            monday = today - timedelta(today.weekday() + (7 if back else 0))
            return DateRange(monday, monday + timedelta(6))
        return _month(*_month_before(today.year, today.month)) if back else _month(today.year, today.month)
    if match := ONE_MONTH.fullmatch(text):
        month = month_number(match["month"])
        year = int(match["year"]) if match["year"] else today.year - (month > today.month)
        return _month(year, month)
    return None


def _month_before(year: int, month: int) -> tuple[int, int]:
    return (year, month - 1) if month > 1 else (year - 1, 12)


def _month(year: int, month: int) -> DateRange:
    first = date(year, month, 1)
    inside_next = first + timedelta(31)
    return DateRange(first, inside_next - timedelta(inside_next.day))


def _single(text: str, today: date) -> DateRange | None:
    """One day, when the whole text is one."""
    day = _day(text, today)
    return None if day is None else DateRange(day, day)


def _day(text: str, today: date) -> date | None:
    day, length = date_in_front(text, today)
    return day if length == len(text) else None


def _between(text: str, today: date) -> DateRange | None:
    """Two days with a hyphen, dots or `to` between them."""
    for pattern in WITHIN_MONTH:
        if match := pattern.fullmatch(text):
            month = " ".join(filter(None, (match["month"], match["year"])))
            return _joined(text, f"{match['day']} {month}", f"{match['last']} {month}", today)
    for join in JOINED.finditer(text):
        left, right = FROM.sub("", text[: join.start()]), text[join.end() :]
        if _day(left, today) and _day(right, today):
            return _joined(text, left, right, today)
    return None


def _joined(text: str, left: str, right: str, today: date) -> DateRange:
    """The range nearest to today that the two days can mean."""
    firsts, lasts = _readings(left, right, today), _readings(right, left, today)
    both_sure = len(firsts) == len(lasts) == 1
    ranges = [
        DateRange(first, last)
        for first in firsts
        for last in lasts
        if first <= last and (both_sure or first.year == last.year or (last - first).days <= LONGEST_GUESS)
    ]
    if not ranges:
        raise UnreadableRange(text, f"It ends before it begins. {EXAMPLES}")
    return min(ranges, key=lambda days: (max(days.first - today, today - days.last, timedelta()), days.first))


def _readings(side: str, other: str, today: date) -> list[date]:
    """The day itself when its year is certain, else that day in the years around today and around the other end."""
    if with_year(side, today.year) == side:
        return list(filter(None, (_day(side, today),)))
    anchors = {today, _day(other, today) or today}
    years = sorted({anchor.year + by for anchor in anchors for by in (-1, 0, 1)})
    found = []
    for year in years:
        try:
            found.append(_day(with_year(side, year), today))
        except UnreadableDate:  # 29 Feb, in a year without one
            continue
    return list(filter(None, found))
