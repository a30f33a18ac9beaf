"""Reports: what was asked for, and, once they are made, their facts and where their files are."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from bot.domain.report import Facts, Format, Made, Wanted
from bot.store.tables import report

ASKED, MADE, GONE = "asked", "made", "gone"


def add(
    tx: Connection, wanted: Wanted, by: str, at: datetime, channel: str = "", schedule_id: int | None = None
) -> int:
    """Write down that it is wanted, in a folder nobody can guess; its number. No `channel`: for `by` alone."""
    values = {
        "asked_by": by,
        "asked_at": at,
        "wanted": json.dumps(wanted.as_json()),
        "channel": channel,
        "schedule_id": schedule_id,
        "folder": secrets.token_urlsafe(24),
    }
    added = tx.execute(insert(report), values)
    return int((added.inserted_primary_key or [0])[0])


def find(tx: Connection, report_id: int) -> Made | None:
    """The report with that number."""
    found = tx.execute(select(report).where(report.c.report_id == report_id)).first()
    return None if found is None else _read(found)


def made(tx: Connection, report_id: int, at: datetime, facts: Facts, files: Mapping[Format, str]) -> None:
    """Its files are in storage, under these keys."""
    values = {
        "state": MADE,
        "made_at": at,
        "facts": json.dumps(facts.as_json()),
        "files": json.dumps({format_.value: key for format_, key in files.items()}),
    }
    tx.execute(update(report).where(report.c.report_id == report_id, report.c.state != GONE).values(**values))


def posted(tx: Connection, report_id: int, message: str) -> None:
    """A link to it stands there for everybody."""
    tx.execute(update(report).where(report.c.report_id == report_id).values(message=message))


def asked_before(tx: Connection, instant: datetime, most: int) -> list[Made]:
    """At most so many that were asked for before then and whose files, finished or not, were not taken out yet."""
    query = select(report).where(report.c.state.in_((ASKED, MADE)), report.c.asked_at < instant)
    return [_read(found) for found in tx.execute(query.order_by(report.c.asked_at, report.c.report_id).limit(most))]


def gone(tx: Connection, report_id: int) -> None:
    """Its files are no longer in storage, and it is not made again."""
    tx.execute(update(report).where(report.c.report_id == report_id).values(state=GONE))


def _read(found: Any) -> Made:
    files = json.loads(found.files) if found.files else {}
    return Made(
        found.report_id,
        found.asked_by,
        found.asked_at,
        Wanted.from_json(json.loads(found.wanted)),
        found.channel,
        found.folder,
        found.state == GONE,
        found.made_at,
        Facts.from_json(json.loads(found.facts)) if found.facts else None,
        {Format(name): key for name, key in files.items()},
        found.schedule_id,
        found.message,
    )
