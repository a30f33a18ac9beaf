"""A class register: its roll calls in order, and each student's letters in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from bot.domain.classcode import ClassCode
from bot.domain.percentage import Counting, Standing, Tally
from bot.domain.period import DateRange
from bot.domain.report import Column, Row
from bot.domain.rollcall import Status
from bot.domain.student import Student
from bot.domain.timetable import Call, Sat, Stay, theirs

UNMARKED = "·"
LETTERS = (Status.PRESENT, Status.ABSENT, Status.LATE, Status.EXCUSED, Status.ON_DUTY, UNMARKED)
"""In the order of a tally."""


def tally_of(letters: Iterable[str]) -> Tally:
    """Adds up letters; what was not theirs is `""` and counts for nothing."""
    text = "".join(letters)
    return Tally(*map(text.count, LETTERS))


@dataclass(frozen=True, slots=True)
class Entered:
    """A student in a register: the row, their time in its class, and what they were on which day in other classes."""

    row: Row
    stay: Stay
    elsewhere: Mapping[date, Tally]


class Register:
    """The roll calls of one class and its sections: for a section its own, and those of the whole class."""

    def __init__(self, class_code: ClassCode, calls: Iterable[Call], counting: Counting, days: DateRange) -> None:
        """`days` as a `Stay` is told of; the calls may be of the whole branch and year."""
        of_class = (call for call in calls if class_code.shares(call.held.class_code))
        self.class_code = class_code
        self.calls = sorted(of_class, key=lambda call: call.place)
        self.dates = [call.held.on for call in self.calls]
        self._ids = frozenset(call.roll_call_id for call in self.calls)
        self._counting, self._days = counting, days
        self._known: dict[Sat, tuple[int | None, ...]] = {}

    @property
    def columns(self) -> tuple[Column, ...]:
        """As a sheet has them: the section is said where not everybody's is the same."""
        is_whole = not self.class_code.section
        return tuple(
            Column(held.on, held.period, held.subject, held.class_code.section if is_whole else "")
            for held in (call.held for call in self.calls)
        )

    @cached_property
    def by_subject(self) -> dict[str, list[int]]:
        """Which columns each subject has."""
        found: dict[str, list[int]] = defaultdict(list)
        for at, call in enumerate(self.calls):
            found[call.held.subject].append(at)
        return dict(sorted(found.items()))

    def held_for(self, code: ClassCode) -> int:
        """How many roll calls were held for those who sit in exactly that class."""
        return sum(call.held.class_code.covers(code) for call in self.calls)

    def years_elsewhere(self, sat: Sat) -> set[tuple[str, int]]:
        """Branch and year of the classes they sat in whose roll calls are not all columns."""
        codes = (one.class_code for one in sat)
        return {(code.branch, code.year) for code in codes if not self.class_code.covers(code)}

    def enter(self, student: Student, sat: Sat, marks: Mapping[int, str], others: Sequence[Call]) -> Entered:
        """The row of a student. `marks` are letters by roll call, `others` the roll calls of `years_elsewhere`."""
        letters = tuple("" if one is None else marks.get(one, UNMARKED) for one in self._theirs(sat))
        away = self._away(sat, marks, others) if others else {}
        here = tally_of(letters)
        tally = sum(away.values(), here)
        standing, part = Standing.of(tally, self._counting), Standing.of(here, self._counting)
        stay = Stay.of(sat, self.class_code, self._days)
        row = Row(
            student.roll_no,
            student.name,
            stay.now,
            tally,
            standing,
            letters,
            _rest(standing, part),
            stay.joined,
            stay.left,
        )
        return Entered(row, stay, away)

    def _theirs(self, sat: Sat) -> tuple[int | None, ...]:
        """For each column the roll call, or `None` where it was not theirs. Most of a class sat there alike."""
        if sat not in self._known:
            ids = {call.roll_call_id for call in theirs(self.calls, sat)}
            all_ids = (call.roll_call_id for call in self.calls)
            self._known[sat] = tuple(one if one in ids else None for one in all_ids)
        return self._known[sat]

    def _away(self, sat: Sat, marks: Mapping[int, str], others: Sequence[Call]) -> dict[date, Tally]:
        letters: dict[date, str] = defaultdict(str)
        for call in theirs(others, sat):
            if call.roll_call_id not in self._ids:
                letters[call.held.on] += marks.get(call.roll_call_id, UNMARKED)
        return {day: tally_of(text) for day, text in letters.items()}


def _rest(whole: Standing, part: Standing) -> Standing | None:
    """What is in the whole and not in the part; `None` where nothing else was counted.

    A difference, because the cap on on-duty bites on the whole: the columns and this are always all there is.
    """
    if whole.counted == part.counted:
        return None
    return Standing(whole.counted - part.counted, whole.halves - part.halves, whole.threshold, whole.condonation)
