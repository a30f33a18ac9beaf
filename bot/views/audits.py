"""The audit, as it is read: a page of deeds, newest first, and what comes with its file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from bot.domain.classcode import ClassCode
from bot.domain.period import DateRange, said, said_range
from bot.domain.review import Page, Wanted
from bot.domain.student import normal_roll
from bot.views.auditlines import line
from bot.views.blocks import (
    Block,
    Message,
    Reader,
    actions,
    button,
    context,
    escaped,
    header,
    mention,
    section,
)
from bot.views.pressed import read_back

AUDIT, AUDIT_FILE = "audit", "auditfile"
COLUMNS = (
    *("When", "Who", "Their name", "From", "What was done", "To what", "Class", "Date", "Subject", "Period"),
    *("Roll", "Student", "Value", "Old", "New", "Reason"),
)
"""The header of the file."""


def page(shown: Page, reader: Reader) -> Message:
    """A page of the audit, with the way to older entries and to the file."""
    heading = _heading(shown.wanted, reader)
    lines = [line(one, reader) for one in shown.lines]
    is_person = bool(shown.wanted.slack_user_id)  # whom a header, plain text, could not mention
    top = section(f"*{heading}*") if is_person else header(_plain_heading(shown.wanted, reader))
    blocks: list[Block] = [top, *map(section, lines or [_none(shown)])]
    row = [button("Newest", f"{AUDIT}.0", _value(shown.wanted))] if shown.newer else []
    row += [button("Older", f"{AUDIT}.{shown.older}", _value(shown.wanted))] if shown.older else []
    row += [button("As a file", AUDIT_FILE, _value(shown.wanted))] if shown.lines else []
    blocks += [actions(*row, block_id="audit")] if row else []
    blocks.append(context("Newest first. The audit only grows: nothing in it is changed or taken out."))
    return Message(f"{heading}. {' '.join(lines) or _none(shown)}", blocks)


def file_on_its_way(reader: Reader) -> Message:
    """What is said when the file was asked for."""
    text = "The file is being made: I'll send it to you as a direct message."
    return Message(text, [section(text)], replaces=False)


def file_comes(wanted: Wanted, rows: int, reached: date | None, reader: Reader) -> Message:
    """The message above the file. `reached`: the day the newest rows go back to, where not all of them fit."""
    cut = ""
    if reached:
        back = said(reached, reader.today)
        cut = f" These are the newest {rows:,}, back to {back}: ask for earlier days to get the others."
    text = f"{_heading(wanted, reader)}: {rows:,} changed values.{cut}"
    return Message(text, [section(text)])


def _none(shown: Page) -> str:
    return "That is all." if shown.newer else "Nothing was changed."


def _plain_heading(wanted: Wanted, reader: Reader) -> str:
    about = str(wanted.class_code or "") or normal_roll(wanted.roll)
    days = f", {said_range(wanted.days, reader.today)}" if wanted.days else ""
    return f"Audit of {about}{days}" if about else f"Audit{days}"


def _heading(wanted: Wanted, reader: Reader) -> str:
    """The same in formatted text, where a person can be mentioned."""
    plain = escaped(_plain_heading(wanted, reader))
    return plain.replace("Audit", f"Audit of {mention(wanted.slack_user_id)}", 1) if wanted.slack_user_id else plain


def _value(wanted: Wanted) -> str:
    return json.dumps(as_json(wanted), separators=(",", ":"))


def as_json(wanted: Wanted) -> list[str]:
    """What is wanted, to travel in a button or a job."""
    days = wanted.days
    ends = [days.first.isoformat(), days.last.isoformat()] if days else ["", ""]
    return [str(wanted.class_code or ""), wanted.roll, wanted.slack_user_id, *ends]


@read_back
def read_value(value: str) -> Wanted:
    """Back from a button's value."""
    return from_json(json.loads(value))


def from_json(parts: Sequence[str]) -> Wanted:
    """Back from where it travelled."""
    code, roll, user, first, last = parts
    days = DateRange(date.fromisoformat(first), date.fromisoformat(last)) if first else None
    return Wanted(ClassCode.read(code) if code else None, roll, user, days)
