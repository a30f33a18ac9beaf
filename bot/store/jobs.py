"""Work that outlasts an answer: written down with what caused it, claimed by one worker at a time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, insert, or_, select, update

from bot.domain.job import Job
from bot.store.tables import job

LONGEST_ERROR = 200
AT_A_LOOK = 10
"""Pieces of work a worker looks at: when others take the first, it has the next."""


def add(tx: Connection, kind: str, payload: Mapping[str, Any], now: datetime) -> int:
    """Write work down, to be done from now on; its id."""
    values = {"kind": kind, "payload": json.dumps(payload), "run_after": now, "created_at": now}
    added = tx.execute(insert(job), values)
    return int((added.inserted_primary_key or [0])[0])


def claim(tx: Connection, now: datetime, until: datetime, job_id: int | None = None) -> Job | None:
    """The work that has waited longest, or this one, now ours until then; `None` when there is none to do.

    Also work whose worker went silent. Two workers never get the same: each takes a row by changing it as it saw it.
    (`FOR UPDATE SKIP LOCKED` locks every row it sorts on MySQL, and a second worker would find none.)
    """
    due = or_(
        and_(job.c.state == "waiting", job.c.run_after <= now),
        and_(job.c.state == "running", job.c.claimed_until <= now),
    )
    query = select(job.c.job_id, job.c.kind, job.c.payload, job.c.attempts).where(due).order_by(job.c.run_after)
    if job_id is not None:
        query = query.where(job.c.job_id == job_id)
    while waiting := tx.execute(query.limit(AT_A_LOOK)).all():
        for found in waiting:
            seen = and_(job.c.job_id == found.job_id, job.c.attempts == found.attempts, due)
            values = {"state": "running", "attempts": found.attempts + 1, "claimed_until": until}
            if tx.execute(update(job).where(seen).values(**values)).rowcount == 1:
                return Job(found.job_id, found.kind, json.loads(found.payload), found.attempts + 1)
    return None


def done(tx: Connection, claimed: Job) -> None:
    """It is done; of a claim that has passed to another worker, nothing is said."""
    _settle(tx, claimed, state="done", claimed_until=None, last_error="")


def failed(tx: Connection, claimed: Job, error: str, again_at: datetime | None) -> None:
    """It did not work: tried again then, or never."""
    state = "failed" if again_at is None else "waiting"
    values = {} if again_at is None else {"run_after": again_at}
    _settle(tx, claimed, state=state, claimed_until=None, last_error=error[:LONGEST_ERROR], **values)


def forget(tx: Connection, before: datetime) -> None:
    """Throw away what is done, or given up, and was written down before then."""
    tx.execute(delete(job).where(job.c.state.in_(("done", "failed")), job.c.created_at < before))


def _settle(tx: Connection, claimed: Job, **values: Any) -> None:
    mine = and_(job.c.job_id == claimed.job_id, job.c.state == "running", job.c.attempts == claimed.attempts)
    tx.execute(update(job).where(mine).values(**values))
