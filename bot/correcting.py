"""After a roll call is saved: one mark corrected, the whole undone, the class cancelled, a conflict settled."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from bot import auditing
from bot.auditing import Change, Deed
from bot.domain.errors import Told
from bot.domain.rollcall import Card, Line, Seen, Sheet, State, Status
from bot.marking import card, fresh_card, sheet_to_change, undo_until, with_marks
from bot.services import Services
from bot.store import marks, sheets
from bot.store.database import whole_unit


@dataclass(frozen=True, slots=True)
class Moved:
    """Somebody changed the roll call since this card was drawn: nothing was done; this is how it stands now."""

    card: Card


class TooLateToUndo(Told):
    """An undo after its time."""

    def __init__(self, minutes: int) -> None:
        super().__init__(
            f"A save can be undone for {minutes} minutes, and they are over. Nothing was changed. Press *Change* to"
            " correct marks."
        )


class NotInThisClass(Told):
    """A correction for a student who is not enrolled in the class on that day (any more)."""

    def __init__(self) -> None:
        super().__init__("That student is not in this class on that day any more. Nothing was changed.")


@whole_unit
def correct(
    services: Services, deed: Deed, seen: Seen, student_id: int, shown: Status | None, now: Status
) -> Card | Moved:
    """Change one student's mark from the one the card showed.

    Doing it twice changes it once; when the mark is neither the one shown nor the one wanted, nothing changes.
    """
    with services.database.begin() as tx:
        sheet = sheet_to_change(services, tx, deed, seen)
        line = _line(sheet, student_id)
        if line.status is now:
            return card(services, tx, sheet, deed.reason)
        if line.status is not shown or sheet.roll_call.state is not State.TAKEN:
            return Moved(card(services, tx, sheet, deed.reason))
        call = sheet.roll_call
        after = sheets.advance(tx, call, call.state, call.taken_by, call.taken_at)
        changes: dict[int, Change] = {student_id: (line.status, now)}
        marks.write(tx, call, {student_id: now})
        auditing.roll_call_changed(tx, deed, "correct", call, after, changes)
        return fresh_card(services, deed, with_marks(sheet, after, changes))


def _line(sheet: Sheet, student_id: int) -> Line:
    for line in sheet.lines:
        if line.student.student_id == student_id:
            return line
    raise NotInThisClass


@whole_unit
def cancel(services: Services, deed: Deed, seen: Seen) -> Card | Moved:
    """Record that the class was not held: its marks go, and it counts for nobody. Undo brings them back."""
    with services.database.begin() as tx:
        sheet = sheet_to_change(services, tx, deed, seen)
        call = sheet.roll_call
        if call.state is State.CANCELLED:
            return card(services, tx, sheet, deed.reason)
        if call.version != seen.version:
            return Moved(card(services, tx, sheet, deed.reason))
        after = sheets.advance(tx, call, State.CANCELLED, deed.by, deed.at)
        changes: dict[int, Change] = {
            student_id: (status, None) for student_id, status in marks.of(tx, call.roll_call_id).items()
        }
        marks.erase(tx, call, changes)
        auditing.roll_call_changed(tx, deed, "cancel", call, after, changes)
        return fresh_card(services, deed, with_marks(sheet, after, changes))


@whole_unit
def undo(services: Services, deed: Deed, seen: Seen) -> Card | Moved:
    """Take back the change that made this version: every earlier mark, and the earlier state, are there again.

    Raises `TooLateToUndo` after the college's undo time.
    """
    with services.database.begin() as tx:
        sheet = sheet_to_change(services, tx, deed, seen)
        if sheet.roll_call.version != seen.version:
            return _undone_or_moved(services, tx, deed, seen, sheet)
        before = auditing.of_version(tx, sheet.roll_call)
        if before is None or undo_until(services, before) is None:
            raise TooLateToUndo(services.college.undo_window.seconds // 60)
        changes: dict[int, Change] = {student_id: (became, was) for student_id, (was, became) in before.marks.items()}
        call = sheet.roll_call
        after = sheets.advance(tx, call, before.state, before.taken_by, before.taken_at)
        marks.erase(tx, call, [student_id for student_id, (_, was) in changes.items() if was is None])
        marks.write(tx, call, {student_id: was for student_id, (_, was) in changes.items() if was is not None})
        auditing.roll_call_changed(tx, deed, "undo", call, after, changes)
        return Card(with_marks(sheet, after, changes))


def _undone_or_moved(services: Services, tx: Connection, deed: Deed, seen: Seen, sheet: Sheet) -> Card | Moved:
    """A second press of Undo meets its own work and says the same; anybody else's change is shown instead."""
    latest = auditing.of_version(tx, sheet.roll_call)
    mine = latest is not None and (latest.entry.action, latest.entry.actor) == ("undo", deed.by)
    if mine and sheet.roll_call.version == seen.version + 1:
        return Card(sheet)
    return Moved(card(services, tx, sheet, deed.reason))


@whole_unit
def look(services: Services, deed: Deed, seen: Seen) -> Card:
    """The roll call as it stands; nothing is changed."""
    with services.database.reading() as tx:
        return card(services, tx, sheet_to_change(services, tx, deed, seen), deed.reason)


@whole_unit
def keep_theirs(services: Services, deed: Deed, seen: Seen) -> Card:
    """Leave a conflict as somebody else saved it, and forget what I had ticked."""
    with services.database.begin() as tx:
        sheet = sheet_to_change(services, tx, deed, seen)
        marks.drop_draft(tx, deed.by, seen.roll_call_id)
        return card(services, tx, sheet, deed.reason)
