"""Lambda's entry for what runs behind: `{"job": "migrate"}` brings the database to the newest schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.settings import Settings


class NotAJob(ValueError):
    """An event this worker has no work for."""


def handler(event: Mapping[str, Any], _context: object = None) -> dict[str, str]:
    """Do what the event names. Raises `NotAJob`, so that a wrong event is seen as an error and not lost."""
    if event.get("job") != "migrate":
        raise NotAJob(f"This worker knows the job 'migrate'; the event has {sorted(event)}.")
    from bot.store.migrate import upgrade  # Alembic is slow to import, and only needed here

    upgrade(Settings.read().database_url)
    return {"migrated": "head"}
