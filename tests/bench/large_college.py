"""Colleges with millions of marks, five roll calls a weekday in classes of sixty, the same marks every time."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Index, create_engine, insert, text

from bot.domain.classcode import ClassCode
from bot.store import tables
from bot.store.migrate import upgrade
from bot.store.rows import class_values

A_CLASS = 60
SUBJECTS = ("DBMS", "OS", "Maths", "Physics", "English")
A_PORTION = 2000  # roll calls whose marks are written in one statement


@dataclass(frozen=True)
class Size:
    """So many classes with so many roll calls behind each; behind CSE-2 there are 400."""

    classes: int
    roll_calls: int

    @property
    def students(self) -> int:
        return self.classes * A_CLASS


LONGEST = 400
SHARE = int(os.environ.get("BENCH_ROWS", "2000000")) / 2_000_000
DEEP = Size(max(1, round(83 * SHARE)), LONGEST)
"""Two million marks: 5,000 students with 400 roll calls behind each."""
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


def classes(size: Size) -> list[ClassCode]:
    """CSE-2 and others."""
    letters = itertools.product(LETTERS, LETTERS)
    others = (ClassCode(f"{one}{two}", year) for one, two in letters for year in (1, 2, 3, 4))
    return [CSE_2, *itertools.islice(others, size.classes - 1)]


def fill(url: str, today: date, size: Size = DEEP) -> int:
    """Migrate the database, fill it, and say how many marks there are. Half a minute for two million."""
    upgrade(url)
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for setting in ("foreign_key_checks = 0", "unique_checks = 0"):
            connection.execute(text(f"SET SESSION {setting}"))
        _people(connection, today, size)
        held = list(_roll_calls(today, size))
        connection.execute(insert(tables.roll_call), held)
        marked = _marks(connection, len(held))
    engine.dispose()
    return marked


def _people(connection: Connection, today: date, size: Size) -> None:
    students, enrolments = [], []
    for number, (code, place) in enumerate(itertools.product(classes(size), range(1, A_CLASS + 1)), 1):
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


def weekdays(today: date, size: Size) -> list[date]:
    """The days on which all classes had roll calls, up to yesterday."""
    return _weekdays(today, size.roll_calls)


def _weekdays(today: date, roll_calls: int) -> list[date]:
    days = (today - timedelta(days=ago) for ago in itertools.count(1))
    found = itertools.islice((day for day in days if day.weekday() < 5), roll_calls // len(SUBJECTS))
    return list(found)[::-1]


def _roll_calls(today: date, size: Size) -> Iterator[dict[str, Any]]:
    """Day by day, as they come into being."""
    everybodys = set(weekdays(today, size))
    for day, subject in itertools.product(_weekdays(today, LONGEST), SUBJECTS):
        held = {"date": day, "subject": subject, "state": "taken", "version": 1, "taken_by": TEACHER}
        for code in classes(size) if day in everybodys else [CSE_2]:
            yield class_values(code) | held


def _marks(connection: Connection, roll_calls: int) -> int:
    """The large index is built afterwards, which takes a third of the time."""
    standing = next(index for index in tables.attendance.indexes if isinstance(index, Index))
    standing.drop(connection)
    marked = 0
    for first in range(1, roll_calls + 1, A_PORTION):
        marked += connection.execute(text(MARKS.format(first=first, last=first + A_PORTION - 1))).rowcount
    standing.create(connection)
    connection.execute(text("ANALYZE TABLE attendance, roll_call, enrolment, student"))
    return marked
