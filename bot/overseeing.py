"""Looking after the work behind the answers: what runs, what waits, what was given up, and trying that again."""

from __future__ import annotations

from sqlalchemy import Connection

from bot import access, auditing
from bot.auditing import Deed
from bot.domain.job import Group, Overseen, Seen, State
from bot.services import Services
from bot.store import imports, jobs, reports
from bot.store.database import whole_unit

JOB = "job"
"""What the audit calls it."""
MOST = 12
"""Shown of each state; of more, how many there are."""


@whole_unit
def overview(services: Services, by: str) -> tuple[Group, ...]:
    """All of it by state: running, waiting, given up. Raises what `access.admin` does."""
    with services.database.reading() as tx:
        access.admin(services, tx, by)
        return tuple(_group(tx, state) for state in State)


@whole_unit
def try_again(services: Services, deed: Deed, job_id: int) -> bool:
    """Give work that was given up five more tries; `False` when it is not given up (any more).

    What it wrote to people before, it does not write again. Raises what `access.admin` does.
    """
    with services.database.begin() as tx:
        access.admin(services, tx, deed.by)
        kind = jobs.try_again(tx, job_id, deed.at)
        if kind is not None:
            auditing.changed(tx, deed, "retry", JOB, str(job_id), {"kind": [None, kind]})
    return kind is not None


def _group(tx: Connection, state: State) -> Group:
    seen, count = jobs.in_state(tx, state, MOST)
    return Group(state, tuple(_overseen(tx, one) for one in seen), count)


def _overseen(tx: Connection, seen: Seen) -> Overseen:
    told = seen.payload
    by = str(told.get("by") or told.get("user") or "")
    if report_id := told.get("report"):
        made = reports.find(tx, int(report_id))
        return Overseen(seen, by, made.wanted if made else None)
    if not by and (import_id := told.get("import_id")):
        found = imports.find(tx, int(import_id))
        by = found.made_by if found else ""
    return Overseen(seen, by)
