"""Students and the classes they sit in."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, select, update

from bot.domain.classcode import ClassCode
from bot.domain.student import Student
from bot.store.rows import class_of, student_of
from bot.store.tables import enrolment, student


def classes(tx: Connection, on: date) -> tuple[ClassCode, ...]:
    """Every class, section by section, with somebody enrolled that day; sorted."""
    rows = tx.execute(
        select(enrolment.c.branch, enrolment.c.year, enrolment.c.section)
        .where(enrolment.c.starts_on <= on, enrolment.c.ends_on >= on)
        .distinct()
    )
    return tuple(sorted(class_of(row) for row in rows))


def sections(tx: Connection, class_code: ClassCode) -> frozenset[ClassCode]:
    """The sections that class has ever had."""
    rows = tx.execute(
        select(enrolment.c.branch, enrolment.c.year, enrolment.c.section)
        .where(enrolment.c.branch == class_code.branch, enrolment.c.year == class_code.year, enrolment.c.section != "")
        .distinct()
    )
    return frozenset(class_of(row) for row in rows)


def by_roll(tx: Connection, roll_no: str) -> Student | None:
    """The student with exactly this (normalised) roll number."""
    row = tx.execute(select(student).where(student.c.roll_no == roll_no)).one_or_none()
    return None if row is None else student_of(row)


def by_id(tx: Connection, student_id: int) -> Student | None:
    """The student with this id."""
    row = tx.execute(select(student).where(student.c.student_id == student_id)).one_or_none()
    return None if row is None else student_of(row)


def with_email(tx: Connection, email: str) -> Student | None:
    """The active student with this (lower-case) e-mail."""
    row = tx.execute(select(student).where(student.c.email == email, student.c.active.is_(True))).one_or_none()
    return None if row is None else student_of(row)


def link(tx: Connection, student_id: int, slack_user_id: str) -> bool:
    """Tie a student to a Slack user; `False`, with nothing changed, when the student is somebody else's already."""
    result = tx.execute(
        update(student)
        .where(student.c.student_id == student_id, student.c.slack_user_id.is_(None))
        .values(slack_user_id=slack_user_id)
    )
    return result.rowcount == 1
