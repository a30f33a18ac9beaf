"""The demo college: three classes, two teachers, an office, and three weeks of marks, in any migrated database.

Who is there is in `college_people.py`, what happened in `college_history.py`.
"""

from __future__ import annotations

from datetime import datetime, time

from sqlalchemy import Connection, insert, select

from bot.clock import Clock
from bot.domain.classcode import ClassCode
from bot.store import tables
from bot.store.database import Database
from bot.store.rows import class_values
from infra.local.college_history import PLANNED, Past, past, starts_on
from infra.local.college_people import LINKED, NIKHIL, ON_SLACK, STUDENTS, TEACHINGS, account
from infra.local.slack.workspace import Workspace

CHANNEL = "C0STAFF"


def seed(database: Database, clock: Clock) -> bool:
    """Fill an empty database, all or nothing. `False`, with nothing written, when there are students already."""
    with database.begin() as tx:
        if tx.execute(select(tables.student.c.student_id).limit(1)).first():
            return False
        _enrol(tx, clock)
        _appoint(tx)
        _mark(tx, clock)
    return True


def move_in(workspace: Workspace) -> None:
    """Give the college's people their Slack accounts, and a channel for the staff."""
    for user in ON_SLACK:
        workspace.add_user(
            *(user.user_id, user.name),
            email=user.email,
            email_confirmed=user.email_confirmed,
            title=user.title,
            restricted=user.restricted,
        )
    workspace.add_channel(CHANNEL, "staff-room")


def _enrol(tx: Connection, clock: Clock) -> None:
    today = clock.today()
    rows = [
        class_values(student.class_code)
        | {
            "roll_no": student.roll_no,
            "name": student.name,
            "email": student.email,
            "slack_user_id": account(student.roll_no) if student.roll_no in LINKED else None,
        }
        for student in STUDENTS
    ]
    tx.execute(insert(tables.student), rows)
    ids = _student_ids(tx)
    enrolments = [
        class_values(student.class_code)
        | {"student_id": ids[student.roll_no], "starts_on": starts_on(student, today), "ends_on": tables.FOREVER}
        for student in sorted(STUDENTS, key=lambda one: starts_on(one, today))
    ]
    tx.execute(insert(tables.enrolment), enrolments)


def _student_ids(tx: Connection) -> dict[str, int]:
    found = tx.execute(select(tables.student.c.roll_no, tables.student.c.student_id))
    return {row.roll_no: row.student_id for row in found}


def _appoint(tx: Connection) -> None:
    """The teachers and what they take. The admin is one by the settings and needs no row."""
    names = {user.user_id: user.name for user in ON_SLACK}
    members = [
        {"slack_user_id": user_id, "role": "teacher", "name": names[user_id], "active": user_id != NIKHIL}
        for user_id in TEACHINGS
    ]
    tx.execute(insert(tables.member), members)
    taught = [
        class_values(teaching.class_code) | {"slack_user_id": user_id, "subject": teaching.subject}
        for user_id, teachings in TEACHINGS.items()
        for teaching in teachings
    ]
    tx.execute(insert(tables.teaching), taught)


def _mark(tx: Connection, clock: Clock) -> None:
    for course, roll_calls in PLANNED.items():
        tx.execute(insert(tables.plan), _held(course.class_code, course.subject) | {"roll_calls": roll_calls})
    history = list(past(clock.today()))
    tx.execute(insert(tables.roll_call), [_roll_call(held, clock) for held in history])
    roll_call = tables.roll_call.c
    rows = tx.execute(select(roll_call.roll_call_id, roll_call.branch, roll_call.subject, roll_call.date))
    ids = {(row.branch, row.subject, row.date): row.roll_call_id for row in rows}
    students = _student_ids(tx)
    marks = [
        _held(held.course.class_code, held.course.subject)
        | {
            "roll_call_id": ids[held.course.class_code.branch, held.course.subject, held.on],
            "student_id": students[roll_no],
            "date": held.on,
            "status": status.value,
        }
        for held in history
        for roll_no, status in held.marks.items()
    ]
    tx.execute(insert(tables.attendance), marks)


def _held(class_code: ClassCode, subject: str) -> dict[str, object]:
    return class_values(class_code) | {"subject": subject}


def _roll_call(held: Past, clock: Clock) -> dict[str, object]:
    taken_at = datetime.combine(held.on, time(held.course.hour, 5), clock.zone)
    return _held(held.course.class_code, held.course.subject) | {
        "date": held.on,
        "state": held.state.value,
        "version": 1,
        "taken_by": held.course.teacher,
        "taken_at": taken_at,
    }
