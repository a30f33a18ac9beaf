"""What changed, by whom, when and from where. Rows are only ever added."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, insert, select

from bot.store.tables import audit

CHUNK = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """One change. `changes` holds old and new values; `version` is the one the change made."""

    at: datetime
    actor: str
    source: str
    action: str
    target: str
    target_id: str
    changes: dict[str, Any]
    version: int | None = None
    reason: str = ""


def add(tx: Connection, entry: Entry) -> None:
    """Append one entry."""
    tx.execute(insert(audit), _values(entry))


def add_all(tx: Connection, entries: Sequence[Entry]) -> None:
    """Append many, a few hundred a statement."""
    for start in range(0, len(entries), CHUNK):
        tx.execute(insert(audit), [_values(entry) for entry in entries[start : start + CHUNK]])


def _values(entry: Entry) -> dict[str, Any]:
    return {
        "at": entry.at,
        "actor": entry.actor,
        "source": entry.source,
        "action": entry.action,
        "target": entry.target,
        "target_id": entry.target_id,
        "version": entry.version,
        "changes": json.dumps(entry.changes, separators=(",", ":"), ensure_ascii=False),
        "reason": entry.reason,
    }


def that_made(tx: Connection, target: str, target_id: str, version: int) -> Entry | None:
    """The change that brought something to this version."""
    found = tx.execute(_of(target, target_id).where(audit.c.version == version).limit(1)).one_or_none()
    return None if found is None else _entry(found)


def after(tx: Connection, target: str, target_id: str, version: int) -> list[Entry]:
    """The changes made since this version, newest first."""
    rows = tx.execute(_of(target, target_id).where(audit.c.version > version)).all()
    return [_entry(row) for row in reversed(rows)]


def _of(target: str, target_id: str) -> Select[Any]:
    return select(audit).where(audit.c.target == target, audit.c.target_id == target_id).order_by(audit.c.audit_id)


def _entry(row: Any) -> Entry:
    return Entry(
        row.at,
        row.actor,
        row.source,
        row.action,
        row.target,
        row.target_id,
        json.loads(row.changes),
        row.version,
        row.reason,
    )
