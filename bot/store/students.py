"""Students and the classes they sit in."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, select

from bot.domain.classcode import ClassCode
from bot.domain.student import Student
from bot.store.rows import class_of, student_of
from bot.store.tables import enrolment, student

_known = student.c.erased_at.is_(None)


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
    """The student with exactly this (normalised) roll number, also one who was removed."""
    row = tx.execute(select(student).where(student.c.roll_no == roll_no, _known)).one_or_none()
    return None if row is None else student_of(row)


def by_id(tx: Connection, student_id: int) -> Student | None:
    """The student with this id, unless their record was erased."""
    row = tx.execute(select(student).where(student.c.student_id == student_id, _known)).one_or_none()
    return None if row is None else student_of(row)
