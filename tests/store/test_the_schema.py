"""Guards the store: every query and constraint on SQLite and on a MySQL-compatible server."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, insert, inspect
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.store.database import Database
from bot.store.migrate import upgrade
from bot.store.tables import attendance, metadata, roll_call, student


def test_migrating_from_nothing_builds_the_tables_as_they_are_written(empty_database_url: str) -> None:
    upgrade(empty_database_url)
    database = Database(empty_database_url)
    with database.reading() as tx:
        context = MigrationContext.configure(tx, opts={"compare_type": True, "compare_server_default": False})
        assert compare_metadata(context, metadata) == []
        found = {name: {index["name"] for index in inspect(tx).get_indexes(name)} for name in metadata.tables}
        for table in metadata.tables.values():
            assert {index.name for index in table.indexes} <= found[table.name]
    database.close()


def test_migrating_twice_changes_nothing(empty_database_url: str) -> None:
    upgrade(empty_database_url)
    upgrade(empty_database_url)


def test_text_is_compared_byte_for_byte(database_url: str) -> None:
    database = Database(database_url)
    with database.begin() as tx:
        for roll_no in ("21CSE001", "21cse001"):
            tx.execute(insert(student), {"name": "Asha", "roll_no": roll_no, "branch": "CSE", "year": 2})
    database.close()


def test_a_student_has_one_mark_in_a_roll_call(database_url: str) -> None:
    database = Database(database_url)
    with database.begin() as tx:
        mark = _a_mark_to_be(tx)
        tx.execute(insert(attendance), mark | {"status": "P"})
    with pytest.raises(IntegrityError), database.begin() as tx:
        tx.execute(insert(attendance), mark | {"status": "A"})
    database.close()


def test_a_class_has_one_roll_call_a_subject_and_period(database_url: str) -> None:
    database = Database(database_url)
    held = {"branch": "CSE", "year": 2, "date": DAY}
    with pytest.raises(IntegrityError), database.begin() as tx:
        tx.execute(insert(roll_call), [held, held])
    with database.begin() as tx:
        tx.execute(insert(roll_call), held)  # the failed pair left nothing behind
    database.close()


def test_no_other_letters_are_marks(database_url: str) -> None:
    database = Database(database_url)
    with database.begin() as tx:
        mark = _a_mark_to_be(tx)
    with pytest.raises(DBAPIError, match="ck_attendance_status"), database.begin() as tx:
        tx.execute(insert(attendance), mark | {"status": "X"})
    database.close()


DAY = date(2026, 11, 20)


def _a_mark_to_be(tx: Connection) -> dict[str, Any]:
    """A student, a roll call, and the row of their mark but for the status."""
    asha = tx.execute(insert(student), {"name": "Asha", "roll_no": "1", "branch": "CSE", "year": 2})
    call = tx.execute(insert(roll_call), {"branch": "CSE", "year": 2, "date": DAY})
    ids = {"student_id": asha.inserted_primary_key[0], "roll_call_id": call.inserted_primary_key[0]}
    return {**ids, "date": DAY, "branch": "CSE", "year": 2}


def test_a_url_without_a_driver_is_read_as_ours(mysql_url: str) -> None:
    database = Database(mysql_url.replace("mysql+pymysql:", "mysql:"))
    with database.reading() as tx:
        assert tx.exec_driver_sql("SELECT 1").scalar_one() == 1
    database.close()
