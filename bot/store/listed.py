"""Students of a list: thousands of them read and written at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Select, func, select, update
from sqlalchemy.exc import IntegrityError

from bot.domain.classcode import ClassCode
from bot.domain.importplan import Edit, Known
from bot.domain.studentrow import StudentRow
from bot.store import bulk
from bot.store.database import Outrun
from bot.store.rows import class_of, class_values
from bot.store.tables import student
from bot.store.upsert import Upsert

_KNOWN = select(
    student.c.student_id,
    student.c.roll_no,
    student.c.name,
    student.c.email,
    student.c.guardian_contact,
    student.c.branch,
    student.c.year,
    student.c.section,
    student.c.active,
)
_ADDED = ("name", "roll_no", "branch", "year", "section", "email", "guardian_contact")
_EDIT = Upsert(student, lambda new: [(name, new[name]) for name in ("name", "email", "guardian_contact")])


def with_rolls(tx: Connection, rolls: Collection[str], *, lock: bool = False) -> dict[str, Known]:
    """The students with these roll numbers, by roll number.

    Locked in the order of their ids, as placing locks them: nobody waits in a circle.
    """
    if lock:
        query = _KNOWN.order_by(student.c.student_id).with_for_update()
        conditions = bulk.one_of(student.c.student_id, ids(tx, rolls).values())
    else:
        query, conditions = _KNOWN, bulk.among(student.c.roll_no, rolls)
    wanted = frozenset(rolls)
    return {one.roll_no: one for one in _found(tx, query, conditions) if one.roll_no in wanted}


def ids(tx: Connection, rolls: Collection[str]) -> dict[str, int]:
    """Their ids, by roll number."""
    found: dict[str, int] = {}
    for condition in bulk.among(student.c.roll_no, rolls):
        for roll_no, student_id in tx.execute(select(student.c.roll_no, student.c.student_id).where(condition)):
            found[roll_no] = student_id
    return {roll_no: found[roll_no] for roll_no in rolls if roll_no in found}


def with_emails(tx: Connection, emails: Collection[str]) -> dict[str, Known]:
    """The students, active or not, with these e-mails, by e-mail."""
    return {one.email: one for one in _found(tx, _KNOWN, bulk.among(student.c.email, emails))}


def _found(tx: Connection, query: Select[Any], conditions: Iterable[Any]) -> Iterator[Known]:
    classes: dict[tuple[Any, ...], ClassCode] = {}  # few, and each made once
    for condition in conditions:
        for student_id, roll_no, name, email, contact, *parts, active in tx.execute(query.where(condition)):
            code = classes.get(tuple(parts)) or classes.setdefault(tuple(parts), ClassCode(*parts))
            yield Known(student_id, roll_no, name, email or "", contact, code, bool(active))


def by_class(tx: Connection) -> dict[ClassCode, int]:
    """How many active students each class has, section by section."""
    columns = (student.c.branch, student.c.year, student.c.section)
    counted = select(*columns, func.count().label("students")).where(student.c.active.is_(True)).group_by(*columns)
    return {class_of(row): row.students for row in tx.execute(counted)}


def add(tx: Connection, rows: Sequence[StudentRow]) -> None:
    """Add students, in the order given. Raises `Outrun` when one of them, or of their e-mails, was added meanwhile."""
    with _taken_is_outrun():
        bulk.write(tx, student, _ADDED, [_values(row) for row in rows])


def _values(row: StudentRow) -> tuple[Any, ...]:
    """As `_ADDED`."""
    code = row.class_code
    contact = row.guardian_contact or ""
    return row.name, row.roll_no, code.branch, code.year, code.section, row.email or None, contact


def edit(tx: Connection, edits: Sequence[Edit]) -> None:
    """Write what changes of students who are locked. Raises `Outrun` when an e-mail was taken meanwhile."""
    rows = sorted(map(_edited, edits), key=lambda row: str(row["roll_no"]))
    with _taken_is_outrun():
        _EDIT.write(tx, rows)


def _edited(one: Edit) -> dict[str, Any]:
    """The whole row, as a statement that may insert asks for it; it never does."""
    row, known, edits = one
    email = row.email if "e-mail" in edits else known.email
    contact = row.guardian_contact if "guardian contact" in edits else known.guardian_contact
    values = {"student_id": known.student_id, "roll_no": known.roll_no, **class_values(known.class_code)}
    return values | {"name": row.name, "email": email or None, "guardian_contact": contact}


def forget_emails(tx: Connection, student_ids: Collection[int]) -> None:
    """Take their e-mails away, so that others may have them, or they each other's."""
    for condition in bulk.one_of(student.c.student_id, student_ids):
        tx.execute(update(student).where(condition).values(email=None))


@contextmanager
def _taken_is_outrun() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        raise Outrun from error
