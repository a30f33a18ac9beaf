"""A student who is erased, taken out of the lists of students that were sent before."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from bot.domain.imports import ERASED_SINCE, Import, State
from bot.formats.packed import unpack
from bot.store import imports

WAITS = (State.CHECKED, State.APPLYING)


def forget(tx: Connection, roll_no: str, email: str | None) -> None:
    """Nothing that is kept of a list names the student any more, and none brings them back.

    A list that has them and waits for its Apply is thrown away whole: what was shown of it is not what it would do.
    """
    for found in imports.every(tx):
        outcome = found.outcome.without(roll_no, email)
        if found.state in WAITS and _has(tx, found, roll_no):
            imports.step(tx, found.import_id, State.DROPPED, WAITS, replace(outcome, why=ERASED_SINCE))
        elif outcome != found.outcome:
            imports.tell(tx, found.import_id, outcome)


def _has(tx: Connection, found: Import, roll_no: str) -> bool:
    packed = imports.parsed(tx, found.import_id)
    return packed is not None and any(row.roll_no == roll_no for row in unpack(packed)[0])
