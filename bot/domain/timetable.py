"""Whose a roll call is: of those taken on ordinary days, the ones held for the classes a student sat in that day."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bot.domain.classcode import ClassCode
from bot.domain.enrolment import Enrolment, Marked
from bot.domain.period import DateRange
from bot.domain.rollcall import Held

Sat = tuple[Enrolment, ...]
"""The classes a student sat in, oldest first, cut to the days of a report."""


@dataclass(frozen=True, slots=True)
class Call:
    """A taken roll call that is on no holiday."""

    roll_call_id: int
    held: Held

    @property
    def place(self) -> tuple[date, int, str, str, str]:
        """Where it stands among others: by date, period as numbers are counted, subject, section."""
        held = self.held
        return held.on, len(held.period), held.period, held.subject, held.class_code.section


def theirs(calls: Iterable[Call], sat: Sat) -> list[Call]:
    """Those that concern somebody who sat there."""
    return [call for call in calls if any(one.holds(Marked(call.held.class_code, call.held.on)) for one in sat)]


@dataclass(frozen=True, slots=True)
class Stay:
    """Somebody's time in the class of a sheet, or in any.

    `now`: the class they sat in last; `here`: the same within the sheet's class. `joined`: their first day in it, for
    those who came after the first day of the report; `left`: their last, for those who are not there at its end.
    """

    now: ClassCode
    here: ClassCode
    joined: date | None
    left: date | None

    @classmethod
    def of(cls, sat: Sat, sheet: ClassCode | None, days: DateRange) -> Stay:
        """`days` end today at the latest; of what is only planned nothing is said."""
        begun = [one for one in sat if one.first <= days.last]
        here = [one for one in begun if sheet is None or sheet.covers(one.class_code)]
        joined, left = here[0].first, here[-1].last
        return cls(
            begun[-1].class_code,
            here[-1].class_code,
            joined if joined > days.first else None,
            left if left < days.last else None,
        )


class Timetable:
    """How many roll calls each class had on which days, where it does not matter which."""

    def __init__(self, held: Mapping[ClassCode, Mapping[date, int]]) -> None:
        self._days: dict[tuple[str, int], dict[str, list[date]]] = defaultdict(dict)
        for code, counts in held.items():
            days = [day for day, times in sorted(counts.items()) for _ in range(times)]
            self._days[code.branch, code.year][code.section] = days

    @property
    def dates(self) -> set[date]:
        """The days with roll calls."""
        return {day for sections in self._days.values() for days in sections.values() for day in days}

    @property
    def roll_calls(self) -> int:
        return sum(len(days) for sections in self._days.values() for days in sections.values())

    def of_class(self, code: ClassCode) -> int:
        """How many were held for those who sit in exactly that class: its own, and those of the whole class."""
        return sum(map(len, self._for(code)))

    def held(self, sat: Sat) -> int:
        """How many concern somebody who sat there."""
        return sum(part.stop - part.start for _, part in self._parts(sat))

    def days_of(self, students: Iterable[Sat]) -> Mapping[date, int]:
        """On which days how many concern students who sat there, all of them together."""
        found: Counter[date] = Counter()
        for sat, times in Counter(students).items():
            for days, part in self._parts(sat):
                for day in days[part]:
                    found[day] += times
        return found

    def _parts(self, sat: Sat) -> Iterator[tuple[list[date], slice]]:
        for one in sat:
            for days in self._for(one.class_code):
                yield days, slice(bisect_left(days, one.first), bisect_right(days, one.last))

    def _for(self, code: ClassCode) -> list[list[date]]:
        sections = self._days.get((code.branch, code.year), {})
        return [sections[section] for section in {"", code.section} if section in sections]
