"""A date in a column of dates: every form an office or a spreadsheet program writes, day or month first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from bot.domain.day import MONTH, MONTHS, UnreadableDate, month_number
from bot.domain.words import plain

CASE = re.IGNORECASE | re.ASCII
YEAR = r"(?P<year>(?:19|20)[0-9]{2}|'?[0-9]{2})"
TIME = r"(?:(?: ?T| |, ?)[0-9]{1,2}:[0-9]{2}.*)?"  # of an export that writes one; the day is all we keep
YEAR_FIRST = re.compile(rf"((?:19|20)[0-9]{{2}})([/.-])([0-9]{{1,2}})\2([0-9]{{1,2}}){TIME}", CASE)
NUMBERS = re.compile(rf"([0-9]{{1,2}})([ /.-])([0-9]{{1,2}})\2{YEAR}{TIME}", CASE)
JOIN = r"[ ,/.-]*"
DAY_MONTH = re.compile(rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?: of)?{JOIN}{MONTH}{JOIN}{YEAR}{TIME}", CASE)
MONTH_DAY = re.compile(rf"{MONTH}{JOIN}(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:{JOIN}[ ,/.-]){YEAR}{TIME}", CASE)
CENTURY = 70  # a year of two digits from here on is in the 1900s, as programs read it
MOST_MONTHS = 12


class Order(Enum):
    """Which of the first two numbers of `1/7/2026` is the day. MIXED: some rows of the column say one, some other."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class DateColumn:
    """How the dates of one column are read. `unsettled` is one that could be two days, `""` for none."""

    order: Order
    unsettled: str = ""

    @classmethod
    def of(cls, cells: Iterable[str]) -> DateColumn:
        """The order that the whole column settles: a number above 12 is no month. Day first when nothing does."""
        day_first = month_first = False
        unsettled: list[str] = []
        for cell in cells:
            match = NUMBERS.fullmatch(plain(cell.lstrip("'")))
            if match is None:
                continue
            first, second = int(match[1]), int(match[3])
            day_first = day_first or first > MOST_MONTHS >= second
            month_first = month_first or second > MOST_MONTHS >= first
            if _either(first, second):
                unsettled.append(cell)
        if day_first and month_first:
            return cls(Order.MIXED)
        return cls(Order.MONTH_FIRST if month_first else Order.DAY_FIRST, min(unsettled, default=""))

    @property
    def example(self) -> str:
        """The unsettled date as it is read, `1 Jul 2026`; empty when there is none."""
        if not self.unsettled:
            return ""
        day = self.read(self.unsettled.lstrip("'"))
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"

    def read(self, cell: str) -> date:
        """The date in the cell. Raises UnreadableDate."""
        text = plain(cell)
        if match := YEAR_FIRST.fullmatch(text):
            return _day(cell, match[1], int(match[3]), match[4])
        if match := NUMBERS.fullmatch(text):
            return self._numbers(cell, match)
        if match := DAY_MONTH.fullmatch(text) or MONTH_DAY.fullmatch(text):
            return _day(cell, match["year"], month_number(match["month"]), match["day"])
        raise UnreadableDate(cell, "Write it as in `2026-07-01` or `1 Jul 2026`.")

    def _numbers(self, cell: str, match: re.Match[str]) -> date:
        first, second = int(match[1]), int(match[3])
        if self.order is Order.MIXED and _either(first, second):
            mixed = "Other rows have the day first and others the month."
            raise UnreadableDate(cell, f"{mixed} Write the month in letters, as in `1 Jul 2026`.")
        month_first = second > MOST_MONTHS if self.order is Order.MIXED else self.order is Order.MONTH_FIRST
        day, month = (second, first) if month_first else (first, second)
        return _day(cell, match["year"], month, str(day))


def _either(first: int, second: int) -> bool:
    """Whether two numbers can be day and month as well as month and day."""
    return first != second and min(first, second) > 0 and max(first, second) <= MOST_MONTHS


def _day(cell: str, year: str, month: int, day: str) -> date:
    number = int(year.lstrip("'"))
    if number < 100:
        number += 1900 if number >= CENTURY else 2000
    try:
        return date(number, month, int(day))
    except ValueError:
        raise UnreadableDate(cell, "There is no such day. Write it as in `2026-07-01`.") from None
