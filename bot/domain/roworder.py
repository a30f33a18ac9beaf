"""In which order students stand in a report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction

from bot.domain.classcode import ClassCode
from bot.domain.report import Row
from bot.domain.student import Student, in_roll_order


def by_class(students: Iterable[Student]) -> list[Student]:
    """Class by class, and in each by roll number."""
    classes: dict[ClassCode, list[Student]] = defaultdict(list)
    for student in students:
        classes[student.class_code].append(student)
    return [student for _, some in sorted(classes.items()) for student in in_roll_order(some)]


def worst_first(rows: Iterable[Row]) -> list[Row]:
    """The lowest percentage first, compared exactly; then who missed most; then by roll number.

    For rows with something counted.
    """
    found = dict(enumerate(rows))
    ordered = in_roll_order(Student(key, row.roll_no, row.name, row.class_code) for key, row in found.items())
    return sorted((found[student.student_id] for student in ordered), key=_worst)


def _worst(row: Row) -> tuple[Fraction, int]:
    """Of equal percentages the one of more roll calls has missed more of them."""
    return Fraction(row.standing.halves, row.standing.counted), -row.standing.counted
