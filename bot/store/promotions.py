"""Moves that can be undone: each with the enrolments it found and left."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from bot.domain.classcode import ClassCode
from bot.domain.enrolment import Enrolment, Enrolments, Placed, Steps
from bot.domain.promotion import Promoted
from bot.store.tables import promotion

REMOVE = "remove"
"""A student's removal, whose `preview` is the student's number."""


def add(tx: Connection, made_by: str, made_at: datetime, action: str, preview: str, placed: Sequence[Placed]) -> int:
    """Write down what was done; its id."""
    steps = {"action": action, "preview": preview, "placed": [_written(one) for one in placed]}
    values = {"made_by": made_by, "made_at": made_at, "steps": json.dumps(steps, separators=(",", ":"))}
    return int((tx.execute(insert(promotion), values).inserted_primary_key or [0])[0])


def locked(tx: Connection, promotion_id: int) -> Promoted | None:
    """What was done, which nobody else undoes until the end of the transaction."""
    query = select(promotion).where(promotion.c.promotion_id == promotion_id).with_for_update()
    row = tx.execute(query).one_or_none()
    return None if row is None else _promoted(row)


def made(tx: Connection, made_by: str, since: datetime, preview: str) -> Promoted | None:
    """What this person has done from that instant on by pressing the button of that preview (`""`: without one)."""
    mine = (promotion.c.made_by == made_by, promotion.c.made_at >= since)
    found = [_promoted(row) for row in tx.execute(select(promotion).where(*mine))]
    return next((one for one in found if one.preview == preview), None)


def left(tx: Connection, student_id: int) -> Promoted | None:
    """The last removal of this student that was not undone. Whoever undoes it holds the student's record."""
    begins = json.dumps({"action": REMOVE, "preview": str(student_id)}, separators=(",", ":")).removesuffix("}")
    query = select(promotion).where(promotion.c.undone_at.is_(None), promotion.c.steps.startswith(f"{begins},"))
    row = tx.execute(query.order_by(promotion.c.promotion_id.desc()).limit(1)).one_or_none()
    return None if row is None else _promoted(row)


def has_undone(tx: Connection, student_id: int, since: datetime) -> bool:
    """Whether a move that this student was to be part of has been undone from that instant on."""
    undone_since = select(promotion).where(promotion.c.undone_at >= since)
    found = (_promoted(row) for row in tx.execute(undone_since))
    return any(one.student_id == student_id for done in found for one in done.placed)


def latest(tx: Connection, most: int) -> tuple[Promoted, ...]:
    """What was done last and not undone, newest first; at most so many. A removal is undone where it was made."""
    moves = promotion.c.undone_at.is_(None), ~promotion.c.steps.startswith(f'{{"action":"{REMOVE}",')
    query = select(promotion).where(*moves).order_by(promotion.c.promotion_id.desc())
    return tuple(_promoted(row) for row in tx.execute(query.limit(most)))


def undone(tx: Connection, promotion_id: int, at: datetime) -> None:
    """It was undone."""
    tx.execute(update(promotion).where(promotion.c.promotion_id == promotion_id).values(undone_at=at))


def _promoted(row: Any) -> Promoted:
    steps = json.loads(row.steps)
    placed = tuple(_placed(one) for one in steps["placed"])
    return Promoted(
        row.promotion_id, steps["action"], row.made_by, row.made_at, row.undone_at, steps["preview"], placed
    )


def _written(placed: Placed) -> list[Any]:
    classes = [_class_written(placed.before), _class_written(placed.after)]
    periods = [_periods_written(found) for found in (placed.steps.was, placed.steps.became)]
    return [placed.student_id, *classes, placed.on.isoformat(), *periods]


def _placed(written: Sequence[Any]) -> Placed:
    student_id, before, after, on, was, became = written
    steps = Steps(_periods(was), _periods(became))
    return Placed(student_id, _class(before), _class(after), date.fromisoformat(on), steps)


def _class_written(class_code: ClassCode | None) -> list[Any] | None:
    return None if class_code is None else [class_code.branch, class_code.year, class_code.section]


def _class(written: Sequence[Any] | None) -> ClassCode | None:
    return ClassCode(*written) if written else None


def _periods_written(found: Enrolments) -> list[Any]:
    return [[_class_written(one.class_code), one.first.isoformat(), one.last.isoformat()] for one in found.periods]


def _periods(written: Sequence[Any]) -> Enrolments:
    return Enrolments(
        tuple(
            Enrolment(ClassCode(*code), date.fromisoformat(first), date.fromisoformat(last))
            for code, first, last in written
        )
    )
