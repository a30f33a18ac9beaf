"""Reports that come by themselves every week. One row for a class, a kind and a channel, however often it is set up."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.domain.classcode import ClassCode
from bot.domain.report import Format, Kind
from bot.domain.schedule import Schedule, State, Turn, Weekly, Why
from bot.store.database import Outrun
from bot.store.rows import class_values
from bot.store.tables import schedule

ALL_CLASSES = {"branch": "", "year": 0, "section": ""}


def add(tx: Connection, new: Schedule) -> int:
    """Write it down; its number. Raises `Outrun` when somebody else was faster."""
    try:
        added = tx.execute(insert(schedule), _values(new))
    except IntegrityError as error:
        raise Outrun from error
    return int((added.inserted_primary_key or [0])[0])


def change(tx: Connection, after: Schedule) -> None:
    """It is like this from now on. Whoever calls has locked it."""
    tx.execute(update(schedule).where(schedule.c.schedule_id == after.schedule_id).values(**_values(after)))


def announced(tx: Connection, schedule_id: int, message: str) -> None:
    """The channel is told of it there."""
    tx.execute(update(schedule).where(schedule.c.schedule_id == schedule_id).values(message=message))


def handle(tx: Connection, seen: Schedule, turn: date) -> bool:
    """The turn of that day is seen to, unless it was already, or somebody has changed the schedule meanwhile."""
    as_seen = and_(
        schedule.c.schedule_id == seen.schedule_id,
        schedule.c.state == State.ACTIVE,
        schedule.c.handled_on == seen.handled_on,
        schedule.c.weekday == seen.weekly.turn.weekday,
        schedule.c.minute == seen.weekly.turn.minute,
    )
    return tx.execute(update(schedule).where(as_seen).values(handled_on=turn)).rowcount == 1


def find(tx: Connection, schedule_id: int, *, lock: bool = False) -> Schedule | None:
    """The one with that number; nobody else changes a locked one meanwhile."""
    return _one(tx, schedule.c.schedule_id == schedule_id, lock)


def same(tx: Connection, weekly: Weekly, channel: str) -> Schedule | None:
    """The same report in the same channel, on whatever day; locked."""
    of_class = [schedule.c[name] == value for name, value in _class(weekly.class_code).items()]
    return _one(tx, and_(*of_class, schedule.c.kind == weekly.kind, schedule.c.channel == channel), True)


def active(tx: Connection) -> list[Schedule]:
    """Those that have turns."""
    return _all(tx, schedule.c.state == State.ACTIVE)


def there(tx: Connection) -> list[Schedule]:
    """All but the stopped, as they were set up."""
    return _all(tx, schedule.c.state != State.STOPPED)


def _one(tx: Connection, condition: ColumnElement[bool], lock: bool) -> Schedule | None:
    query = select(schedule).where(condition)
    found = tx.execute(query.with_for_update() if lock else query).one_or_none()
    return None if found is None else _read(found)


def _all(tx: Connection, condition: ColumnElement[bool]) -> list[Schedule]:
    return [_read(row) for row in tx.execute(select(schedule).where(condition).order_by(schedule.c.schedule_id))]


def _class(class_code: ClassCode | None) -> dict[str, Any]:
    return class_values(class_code) if class_code else ALL_CLASSES


def _values(one: Schedule) -> dict[str, Any]:
    weekly = one.weekly
    return {
        **_class(weekly.class_code),
        "kind": weekly.kind,
        "format": weekly.format,
        "weekday": weekly.turn.weekday,
        "minute": weekly.turn.minute,
        "channel": one.channel,
        "made_by": one.made_by,
        "made_at": one.made_at,
        "handled_on": one.handled_on,
        "state": one.state,
        "why": one.why,
    }


def _read(row: Any) -> Schedule:
    code = ClassCode(row.branch, row.year, row.section) if row.branch else None
    weekly = Weekly(code, Turn(row.weekday, row.minute), Kind(row.kind), Format(row.format))
    return Schedule(
        row.schedule_id,
        weekly,
        row.channel,
        row.made_by,
        row.made_at,
        row.handled_on,
        State(row.state),
        Why(row.why),
        row.message,
    )
