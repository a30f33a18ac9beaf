"""Rows by the thousand, without what a statement of a few can afford."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Table, or_

from bot.store.upsert import CHUNK

FEW = 1000
"""So many values are asked for one by one; of more, whole stretches are read and the rest left out."""
ASKED = 400
"""Values a question: a statement over 16 KB pins a connection of RDS Proxy, and an e-mail may be long."""
STRETCHES, LONGEST = 50, 2000
"""Stretches of ids a statement, and ids a stretch."""

T = TypeVar("T")


def write(tx: Connection, table: Table, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows, 100 a statement, in half the time Core takes: the driver is handed tuples as they are.

    Text, numbers and `None` only, as no column is asked how it keeps a value.
    """
    mark = "?" if tx.dialect.paramstyle == "qmark" else "%s"
    marks = ", ".join([mark] * len(columns))
    sql = f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608  # our own names only
    for some in parts(rows, CHUNK):
        tx.exec_driver_sql(sql, list(some))


def among(column: ColumnElement[Any], wanted: Collection[T]) -> Iterator[ColumnElement[bool]]:
    """Conditions that together find every row with one of these values, and where there are many also some others.

    Two values a question instead of hundreds are ten times as fast, and of thousands wanted few lie between.
    """
    few = len(wanted) <= FEW
    for some in parts(sorted(wanted), ASKED):  # type: ignore[type-var]  # text or numbers
        yield column.in_(some) if few else column.between(some[0], some[-1])


def one_of(column: ColumnElement[int], ids: Collection[int]) -> Iterator[ColumnElement[bool]]:
    """Conditions that together find exactly the rows with these ids; those given in one go cost next to nothing."""
    for some in parts(list(_stretches(sorted(ids))), STRETCHES):
        yield or_(*(column.between(first, last) for first, last in some))


def _stretches(ids: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last of ids without a gap."""
    start = 0
    for at in range(1, len(ids) + 1):
        if at == len(ids) or ids[at] != ids[at - 1] + 1 or at - start == LONGEST:
            yield ids[start], ids[at - 1]
            start = at


def parts(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """All of them in order, so many at a time."""
    return (items[start : start + size] for start in range(0, len(items), size))
