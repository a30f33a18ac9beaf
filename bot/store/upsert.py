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


class Upsert:
    """One table's way to be written to: where the unique key is taken, set what `changes` says.

    `changes` is given the row that was to be inserted, and is ordered: MySQL sees earlier assignments in later ones.
    """

    def __init__(self, table: Table, changes: Changes) -> None:
        self._table, self._changes = table, changes
        self._statements: dict[str, Any] = {}

    def write(self, tx: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """All rows, as one multi-row statement per 100."""
        dialect = tx.dialect.name
        if dialect not in self._statements:
            self._statements[dialect] = self._sqlite() if dialect == "sqlite" else self._mysql()
        for start in range(0, len(rows), CHUNK):
            tx.execute(self._statements[dialect], list(rows[start : start + CHUNK]))

    def _sqlite(self) -> Any:
        from sqlalchemy.dialects import sqlite  # only one of the two is ever needed

        insert = sqlite.insert(self._table)
        return insert.on_conflict_do_update(index_elements=self._key(), set_=dict(self._changes(insert.excluded)))

    def _mysql(self) -> Any:
        from sqlalchemy.dialects import mysql

        insert = mysql.insert(self._table)
        return insert.on_duplicate_key_update(list(self._changes(insert.inserted)))

    def _key(self) -> list[str]:
        """The unique key of several columns, or the primary key."""
        for constraint in self._table.constraints:
            if isinstance(constraint, UniqueConstraint) and len(constraint.columns) > 1:
                return [column.name for column in constraint.columns]
        return [column.name for column in self._table.primary_key.columns]
