"""The numbers of a report as one would ask for them who knows this college: no section, no move, no holiday."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pymysql
from pymysql.cursors import Cursor

from bot.domain.period import DateRange
from tests.bench.large_college import CSE_2

STATUSES = "PALEO"
COUNTS = ", ".join(f"COUNT(CASE WHEN a.status = '{status}' THEN 1 END)" for status in STATUSES)
SAT = (
    "a.student_id = e.student_id AND a.branch = e.branch AND a.year = e.year"
    " AND (a.section = '' OR a.section = e.section) AND a.date BETWEEN e.starts_on AND e.ends_on"
)
STUDENTS = (
    "SELECT s.student_id, s.roll_no, s.name, e.branch, e.year, e.section, e.starts_on, e.ends_on"
    " FROM enrolment e JOIN student s ON s.student_id = e.student_id"
    " WHERE s.erased_at IS NULL AND e.starts_on <= %s AND e.ends_on >= %s"
)
HELD = (
    "SELECT branch, year, section, date, COUNT(*) FROM roll_call"
    " WHERE state = 'taken' AND date BETWEEN %s AND %s GROUP BY branch, year, section, date"
)
BY_STUDENT = (
    f"SELECT a.student_id, {COUNTS} FROM enrolment e STRAIGHT_JOIN attendance a ON {SAT}"
    " WHERE a.date BETWEEN %s AND %s GROUP BY a.student_id"
)
BY_DAY = (
    f"SELECT a.date, a.status, COUNT(*) FROM enrolment e STRAIGHT_JOIN attendance a ON {SAT}"
    " WHERE a.date BETWEEN %s AND %s AND a.status <> 'P' GROUP BY a.date, a.status"
)
"""Who is none of these was present: where everybody is marked, counting the roll calls says so in half the time."""
HOLIDAYS = "SELECT date FROM holiday WHERE date BETWEEN %s AND %s"


def totals(connection: pymysql.Connection[Cursor], days: DateRange) -> list[Any]:
    """All a summary of the whole college takes: who sat where, what was held, what everybody was, and each day."""
    found = []
    with connection.cursor() as cursor:
        for query, span in (
            (STUDENTS, (days.last, days.first)),
            *((query, (days.first, days.last)) for query in (HOLIDAYS, HELD, BY_STUDENT, BY_DAY)),
        ):
            cursor.execute(query, span)
            found.append(cursor.fetchall())
    return found


def register(connection: pymysql.Connection[Cursor], days: DateRange) -> Iterator[tuple[Any, ...]]:
    """The rows of the sheet: names, letters, and what they add up to."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.student_id, s.roll_no, s.name FROM enrolment e JOIN student s ON s.student_id = e.student_id"
            " WHERE e.branch = %s AND e.year = %s AND e.starts_on <= %s AND e.ends_on >= %s ORDER BY s.roll_no",
            (CSE_2.branch, CSE_2.year, days.last, days.first),
        )
        students = cursor.fetchall()
        cursor.execute(
            "SELECT roll_call_id, date, subject FROM roll_call"
            " WHERE branch = %s AND year = %s AND state = 'taken' AND date BETWEEN %s AND %s ORDER BY date, subject",
            (CSE_2.branch, CSE_2.year, days.first, days.last),
        )
        calls = cursor.fetchall()
        cursor.execute(
            "SELECT student_id, roll_call_id, status FROM attendance"
            f" WHERE student_id IN ({', '.join(['%s'] * len(students))}) AND date BETWEEN %s AND %s",
            (*(one[0] for one in students), days.first, days.last),
        )
        marks = {(student, call): status for student, call, status in cursor.fetchall()}
    yield ("Roll no", "Name", *(f"{date} {subject}" for _, date, subject in calls), *STATUSES, "%")
    for student_id, roll_no, name in students:
        letters = [marks.get((student_id, call[0]), "") for call in calls]
        times = [letters.count(status) for status in STATUSES]
        yield (roll_no, name, *letters, *times, (len(letters) - times[1]) / len(letters))
