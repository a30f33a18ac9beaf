"""The rows of a report, a part of the students at a time, and what they come to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import TypeVar

from sqlalchemy import Connection

from bot.domain.classcode import ClassCode
from bot.domain.percentage import Band, Counting, Standing, Tally
from bot.domain.period import DateRange
from bot.domain.register import Register
from bot.domain.report import Facts, Kind, Line, Row, Sheet, Wanted
from bot.domain.reportsums import Sums
from bot.domain.roworder import by_class, worst_first
from bot.domain.student import Student, in_roll_order
from bot.domain.timetable import Sat, Stay, Timetable
from bot.domain.trend import Trend
from bot.store import figures

A_PART = 500
"""Students a question where the database adds up; and about as many whose names are held. MariaDB makes a table of a
thousand ids or more, and then no longer adds up in the order of the index."""
A_PAGE = 100
"""Students a question whose marks are read one by one: of a long term, 40,000 marks."""
CLASSES = 100
"""Classes a question."""
BELOW = (Band.CONDONABLE, Band.SHORT)

T = TypeVar("T")
Lines = tuple[int, str, tuple[Line, ...]]
"""How many roll calls, by what the lines are, and the lines."""


class NotReadYet(Exception):
    """The facts were asked for before every row of every sheet was read: they are added up from the rows."""


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a report: all of them, those `begun`, today included, and those `off`, which count for nobody."""

    days: DateRange
    begun: DateRange
    off: frozenset[date]


class Compiled:
    """A report that is being read. Each sheet, and each of its rows, is there once, and in this order."""

    def __init__(self, tx: Connection, wanted: Wanted, span: Span, counting: Counting) -> None:
        self._tx, self._wanted, self._span, self._counting = tx, wanted, span, counting
        self._sums = Sums(counting, Trend(self._dates(), span.days))
        self._expected, self._is_over = 0, False
        self.sheets = self._read()

    def facts(self) -> Facts:
        """What the message tells: of everybody, also where the sheet has only those below the line.

        Raises `NotReadYet`.
        """
        if not self._is_over or self._sums.students != self._expected:
            raise NotReadYet
        return self._sums.facts(*self._lines())

    def _read(self) -> Iterator[Sheet]:
        yield from self._sheets()
        self._is_over = True

    def _sheet(self, register: Register | None, students: int, rows: Iterator[Row]) -> Sheet:
        self._expected += students
        name = str(register.class_code) if register else self._wanted.whom
        if self._wanted.kind is Kind.SHORTAGE:
            short = worst_first(row for row in rows if row.standing.band in BELOW and row.left is None)
            return Sheet(name, (), len(short), short)
        columns = register.columns if register and self._wanted.kind is Kind.REGISTER else ()
        return Sheet(name, columns, students, rows)

    @cached_property
    def _timetable(self) -> Timetable:
        return Timetable(figures.held(self._tx, self._span.days, self._span.off))

    def _dates(self) -> Iterable[date]:
        """The days with roll calls of this report."""
        return self._timetable.dates

    def _lines(self) -> Lines:
        timetable = self._timetable
        return timetable.roll_calls, "class", self._sums.by_class(timetable.of_class)

    def _sheets(self) -> Iterator[Sheet]:
        raise NotImplementedError


class Totals(Compiled):
    """Every class in one sheet, marks added up by the database."""

    def _sheets(self) -> Iterator[Sheet]:
        sizes = figures.sizes(self._tx, self._span.begun)
        yield self._sheet(None, sum(sizes.values()), self._rows(sizes))

    def _rows(self, sizes: dict[ClassCode, int]) -> Iterator[Row]:
        for codes in _groups(sizes):
            found = figures.last_in(self._tx, codes, self._span.begun)
            for students in parts(by_class(found), A_PART):
                yield from self._part(students)

    def _part(self, students: Sequence[Student]) -> Iterator[Row]:
        ids, days = [student.student_id for student in students], self._span.days
        sat = figures.sat(self._tx, ids, days)
        tallies = figures.tallies(self._tx, ids, days, self._span.off)
        rows = {one.student_id: self._row(one, sat[one.student_id], tallies[one.student_id]) for one in students}
        self._add_days({key: sat[key] for key, row in rows.items() if not row.tally.unmarked})
        self._add_marks([key for key, row in rows.items() if row.tally.unmarked])
        for row in rows.values():
            self._sums.add(row.class_code, row)
            yield row

    def _add_days(self, complete: dict[int, Sat]) -> None:
        """What students with a mark in each of their roll calls were, day by day: present, but for what is asked for.

        Nearly all are such students, and nearly all marks are present: it takes half as long as asking for them all.
        """
        held = self._timetable.days_of(complete.values())
        marked = figures.by_day(self._tx, list(complete), self._span.days, self._span.off, present=False)
        for day, times in held.items():
            others = marked.get(day, Tally())
            self._sums.trend.add(day, replace(others, present=times - _marks(others)))

    def _add_marks(self, incomplete: list[int]) -> None:
        """The same of the others, every mark asked for."""
        for day, tally in figures.by_day(self._tx, incomplete, self._span.days, self._span.off).items():
            self._sums.trend.add(day, tally)

    def _row(self, student: Student, sat: Sat, marked: Tally) -> Row:
        tally = replace(marked, unmarked=self._timetable.held(sat) - _marks(marked))
        stay, standing = Stay.of(sat, None, self._span.begun), Standing.of(tally, self._counting)
        return Row(student.roll_no, student.name, stay.now, tally, standing, joined=stay.joined, left=stay.left)


class Registers(Compiled):
    """One class, or each branch and year in a sheet of its own, marks read one by one."""

    def _sheets(self) -> Iterator[Sheet]:
        if self._wanted.class_code:
            found = figures.in_class(self._tx, self._wanted.class_code, self._span.begun)
            yield self._register_of(self._register, found)
            return
        for (branch, year), codes in groupby(figures.sizes(self._tx, self._span.begun), key=_year):
            found = figures.last_in(self._tx, list(codes), self._span.begun)
            yield self._register_of(self._empty(ClassCode(branch, year)), found)

    def _register_of(self, register: Register, students: Iterable[Student]) -> Sheet:
        ordered = in_roll_order(students)
        return self._sheet(register, len(ordered), self._rows(register, ordered))

    @cached_property
    def _register(self) -> Register:
        """That of the one class."""
        if self._wanted.class_code is None:
            raise LookupError("There are many.")
        return self._empty(self._wanted.class_code)

    def _empty(self, code: ClassCode) -> Register:
        calls = figures.calls(self._tx, {_year(code)}, self._span.days, self._span.off)
        return Register(code, calls, self._counting, self._span.begun)

    def _rows(self, register: Register, ordered: Sequence[Student]) -> Iterator[Row]:
        for students in parts(ordered, A_PAGE):
            yield from self._page(register, students)

    def _page(self, register: Register, students: Sequence[Student]) -> Iterator[Row]:
        asked = self._tx, [student.student_id for student in students], self._span.days
        sat, marks = figures.sat(*asked), figures.marks(*asked)
        years = {key: register.years_elsewhere(one) for key, one in sat.items()}
        needed = set().union(*years.values())
        others = figures.calls(self._tx, needed, self._span.days, self._span.off) if needed else ()
        for student in students:
            key = student.student_id
            entered = register.enter(student, sat[key], marks[key], others if years[key] else ())
            row = entered.row
            self._sums.add_letters(register, row)
            if self._wanted.class_code:
                self._sums.add_subjects(register, row)
            else:
                self._sums.add_elsewhere(entered)
            self._sums.add(entered.stay.here if self._wanted.class_code else row.class_code, row)
            yield row if self._wanted.kind is Kind.REGISTER else replace(row, letters=())

    def _dates(self) -> Iterable[date]:
        return self._register.dates if self._wanted.class_code else super()._dates()

    def _lines(self) -> Lines:
        code, sums = self._wanted.class_code, self._sums
        if code is None:
            return super()._lines()
        calls = len(self._register.calls)
        if sums.has_sections and not code.section:
            return calls, "section", sums.by_class(self._register.held_for)
        return calls, "subject", sums.by_subject(self._register)


def _marks(tally: Tally) -> int:
    return tally.present + tally.absent + tally.late + tally.excused + tally.on_duty


def _groups(sizes: dict[ClassCode, int]) -> Iterator[list[ClassCode]]:
    """Classes in order, as many together as make a part of the students."""
    some: list[ClassCode] = []
    students = 0
    for code, size in sizes.items():
        if some and (students + size > A_PART or len(some) == CLASSES):
            yield some
            some, students = [], 0
        some.append(code)
        students += size
    if some:
        yield some


def parts(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """All of them in order, so many at a time."""
    return (items[start : start + size] for start in range(0, len(items), size))


def _year(code: ClassCode) -> tuple[str, int]:
    return code.branch, code.year
