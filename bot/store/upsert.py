"""Insert, or change what is there: one multi-row statement, in each database's own words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, UniqueConstraint
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlalchemy.sql.elements import KeyedColumnElement

CHUNK = 100
"""Rows a statement: a statement over 16 KB pins a connection of RDS Proxy."""

Changes = Callable[[ReadOnlyColumnCollection[str, KeyedColumnElement[Any]]], Sequence[tuple[str, ColumnElement[Any]]]]


def upsert(tx: Connection, table: Table, rows: Sequence[Mapping[str, Any]], changes: Changes) -> None:
    """Write all rows; where the unique key is taken, set what `changes` says, given the row that was to be inserted.

    `changes` is ordered: MySQL sees earlier assignments in later ones. Runs as one multi-row statement per 100 rows.
    """
    key = [column.name for column in _key(table)]
    statement: Any
    if tx.dialect.name == "sqlite":
        from sqlalchemy.dialects import sqlite  # only one of the two is ever needed

        insert = sqlite.insert(table)
        statement = insert.on_conflict_do_update(index_elements=key, set_=dict(changes(insert.excluded)))
    else:
        from sqlalchemy.dialects import mysql

        insert_mysql = mysql.insert(table)
        statement = insert_mysql.on_duplicate_key_update(list(changes(insert_mysql.inserted)))
    for start in range(0, len(rows), CHUNK):
        tx.execute(statement, list(rows[start : start + CHUNK]))


def _key(table: Table) -> Sequence[Any]:
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint) and len(constraint.columns) > 1:
            return list(constraint.columns)
    return list(table.primary_key.columns)
