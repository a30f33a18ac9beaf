"""Opening a roll call: whether somebody may mark it, and the sheet they mark on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from bot import access, choosing
from bot.auditing import Deed
from bot.domain.classcode import ClassCode
from bot.domain.errors import Told
from bot.domain.period import said
from bot.domain.request import MarkRequest
from bot.domain.role import Due, Person, Teaching
from bot.domain.rollcall import Held, RollCall, Sheet
from bot.services import Services
from bot.store import sheets, students
from bot.store.database import whole_unit


@dataclass(frozen=True, slots=True)
class Roster:
    """A sheet ready to be ticked. `reason` is why an admin marks outside the edit window."""

    sheet: Sheet
    reason: str = ""


class DayAhead(Told):
    """A date that has not come."""

    def __init__(self, on: date, today: date) -> None:
        super().__init__(
            f"{said(on, today)} is still to come, so it can't be marked. Leave the date out for today, or write"
            " an earlier one, as in `/attendance mark CSE-2 yesterday`."
        )


class DayClosed(Told):
    """A date outside the edit window."""

    def __init__(self, on: date, today: date, days: int) -> None:
        super().__init__(
            f"{said(on, today)} is more than {days} days ago; marks can be changed for {days} days. Nothing was"
            " changed. Ask an admin: they can change any day."
        )


class ReasonMissing(Told):
    """An admin marking outside the edit window without saying why."""

    def __init__(self, held: Held, today: date, days: int) -> None:
        super().__init__(
            f"{said(held.on, today)} is more than {days} days ago. As an admin you can still change it, with a reason:"
            f" `/attendance mark {held.class_code} {held.on.isoformat()} because the register was found`."
        )


class NobodyEnrolled(Told):
    """A class without students on that day."""

    def __init__(self, class_code: ClassCode, on: date, today: date) -> None:
        day = "today" if on == today else f"on {said(on, today)}"
        super().__init__(
            f"No students are enrolled in `{class_code}` {day}. Check the class, as in `CSE-2`; an admin adds students."
        )


class RollCallGone(Told):
    """A button of a roll call that is not there."""

    def __init__(self) -> None:
        super().__init__("This roll call is not there any more. Type `/attendance mark` with the class to see it.")


@whole_unit
def open_roll_call(services: Services, by: str, request: MarkRequest) -> Roster | choosing.Choice:
    """The sheet of the roll call somebody typed, or the choice they have to make first."""
    with services.database.reading() as tx:
        settled = choosing.settle(tx, access.staff(services, tx, by), request)
        if isinstance(settled, choosing.Choice):
            return settled
        sheet = allowed_sheet(services, tx, by, settled, request.reason)
    return Roster(sheet or _create(services, by, settled), request.reason)


@whole_unit
def open_held(services: Services, by: str, held: Held, reason: str = "") -> Roster:
    """The sheet of exactly this roll call."""
    with services.database.reading() as tx:
        sheet = allowed_sheet(services, tx, by, held, reason)
    return Roster(sheet or _create(services, by, held), reason)


@whole_unit
def reopen(services: Services, deed: Deed, roll_call_id: int) -> Roster:
    """The roster of a roll call that was saved or cancelled, to change it; with my draft, if I left one."""
    with services.database.reading() as tx:
        held = the_roll_call(tx, roll_call_id).held
    return open_held(services, deed.by, held, deed.reason)


def the_roll_call(tx: Connection, roll_call_id: int) -> RollCall:
    """The roll call with this id. Raises `RollCallGone`."""
    call = sheets.roll_call_by_id(tx, roll_call_id)
    if call is None:
        raise RollCallGone
    return call


def allowed_sheet(services: Services, tx: Connection, by: str, held: Held, reason: str) -> Sheet | None:
    """The sheet, once it is sure that this person may mark that class on that day; `None`: not begun, or nobody in it.

    Raises `NotAllowed`, `DayAhead`, `DayClosed` or `ReasonMissing`.
    """
    person = access.taker(services, tx, by, held)
    check_day(services, person, held, reason)
    return sheets.of_held(tx, held, by)


def check_day(services: Services, person: Person, held: Held, reason: str) -> None:
    """Raises when the day is ahead, or too long ago for this person."""
    today, window = services.clock.today(), services.college.edit_window
    if held.on > today:
        raise DayAhead(held.on, today)
    if today - held.on <= window or (reason and person.is_admin):
        return
    if person.is_admin:
        raise ReasonMissing(held, today, window.days)
    raise DayClosed(held.on, today, window.days)


def begin_sheet(services: Services, tx: Connection, by: str, held: Held) -> Sheet:
    """The sheet, begun now if it was not. Raises `NobodyEnrolled`."""
    sheet = sheets.of_held(tx, held, by)
    if sheet is None and not students.anybody_in(tx, held.class_code, held.on):
        raise NobodyEnrolled(held.class_code, held.on, services.clock.today())
    if sheet is None:
        sheets.create(tx, held)
        sheet = sheets.of_held(tx, held, by)
    if sheet is None:
        raise NobodyEnrolled(held.class_code, held.on, services.clock.today())
    return sheet


def _create(services: Services, by: str, held: Held) -> Sheet:
    with services.database.begin() as tx:
        return begin_sheet(services, tx, by, held)


@whole_unit
def due_today(services: Services, by: str) -> tuple[Due, ...]:
    """The classes somebody takes, those not taken today first; for an admin who takes none, every class."""
    today = services.clock.today()
    with services.database.reading() as tx:
        person = access.staff(services, tx, by)
        teachings = person.teachings
        if person.is_admin and not teachings:
            teachings = tuple(Teaching(code) for code in students.classes(tx, today))
        calls = sheets.held_on(tx, today, [teaching.class_code for teaching in teachings])
    due = [Due(teaching, _todays(teaching, calls)) for teaching in teachings]
    return tuple(sorted(due, key=lambda one: (not one.is_open, one.teaching)))


def _todays(teaching: Teaching, calls: tuple[RollCall, ...]) -> RollCall | None:
    """The furthest of today's roll calls of that class and subject."""
    mine = [c for c in calls if (c.held.class_code, c.held.subject) == (teaching.class_code, teaching.subject)]
    return max(mine, key=lambda call: call.version, default=None)
