"""What reports are made of: who sat where on some days, what was held for them, and what they were.

The questions about marks are for so many students at a time: each is answered from the covering index alone. Marks
exist only while their roll call is taken; what is on a day `off` (a holiday) is left out where it says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, exists, func, select, tuple_

from bot.domain.classcode import ClassCode
from bot.domain.enrolment import Enrolment
from bot.domain.percentage import Tally
from bot.domain.period import DateRange
from bot.domain.rollcall import Held, State, Status
from bot.domain.student import Student
from bot.domain.timetable import Call, Sat
from bot.store.rows import class_of, sits_in
from bot.store.tables import attendance, enrolment, roll_call, student

_CLASS = (enrolment.c.branch, enrolment.c.year, enrolment.c.section)
_ENROLLED = enrolment.join(student, student.c.student_id == enrolment.c.student_id)
_NOT_ERASED = student.c.erased_at.is_(None)
_LATER = enrolment.alias("later")
_TALLY: tuple[Any, ...] = tuple(func.count(case((attendance.c.status == status.value, 1))) for status in Status)
"""In the order of a `Tally`; counting is cheaper than adding up, which MySQL does in decimals."""
_MARKS = enrolment.join(
    attendance, and_(attendance.c.student_id == enrolment.c.student_id, sits_in(enrolment, attendance))
)


def is_class(tx: Connection, code: ClassCode) -> bool:
    """Whether anybody was ever enrolled there, or is to be."""
    return tx.execute(select(enrolment.c.enrolment_id).where(_within(code)).limit(1)).first() is not None


def has_students(tx: Connection, code: ClassCode | None, days: DateRange) -> bool:
    """Whether anybody sat in that class, or in any, on one of these days; the erased are nobody."""
    query = select(student.c.student_id).select_from(_ENROLLED).where(_NOT_ERASED, _on_any(days)).limit(1)
    return tx.execute(query.where(_within(code)) if code else query).first() is not None


def in_class(tx: Connection, code: ClassCode, days: DateRange) -> tuple[Student, ...]:
    """Everybody who sat in the class, or a section of it, on one of these days; in no order."""
    named = student.c.student_id, student.c.roll_no, student.c.name
    query = select(*named).select_from(_ENROLLED).where(_NOT_ERASED, _within(code), _on_any(days)).distinct()
    return tuple(Student(row.student_id, row.roll_no, row.name, code) for row in tx.execute(query))


def sizes(tx: Connection, days: DateRange) -> dict[ClassCode, int]:
    """How many students sat in each class last, of all who sat in one on these days: each is in one class. Sorted."""
    query = _last_in(days, *_CLASS, func.count().label("students")).group_by(*_CLASS)
    found = {class_of(row): row.students for row in tx.execute(query)}
    return dict(sorted(found.items()))


def last_in(tx: Connection, codes: Collection[ClassCode], days: DateRange) -> tuple[Student, ...]:
    """Those students of some classes, with the class that is; in no order."""
    columns = student.c.student_id, student.c.roll_no, student.c.name, *_CLASS
    wanted = tuple_(*_CLASS).in_([(code.branch, code.year, code.section) for code in codes])
    rows = tx.execute(_last_in(days, *columns).where(wanted))
    return tuple(Student(row.student_id, row.roll_no, row.name, class_of(row)) for row in rows)


def _last_in(days: DateRange, *columns: Any) -> Select[Any]:
    """Each student's last enrolment of those days: no two begin on the same day."""
    later = (
        _LATER.c.student_id == enrolment.c.student_id,
        _LATER.c.starts_on > enrolment.c.starts_on,
        _LATER.c.starts_on <= days.last,
    )
    return select(*columns).select_from(_ENROLLED).where(_NOT_ERASED, _on_any(days), ~exists().where(*later))


def sat(tx: Connection, student_ids: Collection[int], days: DateRange) -> dict[int, Sat]:
    """Where each of these students sat on these days, oldest first."""
    columns = enrolment.c.student_id, *_CLASS, enrolment.c.starts_on, enrolment.c.ends_on
    query = select(*columns).where(enrolment.c.student_id.in_(student_ids), _on_any(days))
    found: dict[int, Sat] = defaultdict(tuple)
    classes: dict[tuple[Any, ...], ClassCode] = {}  # few, and each made once
    for student_id, *parts, first, last in tx.execute(query.order_by(enrolment.c.starts_on)):
        code = classes.setdefault(tuple(parts), ClassCode(*parts))
        found[student_id] += (Enrolment(code, max(first, days.first), min(last, days.last)),)
    return found


def calls(
    tx: Connection, years: Collection[tuple[str, int]], days: DateRange, off: Collection[date]
) -> tuple[Call, ...]:
    """The taken roll calls of some branches and years; none on a day `off`."""
    held = roll_call.c.branch, roll_call.c.year, roll_call.c.section
    columns = roll_call.c.roll_call_id, *held, roll_call.c.date, roll_call.c.subject, roll_call.c.period
    wanted = tuple_(roll_call.c.branch, roll_call.c.year).in_(sorted(years))
    rows = tx.execute(select(*columns).where(wanted, *_taken(days)))
    return tuple(
        Call(row.roll_call_id, Held(class_of(row), row.date, row.subject, row.period))
        for row in rows
        if row.date not in off
    )


def held(tx: Connection, days: DateRange, off: Collection[date]) -> dict[ClassCode, dict[date, int]]:
    """How many roll calls each class took on which day; none on a day `off`."""
    columns = roll_call.c.branch, roll_call.c.year, roll_call.c.section, roll_call.c.date
    query = select(*columns, func.count().label("times")).where(*_taken(days)).group_by(*columns)
    found: dict[ClassCode, dict[date, int]] = defaultdict(dict)
    for row in tx.execute(query):
        if row.date not in off:
            found[class_of(row)][row.date] = row.times
    return found


def marks(tx: Connection, student_ids: Collection[int], days: DateRange) -> dict[int, dict[int, str]]:
    """Every letter these students have on these days, by student and roll call: in whatever class, holidays too."""
    columns = attendance.c.student_id, attendance.c.roll_call_id, attendance.c.status
    query = select(*columns).where(attendance.c.student_id.in_(student_ids), _between(days))
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for student_id, roll_call_id, letter in tx.execute(query):
        found[student_id][roll_call_id] = letter
    return found


def tallies(
    tx: Connection, student_ids: Collection[int], days: DateRange, off: Collection[date]
) -> Mapping[int, Tally]:
    """What each of these students was in the classes they sat in; none on a day `off`. What is unmarked is not in it.

    No two enrolments of a student share a day, so no mark is counted twice.
    """
    query = _counted(student_ids, days, off, *_TALLY, attendance.c.student_id).group_by(attendance.c.student_id)
    found: dict[int, Tally] = defaultdict(Tally)
    for *counts, student_id in tx.execute(query):
        found[student_id] = Tally(*counts)
    return found


def by_day(
    tx: Connection, student_ids: Collection[int], days: DateRange, off: Collection[date], *, present: bool = True
) -> dict[date, Tally]:
    """The same of all of them together, day by day; without those who were `present` when that is not asked for."""
    if not student_ids:
        return {}
    columns = attendance.c.date, attendance.c.status
    query = _counted(student_ids, days, off, *columns, func.count()).group_by(*columns)
    if not present:
        query = query.where(attendance.c.status != Status.PRESENT.value)
    found: dict[date, dict[str, int]] = defaultdict(dict)
    for day, letter, times in tx.execute(query):
        found[day][letter] = times
    return {day: Tally(*(times.get(status.value, 0) for status in Status)) for day, times in found.items()}


def _counted(student_ids: Collection[int], days: DateRange, off: Collection[date], *columns: Any) -> Select[Any]:
    ordinary = [attendance.c.date.not_in(sorted(off))] if off else []
    wanted = enrolment.c.student_id.in_(student_ids)
    return select(*columns).select_from(_MARKS).where(wanted, _between(days), *ordinary)


def _within(code: ClassCode) -> ColumnElement[bool]:
    wanted = [enrolment.c.branch == code.branch, enrolment.c.year == code.year]
    return and_(*wanted, *([enrolment.c.section == code.section] if code.section else []))


def _on_any(days: DateRange) -> ColumnElement[bool]:
    return and_(enrolment.c.starts_on <= days.last, enrolment.c.ends_on >= days.first)


def _between(days: DateRange) -> ColumnElement[bool]:
    return attendance.c.date.between(days.first, days.last)


def _taken(days: DateRange) -> tuple[ColumnElement[bool], ...]:
    return roll_call.c.state == State.TAKEN.value, roll_call.c.date.between(days.first, days.last)
