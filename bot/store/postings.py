"""What work wrote to people: begun before Slack is called, so that work that runs again writes nothing twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, select, update

from bot.store.tables import posting


@dataclass(frozen=True, slots=True)
class Begun:
    """A message on its way. `message` is where it stands; `""` where Slack names no place, `None` until it is known."""

    begun_at: datetime
    message: str | None


def find(tx: Connection, job_id: int, what: str) -> Begun | None:
    """What became of it; `None` when it was not begun."""
    found = tx.execute(select(posting.c.begun_at, posting.c.message).where(_this(job_id, what))).first()
    return found and Begun(found.begun_at, found.message)


def begin(tx: Connection, job_id: int, what: str, now: datetime) -> None:
    """It is on its way. Raises IntegrityError when somebody else was faster."""
    tx.execute(insert(posting), {"job_id": job_id, "what": what, "begun_at": now})


def record(tx: Connection, job_id: int, what: str, message: str) -> None:
    """It has arrived, and stands there."""
    tx.execute(update(posting).where(_this(job_id, what)).values(message=message))


def forget(tx: Connection, job_id: int, what: str) -> None:
    """It did not arrive: it may be begun again."""
    tx.execute(delete(posting).where(_this(job_id, what)))


def _this(job_id: int, what: str) -> ColumnElement[bool]:
    return and_(posting.c.job_id == job_id, posting.c.what == what)
