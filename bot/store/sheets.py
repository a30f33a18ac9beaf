"""Roll calls together with the students who sit in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, bindparam, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from bot.domain.classcode import ClassCode
from bot.domain.rollcall import Drafted, Held, Line, RollCall, Sheet, State, Status
from bot.domain.student import in_roll_order
from bot.store.database import Outrun
from bot.store.rows import class_of, class_values, is_class, sits_in, student_of
from bot.store.tables import attendance, draft, enrolment, roll_call, student

_ROLL_CALL = (
    roll_call.c.roll_call_id,
    roll_call.c.branch.label("held_branch"),
    roll_call.c.year.label("held_year"),
    roll_call.c.section.label("held_section"),
    roll_call.c.date,
    roll_call.c.subject,
    roll_call.c.period,
    roll_call.c.state,
    roll_call.c.version,
    roll_call.c.taken_by,
    roll_call.c.taken_at,
)


def _is_held(held: Held) -> ColumnElement[bool]:
    return and_(
        is_class(roll_call, held.class_code),
        roll_call.c.date == held.on,
        roll_call.c.subject == held.subject,
        roll_call.c.period == held.period,
    )


def _sheet(draft_version: ColumnElement[int]) -> Select[Any]:
    mark = and_(
        attendance.c.roll_call_id == roll_call.c.roll_call_id, attendance.c.student_id == enrolment.c.student_id
    )
    mine = and_(
        draft.c.slack_user_id == bindparam("teacher"),
        draft.c.roll_call_id == roll_call.c.roll_call_id,
        draft.c.version == draft_version,
        draft.c.student_id == enrolment.c.student_id,
    )
    return select(
        *_ROLL_CALL,
        enrolment.c.enrolment_id,
        student,
        attendance.c.status,
        draft.c.acted_at,
        draft.c.status.label("drafted"),
    ).select_from(
        roll_call.join(enrolment, sits_in(enrolment, roll_call))
        .join(student, student.c.student_id == enrolment.c.student_id)
        .outerjoin(attendance, mark)
        .outerjoin(draft, mine)
    )


_BY_HELD = _sheet(roll_call.c.version).where(
    roll_call.c.branch == bindparam("held_branch"),
    roll_call.c.year == bindparam("held_year"),
    roll_call.c.section == bindparam("held_section"),
    roll_call.c.date == bindparam("on"),
    roll_call.c.subject == bindparam("held_subject"),
    roll_call.c.period == bindparam("held_period"),
)
_BY_ID = _sheet(bindparam("version")).where(roll_call.c.roll_call_id == bindparam("wanted"))


def of_held(tx: Connection, held: Held, teacher: str) -> Sheet | None:
    """The sheet of the roll call held then, with the teacher's draft; `None` when there is none, or no students."""
    code = held.class_code
    rows = tx.execute(
        _BY_HELD,
        {
            "teacher": teacher,
            "held_branch": code.branch,
            "held_year": code.year,
            "held_section": code.section,
            "on": held.on,
            "held_subject": held.subject,
            "held_period": held.period,
        },
    ).all()
    return _read(rows)


def of_id(tx: Connection, roll_call_id: int, teacher: str, version: int) -> Sheet | None:
    """The sheet of a roll call, with what the teacher drafted on a roster drawn from `version`."""
    return _read(tx.execute(_BY_ID, {"wanted": roll_call_id, "teacher": teacher, "version": version}).all())


def _read(rows: Sequence[Row[Any]]) -> Sheet | None:
    if not rows:
        return None
    lines = {
        row.student_id: Line(
            student_of(row),
            row.enrolment_id,
            row.status and Status(row.status),
            None if row.acted_at is None else Drafted(row.drafted and Status(row.drafted)),
        )
        for row in rows
    }
    order = in_roll_order(line.student for line in lines.values())
    return Sheet(_roll_call(rows[0]), tuple(lines[student.student_id] for student in order))


def _roll_call(row: Any) -> RollCall:
    code = ClassCode(row.held_branch, row.held_year, row.held_section)
    held = Held(code, row.date, row.subject, row.period)
    return RollCall(row.roll_call_id, held, State(row.state), row.version, row.taken_by, row.taken_at)


def roll_call_by_id(tx: Connection, roll_call_id: int) -> RollCall | None:
    """The roll call without its students."""
    row = tx.execute(select(*_ROLL_CALL).where(roll_call.c.roll_call_id == roll_call_id)).one_or_none()
    return row and _roll_call(row)


def create(tx: Connection, held: Held) -> None:
    """A new roll call, open and unmarked. Raises `Outrun` when somebody was faster."""
    values = class_values(held.class_code) | {"date": held.on, "subject": held.subject, "period": held.period}
    try:
        tx.execute(insert(roll_call), values)
    except IntegrityError as error:
        raise Outrun from error


def advance(
    tx: Connection, before: RollCall, state: State, taken_by: str | None, taken_at: datetime | None
) -> RollCall:
    """Move the roll call one version on and lock it. Raises `Outrun`, with nothing changed, when somebody did first."""
    result = tx.execute(
        update(roll_call)
        .where(roll_call.c.roll_call_id == before.roll_call_id, roll_call.c.version == before.version)
        .values(version=before.version + 1, state=state.value, taken_by=taken_by, taken_at=taken_at)
    )
    if result.rowcount != 1:
        raise Outrun
    return replace(before, version=before.version + 1, state=state, taken_by=taken_by, taken_at=taken_at)


def held_on(tx: Connection, day: date, class_codes: Sequence[ClassCode]) -> tuple[RollCall, ...]:
    """The roll calls of these branches and years on a day, whatever their section and state."""
    years = {(code.branch, code.year) for code in class_codes}
    if not years:
        return ()
    in_those = or_(*(and_(roll_call.c.branch == branch, roll_call.c.year == year) for branch, year in years))
    rows = tx.execute(select(*_ROLL_CALL).where(in_those, roll_call.c.date == day))
    return tuple(_roll_call(row) for row in rows)


def subjects_held(tx: Connection, class_code: ClassCode) -> frozenset[str]:
    """The subjects this class had roll calls in."""
    rows = tx.execute(
        select(roll_call.c.branch, roll_call.c.year, roll_call.c.section, roll_call.c.subject)
        .where(
            roll_call.c.branch == class_code.branch,
            roll_call.c.year == class_code.year,
            roll_call.c.subject != "",
            roll_call.c.state == State.TAKEN.value,
        )
        .distinct()
    )
    return frozenset(
        row.subject for row in rows if class_code.covers(class_of(row)) or class_of(row).covers(class_code)
    )
