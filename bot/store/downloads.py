"""Who was given the file of a report, and how often a shared link was followed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert

from bot.domain.report import Format
from bot.store.tables import download


def add(
    tx: Connection, report_id: int, format_: Format, at: datetime, *, by: str = "", link_id: int | None = None
) -> None:
    """Somebody gets that file now: `by` name, or through a shared link, by which nobody is known."""
    values = {"report_id": report_id, "format": format_, "slack_user_id": by, "link_id": link_id, "at": at}
    tx.execute(insert(download), values)
