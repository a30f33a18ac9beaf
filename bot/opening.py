"""Opening a roll call: whether somebody may mark it, and the sheet they mark on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from bot import access, choosing
from bot.auditing import Deed
from bot.clock import microseconds
from bot.disputing import Conflict, Meant, dispute, left_behind
from bot.domain.classcode import ClassCode
from bot.domain.errors import Told
from bot.domain.holiday import OnHoliday
from bot.domain.period import said
from bot.domain.request import MarkRequest
from bot.domain.role import Due, Person, Teaching
from bot.domain.rollcall import Held, RollCall, Sheet, State
from bot.services import Services
from bot.store import sheets, students
from bot.store.database import together, whole_unit


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


@whole_unit
def open_roll_call(services: Services, by: str, request: MarkRequest) -> Roster | Conflict | choosing.Choice:
    """The sheet of the roll call somebody typed, or the choice they have to make first."""
    with services.database.at_once() as tx:
        person = access.staff(services, tx, by)
        settled = choosing.settle(tx, person, request)
        if isinstance(settled, choosing.Choice):
            return settled
        return _roster(services, tx, person, settled, request.reason)


@whole_unit
def open_held(services: Services, by: str, held: Held, reason: str = "") -> Roster | Conflict:
    """The sheet of exactly this roll call."""
    with services.database.at_once() as tx:
        return _roster(services, tx, access.staff(services, tx, by), held, reason)


@whole_unit
def reopen(services: Services, deed: Deed, roll_call_id: int) -> Roster | Conflict:
    """The roster of a roll call that was saved or cancelled, to change it; with my draft, if I left one."""
    with services.database.at_once() as tx:
        person, call = access.taker(services, tx, deed.by, roll_call_id)
        return _roster(services, tx, person, call.held, deed.reason)


def _roster(services: Services, tx: Connection, person: Person, held: Held, reason: str) -> Roster | Conflict:
    """The roster; or, where somebody ticked, went away, and somebody else saved meanwhile, both side by side."""
    sheet = sheet_of(services, tx, person, held, reason)
    mine = left_behind(tx, sheet, person.slack_user_id)
    if mine is None:
        return Roster(sheet, reason)
    now = microseconds(services.clock.now())
    with together(tx):
        return dispute(tx, mine, mine.lines, Meant(person.slack_user_id, now, mine.drawn, reason))


def sheet_of(services: Services, tx: Connection, person: Person, held: Held, reason: str) -> Sheet:
    """The sheet of a roll call, begun now if it was not, once it is sure that this person may mark it on that day.

    Raises `NotAllowed`, `DayAhead`, `OnHoliday`, `DayClosed`, `ReasonMissing`, `AlreadyTaken` or `NobodyEnrolled`.
    """
    access.check_takes(person, held)
    check_day(services, person, held, reason)
    that_day = sheets.held_on(tx, held.on, [held.class_code])
    call = next((call for call in that_day if call.held == held), None)
    if call is None or call.state is State.OPEN:
        _refuse_overlap(that_day, held, services.clock.today())
    sheet = sheets.of(tx, call, person.slack_user_id) if call else None
    lines = sheet.lines if sheet else sheets.unmarked(tx, held)
    if not lines:
        raise NobodyEnrolled(held.class_code, held.on, services.clock.today())
    return sheet or Sheet(sheets.create(tx, held), lines)


def check_day(services: Services, person: Person, held: Held, reason: str) -> None:
    """Raises when the day is ahead, a holiday, or too long ago for this person."""
    today, window = services.clock.today(), services.college.edit_window
    if held.on > today:
        raise DayAhead(held.on, today)
    if held.on in services.college.holidays:  # no reason helps: it would not count
        raise OnHoliday(held.on, services.college.holidays[held.on], today)
    if today - held.on <= window or (reason and person.is_admin):
        return
    if person.is_admin:
        raise ReasonMissing(held, today, window.days)
    raise DayClosed(held.on, today, window.days)


def _refuse_overlap(that_day: Iterable[RollCall], held: Held, today: date) -> None:
    """Raises `AlreadyTaken` when the whole class was taken and this is a section of it, or the reverse."""
    for call in that_day:
        other = call.held
        same = (other.subject, other.period) == (held.subject, held.period)
        if same and other.class_code.shares(held.class_code) and other != held and call.state is State.TAKEN:
            raise AlreadyTaken(held, call, today)


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
