"""The files of students that were sent: one row each, from its arrival to its end."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, insert, select, update

from bot.domain.imports import Import, Outcome, State, Upload, Wrong
from bot.store.tables import student_import

_LISTED = (
    student_import.c.import_id,
    student_import.c.made_by,
    student_import.c.made_at,
    student_import.c.state,
    student_import.c.file,
    student_import.c.message,
    student_import.c.outcome,
)


def add(tx: Connection, upload: Upload, by: str, now: datetime) -> int:
    """A file that arrived; its id."""
    values = {"made_by": by, "made_at": now, "file": json.dumps(asdict(upload), default=str)}
    added = tx.execute(insert(student_import), values)
    return int((added.inserted_primary_key or [0])[0])


def find(tx: Connection, import_id: int) -> Import | None:
    """The import with this id."""
    row = tx.execute(select(*_LISTED).where(student_import.c.import_id == import_id)).one_or_none()
    return None if row is None else _import(row)


def locked(tx: Connection, import_id: int) -> Import | None:
    """The same, which nobody else brings further until the transaction ends."""
    query = select(*_LISTED).where(student_import.c.import_id == import_id).with_for_update()
    row = tx.execute(query).one_or_none()
    return None if row is None else _import(row)


def since(tx: Connection, instant: datetime) -> list[Import]:
    """Those that arrived after that, newest first."""
    query = select(*_LISTED).where(student_import.c.made_at > instant).order_by(student_import.c.import_id.desc())
    return [_import(row) for row in tx.execute(query)]


def every(tx: Connection) -> list[Import]:
    """All that are still known."""
    return [_import(row) for row in tx.execute(select(*_LISTED))]


def place(tx: Connection, import_id: int, message: str) -> None:
    """Remember where its progress is shown."""
    tx.execute(update(student_import).where(student_import.c.import_id == import_id).values(message=message))


def tell(tx: Connection, import_id: int, outcome: Outcome) -> None:
    """Have it told otherwise what it came to, wherever it is."""
    values = {"outcome": json.dumps(asdict(outcome), ensure_ascii=False)}
    tx.execute(update(student_import).where(student_import.c.import_id == import_id).values(**values))


def step(
    tx: Connection,
    import_id: int,
    state: State,
    from_: Iterable[State],
    outcome: Outcome | None = None,
    packed: bytes | None = None,
) -> bool:
    """Bring it to that state from one of those; `False`, with nothing written, when it is in none of them.

    The rows of its file stay while it may be applied, and are thrown away in every other state; `packed` are new ones.
    """
    values: dict[str, Any] = {"state": state.value}
    if outcome:
        values["outcome"] = json.dumps(asdict(outcome), ensure_ascii=False)
    if packed is not None or state not in (State.CHECKED, State.APPLYING):
        values["parsed"] = packed
    there = student_import.c.state.in_([one.value for one in from_])
    changed = tx.execute(update(student_import).where(student_import.c.import_id == import_id, there).values(**values))
    return changed.rowcount == 1


def parsed(tx: Connection, import_id: int) -> bytes | None:
    """The packed rows of its file, and what the check said they would change; `None` once they are thrown away."""
    found = tx.scalar(select(student_import.c.parsed).where(student_import.c.import_id == import_id))
    return None if found is None else bytes(found)


def drop_before(tx: Connection, instant: datetime, states: Iterable[State]) -> None:
    """Give up files in these states that arrived before that, and throw their rows away."""
    old = and_(student_import.c.made_at < instant, student_import.c.state.in_([one.value for one in states]))
    tx.execute(update(student_import).where(old).values(state=State.DROPPED.value, parsed=None))


def delete_before(tx: Connection, instant: datetime) -> None:
    """Throw away imports as a whole, with what is told of their rows. The audit keeps what they changed."""
    tx.execute(delete(student_import).where(student_import.c.made_at < instant))


def _import(row: Any) -> Import:
    upload = json.loads(row.file)
    upload["since"] = date.fromisoformat(upload["since"])
    outcome = _outcome(json.loads(row.outcome)) if row.outcome else Outcome()
    state = State(row.state)
    return Import(row.import_id, row.made_by, row.made_at, state, Upload(**upload), row.message, outcome)


def _outcome(values: dict[str, Any]) -> Outcome:
    """Lists of JSON as the tuples they were."""
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    values["wrong"] = tuple(Wrong(**one) for one in values["wrong"])
    for name in ("joining", "moving", "beginning", "edits", "edited", "taking_over", "absent"):
        values[name] = tuple(tuple(one) for one in values[name])
    return Outcome(**values)
