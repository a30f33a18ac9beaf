"""One engine per process, made on first use; transactions that mean the same on MySQL, MariaDB and SQLite."""

from __future__ import annotations

import functools
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from bot.domain.errors import Told

P = ParamSpec("P")
T = TypeVar("T")

TRIES = 3
PATIENCE = 1.5
"""Seconds after which nothing is tried again: Slack gives the bot three in all, and an apology has to fit in."""
BETWEEN_TRIES = 1.0
"""Seconds, where nobody waits for the answer."""
LOCK_WAIT, DEADLOCK = 1205, 1213
GONE = frozenset({2002, 2003, 2006, 2013, 2055})  # the client's codes for a connection that is not there any more

FROZEN = (
    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ",  # of the next transaction alone
    "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY",
)
FROZEN_SQLITE = ("BEGIN", "SELECT 1 FROM sqlite_master LIMIT 1")  # what it sees is settled by the first look


class Outrun(Told):
    """Somebody else changed the same thing between our look and our write; trying again settles it."""

    def __init__(self) -> None:
        super().__init__("Somebody else is changing this at the same moment. Nothing was lost; please try again.")


class Database:
    """The way to the tables: `reading()` for questions, `begin()` for changes.

    Connections stay in autocommit and a change says BEGIN and COMMIT itself: a question then costs no ROLLBACK round
    trip, and SQLite can take its write lock first (`BEGIN IMMEDIATE`) instead of failing half-way.
    MySQL runs at READ COMMITTED: no gap locks, so two classes never deadlock; lost updates are caught by the version
    of the roll call, not by the isolation level. A dead connection is found by the statement that meets it and the
    unit is run again (see `whole_unit`), which saves the round trip of a ping before every request.
    """

    def __init__(self, url: str, connections: int = 1, statement_seconds: int = 2) -> None:
        """`statement_seconds` is how long a statement may take, half of it waiting for a lock: short where a person
        waits, long for work behind. SQLite knows no such limit."""
        self.url = make_url(url)
        if self.url.drivername in ("mysql", "mariadb"):  # without a driver SQLAlchemy means one that is not installed
            self.url = self.url.set(drivername="mysql+pymysql")
        self.connections = connections
        self.statement_seconds = statement_seconds

    @cached_property
    def engine(self) -> Engine:
        """Made on first use, so that importing and a health check never touch the database."""
        sqlite = self.url.get_backend_name() == "sqlite"
        engine = create_engine(
            self.url,
            isolation_level="AUTOCOMMIT",
            skip_autocommit_rollback=True,
            hide_parameters=True,
            pool_size=self.connections,
            max_overflow=0,
            **({} if sqlite else self._mysql_options()),
        )
        event.listen(engine, "connect", _prepare_sqlite if sqlite else self._bound_lock_waits)
        return engine

    def _mysql_options(self) -> dict[str, Any]:
        """Seconds throughout."""
        asked = {
            "charset": "utf8mb4",
            "connect_timeout": 2,
            "read_timeout": self.statement_seconds,
            "write_timeout": self.statement_seconds,
            "init_command": "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
        }
        return {"pool_timeout": 3, "pool_recycle": 300, "connect_args": asked}

    def _bound_lock_waits(self, connection: Any, _record: Any) -> None:
        """The server's own limit is 50 seconds: the client would be gone long before, and never hear of it."""
        with connection.cursor() as cursor:
            cursor.execute(f"SET SESSION innodb_lock_wait_timeout = {max(1, self.statement_seconds // 2)}")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for questions; each statement sees what is committed."""
        with self.engine.connect() as connection:
            yield connection

    def at_once(self) -> AbstractContextManager[Connection]:
        """A connection for questions and a change of one statement, which commits by itself."""
        return self.reading()

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """One transaction: committed when the block ends, rolled back whole when it raises."""
        with self.engine.connect() as connection, together(connection):
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A connection for questions that all see the database as it was at the first moment, whatever is committed
        meanwhile. Nothing may be written on it; nobody waits for it, nor it for anybody.

        It holds one of the `connections` for as long as it lasts, and gives it back as it was.
        """
        with self.engine.connect() as connection:
            try:
                for statement in FROZEN_SQLITE if connection.dialect.name == "sqlite" else FROZEN:
                    connection.exec_driver_sql(statement).close()
                yield connection
            finally:
                _roll_back(connection)

    def close(self) -> None:
        """Give every connection back; the next use opens a new one."""
        self.engine.dispose()


@contextmanager
def together(connection: Connection) -> Iterator[None]:
    """Make what is done on this connection inside the block one transaction."""
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.dialect.name == "sqlite" else "BEGIN")
    try:
        yield
        connection.exec_driver_sql("COMMIT")
    except BaseException:
        _roll_back(connection)
        raise


def _roll_back(connection: Connection) -> None:
    """End the transaction without hiding why; a connection that cannot be rolled back is thrown away."""
    if connection.invalidated:
        return
    try:
        connection.exec_driver_sql("ROLLBACK")
    except DBAPIError:
        connection.invalidate()


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000"):
        connection.execute(f"PRAGMA {pragma}")


def whole_unit(use_case: Callable[P, T]) -> Callable[P, T]:
    """Run a use case again from its start, at most three times in `PATIENCE`, when the database says "try again".

    For every use case that is one transaction or a few questions. "Again" is: a lock wait or deadlock (1205 leaves
    the transaction open, hence the roll back in `begin`), a connection found dead, or being `Outrun`. After a COMMIT
    whose answer was lost, the second run meets its own work: every use case decorated so must recognise it.
    """

    @functools.wraps(use_case)
    def tried(*args: P.args, **kwargs: P.kwargs) -> T:
        give_up = time.monotonic() + PATIENCE
        for attempt in range(1, TRIES + 1):
            try:
                return use_case(*args, **kwargs)
            except (DBAPIError, Outrun) as error:
                if attempt == TRIES or time.monotonic() > give_up or not _worth_another_try(error):
                    raise
                time.sleep(random.uniform(0.01, 0.05) * attempt)  # noqa: S311  # jitter, not a secret
        raise AssertionError("unreachable")

    return tried


def insisting(seconds: float, use_case: Callable[[], T]) -> T:
    """Run a whole unit again and again for so long while the database is away: for what must not go unsaid."""
    give_up = time.monotonic() + seconds
    while True:
        try:
            return use_case()
        except (OperationalError, InterfaceError):
            if time.monotonic() >= give_up:
                raise
        time.sleep(BETWEEN_TRIES)


def _worth_another_try(error: DBAPIError | Outrun) -> bool:
    if isinstance(error, Outrun):
        return True
    code = error.orig.args[0] if error.orig and error.orig.args else None
    return error.connection_invalidated or code in GONE or code in (LOCK_WAIT, DEADLOCK)
