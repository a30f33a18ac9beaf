"""Columns that several queries read together, and how they become domain values."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Row, and_, or_

from bot.domain.classcode import ClassCode
from bot.domain.rollcall import Held, RollCall, State
from bot.domain.student import Student
from bot.store.tables import roll_call


def class_of(row: Row[Any] | Any) -> ClassCode:
    """The class in a row's branch, year and section."""
    return ClassCode(row.branch, row.year, row.section)


def class_values(class_code: ClassCode) -> dict[str, Any]:
    """A class as column values."""
    return {"branch": class_code.branch, "year": class_code.year, "section": class_code.section}


def student_of(row: Row[Any] | Any) -> Student:
    """The student in a row that has the student's columns."""
    return Student(row.student_id, row.roll_no, row.name, class_of(row), row.slack_user_id, bool(row.active))


ROLL_CALL = (
    roll_call.c.roll_call_id,
    roll_call.c.branch.label("held_branch"),
    roll_call.c.year.label("held_year"),
    roll_call.c.section.label("held_section"),
    roll_call.c.date.label("held_on"),
    roll_call.c.subject.label("held_subject"),
    roll_call.c.period.label("held_period"),
    roll_call.c.state,
    roll_call.c.version,
    roll_call.c.taken_by,
    roll_call.c.taken_at,
)


def held_of(row: Any) -> Held:
    """What makes the roll call in such a row unique."""
    code = ClassCode(row.held_branch, row.held_year, row.held_section)
    return Held(code, row.held_on, row.held_subject, row.held_period)


def roll_call_of(row: Any) -> RollCall:
    """The roll call in a row that has `ROLL_CALL`."""
    return RollCall(row.roll_call_id, held_of(row), State(row.state), row.version, row.taken_by, row.taken_at)


def sits_in(enrolled: FromClause, held: FromClause) -> ColumnElement[bool]:
    """Enrolments whose students belong to a roll call (or its marks): same class, or a section of it, on its date."""
    return and_(
        enrolled.c.branch == held.c.branch,
        enrolled.c.year == held.c.year,
        or_(held.c.section == "", enrolled.c.section == held.c.section),
        held.c.date >= enrolled.c.starts_on,
        held.c.date <= enrolled.c.ends_on,
    )
