"""What is left of a student who leaves or is erased, read from the tables."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from bot.store.tables import attendance, enrolment, student
from tests.conversations.college import College


def row(college: College, student_id: int) -> dict[str, object]:
    with college.database.reading() as tx:
        found = tx.execute(select(student).where(student.c.student_id == student_id)).one()
    return dict(found._mapping)


def periods(college: College, student_id: int) -> list[tuple[date, date]]:
    """First and last day of each enrolment."""
    with college.database.reading() as tx:
        query = select(enrolment).where(enrolment.c.student_id == student_id).order_by(enrolment.c.starts_on)
        return [(one.starts_on, one.ends_on) for one in tx.execute(query)]


def letters(college: College, student_id: int) -> str:
    """Every mark of a student, oldest first, whatever the student is called now."""
    with college.database.reading() as tx:
        query = select(attendance.c.status).where(attendance.c.student_id == student_id).order_by(attendance.c.date)
        return "".join(tx.scalars(query))


def marked_dev(college: College) -> int:
    """Dev, 21CSE004, marked on the last two days."""
    number = college.number_of("21CSE004")
    for days, letter in ((2, "P"), (1, "A")):
        college.held("CSE-2", college.today - timedelta(days=days), {number: letter}, "DBMS")
    return number
