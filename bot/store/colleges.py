"""The college's rules and holidays: one row, and a day each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.domain.percentage import Counting, Excused
from bot.domain.period import DateRange
from bot.domain.rules import Rules
from bot.store.database import Outrun
from bot.store.tables import college, holiday


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the database has. `rules` is `None` while the environment decides, and then `version` is 0."""

    version: int
    rules: Rules | None
    holidays: Mapping[date, str]


def recorded(tx: Connection) -> Recorded:
    """The rules as admins last changed them, and every holiday by its day."""
    found = tx.execute(select(college.c.version, college.c.rules)).one_or_none()
    days = {row.date: row.name for row in tx.execute(select(holiday).order_by(holiday.c.date))}
    return Recorded(found.version, _rules(json.loads(found.rules)), days) if found else Recorded(0, None, days)


def record(tx: Connection, rules: Rules, version: int) -> None:
    """Put new rules, or the same with other holidays, in the place of that version. Raises `Outrun` when it is old.

    To be done before the holidays are touched: whoever comes second waits here, and then is told.
    """
    values = {"version": version + 1, "rules": json.dumps(_values(rules), separators=(",", ":"))}
    if version == 0:
        try:
            tx.execute(insert(college), {"college_id": 1, **values})
        except IntegrityError as error:
            raise Outrun from error
    elif tx.execute(update(college).where(college.c.version == version).values(**values)).rowcount != 1:
        raise Outrun


def _values(rules: Rules) -> dict[str, Any]:
    counting, term = rules.counting, rules.term
    return {
        "zone": rules.zone.key,
        "threshold": counting.threshold,
        "condonation": counting.condonation,
        "late": counting.late,
        "excused": counting.excused.value,
        "on_duty_cap": counting.on_duty_cap,
        "edit_days": rules.edit_window.days,
        "term": [term.first.isoformat(), term.last.isoformat()] if term else None,
        "mfa_required": rules.mfa_required,
    }


def _rules(values: Mapping[str, Any]) -> Rules:
    counting = Counting(
        values["threshold"],
        values["condonation"],
        values["late"],
        Excused(values["excused"]),
        values["on_duty_cap"],
    )
    term = values["term"] and DateRange(*map(date.fromisoformat, values["term"]))
    window = timedelta(days=values["edit_days"])
    return Rules(ZoneInfo(values["zone"]), counting, window, term, values["mfa_required"])
