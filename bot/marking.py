"""Taking attendance: ticking a roster, saving it, or typing the absentees. Each is one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot import access, auditing, choosing, opening
from bot.auditing import Before, Change, Deed
from bot.disputing import Conflict, Meant, as_meant, dispute
from bot.domain.classcode import ClassCode
from bot.domain.errors import Told, quoted
from bot.domain.request import MarkRequest
from bot.domain.rollcall import (
    Card,
    Drafted,
    Drawn,
    Line,
    RollCall,
    Seen,
    Sheet,
    State,
    Status,
    Ticks,
    as_statuses,
    checksum,
    differing,
)
from bot.domain.student import Found, find_rolls
from bot.services import Services
from bot.store import marks, sheets
from bot.store.database import Outrun, whole_unit


@dataclass(frozen=True, slots=True)
class Redraw:
    """Somebody left the class, or slipped in, since the roster was drawn: nothing was saved, the ticks are kept."""

    sheet: Sheet
    reason: str = ""


class ChooseFirst(Told):
    """Marks typed for a class where more than one subject or section is possible."""

    def __init__(self, choice: choosing.Choice) -> None:
        options = ", ".join(f"`{option}`" for option in choice.options)
        super().__init__(
            f"Which one do you mean: {options}? Nothing was saved. Write it in the command, as in"
            f" `/attendance mark {choice.options[0]} absent 4 11`."
        )


class RollsNotClear(Told):
    """Typed rolls that are nobody's, could be two students', or are in two lists."""

    def __init__(self, class_code: ClassCode, found: list[Found], twice: list[str]) -> None:
        unknown = [roll for one in found for roll in one.unknown]
        ambiguous = [pair for one in found for pair in one.ambiguous]
        faults = [f"nobody in `{class_code}` has roll {', '.join(map(quoted, unknown))}"] if unknown else []
        for roll, students in ambiguous:
            could_be = " or ".join(f"{student.roll_no} {student.name}" for student in students)
            faults.append(f"{quoted(roll)} could be {could_be}")
        faults += [f"{who} is named with two different marks" for who in twice]
        super().__init__(
            f"Nothing was saved: {'; '.join(faults)}. Write the roll number, or enough of its last digits, as in"
            f" `/attendance mark {class_code} absent 4 11`."
        )


@dataclass(frozen=True, slots=True)
class Press:
    """A press of Save: which roster, as it was drawn, with what was ticked where Slack said so, when (µs)."""

    seen: Seen
    drawn: Drawn
    ticks: Ticks
    acted_at: int


@whole_unit
def save(services: Services, deed: Deed, press: Press) -> Card | Conflict | Redraw:
    """Write the day for the whole class.

    What the press says is ticked wins over the draft. Saving twice leaves one set of marks. Returns `Conflict` or
    `Redraw`, and writes no mark, when the roll call or the class is not what the roster showed.
    """
    with services.database.begin() as tx:
        sheet = sheet_to_change(services, tx, deed, press.seen)
        moved = sheet.roll_call.version != press.seen.version
        sheet = _ticked(sheet, press.ticks)
        if moved:
            sheet = as_meant(tx, sheet, press.seen.version)
        shown = sheet.shown_in(press.drawn)
        if moved and (differing(shown) or sheet.roll_call.state is not State.TAKEN):
            return dispute(tx, sheet, shown, Meant(deed.by, press.acted_at, press.drawn, deed.reason))
        if checksum(shown) != press.drawn.checksum:
            return _redraw(tx, deed, sheet, press)
        return _saved(services, tx, deed, sheet, differing(shown))


@whole_unit
def turn(services: Services, deed: Deed, press: Press) -> opening.Roster | Conflict:
    """Keep the boxes of one page of a large class and give the whole sheet; `Conflict` when it has changed since."""
    with services.database.begin() as tx:
        sheet = _ticked(sheet_to_change(services, tx, deed, press.seen), press.ticks)
        shown = sheet.shown_in(press.drawn)
        if sheet.roll_call.version != press.seen.version and differing(shown):
            return dispute(tx, sheet, shown, Meant(deed.by, press.acted_at, press.drawn, deed.reason))
        marks.save_draft(tx, deed.by, sheet.roll_call, press.seen.version, as_statuses(press.ticks), press.acted_at)
        return opening.Roster(sheet, deed.reason)


def sheet_to_change(services: Services, tx: Connection, deed: Deed, seen: Seen) -> Sheet:
    """The roll call as it is now, with what was drafted on the version seen, once it is sure the person may change it.

    Raises `RollCallGone`, `NotAllowed`, `DayClosed` or `ReasonMissing`.
    """
    person, call = access.taker(services, tx, deed.by, seen.roll_call_id)
    opening.check_day(services, person, call.held, deed.reason)
    return sheets.of(tx, call, deed.by, seen.version)


def _ticked(sheet: Sheet, ticks: Ticks) -> Sheet:
    said = {student_id: Drafted(status) for student_id, status in as_statuses(ticks).items()}
    return Sheet(
        sheet.roll_call,
        tuple(line.meant(said.get(line.student.student_id, line.drafted)) for line in sheet.lines),
    )


def _redraw(tx: Connection, deed: Deed, sheet: Sheet, press: Press) -> Redraw:
    drafted = {line.student.student_id: line.drafted.status for line in sheet.lines if line.drafted}
    marks.save_draft(tx, deed.by, sheet.roll_call, sheet.roll_call.version, drafted, press.acted_at)
    return Redraw(sheet, deed.reason)


def _saved(services: Services, tx: Connection, deed: Deed, sheet: Sheet, changing: tuple[Line, ...]) -> Card:
    before = sheet.roll_call
    if not changing and before.state is State.TAKEN:
        return card(services, tx, sheet, deed.reason)
    after = sheets.advance(tx, before, State.TAKEN, deed.by, deed.at)
    changes: dict[int, Change] = {line.student.student_id: (line.status, line.wanted) for line in changing}
    marks.write(tx, before, {student_id: became for student_id, (_, became) in changes.items() if became})
    first_marks = [student_id for student_id, (was, _) in changes.items() if was is None]
    if first_marks and not sheets.all_sit_in(tx, before.held, first_marks):
        raise Outrun  # by somebody who moved a student between our look and our marks
    auditing.roll_call_changed(tx, deed, "save", before, after, changes)
    return fresh_card(services, deed, with_marks(sheet, after, changes))


def with_marks(sheet: Sheet, after: RollCall, changes: Mapping[int, Change]) -> Sheet:
    """The sheet as it is once these changes are made, without drafts."""
    lines = tuple(
        Line(line.student, line.enrolment_id, changes.get(line.student.student_id, (None, line.status))[1])
        for line in sheet.lines
    )
    return Sheet(after, lines)


def fresh_card(services: Services, deed: Deed, sheet: Sheet) -> Card:
    """The card of a change just made, which can still be undone."""
    return Card(sheet, deed.at + services.college.undo_window, deed.reason)


def card(services: Services, tx: Connection, sheet: Sheet, reason: str = "") -> Card:
    """The card of a roll call as it stands."""
    return Card(sheet, undo_until(services, auditing.of_version(tx, sheet.roll_call)), reason)


def undo_until(services: Services, before: Before | None) -> datetime | None:
    """Until when the latest change can be undone; `None` when it is too late, or the change was an undo."""
    if before is None or before.entry.action == "undo":
        return None
    until = before.entry.at + services.college.undo_window
    return until if services.clock.now() <= until else None


@whole_unit
def mark_by_text(services: Services, deed: Deed, request: MarkRequest, acted_at: int) -> Card | Conflict:
    """Save the marks somebody typed; everyone not named is present.

    Raises `RollsNotClear`, and saves nothing, when a roll is unknown or could be two students. Returns `Conflict` when
    somebody else has saved different marks.
    """
    with services.database.begin() as tx:
        person = access.staff(services, tx, deed.by)
        held = choosing.settle(tx, person, request)
        if isinstance(held, choosing.Choice):
            raise ChooseFirst(held)
        sheet = _typed(opening.sheet_of(services, tx, person, held, deed.reason), request)
        changing = differing(sheet.lines)
        if changing and _is_somebody_elses(tx, sheet.roll_call, deed.by):
            return dispute(tx, sheet, sheet.lines, Meant(deed.by, acted_at, sheet.drawn, deed.reason))
        return _saved(services, tx, deed, sheet, changing)


def _is_somebody_elses(tx: Connection, call: RollCall, who: str) -> bool:
    """Whether there are marks to lose that somebody else saved, corrected or restored."""
    made = auditing.made(tx, call) if call.state is not State.OPEN else None
    return (made.by if made else call.taken_by or who) != who


def _typed(sheet: Sheet, request: MarkRequest) -> Sheet:
    found = {status: find_rolls(rolls, [line.student for line in sheet.lines]) for status, rolls in _lists(request)}
    named = [(student, status) for status, one in found.items() for student in one.students]
    twice = [student.name for student, times in Counter(student for student, _ in named).items() if times > 1]
    if twice or not all(one.complete for one in found.values()):
        raise RollsNotClear(sheet.roll_call.held.class_code, list(found.values()), twice)
    statuses = {student.student_id: status for student, status in named}
    others = Status.ABSENT if request.everyone_absent else Status.PRESENT
    return Sheet(
        sheet.roll_call,
        tuple(line.meant(Drafted(statuses.get(line.student.student_id, others))) for line in sheet.lines),
    )


def _lists(request: MarkRequest) -> list[tuple[Status, tuple[str, ...]]]:
    return [
        (Status.ABSENT, request.absent),
        (Status.LATE, request.late),
        (Status.EXCUSED, request.excused),
        (Status.ON_DUTY, request.on_duty),
    ]
