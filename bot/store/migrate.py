"""Bring a database to the newest schema; safe to run at any time and twice."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from bot.store.database import Database

LONGEST = 900
"""Seconds a statement may take: changing a table of millions of rows does, and Lambda ends everything after that."""


def upgrade(url: str) -> None:
    """Apply every migration the database does not have yet. Raises what the driver raises."""
    database = Database(url, statement_seconds=LONGEST)
    try:
        with database.reading() as connection:
            command.upgrade(_config(connection), "head")
    finally:
        database.close()


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config
