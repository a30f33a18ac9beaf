"""The audit as it is read back: newest first, with the roll call or student each entry is about."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, Row, Select, and_, cast, exists, func, not_, or_, select

from bot.domain.classcode import ClassCode
from bot.domain.filelink import SHARED_LINK
from bot.domain.review import LINK, kinds_with
from bot.domain.schedule import SCHEDULE
from bot.domain.student import Student
from bot.store.audits import Entry
from bot.store.rows import ROLL_CALL, sits_in, student_of
from bot.store.tables import attendance, audit, enrolment, member, report, roll_call, schedule, share_link, student

MOST_IDS = 500
"""Ids in one statement."""


@dataclass(frozen=True, slots=True)
class About:
    """Which entries: about a class, or a student, or by and about a Slack user, in the time from `first` to `end`."""

    class_code: ClassCode | None = None
    student_id: int | None = None
    slack_user_id: str = ""
    first: datetime | None = None
    end: datetime | None = None


_id = cast(audit.c.target_id, BigInteger)
_JOINED = audit.outerjoin(roll_call, and_(audit.c.target == "roll_call", roll_call.c.roll_call_id == _id)).outerjoin(
    student, and_(audit.c.target == "student", student.c.student_id == _id)
)
_QUERY = select(
    audit,
    *(column for column in ROLL_CALL if column.key != "version"),
    student.c.student_id,
    student.c.erased_at,
).select_from(_JOINED)


def entries(tx: Connection, about: About, before: int | None, most: int) -> list[Any]:
    """At most so many rows, newest first, older than the entry `before`: the audit's columns and those of what it is
    about (`roll_call_id`, `student_id` and `erased_at` are `None` where it is about something else)."""
    query: Select[Any] = _QUERY.where(*_meant(about)).order_by(audit.c.audit_id.desc()).limit(most)
    if before is not None:
        query = query.where(audit.c.audit_id < before)
    return list(tx.execute(query))


def rest_of(tx: Connection, about: About, row: Row[Any]) -> tuple[int, int]:
    """How many entries of the same deed come right after this one, of those asked for; and the last one's id."""
    kinds = kinds_with(row.target)
    if not kinds:
        return 0, row.audit_id
    older = [*_meant(about), audit.c.audit_id < row.audit_id]
    alike = [audit.c.at == row.at, audit.c.action == row.action, audit.c.source == row.source]
    same = and_(*alike, audit.c.target.in_(kinds), *([] if row.action == LINK else [audit.c.actor == row.actor]))
    another = select(audit.c.audit_id).select_from(_JOINED).where(*older, not_(same))
    end = tx.scalar(another.order_by(audit.c.audit_id.desc()).limit(1))
    rest = select(func.count(), func.min(audit.c.audit_id)).select_from(_JOINED).where(*older, same)
    count, last = tx.execute(rest if end is None else rest.where(audit.c.audit_id > end)).one()
    return count, last if count else row.audit_id


def entry_of(row: Row[Any]) -> Entry:
    """What was written down."""
    changes = json.loads(row.changes)
    return Entry(row.at, row.actor, row.source, row.action, row.target, row.target_id, changes, None, row.reason)


def _meant(about: About) -> Iterator[ColumnElement[bool]]:
    if about.first:
        yield audit.c.at >= about.first
    if about.end:
        yield audit.c.at < about.end
    if about.class_code:
        yield or_(
            _shares(roll_call, about.class_code),
            and_(student.c.student_id.is_not(None), _sat(about.class_code)),
            and_(audit.c.target == SCHEDULE, _comes_weekly(about.class_code)),
            and_(audit.c.target == SHARED_LINK, _led_to(about.class_code)),
        )
    if about.student_id is not None:
        yield or_(
            and_(audit.c.target == "student", audit.c.target_id == str(about.student_id)),
            and_(_held_for(about.student_id), audit.c.changes.contains(f'"{about.student_id}":[', autoescape=True)),
        )
    if about.slack_user_id:
        yield or_(
            and_(audit.c.actor == about.slack_user_id, not_(_links_erased(about.slack_user_id))),
            and_(audit.c.target.in_(("member", "authenticator")), audit.c.target_id == about.slack_user_id),
            student.c.slack_user_id == about.slack_user_id,
        )


def _links_erased(slack_user_id: str) -> ColumnElement[bool]:
    """Entries that would tell whose account an erased student's was."""
    named = audit.c.changes.contains(f'"{slack_user_id}"', autoescape=True)
    return and_(student.c.student_id.is_not(None), student.c.erased_at.is_not(None), named)


def erased_with(tx: Connection, roll_no: str) -> int | None:
    """The id of the erased student who is called this in the place of a roll number."""
    return tx.scalar(select(student.c.student_id).where(student.c.roll_no == roll_no, student.c.erased_at.is_not(None)))


def _shares(table: Any, code: ClassCode) -> ColumnElement[bool]:
    sections = [table.c.section.in_(("", code.section))] if code.section else []
    return and_(table.c.branch == code.branch, table.c.year == code.year, *sections)


def _sat(code: ClassCode) -> ColumnElement[bool]:
    return exists().where(enrolment.c.student_id == student.c.student_id, _shares(enrolment, code))


def _comes_weekly(code: ClassCode) -> ColumnElement[bool]:
    return exists().where(schedule.c.schedule_id == _id, _shares(schedule, code))


def _led_to(code: ClassCode) -> ColumnElement[bool]:
    """Links to files of the class; what a report is of stands in the JSON of what was wanted."""
    whole = ClassCode(code.branch, code.year)
    named = [_names(code), _names(whole)] if code.section else [_names(code), _names(code, "-")]
    return exists().where(share_link.c.link_id == _id, report.c.report_id == share_link.c.report_id, or_(*named))


def _names(code: ClassCode, then: str = '"') -> ColumnElement[bool]:
    written = json.dumps(str(code)).removesuffix('"')
    return report.c.wanted.contains(f'"class": {written}{then}', autoescape=True)


def _held_for(student_id: int) -> ColumnElement[bool]:
    """Roll calls of the student's classes, or with a mark of theirs."""
    marked = exists().where(
        attendance.c.roll_call_id == roll_call.c.roll_call_id, attendance.c.student_id == student_id
    )
    return or_(exists().where(enrolment.c.student_id == student_id, sits_in(enrolment, roll_call)), marked)


def students_by_id(tx: Connection, ids: frozenset[int]) -> dict[int, Student]:
    """The students with these ids."""
    ordered = sorted(ids)
    found: dict[int, Student] = {}
    for start in range(0, len(ordered), MOST_IDS):
        query = select(student).where(student.c.student_id.in_(ordered[start : start + MOST_IDS]))
        found |= {row.student_id: student_of(row) for row in tx.execute(query)}
    return found


def names_of(tx: Connection) -> dict[str, str]:
    """The names of members, by Slack user id, where they are known."""
    return {
        row.slack_user_id: row.name for row in tx.execute(select(member.c.slack_user_id, member.c.name)) if row.name
    }
