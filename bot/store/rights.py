"""What the bot's own database user may do on MySQL: everything it needs, and never change or take out the audit."""

from __future__ import annotations

import re

from sqlalchemy import Connection, make_url

from bot.store.database import Database
from bot.store.tables import audit, metadata

EVERYTHING, ADDING_ONLY = "SELECT, INSERT, UPDATE, DELETE", "SELECT, INSERT"
NAME = re.compile(r"[A-Za-z0-9_$-]{1,32}")


class BadUser(ValueError):
    """A database user's name that is not one."""


def grant(url: str, user: str) -> None:
    """Give that user (`attendance`, or `attendance@host`) its rights; they must exist. `url` is the owner's.

    SQLite knows no users: there, triggers keep the audit. Raises `BadUser`, or what the driver raises.
    """
    if make_url(url).get_backend_name() == "sqlite":
        return
    name, _, host = user.partition("@")
    if not NAME.fullmatch(name) or (host and not re.fullmatch(r"[A-Za-z0-9_.:%-]+", host)):
        raise BadUser(f"{user!r} is no name of a database user; write one as in attendance or attendance@10.0.%.")
    database = Database(url)
    with database.reading() as tx:
        _grant(tx, f"`{name}`@`{host or '%'}`")
    database.close()


def _grant(tx: Connection, account: str) -> None:
    for table in metadata.sorted_tables:
        rights = ADDING_ONLY if table is audit else EVERYTHING
        tx.exec_driver_sql(f"GRANT {rights} ON `{table.name}` TO {account}".replace("%", "%%"))
