"""Students as the office keeps them: looked up, added, changed, brought back. Each is one transaction."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from bot import access, parting, placing, recording
from bot.auditing import Deed
from bot.domain.enrolment import Placed, Placement
from bot.domain.errors import FieldsWrong, Told, quoted
from bot.domain.record import EMAIL, ROLL, Enrolled, Overtaken, Reading, Record, Returning, Typed
from bot.services import Services
from bot.store import records
from bot.store.database import Outrun, whole_unit

THERE = "there"
"""In the place of `add`: they were added before, exactly so."""


class RemovedAlready(Told):
    """A student who was removed, to be changed."""

    def __init__(self, record: Record) -> None:
        had = record.details
        super().__init__(
            f"{had.roll_no} {had.name} was removed. Nothing was changed. To bring them back, type"
            f" `/attendance student add {had.roll_no} {had.name} {had.class_code}`."
        )


class BackAlready(Told):
    """A student to be brought back who is not away (any more)."""

    def __init__(self, record: Record) -> None:
        had = record.details
        super().__init__(f"{had.roll_no} {had.name} is in `{had.class_code}` already. Nothing was changed.")


@whole_unit
def look_up(services: Services, by: str, student_id: int) -> Record:
    """The record to be changed. Raises `NotAdmin`, `RecordGone` or `RemovedAlready`."""
    with services.database.reading() as tx:
        access.admin(services, tx, by)
        return _active(recording.with_id(services, tx, student_id))


@whole_unit
def look_up_roll(services: Services, by: str, typed: str) -> Record:
    """The same, of a roll number somebody typed. Raises `NobodyHasRoll` as well."""
    with services.database.reading() as tx:
        access.admin(services, tx, by)
        return _active(recording.with_roll(services, tx, typed, "edit"))


def _active(record: Record) -> Record:
    if not record.active:
        raise RemovedAlready(record)
    return record


@whole_unit
def add(services: Services, deed: Deed, typed: Typed) -> Enrolled | Returning:
    """A new student in a class, today or from the day typed; the very same again adds nothing (`THERE`).

    Raises `FieldsWrong` with every field that is wrong.
    """
    with services.database.begin() as tx:
        access.admin(services, tx, deed.by)
        reading = Reading(typed, services.clock.today())
        holder = _with_roll(services, tx, reading)
        if holder and holder.active and recording.is_own(tx, deed, holder.student_id):
            return Enrolled(holder, "add", {})
        if holder and holder.active and _says(holder, reading):
            return Enrolled(holder, THERE, {})
        removed = holder if holder and not holder.active else None
        _check(services, tx, reading, removed, holder)
        if removed:
            return Returning(removed, Typed.again(reading.details, reading.on))
        return _keep(services, tx, deed, "add", None, reading)


@whole_unit
def edit(services: Services, deed: Deed, student_id: int, stamp: str, typed: Typed) -> Enrolled | Overtaken:
    """Change a record, unless it is not what the form showed (`stamp`) any more.

    A new class counts from the day typed, else from today, or the day after the last mark. Raises `FieldsWrong`,
    `MarkedSince`, `RecordGone` or `RemovedAlready`.
    """
    with services.database.begin() as tx:
        access.admin(services, tx, deed.by)
        before = recording.with_id(services, tx, student_id, locked=True)
        if before.stamp != stamp and recording.is_own(tx, deed, student_id):
            return Enrolled(before, "edit", {})
        reading = Reading(typed, services.clock.today())
        if _active(before).stamp != stamp:
            last = records.last_change(tx, student_id)
            is_saved = _says(before, reading, services.clock.today())
            return Enrolled(before, "edit", {}) if is_saved else Overtaken(before, last[0] if last else None)
        _check(services, tx, reading, before, _with_roll(services, tx, reading))
        return _keep(services, tx, deed, "edit", before, reading)


@whole_unit
def bring_back(services: Services, deed: Deed, student_id: int, typed: Typed) -> Enrolled:
    """Put a student who was removed into a class again, with all they had: marks, enrolments, link to Slack.

    What was typed takes the place of what the record says; an empty e-mail or contact keeps it. Raises `FieldsWrong`,
    `MarkedSince`, `RecordGone` or `BackAlready`.
    """
    with services.database.begin() as tx:
        access.admin(services, tx, deed.by)
        before = recording.with_id(services, tx, student_id, locked=True)
        if before.active and recording.is_own(tx, deed, student_id):
            return Enrolled(before, "return", {})
        if before.active:
            raise BackAlready(before)
        reading = Reading(typed.over(before), services.clock.today())
        _check(services, tx, reading, before, _with_roll(services, tx, reading))
        return _keep(services, tx, deed, "return", before, reading)


def _with_roll(services: Services, tx: Connection, reading: Reading) -> Record | None:
    return records.with_roll(tx, reading.roll_no, services.clock.today()) if reading.roll_no else None


def _says(record: Record, reading: Reading, today: date | None = None) -> bool:
    """Whether the record is as typed already: the form was sent twice.

    A class that was just changed began `today` or later, where the form still showed the first day in the old one.
    """
    if reading.wrong or reading.details != record.details:
        return False
    return reading.on in (None, record.since) or bool(today and record.since and record.since >= today)


def _check(services: Services, tx: Connection, reading: Reading, whose: Record | None, holder: Record | None) -> None:
    """Roll number and e-mail are nobody else's; `holder` is who has the roll number, as was looked up once.

    Raises `FieldsWrong` with whatever else is wrong as well, `Outrun` when somebody got the roll number since.
    """
    if holder and holder != whose:
        reading.wrong[ROLL] = (
            f"{quoted(holder.details.roll_no)} is the roll number of {_named(holder)}. Write another one, as on the"
            " student's papers."
        )
    email = reading.email
    other = records.with_email(tx, email, services.clock.today()) if email else None
    if other and other.details.roll_no == reading.roll_no and holder is None:
        raise Outrun
    if other and other != whose:
        reading.wrong[EMAIL] = (
            f"{quoted(email or '')} is the e-mail of {_named(other)}. Write the student's own, or leave it empty."
        )
    if reading.wrong:
        raise FieldsWrong(reading.wrong)


def _named(record: Record) -> str:
    had = record.details
    return f"{had.name} in {had.class_code}" if record.active else f"{had.name}, who was removed from {had.class_code}"


def _keep(
    services: Services, tx: Connection, deed: Deed, action: str, before: Record | None, reading: Reading
) -> Enrolled:
    """Write down what was read, in the record, the enrolments and the audit."""
    details, today = reading.details, services.clock.today()
    opens = records.is_empty(tx, details.class_code, today)
    try:
        student_id = records.add(tx, details) if before is None else before.student_id
        if before:
            records.change(tx, student_id, details)
    except records.Taken as taken:  # since we looked: the next look tells by whom
        raise Outrun from taken
    placed = _placed(tx, student_id, before, reading, today)
    changes = recording.differences(before.details if before else None, details) | recording.moved(placed, before)
    recording.write_down(tx, deed, action, student_id, changes)
    parted = parting.part(tx, deed, [student_id]).get(student_id) if "e-mail" in changes else None
    return Enrolled(recording.with_id(services, tx, student_id), action, changes, placed, opens, parted)


def _placed(tx: Connection, student_id: int, before: Record | None, reading: Reading, today: date) -> Placed | None:
    """The way to another class, or to another first day in the same; `None` for neither."""
    class_code = reading.details.class_code
    if before is None or not before.active:
        return placing.admit(tx, [Placement(student_id, class_code, reading.on)], today)[0]
    on = reading.on if reading.on != before.since else None
    if class_code != before.details.class_code or before.since is None:
        return placing.move(tx, [Placement(student_id, class_code, on)], today)[0]
    return placing.begin_on(tx, student_id, on, today) if on else None
