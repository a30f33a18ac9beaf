"""Opening a roll call: whether somebody may mark it, and the sheet they mark on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from bot import access, choosing
from bot.auditing import Deed
from bot.disputing import Conflict, Meant, dispute, left_behind
from bot.domain.classcode import ClassCode
from bot.domain.errors import Told
from bot.domain.period import said
from bot.domain.request import MarkRequest
from bot.domain.role import Due, Person, Teaching
from bot.domain.rollcall import Held, RollCall, Sheet, State
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
        period = held.period and f"P{held.period}"
        words = (str(held.class_code), held.subject, held.on.isoformat(), period)
        super().__init__(
            f"{said(held.on, today)} is more than {days} days ago. As an admin you can still change it: type the same"
            f" again with a reason at the end, as in `/attendance mark {' '.join(filter(None, words))} because the"
            " register was found`. Nothing was saved."
        )


class NobodyEnrolled(Told):
    """A class without students on that day."""

    def __init__(self, class_code: ClassCode, on: date, today: date) -> None:
        day = "today" if on == today else f"on {said(on, today)}"
        super().__init__(
            f"No students are enrolled in `{class_code}` {day}. Check the class, as in `CSE-2`; an admin adds students."
        )


class AlreadyTaken(Told):
    """A section of a class whose whole was taken for the same subject and period, or the reverse."""

    def __init__(self, held: Held, taken: RollCall, today: date) -> None:
        what = f"{held.class_code} {held.subject}".rstrip()
        super().__init__(
            f"`{taken.held.class_code} {held.subject}`".replace(" `", "`")
            + f" is already taken for {said(held.on, today)}, and its students would be counted twice. Change that one,"
            f" or, if this is another class, write its period, as in `/attendance mark {what} P2`.",
            ask=(taken.taken_by,) if taken.taken_by else (),
        )


class RollCallGone(Told):
    """A button of a roll call that is not there."""

    def __init__(self) -> None:
        super().__init__("This roll call is not there any more. Type `/attendance mark` with the class to see it.")


@whole_unit
def open_roll_call(services: Services, by: str, request: MarkRequest) -> Roster | Conflict | choosing.Choice:
    """The sheet of the roll call somebody typed, or the choice they have to make first."""
    with services.database.reading() as tx:
        settled = choosing.settle(tx, access.staff(services, tx, by), request)
        if isinstance(settled, choosing.Choice):
            return settled
        sheet = allowed_sheet(services, tx, by, settled, request.reason)
    return _resumed(services, by, sheet or _create(services, by, settled), request.reason)


@whole_unit
def open_held(services: Services, by: str, held: Held, reason: str = "") -> Roster | Conflict:
    """The sheet of exactly this roll call."""
    with services.database.reading() as tx:
        sheet = allowed_sheet(services, tx, by, held, reason)
    return _resumed(services, by, sheet or _create(services, by, held), reason)


def _resumed(services: Services, by: str, sheet: Sheet, reason: str) -> Roster | Conflict:
    """The roster; or, where somebody ticked, went away, and somebody else saved meanwhile, both side by side."""
    if sheet.roll_call.version == 0:
        return Roster(sheet, reason)
    with services.database.begin() as tx:
        mine = left_behind(tx, sheet, by)
        if mine is None:
            return Roster(sheet, reason)
        now = int(services.clock.now().timestamp() * 1_000_000)
        return dispute(tx, mine, mine.lines, Meant(by, now, mine.drawn, reason))


@whole_unit
def reopen(services: Services, deed: Deed, roll_call_id: int) -> Roster | Conflict:
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
    sheet = sheets.of_held(tx, held, by)
    if sheet and sheet.roll_call.state is State.OPEN:
        refuse_overlap(tx, held, services.clock.today())
    return sheet


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
        refuse_overlap(tx, held, services.clock.today())
        sheets.create(tx, held)
        sheet = sheets.of_held(tx, held, by)
    if sheet is None:
        raise NobodyEnrolled(held.class_code, held.on, services.clock.today())
    return sheet


def refuse_overlap(tx: Connection, held: Held, today: date) -> None:
    """Raises `AlreadyTaken` when the whole class was taken and this is a section of it, or the reverse."""
    for call in sheets.held_on(tx, held.on, [ClassCode(held.class_code.branch, held.class_code.year)]):
        other = call.held
        same = (other.subject, other.period) == (held.subject, held.period)
        shared = other.class_code.covers(held.class_code) or held.class_code.covers(other.class_code)
        if same and shared and other != held and call.state is State.TAKEN:
            raise AlreadyTaken(held, call, today)


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
    due = [Due(teaching, tuple(call for call in calls if teaching.includes(call.held))) for teaching in teachings]
    return tuple(sorted(due, key=lambda one: (not one.is_open, one.teaching)))
