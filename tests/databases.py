"""Fresh, migrated databases for the tests: a copied SQLite file, and a MySQL database emptied between tests.

MySQL is a throwaway server, or the one that TEST_DATABASE_URL names.
"""

from __future__ import annotations

import contextlib
import gc
import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest
from sqlalchemy import URL, Connection, create_engine, inspect, make_url, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import NullPool

from infra.local.mysql import throwaway_server
from infra.local.programs import DATABASE_SERVER, Program, nothing_may_be_left_out

KEPT = "alembic_version"
NOT_ALLOWED = (1044, 1045, 1142, 1227)  # MySQL's ways to refuse a CREATE DATABASE
LOCK_WAIT_TIMEOUT = 1205


class MysqlServer(Protocol):
    """What the fixtures need of a server, ours or the one given."""

    def new_database(self) -> str:
        """The URL of an empty database."""


def find(program: Program) -> Path:
    """Where it is; else the test is left out, or fails where nothing may be left out."""
    found = program.find()
    if not found:
        (pytest.fail if nothing_may_be_left_out() else pytest.skip)(program.missing)
    return found


@contextlib.contextmanager
def mysql_server_for_tests() -> Iterator[MysqlServer]:
    """The server TEST_DATABASE_URL names, else a throwaway one."""
    given = os.environ.get("TEST_DATABASE_URL")
    if not given:
        find(DATABASE_SERVER)
        with throwaway_server(options=["--innodb-flush-log-at-trx-commit=0"]) as server:  # nobody waits for the disk
            yield server
        return
    theirs = GivenServer(make_url(given))
    try:
        yield theirs
    finally:
        theirs.drop_what_it_made()


class GivenServer:
    """A server somebody else runs. Makes databases of its own there, or, where it may not, empties the given one."""

    def __init__(self, url: URL) -> None:
        self._url = url
        self._made: list[str] = []

    def new_database(self) -> str:
        name = f"attendance_test_{secrets.token_hex(6)}"
        with connected(self._url) as connection:
            try:
                connection.execute(text(f"CREATE DATABASE {name}"))
            except DBAPIError as refused:
                if refused.orig is None or refused.orig.args[0] not in NOT_ALLOWED:
                    raise
                return self._the_given_one(connection)
        self._made.append(name)
        return spelled(self._url.set(database=name))

    def _the_given_one(self, connection: Connection) -> str:
        if "test" not in (self._url.database or ""):
            pytest.exit(
                "TEST_DATABASE_URL: its user may not create databases, and the tests would empty "
                f"`{self._url.database}`. Name a database with `test` in its name, or allow CREATE and DROP.",
                returncode=2,
            )
        drop_tables(connection)
        return spelled(self._url)

    def drop_what_it_made(self) -> None:
        if self._made:
            with connected(self._url) as connection:
                for name in self._made:
                    connection.execute(text(f"DROP DATABASE IF EXISTS {name}"))


class MigratedSqlite:
    """Migrated once; each test gets a copy of the file."""

    def __init__(self, folder: Path) -> None:
        self._original = folder / "migrated.sqlite"
        migrate(f"sqlite:///{self._original}")
        with contextlib.closing(sqlite3.connect(self._original)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # so that the file alone is the database

    def fresh(self, folder: Path) -> str:
        """The URL of a new migrated database in that folder."""
        copy = folder / "attendance.sqlite"
        shutil.copyfile(self._original, copy)
        return f"sqlite:///{copy}"


class MigratedMysql:
    """Migrated once; emptied for each test with DELETE: 3 ms, where TRUNCATE takes 15 and a new database 100.

    Ids go on counting from test to test, as they do in a real database.
    """

    def __init__(self, server: MysqlServer) -> None:
        self._url = server.new_database()
        self._engine = create_engine(self._url, isolation_level="AUTOCOMMIT", pool_pre_ping=True)
        self._tables: frozenset[str] | None = None  # not migrated yet

    def fresh(self) -> str:
        """The URL of the migrated database, empty again whatever the last test did to it."""
        with self._engine.connect() as connection:
            present = table_names(connection)
            if present == self._tables:
                without_waiting(connection, [f"DELETE FROM {table}" for table in present - {KEPT}])
                return self._url
            drop_tables(connection)
            migrate(self._url)
            self._tables = table_names(connection)
        return self._url


def migrate(url: str) -> None:
    """Bring an empty database to today's schema. Rows a migration writes would be lost between tests, so none may."""
    from bot.store.migrate import upgrade  # Alembic takes a while to import; tests without a database do without

    upgrade(url)
    with connected(make_url(url)) as connection:
        for table in table_names(connection) - {KEPT}:
            if connection.execute(text(f"SELECT 1 FROM {table} LIMIT 1")).first():
                raise AssertionError(f"A migration writes rows into {table}: keep them in tests/databases.py")


@contextlib.contextmanager
def connected(url: URL) -> Iterator[Connection]:
    """A connection of the tests' own that commits each statement and leaves nothing open."""
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection


def table_names(connection: Connection) -> frozenset[str]:
    return frozenset(inspect(connection).get_table_names())


def drop_tables(connection: Connection) -> None:
    without_waiting(connection, [f"DROP TABLE {table}" for table in table_names(connection)])


def without_waiting(connection: Connection, statements: list[str]) -> None:
    """Run them in any order of foreign keys; a test that left a transaction open loses it after a second."""
    patience = "foreign_key_checks = 0, lock_wait_timeout = 1, innodb_lock_wait_timeout = 1"
    connection.execute(text(f"SET {patience}"))
    for statement in statements:
        try:
            connection.execute(text(statement))
        except OperationalError as waited:
            if waited.orig is None or waited.orig.args[0] != LOCK_WAIT_TIMEOUT:
                raise
            end_other_connections(connection)
            connection.execute(text(statement))


def end_other_connections(connection: Connection) -> None:
    gc.collect()  # those that nobody holds any more end in order
    others = text("SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()")
    for other in connection.scalars(others):
        with contextlib.suppress(DBAPIError):  # gone by itself
            connection.execute(text(f"KILL {other}"))


def spelled(url: URL) -> str:
    return url.render_as_string(hide_password=False)
