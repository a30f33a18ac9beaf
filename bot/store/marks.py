"""The marks of a roll call, and what a teacher has ticked before saving them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, case, delete, func, select

from bot.domain.rollcall import RollCall, Seen, Status
from bot.store.rows import class_values
from bot.store.tables import attendance, draft, student
from bot.store.upsert import Upsert

_MARKS = Upsert(attendance, lambda new: [("status", new.status)])
_DRAFTS = Upsert(
    draft,
    lambda new: [
        ("status", case((new.acted_at > draft.c.acted_at, new.status), else_=draft.c.status)),
        ("acted_at", case((new.acted_at > draft.c.acted_at, new.acted_at), else_=draft.c.acted_at)),
    ],
)


def write(tx: Connection, call: RollCall, statuses: Mapping[int, Status]) -> None:
    """Give each student (by id) their one mark in this roll call, replacing the one they have."""
    shared = class_values(call.held.class_code) | {
        "roll_call_id": call.roll_call_id,
        "date": call.held.on,
        "subject": call.held.subject,
    }
    rows = [shared | {"student_id": student_id, "status": status.value} for student_id, status in statuses.items()]
    _MARKS.write(tx, rows)


def of(tx: Connection, roll_call_id: int) -> dict[int, Status]:
    """Every mark of the roll call, by student id, also of students who have left the class since."""
    rows = tx.execute(
        select(attendance.c.student_id, attendance.c.status).where(attendance.c.roll_call_id == roll_call_id)
    )
    return {row.student_id: Status(row.status) for row in rows}


def erase(tx: Connection, call: RollCall, student_ids: Iterable[int]) -> None:
    """Take the marks of these students out of the roll call."""
    tx.execute(
        delete(attendance).where(
            attendance.c.roll_call_id == call.roll_call_id, attendance.c.student_id.in_(list(student_ids))
        )
    )


def save_draft(
    tx: Connection, teacher: str, call: RollCall, version: int, statuses: Mapping[int, Status | None], acted_at: int
) -> None:
    """Keep what the teacher ticked on a roster of that version; what was ticked later (`acted_at`, µs) stands."""
    rows: list[dict[str, Any]] = [
        {
            "slack_user_id": teacher,
            "roll_call_id": call.roll_call_id,
            "version": version,
            "student_id": student_id,
            "status": status and status.value,
            "acted_at": acted_at,
        }
        for student_id, status in statuses.items()
    ]
    _DRAFTS.write(tx, rows)


def drop_draft(tx: Connection, teacher: str, roll_call_id: int) -> None:
    """Forget everything the teacher ticked on this roll call and did not save."""
    tx.execute(delete(draft).where(draft.c.slack_user_id == teacher, draft.c.roll_call_id == roll_call_id))


def drop_drafts_before(tx: Connection, acted_at: int) -> None:
    """Forget every draft nobody has touched since `acted_at` (µs since 1970)."""
    tx.execute(delete(draft).where(draft.c.acted_at < acted_at))


def latest_draft(tx: Connection, teacher: str, roll_call_id: int) -> int | None:
    """The newest version of the roll call this teacher has ticked on; `None`: they have not."""
    newest: int | None = tx.execute(
        select(func.max(draft.c.version)).where(draft.c.slack_user_id == teacher, draft.c.roll_call_id == roll_call_id)
    ).scalar_one()
    return newest


def ticked(tx: Connection, teacher: str, seen: Seen) -> int:
    """How many students the teacher has ticked absent on that version and not saved."""
    return tx.execute(
        select(func.count())
        .select_from(draft.join(student, student.c.student_id == draft.c.student_id))
        .where(
            draft.c.slack_user_id == teacher,
            draft.c.roll_call_id == seen.roll_call_id,
            draft.c.version == seen.version,
            draft.c.status == Status.ABSENT.value,
            student.c.erased_at.is_(None),
        )
    ).scalar_one()
