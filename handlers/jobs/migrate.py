"""Bring the database to the newest schema, and give the bot's own user its rights there."""

from __future__ import annotations

from handlers.settings import Settings


def run(settings: Settings) -> None:
    """Safe to run twice. The rights are given where `DB_USER` names who the bot runs as."""
    from bot.store.migrate import upgrade  # Alembic is slow to import, and only needed here
    from bot.store.rights import grant

    upgrade(settings.database_url)
    if settings.database_user:
        grant(settings.database_url, settings.database_user)
