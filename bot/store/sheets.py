"""Roll calls together with the students who sit in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, String, and_, bindparam, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from bot.domain.classcode import ClassCode
from bot.domain.rollcall import Drafted, Held, Line, RollCall, Seen, Sheet, State, Status
from bot.domain.student import Student, in_roll_order
from bot.store.database import Outrun
from bot.store.rows import ROLL_CALL, class_of, class_values, roll_call_of
from bot.store.tables import attendance, draft, enrolment, roll_call, student

_LINES = (
    select(
        enrolment.c.enrolment_id,
        enrolment.c.section,
        student.c.student_id,
        student.c.roll_no,
        student.c.name,
        attendance.c.status,
        draft.c.acted_at,
        draft.c.status.label("drafted"),
        select(roll_call.c.version).where(roll_call.c.roll_call_id == bindparam("wanted")).scalar_subquery(),
    )
    .select_from(
        enrolment.join(student, student.c.student_id == enrolment.c.student_id)
        .outerjoin(
            attendance,
            and_(
                attendance.c.roll_call_id == bindparam("wanted"),
                attendance.c.student_id == enrolment.c.student_id,
            ),
        )
        .outerjoin(
            draft,
            and_(
                draft.c.slack_user_id == bindparam("teacher"),
                draft.c.roll_call_id == bindparam("wanted"),
                draft.c.version == bindparam("drafted_on"),
                draft.c.student_id == enrolment.c.student_id,
            ),
        )
    )
    .where(
        enrolment.c.branch == bindparam("in_branch"),
        enrolment.c.year == bindparam("in_year"),
        or_(bindparam("in_section", type_=String) == "", enrolment.c.section == bindparam("in_section")),
        enrolment.c.starts_on <= bindparam("on"),
        enrolment.c.ends_on >= bindparam("on"),
        student.c.erased_at.is_(None),  # their marks stay, for nobody to see
    )
)

_AS_IT_IS = select(*ROLL_CALL).where(roll_call.c.roll_call_id == bindparam("wanted"))


def of(tx: Connection, call: RollCall, teacher: str, drafted_on: int | None = None) -> Sheet:
    """Everybody enrolled in the class on the day, with their marks and what the teacher drafted on that version.

    Without `drafted_on` the drafts are those on the version the sheet has. That is a newer one than `call` has when
    somebody changed the roll call after it was read: version and marks always belong together.
    """
    while True:
        version = call.version if drafted_on is None else drafted_on
        lines, now = _lines(tx, call.held, teacher, Seen(call.roll_call_id, version))
        if now is None or now == call.version:
            return Sheet(call, lines)
        call = roll_call_of(tx.execute(_AS_IT_IS, {"wanted": call.roll_call_id}).one())


def unmarked(tx: Connection, held: Held) -> tuple[Line, ...]:
    """Everybody in a roll call that is not there yet, in roll order."""
    return _lines(tx, held, "", Seen(0, 0))[0]


def _lines(tx: Connection, held: Held, teacher: str, seen: Seen) -> tuple[tuple[Line, ...], int | None]:
    """The lines, and the version of the roll call these marks are of; `None` when there is no line or roll call."""
    code = held.class_code
    rows = tx.execute(
        _LINES,
        {
            "wanted": seen.roll_call_id,
            "teacher": teacher,
            "drafted_on": seen.version,
            "in_branch": code.branch,
            "in_year": code.year,
            "in_section": code.section,
            "on": held.on,
        },
    ).all()
    classes = {section: ClassCode(code.branch, code.year, section) for section in {row.section for row in rows}}
    found = {row.student_id: _line(row, classes[row.section]) for row in rows}
    order = in_roll_order(line.student for line in found.values())
    return tuple(found[student.student_id] for student in order), rows[0][-1] if rows else None


def _line(row: Any, class_code: ClassCode) -> Line:
    enrolment_id, _, student_id, roll_no, name, status, acted_at, drafted, _ = row
    return Line(
        Student(student_id, roll_no, name, class_code),
        enrolment_id,
        status and Status(status),
        None if acted_at is None else Drafted(drafted and Status(drafted)),
    )


def all_sit_in(tx: Connection, held: Held, student_ids: Sequence[int]) -> bool:
    """Whether each of these students is enrolled in the class of the roll call on its date, as of this moment.

    For students just marked for the first time: a mark locks its student until the end of the transaction, so that
    nobody moves them any more, and this tells whether somebody did since the sheet was read.
    """
    code = held.class_code
    of_class = [enrolment.c.branch == code.branch, enrolment.c.year == code.year]
    of_section = [enrolment.c.section == code.section] if code.section else []
    that_day = [enrolment.c.starts_on <= held.on, enrolment.c.ends_on >= held.on]
    query = select(func.count(enrolment.c.student_id.distinct())).where(
        enrolment.c.student_id.in_(student_ids), *of_class, *of_section, *that_day
    )
    return tx.execute(query).scalar_one() == len(student_ids)


def create(tx: Connection, held: Held) -> RollCall:
    """A new roll call, open and unmarked. Raises `Outrun` when somebody was faster."""
    values = class_values(held.class_code) | {"date": held.on, "subject": held.subject, "period": held.period}
    try:
        added = tx.execute(insert(roll_call), values)
    except IntegrityError as error:
        raise Outrun from error
    (roll_call_id,) = added.inserted_primary_key or (0,)
    return RollCall(roll_call_id, held, State.OPEN, 0)


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
    rows = tx.execute(select(*ROLL_CALL).where(in_those, roll_call.c.date == day))
    return tuple(roll_call_of(row) for row in rows)


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
    return frozenset(row.subject for row in rows if class_code.shares(class_of(row)))
