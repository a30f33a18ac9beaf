"""The audit of students added by the thousand, written by the database itself from the records it was just given."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, case, cast, func, insert, literal, select

from bot.store import bulk
from bot.store.audits import Entry
from bot.store.tables import audit, student


def note(tx: Connection, deed: Entry, student_ids: Collection[int], on: date) -> None:
    """An entry like `deed` for each of these students, saying who they are, and in which class they are from when.

    The same as `audits.add_all` would write, without each name travelling there and back.
    """
    told = {column: literal(getattr(deed, column)) for column in ("actor", "source", "action", "target", "reason")}
    values = {"at": literal(deed.at, audit.c.at.type), **told, "changes": _changes(on)}
    values["target_id"] = cast(student.c.student_id, audit.c.target_id.type)
    for condition in bulk.one_of(student.c.student_id, student_ids):
        tx.execute(insert(audit).from_select(list(values), select(*values.values()).where(condition)))


def _changes(on: date) -> ColumnElement[str]:
    """`{"roll":[null,"21CSE042"], …}`: JSON, as everywhere in the audit."""
    section = case((student.c.section == "", literal("")), else_=literal("-") + student.c.section)
    class_code = student.c.branch + literal("-") + cast(student.c.year, Text) + section
    return (
        literal("{")
        + _change("roll", student.c.roll_no)
        + literal(",")
        + _change("name", student.c.name)
        + literal(",")
        + _change("class", class_code)
        + literal(f',"from":[null,"{on.isoformat()}"]')
        + _if_there("e-mail", student.c.email)
        + _if_there("guardian contact", student.c.guardian_contact)
        + literal("}")
    )


def _change(what: str, value: ColumnElement[Any]) -> ColumnElement[str]:
    return literal(f'"{what}":[null,') + func.json_quote(value, type_=Text) + literal("]")


def _if_there(what: str, value: ColumnElement[Any]) -> ColumnElement[str]:
    return case((func.coalesce(value, "") == "", literal("")), else_=literal(",") + _change(what, value))
