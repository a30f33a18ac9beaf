"""Which Slack user is which student, and what was last done about it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, case, select, update
from sqlalchemy.exc import IntegrityError

from bot.domain.student import Student
from bot.store import bulk
from bot.store.database import Outrun
from bot.store.rows import student_of
from bot.store.tables import audit, student
from bot.store.upsert import CHUNK

LINK, UNLINK = "link", "unlink"
"""What is done, as the audit calls it."""


@dataclass(frozen=True, slots=True)
class Record:
    """A student and the e-mail of their record, `""` for none."""

    student: Student
    email: str


def of_roll(tx: Connection, roll_no: str) -> Record | None:
    """The student with exactly this (normalised) roll number. Nobody else changes them meanwhile."""
    query = select(student).where(student.c.roll_no == roll_no, student.c.erased_at.is_(None))
    row = tx.execute(query.with_for_update()).one_or_none()
    return None if row is None else _record(row)


def of_user(tx: Connection, slack_user_id: str) -> Record | None:
    """The student this user is linked to. Nobody else changes them meanwhile."""
    row = tx.execute(select(student).where(student.c.slack_user_id == slack_user_id).with_for_update()).one_or_none()
    return None if row is None else _record(row)


def linked(tx: Connection, slack_user_ids: Collection[str]) -> frozenset[str]:
    """Those of these users who are some student."""
    return frozenset(tx.scalars(select(student.c.slack_user_id).where(student.c.slack_user_id.in_(slack_user_ids))))


def unlinked_with(tx: Connection, emails: Collection[str]) -> list[Record]:
    """Active students with one of these (lower-case) e-mails who are nobody's yet. Nobody else links them meanwhile."""
    query = select(student).where(
        student.c.email.in_(emails), student.c.active.is_(True), student.c.slack_user_id.is_(None)
    )
    return [_record(row) for row in tx.execute(query.with_for_update())]


def _record(row: Any) -> Record:
    return Record(student_of(row), row.email or "")


def tie(tx: Connection, users: Mapping[int, str]) -> None:
    """Link students to users, by id. Raises `Outrun` when one of the users became another student's meanwhile."""
    ids = list(users)
    for start in range(0, len(ids), CHUNK):
        some = {student_id: users[student_id] for student_id in ids[start : start + CHUNK]}
        whose = case(some, value=student.c.student_id)
        try:
            tx.execute(update(student).where(student.c.student_id.in_(list(some))).values(slack_user_id=whose))
        except IntegrityError as error:
            raise Outrun from error


def untie(tx: Connection, student_ids: Collection[int]) -> None:
    """The students are nobody's."""
    for condition in bulk.one_of(student.c.student_id, student_ids):
        tx.execute(update(student).where(condition).values(slack_user_id=None))


def users(tx: Connection, student_ids: Collection[int]) -> dict[int, str]:
    """The users these students are linked to, by student; without those who are nobody's."""
    query = select(student.c.student_id, student.c.slack_user_id).where(student.c.slack_user_id.is_not(None))
    conditions = bulk.one_of(student.c.student_id, student_ids)
    return {row.student_id: row.slack_user_id for condition in conditions for row in tx.execute(query.where(condition))}


class LastDeed(NamedTuple):
    """What was last done about a student's link, by whom, and the changes the audit has of it."""

    by: str
    action: str
    changes: dict[str, Any]


def last_deeds(tx: Connection, student_ids: Collection[int]) -> dict[int, LastDeed]:
    """For each of these students who was ever linked or unlinked: which of it was done last."""
    query = select(audit.c.target_id, audit.c.actor, audit.c.action, audit.c.changes).where(
        audit.c.target == "student", audit.c.action.in_((LINK, UNLINK))
    )
    found: dict[int, LastDeed] = {}
    for some in bulk.parts([str(student_id) for student_id in student_ids], bulk.ASKED):
        for row in tx.execute(query.where(audit.c.target_id.in_(some)).order_by(audit.c.audit_id)):
            found[int(row.target_id)] = LastDeed(row.actor, row.action, json.loads(row.changes))
    return found
