"""Work that outlasts an answer: written down with what caused it, claimed by one worker at a time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, or_, select, update

from bot.domain.job import ClaimLost, Job, Seen, State, is_last
from bot.store.tables import job, posting

LONGEST_ERROR = 200
AT_A_LOOK = 10
"""Pieces of work a worker looks at: when others take the first, it has the next."""
LOST = "WorkerLost"
"""What is told of work that took every worker with it."""


def add(tx: Connection, kind: str, payload: Mapping[str, Any], now: datetime) -> int:
    """Write work down, to be done from now on; its id."""
    values = {"kind": kind, "payload": json.dumps(payload), "run_after": now, "created_at": now, "since": now}
    added = tx.execute(insert(job), values)
    return int((added.inserted_primary_key or [0])[0])


def claim(
    tx: Connection, now: datetime, until: datetime, job_id: int | None = None, due_by: datetime | None = None
) -> Job | None:
    """The work that has waited longest, or this one, now ours until then; `None` when there is none to do.

    Also work whose worker went silent, unless that was its last try. `due_by` takes what is due a little later too.
    Two workers never get the same: each takes a row by changing it as it saw it. (`FOR UPDATE SKIP LOCKED` locks every
    row it sorts on MySQL, and a second worker would find none.)
    """
    due = or_(
        and_(job.c.state == "waiting", job.c.run_after <= (due_by or now)),
        and_(job.c.state == "running", job.c.claimed_until <= now),
    )
    columns = (job.c.job_id, job.c.kind, job.c.payload, job.c.attempts, job.c.state)
    query = select(*columns).where(due).order_by(job.c.run_after)
    if job_id is not None:
        query = query.where(job.c.job_id == job_id)
    while waiting := tx.execute(query.limit(AT_A_LOOK)).all():
        for found in waiting:
            seen = and_(job.c.job_id == found.job_id, job.c.attempts == found.attempts, due)
            if found.state == "running" and is_last(found.attempts):
                values = {"state": "failed", "claimed_until": None, "last_error": LOST, "since": now}
                tx.execute(update(job).where(seen).values(**values))
                continue
            values = {"state": "running", "attempts": found.attempts + 1, "claimed_until": until, "since": now}
            if tx.execute(update(job).where(seen).values(**values)).rowcount == 1:
                return Job(found.job_id, found.kind, json.loads(found.payload), found.attempts + 1)
    return None


def keep(tx: Connection, claimed: Job, until: datetime) -> bool:
    """Claim it for longer; `False` when it is somebody else's by now, or settled."""
    return tx.execute(update(job).where(_mine(claimed)).values(claimed_until=until)).rowcount == 1


def is_claimed(tx: Connection, claimed: Job) -> bool:
    """Whether this claim still holds."""
    return tx.execute(select(job.c.job_id).where(_mine(claimed))).first() is not None


def done(tx: Connection, claimed: Job, now: datetime) -> None:
    """It is done; of a claim that has passed to another worker, nothing is said."""
    _settle(tx, claimed, now, state="done", last_error="")


def done_with(tx: Connection, claimed: Job, now: datetime) -> None:
    """It is done, together with all else this transaction does. Raises `ClaimLost`."""
    if not _settle(tx, claimed, now, state="done", last_error=""):
        raise ClaimLost


def failed(tx: Connection, claimed: Job, error: str, now: datetime, again_at: datetime | None) -> None:
    """It did not work: tried again then, or never."""
    state = "failed" if again_at is None else "waiting"
    values = {} if again_at is None else {"run_after": again_at}
    _settle(tx, claimed, now, state=state, last_error=error[:LONGEST_ERROR], **values)


def hand_over(tx: Connection, claimed: Job, now: datetime) -> None:
    """It waits for another worker."""
    _settle(tx, claimed, now, state="waiting", run_after=now)


def try_again(tx: Connection, job_id: int, now: datetime) -> str | None:
    """Have what was given up tried again; its kind, or `None` when it is not given up (any more)."""
    given_up = and_(job.c.job_id == job_id, job.c.state == "failed")
    kind = tx.scalar(select(job.c.kind).where(given_up))
    if not kind:
        return None
    again = update(job).where(given_up).values(state="waiting", run_after=now, since=now)
    return str(kind) if tx.execute(again).rowcount == 1 else None


def in_state(tx: Connection, state: State, most: int) -> tuple[tuple[Seen, ...], int]:
    """The newest in that state, and how many there are."""
    columns = (job.c.job_id, job.c.kind, job.c.payload, job.c.attempts, job.c.since, job.c.run_after, job.c.last_error)
    query = select(*columns).where(job.c.state == state).order_by(job.c.job_id.desc()).limit(most)
    count = tx.scalar(select(func.count()).select_from(job).where(job.c.state == state)) or 0
    return tuple(
        Seen(job_id, kind, json.loads(payload), state, attempts, since, run_after, error)
        for job_id, kind, payload, attempts, since, run_after, error in tx.execute(query)
    ), int(count)


def forget(tx: Connection, before: datetime) -> None:
    """Throw away what is done, or given up, and was written down before then, with what it wrote to people."""
    old = and_(job.c.state.in_(("done", "failed")), job.c.created_at < before)
    tx.execute(delete(posting).where(posting.c.job_id.in_(select(job.c.job_id).where(old))))
    tx.execute(delete(job).where(old))


def _settle(tx: Connection, claimed: Job, now: datetime, **values: Any) -> bool:
    settled = update(job).where(_mine(claimed)).values(claimed_until=None, since=now, **values)
    return tx.execute(settled).rowcount == 1


def _mine(claimed: Job) -> ColumnElement[bool]:
    return and_(job.c.job_id == claimed.job_id, job.c.state == "running", job.c.attempts == claimed.attempts)
