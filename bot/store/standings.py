"""One student's marks: added up in SQL, and one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    literal_column,
    null,
    or_,
    select,
    union_all,
)

from bot.domain.history import Entry
from bot.domain.percentage import Tally
from bot.domain.period import DateRange
from bot.domain.rollcall import Held, State, Status
from bot.store.rows import class_of, sits_in
from bot.store.tables import FOREVER, attendance, enrolment, holiday, plan, roll_call, student

_WHO: BindParameter[int] = bindparam("student_id")
_FIRST: BindParameter[date] = bindparam("first")
_LAST: BindParameter[date] = bindparam("last")
_ALWAYS = {"first": date.min.replace(year=1000), "last": FOREVER}  # MySQL's dates begin in the year 1000


@dataclass(frozen=True, slots=True)
class SubjectTally:
    """What was counted in one subject. `held`: roll calls taken in the student's classes.

    `left`: how many are still planned in the class they are in now; `None` when it has not said. A subject planned and
    not begun has nothing held and nothing counted; one that only an earlier class had has nothing left, provided that
    the class of now has said anything at all: its subjects are not known before their first roll call.
    """

    tally: Tally
    held: int
    left: int | None
    last_counted: date | None


_counted = (
    select(
        literal("mark").label("what"),
        attendance.c.subject,
        attendance.c.status,
        func.count(attendance.c.roll_call_id.distinct()).label("times"),  # enrolments might overlap
        func.max(attendance.c.date).label("last"),
    )
    .select_from(
        enrolment.join(
            attendance, and_(attendance.c.student_id == enrolment.c.student_id, sits_in(enrolment, attendance))
        )
    )
    .where(
        enrolment.c.student_id == _WHO,
        attendance.c.date.between(_FIRST, _LAST),
        ~exists().where(holiday.c.date == attendance.c.date),
    )
    .group_by(attendance.c.subject, attendance.c.status)
)
_same_class = and_(enrolment.c.branch == student.c.branch, enrolment.c.year == student.c.year)
_which_class = case((_same_class, literal_column("'here'")), else_=literal_column("'before'")).label("which")
_held = (
    select(
        _which_class,
        roll_call.c.subject,
        literal(""),
        func.count(roll_call.c.roll_call_id.distinct()),
        null(),
    )
    .select_from(
        enrolment.join(roll_call, sits_in(enrolment, roll_call)).join(
            student, student.c.student_id == enrolment.c.student_id
        )
    )
    .where(
        enrolment.c.student_id == _WHO,
        roll_call.c.state == State.TAKEN.value,
        roll_call.c.date.between(_FIRST, _LAST),
        ~exists().where(holiday.c.date == roll_call.c.date),
    )
    .group_by(roll_call.c.subject, "which")
)
_planned = (
    select(literal("plan"), plan.c.subject, plan.c.section, plan.c.roll_calls, null())
    .select_from(
        student.join(
            plan,
            and_(
                plan.c.branch == student.c.branch,
                plan.c.year == student.c.year,
                or_(plan.c.section == "", plan.c.section == student.c.section),
            ),
        )
    )
    .where(student.c.student_id == _WHO)
)
_TOTALS = union_all(_counted, _held, _planned)


def totals(tx: Connection, student_id: int, days: DateRange | None, left_out: Status | None) -> dict[str, SubjectTally]:
    """What the student was, added up by subject, over the roll calls held while they were enrolled in that class.

    Roll calls on holidays are neither counted nor held.

    `left_out` is the status that does not count, for the date of the last roll call counted.
    """
    rows = tx.execute(_TOTALS, _span(student_id, days)).all()
    marks: dict[str, dict[str, Any]] = defaultdict(dict)
    times: dict[str, dict[str, int]] = defaultdict(dict)
    for row in sorted(rows, key=lambda row: str(row.status)):  # a section's own plan after the whole class's: it wins
        if row.what == "mark":
            marks[row.subject][row.status] = row
        else:
            times[row.subject][row.what] = row.times
    is_planned = any("plan" in happened for happened in times.values())
    return {
        subject: _subject_tally(marks[subject], times[subject], left_out, is_planned)
        for subject in sorted(times.keys() | marks.keys())
    }


def _left(times: Mapping[str, int], is_planned: bool) -> int | None:
    """Roll calls that are still planned in the class the student is in now, which has planned some subject or none."""
    if "plan" in times:
        return max(0, times["plan"] - times.get("here", 0))
    return 0 if is_planned and "here" not in times else None


def _subject_tally(
    marks: Mapping[str, Any], happened: Mapping[str, int], left_out: Status | None, is_planned: bool
) -> SubjectTally:
    held = happened.get("here", 0) + happened.get("before", 0)
    times = {status: marks[status].times if status in marks else 0 for status in Status}
    counted = [_day(row.last) for status, row in marks.items() if status != left_out]
    tally = Tally(
        times[Status.PRESENT],
        times[Status.ABSENT],
        times[Status.LATE],
        times[Status.EXCUSED],
        times[Status.ON_DUTY],
        max(0, held - sum(times.values())),
    )
    return SubjectTally(tally, held, _left(happened, is_planned), max(counted, default=None))


def _day(value: date | str) -> date:
    """SQLite hands an aggregated date back as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def _span(student_id: int, days: DateRange | None) -> dict[str, Any]:
    span = {"first": days.first, "last": days.last} if days else _ALWAYS
    return span | {"student_id": student_id}


_HELD = (
    roll_call.c.roll_call_id,
    roll_call.c.branch,
    roll_call.c.year,
    roll_call.c.section,
    roll_call.c.date,
    roll_call.c.subject,
    roll_call.c.period,
    roll_call.c.state,
    attendance.c.status,
    holiday.c.name.label("holiday"),
)
_mine = and_(attendance.c.roll_call_id == roll_call.c.roll_call_id, attendance.c.student_id == _WHO)
_ENROLLED = (
    select(*_HELD)
    .select_from(
        enrolment.join(roll_call, sits_in(enrolment, roll_call))
        .outerjoin(attendance, _mine)
        .outerjoin(holiday, holiday.c.date == roll_call.c.date)
    )
    .where(
        enrolment.c.student_id == _WHO,
        roll_call.c.state != State.OPEN.value,
        roll_call.c.date.between(_FIRST, _LAST),
    )
    .order_by(roll_call.c.date.desc(), roll_call.c.period.desc(), roll_call.c.roll_call_id.desc())
)
_ELSEWHERE = (
    select(*_HELD)
    .select_from(
        attendance.join(roll_call, roll_call.c.roll_call_id == attendance.c.roll_call_id).outerjoin(
            holiday, holiday.c.date == roll_call.c.date
        )
    )
    .where(
        attendance.c.student_id == _WHO,
        attendance.c.date.between(_FIRST, _LAST),
        ~exists().where(enrolment.c.student_id == attendance.c.student_id, sits_in(enrolment, attendance)),
    )
)


def entries(tx: Connection, student_id: int, days: DateRange | None, most: int | None = None) -> tuple[Entry, ...]:
    """The roll calls of the student's classes while enrolled, newest first; at most so many."""
    query: Select[Any] = _ENROLLED.limit(most) if most else _ENROLLED
    rows = {row.roll_call_id: row for row in tx.execute(query, _span(student_id, days))}  # enrolments might overlap
    return tuple(_entry(row, True) for row in rows.values())


def entries_elsewhere(tx: Connection, student_id: int, days: DateRange | None) -> tuple[Entry, ...]:
    """Marks the student has in classes they were not enrolled in that day, in no order."""
    return tuple(_entry(row, False) for row in tx.execute(_ELSEWHERE, _span(student_id, days)))


def _entry(row: Any, enrolled: bool) -> Entry:
    held = Held(class_of(row), row.date, row.subject, row.period)
    return Entry(held, State(row.state), row.status and Status(row.status), enrolled, row.holiday or "")
