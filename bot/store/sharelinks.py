"""The bot's own links to files, and what came of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from bot.domain.filelink import SharedLink
from bot.domain.report import Format, Wanted
from bot.store.tables import download, report, share_link


@dataclass(frozen=True, slots=True)
class Link:
    """A link as it was made; `revoked_at` is `None` while nobody has ended it."""

    link_id: int
    report_id: int
    format: Format
    expires_at: datetime
    revoked_at: datetime | None


def find(tx: Connection, link_id: int) -> Link | None:
    """The link with this number."""
    row = tx.execute(select(share_link).where(share_link.c.link_id == link_id)).one_or_none()
    return None if row is None else Link(row.link_id, row.report_id, Format(row.format), row.expires_at, row.revoked_at)


def newest(tx: Connection, report_id: int, format_: Format) -> Link | None:
    """The last link that was made to that file. Nobody else makes one meanwhile."""
    tx.execute(select(report.c.report_id).where(report.c.report_id == report_id).with_for_update())
    query = select(func.max(share_link.c.link_id)).where(
        share_link.c.report_id == report_id, share_link.c.format == format_
    )
    link_id = tx.scalar(query)
    return None if link_id is None else find(tx, link_id)


def add(tx: Connection, report_id: int, format_: Format, by: str, at: datetime, expires_at: datetime) -> int:
    """A new link; its number."""
    values = {"report_id": report_id, "format": format_, "made_by": by, "made_at": at, "expires_at": expires_at}
    added = tx.execute(insert(share_link), values)
    return int((added.inserted_primary_key or [0])[0])


def revoke(tx: Connection, link_id: int, by: str, at: datetime) -> bool:
    """End it; `False` when it was ended before."""
    query = update(share_link).where(share_link.c.link_id == link_id, share_link.c.revoked_at.is_(None))
    return tx.execute(query.values(revoked_at=at, revoked_by=by)).rowcount == 1


def live(tx: Connection, now: datetime) -> tuple[SharedLink, ...]:
    """Those that work, newest first."""
    works = (share_link.c.expires_at > now, share_link.c.revoked_at.is_(None), report.c.state != "gone")
    joined = share_link.join(report, report.c.report_id == share_link.c.report_id)
    ids = select(share_link.c.link_id).select_from(joined).where(*works)
    opened = (
        select(download.c.link_id, func.count().label("times"), func.max(download.c.at).label("last"))
        .where(download.c.link_id.in_(ids))
        .group_by(download.c.link_id)
        .subquery("opened")
    )
    query = (
        select(share_link, report.c.wanted, opened.c.times, opened.c.last)
        .select_from(joined.outerjoin(opened, opened.c.link_id == share_link.c.link_id))
        .where(*works)
        .order_by(share_link.c.link_id.desc())
    )
    return tuple(
        SharedLink(
            row.link_id,
            row.report_id,
            Wanted.from_json(json.loads(row.wanted)),
            Format(row.format),
            row.made_by,
            row.made_at,
            row.expires_at,
            row.times or 0,
            row.last,
        )
        for row in tx.execute(query)
    )
