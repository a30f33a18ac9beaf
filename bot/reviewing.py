"""Reading the audit: who changed what, from what to what, when, from where and why. For admins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection

from bot import access
from bot.auditing import Deed
from bot.domain.directory import DirectoryAway
from bot.domain.errors import Told, quoted
from bot.domain.period import DateRange
from bot.domain.review import ERASED, LINK, SLACK_USER, Alteration, Line, Page, Reviewed, Wanted, in_lines
from bot.domain.rollcall import Status
from bot.domain.student import Student, normal_roll
from bot.services import Services
from bot.store import jobs, review, students
from bot.store.audits import Entry
from bot.store.database import whole_unit
from bot.store.review import About
from bot.store.rows import held_of

A_PAGE = 10
"""Lines, each a deed."""
A_LOOK = 40
"""Entries read at a time for a page."""
A_STRETCH = 500
"""Entries read at a time for a file."""
SMALL = 300
"""Entries whose file is made while the person waits."""
PERSONAL = frozenset({"name", "roll", "e-mail", "guardian contact", SLACK_USER})
"""What an erased student's entries do not show any more."""
NOT_SHOWN = frozenset({"taken_by", "taken_at", "email_digest"})
"""Who took a roll call and when is what the entry itself says; a digest says nothing to anybody."""


class NobodyWithRoll(Told):
    """A roll number that no student has or had."""

    def __init__(self, roll: str) -> None:
        super().__init__(
            f"No student has the roll number {quoted(roll)}. Write all of it, as in `/attendance audit 21CSE042`, a"
            " class, as in `/attendance audit CSE-2`, or choose a person from Slack's list after typing `@`."
        )


@whole_unit
def page(services: Services, by: str, wanted: Wanted, before: int | None = None) -> Page:
    """The entries asked for, a page at a time. Raises `NotAdmin` or `NobodyWithRoll`."""
    with services.database.reading() as tx:
        access.admin(services, tx, by)
        lines = _lines(tx, _about(services, tx, wanted), before)
    shown = tuple(lines[:A_PAGE])
    return Page(wanted, shown, before is not None, shown[-1].last if len(lines) > A_PAGE else None)


def _lines(tx: Connection, about: About, before: int | None) -> list[Line]:
    """A page of lines, and more where there are; a deed that goes on beyond what is read is only counted."""
    lines: list[Line] = []
    while len(lines) <= A_PAGE:
        rows = review.entries(tx, about, before, A_LOOK)
        lines += in_lines(_reviewed(tx, rows))
        if len(rows) < A_LOOK:
            break
        unread, before = review.rest_of(tx, about, rows[-1])
        lines[-1] = replace(lines[-1], unread=unread, last=before)
    return lines


@whole_unit
def ask_for_file(
    services: Services, deed: Deed, wanted: Wanted, kind: str, payload: Mapping[str, Any]
) -> tuple[int, bool]:
    """Write down that the entries are wanted as a file: the job, and whether it is small enough to be done at once.

    Raises `NotAdmin`, `NobodyWithRoll`, or what asks for a code: the file leaves the college's hands.
    """
    with services.database.begin() as tx:
        access.proven_admin(services, tx, deed.by)
        about = _about(services, tx, wanted)
        is_small = len(review.entries(tx, about, None, SMALL + 1)) <= SMALL
        return jobs.add(tx, kind, payload, deed.at), is_small


def everything(services: Services, by: str, wanted: Wanted) -> Iterator[Reviewed]:
    """The entries asked for, newest first, read a stretch at a time."""
    before: int | None = None
    while True:
        stretch = _stretch(services, by, wanted, before)
        yield from stretch
        if len(stretch) < A_STRETCH:
            return
        before = stretch[-1].audit_id


@whole_unit
def _stretch(services: Services, by: str, wanted: Wanted, before: int | None) -> tuple[Reviewed, ...]:
    with services.database.reading() as tx:
        access.admin(services, tx, by)
        return _reviewed(tx, review.entries(tx, _about(services, tx, wanted), before, A_STRETCH))


@whole_unit
def names(services: Services, by: str) -> dict[str, str]:
    """The names of staff by Slack user id, as far as they are known. Raises `NotAdmin`."""
    with services.database.reading() as tx:
        access.admin(services, tx, by)
        known = review.names_of(tx)
    return _operators_admins(services, [one for one in services.college.admins if one not in known]) | known


def _operators_admins(services: Services, unnamed: Sequence[str]) -> dict[str, str]:
    """The names of those who are admins by the operator's setting alone, from Slack, if it says."""
    now, names = services.clock.now(), {}
    try:
        for one in unnamed:
            names[one] = services.directory.profile(one, now, at_most=timedelta(days=1)).name
    except DirectoryAway:
        pass  # a column stays empty
    return names


def _about(services: Services, tx: Connection, wanted: Wanted) -> About:
    about = About(wanted.class_code, None, wanted.slack_user_id, *_instants(services, wanted.days))
    if not wanted.roll:
        return about
    student = students.by_roll(tx, normal_roll(wanted.roll))
    student_id = student.student_id if student else review.erased_with(tx, wanted.roll.lower())
    if student_id is None:
        raise NobodyWithRoll(wanted.roll)
    return replace(about, student_id=student_id)


def _instants(services: Services, days: DateRange | None) -> tuple[datetime | None, datetime | None]:
    """From the first midnight to the one after the last day, by the college's clock."""
    if days is None:
        return None, None
    zone = services.clock.zone
    return (
        datetime.combine(days.first, time(), zone),
        datetime.combine(days.last + timedelta(days=1), time(), zone),
    )


def _reviewed(tx: Connection, rows: Iterable[Any]) -> tuple[Reviewed, ...]:
    pairs = [(row, review.entry_of(row)) for row in rows]
    ids = {int(one) for _, entry in pairs for one in entry.changes.get("marks", ())}
    ids |= {row.student_id for row, _ in pairs if row.student_id is not None}
    known = review.students_by_id(tx, frozenset(ids))
    return tuple(_one(row, entry, known) for row, entry in pairs)


def _one(row: Any, entry: Entry, known: Mapping[int, Student]) -> Reviewed:
    """The entry with what it is about. Of an erased student it says neither who they were nor why."""
    erased = row.erased_at is not None
    is_theirs = erased and entry.action == LINK and [None, entry.actor] in entry.changes.values()
    return Reviewed(
        row.audit_id,
        entry.at,
        "" if is_theirs else entry.actor,
        entry.source,
        entry.action,
        entry.target,
        entry.target_id,
        tuple(_alterations(entry.changes, known, erased)),
        None if row.roll_call_id is None else held_of(row),
        known.get(row.student_id),
        ERASED if erased and entry.reason else entry.reason,
    )


def _alterations(changes: Mapping[str, Any], known: Mapping[int, Student], erased: bool) -> Iterator[Alteration]:
    """What changed, value by value."""
    for what, change in changes.items():
        if what == "marks":
            for student_id, (was, became) in change.items():
                yield Alteration("mark", _mark(was), _mark(became), known.get(int(student_id)))
        elif what not in NOT_SHOWN:
            what = SLACK_USER if what == "slack_user_id" else what
            old, new = change if isinstance(change, list) and len(change) == 2 else (None, change)
            if old != new:
                hidden = erased and what in PERSONAL
                yield Alteration(what, *((ERASED, ERASED) if hidden else (_said(old), _said(new))))


def _mark(letter: str | None) -> str:
    return "unmarked" if letter is None else Status(letter).word


def _said(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(_said, value))
    if isinstance(value, dict):
        return ", ".join(f"{name} {_said(one)}" for name, one in value.items())
    return str(value)
