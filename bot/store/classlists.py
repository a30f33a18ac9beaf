"""Who is in a class now, or is to come to it; and how many are in each class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, case, func, select

from bot.domain.classcode import ClassCode
from bot.domain.classlist import ClassSize, Listed
from bot.domain.student import Student
from bot.store.rows import class_of
from bot.store.tables import enrolment, student


@dataclass(frozen=True, slots=True)
class Place:
    """As much of a student as it takes to order and count a class of thousands. `since`: their first day in it."""

    student: Student
    since: date


_SEATED = enrolment.join(student, and_(student.c.student_id == enrolment.c.student_id, student.c.active.is_(True)))

_CLASS = (enrolment.c.branch, enrolment.c.year, enrolment.c.section)
_PLACE = (enrolment.c.student_id, *_CLASS, enrolment.c.starts_on, student.c.roll_no, student.c.slack_user_id)


def places(tx: Connection, class_code: ClassCode, today: date) -> tuple[Place, ...]:
    """Everybody in the class, or a section of it, now or later, each once and in no order; names are left out."""
    sections = [enrolment.c.section == class_code.section] if class_code.section else []
    rows = tx.execute(
        select(*_PLACE)
        .select_from(_SEATED)
        .where(
            enrolment.c.branch == class_code.branch,
            enrolment.c.year == class_code.year,
            enrolment.c.ends_on >= today,
            *sections,
        )
        .order_by(enrolment.c.starts_on.desc())  # who changes section later is listed where they are now
    )
    found = {row.student_id: row for row in rows}
    return tuple(
        Place(Student(row.student_id, row.roll_no, "", class_of(row), row.slack_user_id), row.starts_on)
        for row in found.values()
    )


def listed(tx: Connection, shown: Sequence[Place], today: date, *, everything: bool) -> tuple[Listed, ...]:
    """These students with their names, in the same order, but for those removed meanwhile.

    `everything`: how to reach them as well.
    """
    columns = [student.c.student_id, student.c.name]
    if everything:
        columns += [student.c.email, student.c.guardian_contact]
    ids = [place.student.student_id for place in shown]
    query = select(*columns).where(student.c.student_id.in_(ids), student.c.active.is_(True))
    rows = {row.student_id: row for row in tx.execute(query)}
    return tuple(
        _listed(place, rows[place.student.student_id], today) for place in shown if place.student.student_id in rows
    )


def _listed(place: Place, row: Any, today: date) -> Listed:
    from_day = place.since if place.since > today else None
    reached = (row.email or "", row.guardian_contact) if hasattr(row, "email") else ("", "")
    return Listed(replace(place.student, name=row.name), from_day, *reached)


def sizes(tx: Connection, today: date) -> tuple[ClassSize, ...]:
    """Every class, section by section, that somebody sits in or is to come to; sorted."""
    now = func.sum(case((enrolment.c.starts_on <= today, 1), else_=0)).label("now")
    query = select(*_CLASS, now, func.count().label("both")).select_from(_SEATED)
    rows = tx.execute(query.where(enrolment.c.ends_on >= today).group_by(*_CLASS))
    return tuple(sorted((_size(row) for row in rows), key=lambda size: size.class_code))


def _size(row: Any) -> ClassSize:
    present = int(row.now)
    return ClassSize(class_of(row), present, row.both - present)
