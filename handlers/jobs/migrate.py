"""Bring the database to the newest schema."""

from __future__ import annotations

from handlers.settings import Settings


def run(settings: Settings) -> None:
    """Safe to run twice."""
    from bot.store.migrate import upgrade  # Alembic is slow to import, and only needed here

    upgrade(settings.database_url)
