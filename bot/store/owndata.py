"""What the tables hold about one student: classes, roll calls, marks, and every change of them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, FromClause, Select, and_, exists, literal, select, union_all

from bot.domain.history import Entry
from bot.domain.owndata import Changed, Sat
from bot.domain.rollcall import RollCall, Status
from bot.store.rows import ROLL_CALL, class_of, roll_call_of, sits_in
from bot.store.tables import FOREVER, attendance, audit, enrolment, holiday, member, roll_call

ASKED = 200
"""Roll calls a question."""
UNMARKED = "not marked"

CallOf = tuple[RollCall, Entry]


def classes(tx: Connection, student_id: int) -> tuple[Sat, ...]:
    """The classes the student sat in, oldest first."""
    query = select(enrolment).where(enrolment.c.student_id == student_id).order_by(enrolment.c.starts_on)
    return tuple(
        Sat(class_of(row), row.starts_on, None if row.ends_on == FOREVER else row.ends_on) for row in tx.execute(query)
    )


def roll_calls(tx: Connection, student_id: int) -> tuple[CallOf, ...]:
    """Every roll call of a class they sat in that day, and every other one they have a mark in; newest first."""
    mine = and_(attendance.c.roll_call_id == roll_call.c.roll_call_id, attendance.c.student_id == student_id)
    sat_in = enrolment.join(roll_call, sits_in(enrolment, roll_call)).outerjoin(attendance, mine)
    marked_in = attendance.join(roll_call, roll_call.c.roll_call_id == attendance.c.roll_call_id)
    elsewhere = ~exists().where(enrolment.c.student_id == student_id, sits_in(enrolment, attendance))
    query = union_all(
        _calls(sat_in, enrolled=True).where(enrolment.c.student_id == student_id),
        _calls(marked_in, enrolled=False).where(attendance.c.student_id == student_id, elsewhere),
    )
    rows = {row.roll_call_id: row for row in tx.execute(query)}  # enrolments might overlap
    calls = [(roll_call_of(row), row) for row in rows.values()]
    calls.sort(key=lambda pair: (pair[0].held.on, pair[0].held.period, pair[0].roll_call_id), reverse=True)
    return tuple((call, _entry(call, row)) for call, row in calls)


def _calls(tables: FromClause, *, enrolled: bool) -> Select[Any]:
    columns = (*ROLL_CALL, attendance.c.status, holiday.c.name, literal(enrolled).label("enrolled"))
    return select(*columns).select_from(tables.outerjoin(holiday, holiday.c.date == roll_call.c.date))


def _entry(call: RollCall, row: Any) -> Entry:
    return Entry(call.held, call.state, row.status and Status(row.status), bool(row.enrolled), row.name or "")


def of_record(tx: Connection, student_id: int) -> Iterator[Changed]:
    """What was changed of the student's record and classes."""
    query = select(audit).where(audit.c.target == "student", audit.c.target_id == str(student_id))
    for row in tx.execute(query.order_by(audit.c.audit_id)):
        for what, change in json.loads(row.changes).items():
            old, new = change if isinstance(change, list) and len(change) == 2 else (None, change)
            yield Changed(row.at, row.actor, row.source, what, _said(old), _said(new))


def _said(value: Any) -> str:
    return "" if value is None else str(value)


def of_marks(tx: Connection, student_id: int, calls: Sequence[RollCall]) -> Iterator[tuple[int, Changed]]:
    """What was changed of the student's marks in these roll calls, each with the roll call's id, oldest first in each.

    Why somebody changed one is not in it: a reason may name others.
    """
    key = str(student_id)
    held = {str(call.roll_call_id): call.held for call in calls}
    ids = list(held)
    for start in range(0, len(ids), ASKED):
        query = select(audit.c.at, audit.c.actor, audit.c.source, audit.c.target_id, audit.c.changes).where(
            audit.c.target == "roll_call",
            audit.c.target_id.in_(ids[start : start + ASKED]),
            audit.c.changes.contains(f'"{key}":[', autoescape=True),
        )
        for row in tx.execute(query.order_by(audit.c.audit_id)):
            change = json.loads(row.changes)["marks"].get(key)
            if change:
                old, new = map(_word, change)
                yield int(row.target_id), Changed(row.at, row.actor, row.source, "mark", old, new, held[row.target_id])


def _word(letter: str | None) -> str:
    return Status(letter).word if letter else UNMARKED


def names(tx: Connection, slack_user_ids: Collection[str]) -> dict[str, str]:
    """The names of these members, where they are known."""
    query = select(member.c.slack_user_id, member.c.name).where(member.c.slack_user_id.in_(sorted(slack_user_ids)))
    return {row.slack_user_id: row.name for row in tx.execute(query) if row.name}
