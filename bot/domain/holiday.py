"""Days without classes: how they are named, said and compared. What is marked on one counts for nobody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from unicodedata import category

from bot.domain.errors import JOINERS, FieldsWrong, Told, quoted
from bot.domain.period import DateRange, said_range, said_short

LONGEST_NAME = 120
MOST_AT_ONCE = 366
"""Days of one holiday: more are a wrong year."""

FIRST, LAST, NAME = "first", "last", "name"
"""The fields of the form that adds one."""

Days = Mapping[date, str]
"""Each holiday by its day."""


@dataclass(frozen=True, slots=True)
class Run:
    """Days in a row under one name."""

    days: DateRange
    name: str

    def said(self, today: date) -> str:
        """`Sun 8 Nov: Diwali`, `20 Oct – 27 Oct: Dussehra (8 days)`. Not escaped."""
        count = f" ({self.days.days} days)" if self.days.days > 1 else ""
        return f"{said_range(self.days, today)}: {self.name}{count}"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a calendar file has besides holidays of these years, in entries.

    Those `outside` the years, of a `part` of a day, called off, named by their calendar as mere observances, or
    without a date that can be read.
    """

    outside: int = 0
    part: int = 0
    cancelled: int = 0
    observances: int = 0
    unreadable: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """The holidays in a calendar file, or of a country. `window` is where they were looked for."""

    days: Days
    window: DateRange
    left_out: LeftOut = LeftOut()


@dataclass(frozen=True, slots=True)
class Proposed:
    """What adding these would do: `fresh` are the new ones, `there` are holidays already and stay as they are.

    `taken` are those of the new ones on which attendance was taken: it would count no longer.
    """

    fresh: Days
    there: int
    taken: frozenset[date]
    found: Found


@dataclass(frozen=True, slots=True)
class Altered:
    """The days that were added, renamed or taken out, none where there was nothing to do; all holidays as they are now.

    `taken` are those of the days, the renamed left out, on which attendance was taken.
    """

    days: Days
    holidays: Days
    taken: frozenset[date]


class OnHoliday(Told):
    """Marking on a day without classes."""

    def __init__(self, on: date, name: str, today: date) -> None:
        day = "Today" if on == today else said_range(DateRange(on, on), today)
        super().__init__(
            f"{day} is a holiday: {quoted(name)}. Attendance of that day would count for nobody, so nothing"
            " was changed. If there were classes, an admin takes the day out of `/attendance holidays` first."
        )


def runs(days: Days) -> tuple[Run, ...]:
    """The holidays in order, days in a row under one name together."""
    found: list[Run] = []
    for day in sorted(days):
        last = found[-1] if found else None
        if last and last.name == days[day] and last.days.last == day - timedelta(1):
            found[-1] = Run(DateRange(last.days.first, day), last.name)
        else:
            found.append(Run(DateRange(day, day), days[day]))
    return tuple(found)


def read_holiday(first: date | None, last: date | None, name: str) -> Days:
    """The days somebody filled in; without a last day it is one. Raises FieldsWrong."""
    wrong: dict[str, str] = {}
    named = holiday_name(name)
    if not named:
        wrong[NAME] = "Say what the holiday is called, as in `Diwali`."
    if first is None:
        wrong[FIRST] = "Choose the day of the holiday."
    elif last and last < first:
        wrong[LAST] = "It ends before it begins. Choose a day on or after the first one, or leave this empty."
    elif last and (last - first).days >= MOST_AT_ONCE:
        wrong[LAST] = "That is more than a year. Choose an earlier last day."
    if wrong or first is None:
        raise FieldsWrong(wrong)
    return dict.fromkeys(each_day(DateRange(first, last or first)), named)


def holiday_name(typed: str) -> str:
    """On one line, at most 120 characters."""
    visible = (one for one in typed if one in JOINERS or one.isspace() or category(one) not in ("Cc", "Cf", "Cs"))
    line = " ".join("".join(visible).split())
    return line if len(line) <= LONGEST_NAME else line[: LONGEST_NAME - 1].rstrip() + "…"


def each_day(days: DateRange) -> Iterable[date]:
    """Every day of a range, in order."""
    return (days.first + timedelta(number) for number in range(days.days))


def window(term: DateRange | None, today: date) -> DateRange:
    """Where holidays are looked for: the term, or today, and a year before and after."""
    first, last = (term.first, term.last) if term else (today, today)
    return DateRange(first - timedelta(365), last + timedelta(365))


def said_days(days: Iterable[date], today: date) -> str:
    """`4 Mar, 21 Mar and 5 more`."""
    named = [said_short(day, today) for day in sorted(days)]
    return ", ".join(named) if len(named) <= 6 else f"{', '.join(named[:5])} and {len(named) - 5} more"
