"""The college's holidays: a row each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import Connection, delete, insert, select, tuple_

from bot.domain.rollcall import State
from bot.store.tables import enrolment, holiday, roll_call
from bot.store.upsert import CHUNK


def put(tx: Connection, days: Mapping[date, str]) -> None:
    """Make these days holidays by these names, whatever they were called before."""
    take_out(tx, days)
    rows = [{"date": day, "name": name} for day, name in sorted(days.items())]
    for start in range(0, len(rows), CHUNK):
        tx.execute(insert(holiday), rows[start : start + CHUNK])


def take_out(tx: Connection, days: Collection[date]) -> None:
    """Make these days ordinary ones."""
    wanted = sorted(days)
    for start in range(0, len(wanted), CHUNK):
        tx.execute(delete(holiday).where(holiday.c.date.in_(wanted[start : start + CHUNK])))


def taken_on(tx: Connection, days: Collection[date]) -> frozenset[date]:
    """Those of these days on which some class took attendance.

    By class, because the index of the roll calls begins with it: one range of it a class, and none is read whole.
    """
    if not days:
        return frozenset()
    classes = [tuple(row) for row in tx.execute(select(enrolment.c.branch, enrolment.c.year).distinct())]
    if not classes:
        return frozenset()
    query = (
        select(roll_call.c.date)
        .where(
            tuple_(roll_call.c.branch, roll_call.c.year).in_(classes),
            roll_call.c.date.between(min(days), max(days)),
            roll_call.c.state == State.TAKEN.value,
        )
        .distinct()
    )
    return frozenset(tx.scalars(query)) & frozenset(days)
