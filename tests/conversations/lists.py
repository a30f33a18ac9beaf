"""Lists of students as an office keeps them, and how an admin sends one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from bot.store.tables import enrolment, student, student_import
from tests.conversations.college import College
from tests.conversations.conftest import ADMIN, House
from tests.conversations.speaker import Speaker

HEADER = "Roll No,Name,Class,Email,Guardian contact,Joined"
FILE = "The list"
SINCE = "In their class since"


def listing(*lines: str, header: str = HEADER) -> bytes:
    """A CSV file."""
    return "\n".join((header, *lines, "")).encode()


def large(size: int, section: str = "A") -> bytes:
    """A file of so many students that it is not checked within the request."""
    lines = (f"31ME{n:04},Student {n},ME-1-{section},s{n}@college.example,98450{n:05}," for n in range(1, size + 1))
    return listing(*lines)


def sends(admin: Speaker, content: bytes, name: str = "students.csv", since: date | None = None) -> Speaker:
    """Somebody opens the form, puts the file in and sends it; what it came to stands in the modal."""
    admin.types("/attendance students import").uploads(FILE, name, content)
    if since:
        admin.fills(SINCE, since)
    return admin.presses("Check the file")


def checks(house: House, content: bytes, user_id: str = ADMIN, **how: Any) -> Speaker:
    """The same, done with the modal: what they then have in the direct message with the bot."""
    admin = house.speaker(user_id, f"Office {user_id}")
    sends(admin, content, **how)
    admin.closes(everything=True)
    return admin.in_dm()


def applies(house: House, *lines: str, user_id: str = ADMIN, **how: Any) -> Speaker:
    """A list sent and applied."""
    return checks(house, listing(*lines), user_id, **how).presses("Apply").sees("is applied")


def register(college: College) -> dict[str, tuple[Any, ...]]:
    """Everybody on record: name, class, e-mail, guardian, active, by roll number."""
    one = student.c
    query = select(
        one.roll_no, one.name, one.branch, one.year, one.section, one.email, one.guardian_contact, one.active
    )
    with college.database.reading() as tx:
        rows = tx.execute(query).all()
    return {
        roll: (name, f"{branch}-{year}{section and f'-{section}'}", email, contact, bool(active))
        for roll, name, branch, year, section, email, contact, active in rows
    }


def seats(college: College, roll_no: str) -> list[tuple[str, date, date]]:
    """The enrolments of one student: class, first and last day."""
    one = enrolment.c
    mine = one.student_id == college.number_of(roll_no)
    query = select(one.branch, one.year, one.section, one.starts_on, one.ends_on).where(mine).order_by(one.starts_on)
    with college.database.reading() as tx:
        rows = tx.execute(query).all()
    return [(f"{b}-{y}{s and f'-{s}'}", first, last) for b, y, s, first, last in rows]


def states(college: College) -> list[str]:
    """How far each import got, oldest first."""
    with college.database.reading() as tx:
        query = select(student_import.c.state).order_by(student_import.c.import_id)
        return list(tx.scalars(query))


def waiting(college: College) -> list[int]:
    """The imports that may be applied, oldest first."""
    query = select(student_import.c.import_id).where(student_import.c.state == "checked")
    with college.database.reading() as tx:
        return list(tx.scalars(query.order_by(student_import.c.import_id)))


def yesterday(college: College) -> date:
    return college.today - timedelta(days=1)
