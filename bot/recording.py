"""A student's record at the office: looked up with a refusal when it is not there, its changes written down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from bot import auditing
from bot.auditing import Deed
from bot.domain.enrolment import Placed
from bot.domain.errors import Told, quoted
from bot.domain.record import Changes, Details, Record
from bot.domain.student import normal_roll
from bot.domain.words import mentioned_user
from bot.services import Services
from bot.store import links, records

STUDENT = "student"


class RecordGone(Told):
    """A form or button of a student whose record was erased."""

    def __init__(self) -> None:
        super().__init__(
            "This student's record is not there any more. Nothing was changed. Type `/attendance students CSE-2` to see"
            " who is in the class."
        )


class NobodyHasRoll(Told):
    """A roll number typed that is nobody's. `does` is the subcommand that was typed."""

    def __init__(self, typed: str, does: str) -> None:
        super().__init__(
            f"No student has the roll number {quoted(typed)}. Nothing was changed. Write all of it, as in"
            f" `/attendance student {does} 21CSE042`."
        )


class RollMissing(Told):
    """`student remove` without saying whom. `does` is the subcommand that was typed."""

    def __init__(self, does: str) -> None:
        super().__init__(
            f"Which student? Write the roll number, as in `/attendance student {does} 21CSE042`. Nothing was changed."
        )


class NobodyIsThem(Told):
    """A person, in the place of a roll number, who is linked to no student."""

    def __init__(self, does: str) -> None:
        super().__init__(
            "That person is linked to no student. Nothing was changed. Write the roll number, as in"
            f" `/attendance student {does} 21CSE042`."
        )


def with_id(services: Services, tx: Connection, student_id: int, *, locked: bool = False) -> Record:
    """The record behind a button. Raises `RecordGone`."""
    record = records.with_id(tx, student_id, services.clock.today(), locked=locked)
    if record is None:
        raise RecordGone
    return record


def with_roll(services: Services, tx: Connection, typed: str, does: str) -> Record:
    """The record of a roll number somebody typed, or of the person they named.

    Raises `RollMissing`, `NobodyIsThem` or `NobodyHasRoll`.
    """
    if not typed:
        raise RollMissing(does)
    if user := mentioned_user(typed):
        theirs = links.of_user(tx, user)
        if theirs is None:
            raise NobodyIsThem(does)
        return with_id(services, tx, theirs.student.student_id)
    record = records.with_roll(tx, normal_roll(typed), services.clock.today())
    if record is None:
        raise NobodyHasRoll(typed, does)
    return record


def is_own(tx: Connection, deed: Deed, student_id: int) -> bool:
    """Whether the record is as this very deed left it: the answer to its commit was lost, and it is run again."""
    return records.last_change(tx, student_id) == (deed.by, deed.at)


def differences(before: Details | None, after: Details) -> Changes:
    """What differs, apart from the class."""
    old, new = _said(before) if before else {}, _said(after)
    return {what: (old.get(what), value) for what, value in new.items() if old.get(what) != value}


def _said(details: Details) -> dict[str, str | None]:
    return {
        "roll": details.roll_no,
        "name": details.name,
        "e-mail": details.email,
        "guardian contact": details.guardian_contact or None,
    }


def moved(placed: Placed | None, before: Record | None = None) -> Changes:
    """A change of class and its first day, or only of the first day; nothing when there was none."""
    if placed is None or not placed.changed:
        return {}
    first = placed.on.isoformat()
    if before and before.active and before.since and before.details.class_code == placed.after:
        return {"from": (before.since.isoformat(), first)}
    old, new = (None if code is None else str(code) for code in (placed.before, placed.after))
    return {"class": (old, new), "from": (None, first)}


def left(placed: Placed, before: Record) -> Changes:
    """Out of the class they were in, or were to come to, and the first day in none; nothing for who was in none."""
    changes = moved(placed)
    return changes and changes | {"class": (str(before.details.class_code), None)}


def returned(removal: Placed, before: Record) -> Changes:
    """The other way round, when it is taken back. The record may name an earlier class by then."""
    changes = moved(removal) if removal.before else left(removal, before)
    return {what: (new, old) for what, (old, new) in changes.items()}


def write_down(tx: Connection, deed: Deed, action: str, student_id: int, changes: Mapping[str, Any]) -> None:
    """Into the audit, unless nothing was changed."""
    if changes:
        entry = {what: list(change) for what, change in changes.items()}
        auditing.changed(tx, deed, action, STUDENT, str(student_id), entry)
