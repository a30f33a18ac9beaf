"""Who sits in which class, from when to when. Only `bot/placing.py` changes it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Date, and_, delete, exists, insert, literal, or_, select, update

from bot.domain.classcode import ClassCode
from bot.domain.enrolment import Enrolment, Enrolments, Marked, Steps
from bot.domain.student import Student
from bot.store import bulk
from bot.store.rows import class_of, class_values, student_of
from bot.store.tables import attendance, enrolment, student
from bot.store.upsert import CHUNK, Upsert

MANY = 1000
"""Ids a question: well under the 16 KB at which a statement pins a connection of RDS Proxy."""

_WRITTEN = Upsert(enrolment, lambda new: [("ends_on", new.ends_on)])
_OF_SOMEBODY = enrolment.join(student, student.c.student_id == enrolment.c.student_id)
_NOT_ERASED = student.c.erased_at.is_(None)


@dataclass(frozen=True, slots=True)
class Seat:
    """What the student's own record says: the current class, and whether they are active."""

    class_code: ClassCode
    active: bool


def locked(tx: Connection, student_ids: Collection[int]) -> dict[int, Seat]:
    """The records of these students, which nobody else changes until the end of the transaction.

    Nor does anybody mark them for the first time in a roll call meanwhile: a new mark asks for its student.
    """
    columns = (student.c.student_id, student.c.branch, student.c.year, student.c.section, student.c.active)
    found: dict[int, Seat] = {}
    for some in _parts(student_ids, MANY):
        query = select(*columns).where(student.c.student_id.in_(some)).order_by(student.c.student_id).with_for_update()
        found |= {row.student_id: Seat(class_of(row), bool(row.active)) for row in tx.execute(query)}
    return found


def of(tx: Connection, student_ids: Collection[int]) -> dict[int, Enrolments]:
    """The enrolments of each of these students, none for those who never had any."""
    periods: dict[int, list[Enrolment]] = defaultdict(list)
    for some in _parts(student_ids, MANY):
        query = select(enrolment).where(enrolment.c.student_id.in_(some)).order_by(enrolment.c.starts_on)
        for row in tx.execute(query):
            period = Enrolment(class_of(row), row.starts_on, row.ends_on, row.enrolment_id)
            periods[row.student_id].append(period)
    return {student_id: Enrolments(tuple(periods[student_id])) for student_id in student_ids}


def marked_since(tx: Connection, student_ids: Collection[int], day: date) -> dict[int, list[Marked]]:
    """In which classes and on which days these students were marked, from that day on."""
    found: dict[int, list[Marked]] = defaultdict(list)
    columns = (attendance.c.student_id, attendance.c.date, attendance.c.branch, attendance.c.year, attendance.c.section)
    for some in _parts(student_ids, MANY):
        query = select(*columns).where(attendance.c.student_id.in_(some), attendance.c.date >= day).distinct()
        for row in tx.execute(query):
            found[row.student_id].append(Marked(class_of(row), row.date))
    return found


def replace(tx: Connection, changes: Mapping[int, Steps]) -> None:
    """Put other enrolments in the place of those each student has."""
    gone: list[int] = []
    written: list[dict[str, Any]] = []
    for student_id, steps in changes.items():
        kept = {(one.first, one.class_code): one.last for one in steps.was.periods}
        wanted = {(one.first, one.class_code) for one in steps.became.periods}
        gone += [one.enrolment_id or 0 for one in steps.was.periods if (one.first, one.class_code) not in wanted]
        written += [
            {"student_id": student_id, "starts_on": one.first, "ends_on": one.last, **class_values(one.class_code)}
            for one in steps.became.periods
            if kept.get((one.first, one.class_code)) != one.last
        ]
    for some in _parts(gone, MANY):
        tx.execute(delete(enrolment).where(enrolment.c.enrolment_id.in_(some)))
    _WRITTEN.write(tx, written)


def enter(tx: Connection, student_ids: Collection[int], on: date) -> None:
    """Begin the first enrolment of these students, in the class their record says."""
    seats = (student.c.student_id, student.c.branch, student.c.year, student.c.section)
    columns = ["student_id", "branch", "year", "section", "starts_on"]
    for condition in bulk.one_of(student.c.student_id, student_ids):
        seated = select(*seats, literal(on, Date)).where(condition)
        tx.execute(insert(enrolment).from_select(columns, seated))


def seat(tx: Connection, student_ids: Collection[int], there: Seat) -> None:
    """Write the same current class, and whether they are active, into the records of all these students."""
    values = class_values(there.class_code) | {"active": there.active}
    for some in _parts(student_ids, CHUNK):
        tx.execute(update(student).where(student.c.student_id.in_(some)).values(**values))


def outdated(tx: Connection, today: date) -> tuple[int, ...]:
    """Students whose record does not say what their enrolments say of today."""
    of_student = enrolment.c.student_id == student.c.student_id
    goes_on = exists().where(of_student, enrolment.c.ends_on >= today)
    stays = exists().where(of_student, enrolment.c.ends_on > today)
    moved = exists().where(
        of_student,
        enrolment.c.starts_on <= today,
        enrolment.c.ends_on >= today,
        or_(*(enrolment.c[name] != student.c[name] for name in ("branch", "year", "section"))),
    )
    wrong = or_(moved, and_(student.c.active.is_(True), ~goes_on), and_(student.c.active.is_(False), stays))
    return tuple(tx.scalars(select(student.c.student_id).where(wrong)))


def students(tx: Connection, student_ids: Collection[int]) -> dict[int, Student]:
    """The records of these students, by id."""
    found: dict[int, Student] = {}
    for some in _parts(student_ids, MANY):
        rows = tx.execute(select(student).where(student.c.student_id.in_(some)))
        found |= {row.student_id: student_of(row) for row in rows}
    return found


def erased(tx: Connection, student_ids: Collection[int]) -> frozenset[int]:
    """Those among them whose record says nothing of them any more."""
    found: set[int] = set()
    for some in _parts(student_ids, MANY):
        gone = student.c.student_id.in_(some), student.c.erased_at.is_not(None)
        found.update(tx.scalars(select(student.c.student_id).where(*gone)))
    return frozenset(found)


def in_class(tx: Connection, class_code: ClassCode, first: date, last: date) -> frozenset[int]:
    """Everybody enrolled in that class, or a section of it, on any of these days; the erased are in no list."""
    query = select(enrolment.c.student_id).select_from(_OF_SOMEBODY)
    return frozenset(tx.scalars(query.where(_NOT_ERASED, _within(class_code), _on_any(first, last))))


def in_year_of(tx: Connection, class_code: ClassCode, on: date) -> dict[int, ClassCode]:
    """Everybody of that branch and year that day, and the class they sit in."""
    whole_year = ClassCode(class_code.branch, class_code.year)
    query = select(enrolment).select_from(_OF_SOMEBODY)
    rows = tx.execute(query.where(_NOT_ERASED, _within(whole_year), _on_any(on, on)))
    return {row.student_id: class_of(row) for row in rows}


def _within(class_code: ClassCode) -> ColumnElement[bool]:
    wanted = [enrolment.c.branch == class_code.branch, enrolment.c.year == class_code.year]
    return and_(*wanted, *([enrolment.c.section == class_code.section] if class_code.section else []))


def _on_any(first: date, last: date) -> ColumnElement[bool]:
    return and_(enrolment.c.starts_on <= last, enrolment.c.ends_on >= first)


def _parts(ids: Collection[int], size: int) -> Iterator[list[int]]:
    """All of them in order, so many at a time: two that lock the same students never wait for each other in a ring."""
    in_order = sorted(ids)
    return (in_order[start : start + size] for start in range(0, len(in_order), size))
