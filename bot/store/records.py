"""A student's record, for the office: read, written, erased. Enrolments are `enrolments.py`'s."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.domain.classcode import ClassCode
from bot.domain.record import Details, Record
from bot.store.rows import class_of, class_values
from bot.store.tables import attendance, audit, draft, enrolment, student

ERASED_NAME = "Erased student"
TARGET = "student"


class Taken(Exception):
    """The roll number or the e-mail is another student's."""


def with_id(tx: Connection, student_id: int, today: date, *, locked: bool = False) -> Record | None:
    """The record, unless it was erased; `locked`: nobody changes it until the end of the transaction."""
    query = select(student).where(student.c.student_id == student_id)
    return _record(tx, tx.execute(query.with_for_update() if locked else query).one_or_none(), today)


def with_roll(tx: Connection, roll_no: str, today: date) -> Record | None:
    """The record with exactly this (normalised) roll number, also one of a student who was removed."""
    return _record(tx, tx.execute(select(student).where(student.c.roll_no == roll_no)).one_or_none(), today)


def with_email(tx: Connection, email: str, today: date) -> Record | None:
    """The record with this (lower-case) e-mail, also one of a student who was removed."""
    return _record(tx, tx.execute(select(student).where(student.c.email == email)).one_or_none(), today)


def _record(tx: Connection, row: Any, today: date) -> Record | None:
    if row is None or row.erased_at is not None:
        return None
    details = Details(row.roll_no, row.name, class_of(row), row.email, row.guardian_contact)
    query = select(func.min(enrolment.c.starts_on)).where(
        enrolment.c.student_id == row.student_id, enrolment.c.ends_on >= today
    )
    since = tx.scalar(query) if row.active else None
    return Record(row.student_id, details, since, row.slack_user_id, bool(row.active))


def is_empty(tx: Connection, class_code: ClassCode, today: date) -> bool:
    """Whether nobody sits in exactly this class, or is to come to it."""
    code = class_values(class_code)
    query = select(enrolment.c.enrolment_id).filter_by(**code).where(enrolment.c.ends_on >= today).limit(1)
    return tx.execute(query).first() is None


def add(tx: Connection, details: Details) -> int:
    """A new record, in no class yet; its id. Raises `Taken`."""
    try:
        added = tx.execute(insert(student), _values(details) | class_values(details.class_code))
    except IntegrityError as error:
        raise Taken from error
    return int((added.inserted_primary_key or [0])[0])


def change(tx: Connection, student_id: int, details: Details) -> None:
    """Write all but the class into a record. Raises `Taken`."""
    try:
        tx.execute(update(student).where(student.c.student_id == student_id).values(**_values(details)))
    except IntegrityError as error:
        raise Taken from error


def _values(details: Details) -> dict[str, Any]:
    return {
        "roll_no": details.roll_no,
        "name": details.name,
        "email": details.email,
        "guardian_contact": details.guardian_contact,
    }


def erased_roll(student_id: int) -> str:
    """What stands where the roll number of an erased student was.

    In small letters: every roll number typed is read in capitals, so it is nobody's, and never clashes with one.
    """
    return f"erased-{student_id}"


def erase(tx: Connection, student_id: int, now: datetime) -> None:
    """Take out everything that says who a student is or was, and what teachers ticked for them and did not save."""
    nothing = {"email": None, "guardian_contact": "", "slack_user_id": None}
    values = {"name": ERASED_NAME, "roll_no": erased_roll(student_id), "active": False, "erased_at": now, **nothing}
    tx.execute(update(student).where(student.c.student_id == student_id).values(**values))
    tx.execute(delete(draft).where(draft.c.student_id == student_id))


def marks(tx: Connection, student_id: int) -> int:
    """How many marks the student has."""
    query = select(func.count()).select_from(attendance).where(attendance.c.student_id == student_id)
    return int(tx.scalar(query) or 0)


def last_change(tx: Connection, student_id: int) -> tuple[str, datetime] | None:
    """Who changed the record last, and when; `None` when nobody has."""
    theirs = (audit.c.target == TARGET, audit.c.target_id == str(student_id))
    newest = select(func.max(audit.c.audit_id)).where(*theirs).scalar_subquery()
    found = tx.execute(select(audit.c.actor, audit.c.at).where(audit.c.audit_id == newest)).one_or_none()
    return None if found is None else (found.actor, found.at)
