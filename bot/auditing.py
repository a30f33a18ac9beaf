"""Writing down what changed: who, when, from where, from what to what, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.domain.rollcall import Made, RollCall, State, Status
from bot.store import audits
from bot.store.audits import Entry

ROLL_CALL = "roll_call"

Change = tuple[Status | None, Status | None]
"""What a mark was and what it became; `None` is unmarked."""


@dataclass(frozen=True, slots=True)
class Deed:
    """Who does something, when, from where (`command`, `text`, `button`, `event`, `job`) and, if they said, why."""

    by: str
    at: datetime
    source: str
    reason: str = ""


def roll_call_changed(
    tx: Connection, deed: Deed, action: str, before: RollCall, after: RollCall, marks: Mapping[int, Change]
) -> None:
    """Write down one version of a roll call, with all it takes to undo it."""
    changes = {
        "state": [before.state, after.state],
        "taken_by": [before.taken_by, after.taken_by],
        "taken_at": [_iso(before.taken_at), _iso(after.taken_at)],
        "marks": {str(student_id): list(change) for student_id, change in marks.items()},
    }
    entry = Entry(
        deed.at, deed.by, deed.source, action, ROLL_CALL, str(before.roll_call_id), changes, after.version, deed.reason
    )
    audits.add(tx, entry)


def changed(
    tx: Connection,
    deed: Deed,
    action: str,
    target: str,
    target_id: str,
    changes: dict[str, Any],
    version: int | None = None,
) -> None:
    """Write down a change of anything else; `version` is the one it made, of what has versions."""
    audits.add(tx, Entry(deed.at, deed.by, deed.source, action, target, target_id, changes, version, deed.reason))


def all_changed(tx: Connection, deed: Deed, action: str, target: str, changes: Mapping[str, dict[str, Any]]) -> None:
    """Write down one deed that changed many things: an entry for each, by its id."""
    audits.add_all(
        tx,
        [
            Entry(deed.at, deed.by, deed.source, action, target, target_id, change, None, deed.reason)
            for target_id, change in changes.items()
        ],
    )


def was_saved_by(tx: Connection, roll_call_id: int, version: int, who: str) -> bool:
    """Whether that version came from this person's save."""
    entry = audits.that_made(tx, ROLL_CALL, str(roll_call_id), version)
    return entry is not None and (entry.actor, entry.action) == (who, "save")


def marks_at(
    tx: Connection, call: RollCall, version: int, now: Mapping[int, Status | None]
) -> dict[int, Status | None]:
    """The marks of these students as they were at that version, by taking back from now what was changed since."""
    then = dict(now)
    for entry in audits.after(tx, ROLL_CALL, str(call.roll_call_id), version):
        then |= {student_id: was for student_id, (was, _) in _marks(entry).items() if student_id in then}
    return then


@dataclass(frozen=True, slots=True)
class Before:
    """What a change found, read back from its entry."""

    entry: Entry
    state: State
    taken_by: str | None
    taken_at: datetime | None
    marks: Mapping[int, Change]


def of_version(tx: Connection, call: RollCall) -> Before | None:
    """What the change that brought the roll call to its present version found there."""
    entry = audits.that_made(tx, ROLL_CALL, str(call.roll_call_id), call.version)
    if entry is None:
        return None
    old = entry.changes
    taken_at = old["taken_at"][0]
    return Before(
        entry,
        State(old["state"][0]),
        old["taken_by"][0],
        taken_at and datetime.fromisoformat(taken_at),
        _marks(entry),
    )


def _marks(entry: Entry) -> dict[int, Change]:
    changed = entry.changes["marks"].items()
    return {int(student_id): (_status(was), _status(became)) for student_id, (was, became) in changed}


def made(tx: Connection, call: RollCall) -> Made | None:
    """Who brought the roll call to its present version; `None` for one nobody has saved."""
    before = of_version(tx, call)
    return None if before is None else Made(before.entry.actor, before.entry.at, before.entry.action)


def _status(letter: str | None) -> Status | None:
    return None if letter is None else Status(letter)


def _iso(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat()
