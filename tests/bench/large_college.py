"""A college with two million marks: every student has 400 roll calls behind them, in five subjects a day."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Index, create_engine, insert, text

from bot.domain.classcode import ClassCode
from bot.store import tables
from bot.store.migrate import upgrade
from bot.store.rows import class_values

ROWS = int(os.environ.get("BENCH_ROWS", "2000000"))
ROLL_CALLS = 400  # of every class
A_CLASS = 60
SUBJECTS = ("DBMS", "OS", "Maths", "Physics", "English")
DAYS = ROLL_CALLS // len(SUBJECTS)
CSE_2 = ClassCode("CSE", 2)
TEACHER, STUDENT = "U0TEACHER", "U0STUDENT"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# Nine of ten present, the others spread; a hash, so that the marks are the same every time.
MARKS = """
INSERT INTO attendance (roll_call_id, student_id, date, status, branch, year, section, subject)
SELECT STRAIGHT_JOIN c.roll_call_id, s.student_id, c.date,
       ELT(1 + CRC32(CONCAT(c.roll_call_id, '.', s.student_id)) % 20,
           'A', 'A', 'A', 'L', 'E', 'O', 'P', 'P', 'P', 'P', 'P', 'P', 'P', 'P', 'P', 'P', 'P', 'P', 'P', 'P'),
       c.branch, c.year, c.section, c.subject
FROM roll_call c JOIN enrolment s ON s.branch = c.branch AND s.year = c.year AND s.section = c.section
WHERE c.roll_call_id BETWEEN {first} AND {last}
"""


def classes() -> list[ClassCode]:
    """CSE-2, and as many others as the rows need."""
    wanted = -(-ROWS // (A_CLASS * ROLL_CALLS))
    letters = itertools.product(LETTERS, LETTERS)
    others = (ClassCode(f"{one}{two}", year) for one, two in letters for year in (1, 2, 3, 4))
    return [CSE_2, *itertools.islice(others, wanted - 1)]


def fill(url: str, today: date) -> int:
    """Migrate the database, fill it, and say how many marks there are. Half a minute for two million."""
    upgrade(url)
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for setting in ("foreign_key_checks = 0", "unique_checks = 0"):
            connection.execute(text(f"SET SESSION {setting}"))
        _people(connection, today)
        connection.execute(insert(tables.roll_call), list(_roll_calls(today)))
        marked = _marks(connection)
    engine.dispose()
    return marked


def _people(connection: Connection, today: date) -> None:
    students, enrolments = [], []
    for number, (code, place) in enumerate(itertools.product(classes(), range(1, A_CLASS + 1)), 1):
        roll = {"roll_no": f"21{code.branch}{code.year}{place:03d}", "name": f"Student {place} of {code}"}
        slack = {"slack_user_id": STUDENT if number == 42 else None}
        students.append({"student_id": number} | class_values(code) | roll | slack)
        enrolments.append({"student_id": number, "starts_on": today - timedelta(days=200)} | class_values(code))
    connection.execute(insert(tables.student), students)
    connection.execute(insert(tables.enrolment), enrolments)
    connection.execute(insert(tables.member), {"slack_user_id": TEACHER, "role": "teacher", "name": "Meera Iyer"})
    connection.execute(
        insert(tables.teaching), class_values(CSE_2) | {"slack_user_id": TEACHER, "subject": SUBJECTS[0]}
    )


def _roll_calls(today: date) -> Iterator[dict[str, Any]]:
    """Day by day, as they come into being: five a weekday for every class, up to yesterday."""
    days = (today - timedelta(days=ago) for ago in itertools.count(1))
    weekdays = list(itertools.islice((day for day in days if day.weekday() < 5), DAYS))
    for day, subject, code in itertools.product(reversed(weekdays), SUBJECTS, classes()):
        held = {"date": day, "subject": subject, "state": "taken", "version": 1, "taken_by": TEACHER}
        yield class_values(code) | held


def _marks(connection: Connection) -> int:
    """The large index is built afterwards, which takes a third of the time."""
    standing = next(index for index in tables.attendance.indexes if isinstance(index, Index))
    standing.drop(connection)
    step = len(classes()) * len(SUBJECTS)  # a day
    marked = 0
    for first in range(1, len(classes()) * ROLL_CALLS + 1, step):
        marked += connection.execute(text(MARKS.format(first=first, last=first + step - 1))).rowcount
    standing.create(connection)
    connection.execute(text("ANALYZE TABLE attendance, roll_call, enrolment, student"))
    return marked
