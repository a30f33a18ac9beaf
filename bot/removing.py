"""Students who leave: removed, which can be taken back, and erased, which cannot. Each is one transaction."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from bot import access, forgetting, placing, recording
from bot.auditing import Deed
from bot.domain.enrolment import Enrolment, Placed, Placement
from bot.domain.record import Changes, Doomed, Erased, PutBack, Record, Removed
from bot.placing import MovedSince
from bot.recording import RecordGone
from bot.services import Services
from bot.store import promotions, records
from bot.store.database import whole_unit

GONE = "erased"
"""What the audit has in the place of what was erased."""


@whole_unit
def remove(services: Services, deed: Deed, student_id: int) -> Removed:
    """End a student's enrolment; marks and history stay. Twice is once. Raises `RecordGone`, or asks for a code."""
    with services.database.begin() as tx:
        access.proven_admin(services, tx, deed.by)
        return _removed(services, tx, deed, recording.with_id(services, tx, student_id, locked=True))


@whole_unit
def remove_by_roll(services: Services, deed: Deed, typed: str) -> Removed:
    """The same, of a roll number somebody typed. Raises `NobodyHasRoll` as well."""
    with services.database.begin() as tx:
        access.proven_admin(services, tx, deed.by)
        return _removed(services, tx, deed, recording.with_roll(services, tx, typed, "remove"))


def _removed(services: Services, tx: Connection, deed: Deed, record: Record) -> Removed:
    marks = records.marks(tx, record.student_id)
    if not record.active:
        return Removed(record, marks)
    (placed,) = placing.release(tx, [record.student_id], services.clock.today())
    promotions.add(tx, deed.by, deed.at, promotions.REMOVE, str(record.student_id), [placed])
    recording.write_down(tx, deed, "remove", record.student_id, recording.left(placed, record))
    return Removed(record, marks, placed)


@whole_unit
def put_back(services: Services, deed: Deed, student_id: int, on: date | None) -> PutBack:
    """Undo a removal: every enrolment as it was before, those to come too. Twice is once.

    Of a removal whose enrolments nobody wrote down, or who was enrolled otherwise since, or whose planned move was
    undone since: into the class they were in, or were to come to on that day.
    """
    with services.database.begin() as tx:
        access.admin(services, tx, deed.by)
        record, today = recording.with_id(services, tx, student_id, locked=True), services.clock.today()
        if record.active:
            return PutBack(record)
        removal = _as_it_was(services, tx, deed, student_id)
        if removal:
            recording.write_down(tx, deed, "return", student_id, recording.returned(removal, record))
            return PutBack(recording.with_id(services, tx, student_id), _to_come(removal, today))
        placement = Placement(student_id, record.details.class_code, on if on and on > today else None)
        (placed,) = placing.admit(tx, [placement], today)
        recording.write_down(tx, deed, "return", student_id, recording.moved(placed))
        return PutBack(recording.with_id(services, tx, student_id))


def _as_it_was(services: Services, tx: Connection, deed: Deed, student_id: int) -> Placed | None:
    """The removal that was taken back; `None` when there is none, or they would be in no class by now all the same."""
    today = services.clock.today()
    removal = promotions.left(tx, student_id)
    if removal is None or removal.placed[0].steps.was.running(today) is None:
        return None
    if promotions.has_undone(tx, student_id, removal.made_at):  # a plan of theirs: it stays off
        return None
    try:
        (back,) = placing.take_back(tx, removal.placed, today)
    except MovedSince:
        return None
    promotions.undone(tx, removal.promotion_id, deed.at)
    return back


def _to_come(removal: Placed, today: date) -> tuple[Enrolment, ...]:
    """The classes that are planned for them after the one they are in, or are to come to first."""
    first = removal.steps.was.running(today)
    return tuple(one for one in removal.off if first and one.first > first.first)


@whole_unit
def look_up(services: Services, by: str, typed: str) -> Doomed:
    """Who would be erased, removed or not. Raises `NobodyHasRoll`, or asks for a code."""
    with services.database.reading() as tx:
        access.proven_admin(services, tx, by)
        record = recording.with_roll(services, tx, typed, "erase")
        return Doomed(record, records.marks(tx, record.student_id))


@whole_unit
def erase(services: Services, deed: Deed, student_id: int, stamp: str) -> Erased | Doomed:
    """Take out of the record all that says who it was. What it was is not written down anywhere.

    `Doomed`, with nothing erased, when the record is not what was shown (`stamp`) any more. Raises `RecordGone` for one
    erased before, or asks for a code.
    """
    with services.database.begin() as tx:
        access.proven_admin(services, tx, deed.by)
        record = records.with_id(tx, student_id, services.clock.today(), locked=True)
        marks = records.marks(tx, student_id)
        if record is None and recording.is_own(tx, deed, student_id):
            return Erased(records.erased_roll(student_id), marks)
        if record is None:
            raise RecordGone
        if record.stamp != stamp:
            return Doomed(record, marks)
        (placed,) = placing.release(tx, [student_id], services.clock.today())
        records.erase(tx, student_id, deed.at)
        forgetting.forget(tx, record.details.roll_no, record.details.email)
        recording.write_down(tx, deed, "erase", student_id, _erased(record) | recording.left(placed, record))
        return Erased(records.erased_roll(student_id), marks)


def _erased(record: Record) -> Changes:
    """What was taken out, by its name only."""
    what = [*recording.differences(None, record.details), *(["Slack user"] if record.slack_user_id else [])]
    return dict.fromkeys(what, (GONE, None))
