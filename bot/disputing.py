"""Two people at one roll call: what the second one meant is kept, and nothing of the first one's is overwritten."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from bot import auditing
from bot.domain.rollcall import Drafted, Drawn, Line, Made, Sheet, Status, differing
from bot.store import marks, sheets


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody changed the roll call since this roster was drawn: nothing was saved, the ticks are kept.

    `differing` are the students whose mark would change, each line with their mark (theirs) and the draft (mine).
    `made` is who changed it, when and how.
    """

    sheet: Sheet
    differing: tuple[Line, ...]
    drawn: Drawn
    made: Made | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Meant:
    """Who meant the drafts on a sheet, when (µs), on which roster, and why outside the edit window."""

    by: str
    at: int
    drawn: Drawn
    reason: str = ""


def dispute(tx: Connection, sheet: Sheet, shown: tuple[Line, ...], meant: Meant) -> Conflict:
    """Keep mine as a draft on top of theirs, so that `Use mine` is an ordinary save of the roster as it is now."""
    wanted: dict[int, Status | None] = {line.student.student_id: line.wanted for line in shown}
    marks.save_draft(tx, meant.by, sheet.roll_call, sheet.roll_call.version, wanted, meant.at)
    return Conflict(sheet, differing(shown), meant.drawn, auditing.made(tx, sheet.roll_call), meant.reason)


def as_meant(tx: Connection, sheet: Sheet, version: int) -> Sheet:
    """The sheet with, as drafts, what a save of a roster drawn from an earlier version meant for everybody.

    A box nobody touched means what the roster showed, so the marks of that version count, not those of now. Whoever
    has not saved yet means only the boxes they touched.
    """
    now = {line.student.student_id: line.status for line in sheet.lines}
    then = auditing.marks_at(tx, sheet.roll_call, version, now)
    return Sheet(sheet.roll_call, tuple(_as_meant(line, then[line.student.student_id]) for line in sheet.lines))


def _as_meant(line: Line, shown: Status | None) -> Line:
    on_the_roster = Line(line.student, line.enrolment_id, shown, line.drafted)
    return line.meant(Drafted(on_the_roster.wanted))


def left_behind(tx: Connection, sheet: Sheet, by: str) -> Sheet | None:
    """The sheet with what somebody ticked on an earlier version and never saved, if it would still change a mark."""
    call = sheet.roll_call
    if call.version == 0 or any(line.drafted for line in sheet.lines):
        return None
    version = marks.latest_draft(tx, by, call.roll_call_id)
    if version is None or auditing.was_saved_by(tx, call.roll_call_id, version + 1, by):
        return None
    mine = sheets.of(tx, call, by, version)
    return mine if differing(mine.lines) else None
