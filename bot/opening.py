"""Opening a roll call: which one a teacher means, whether they may, and the sheet they mark on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from bot import access
from bot.domain.classcode import ClassCode
from bot.domain.errors import Told, quoted
from bot.domain.period import said
from bot.domain.request import MarkRequest
from bot.domain.role import Due, Person, Teaching
from bot.domain.rollcall import Held, RollCall, Sheet
from bot.services import Services
from bot.store import members, sheets, students
from bot.store.database import whole_unit


@dataclass(frozen=True, slots=True)
class Roster:
    """A sheet ready to be ticked. `reason` is why an admin marks outside the edit window."""

    sheet: Sheet
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """The class and subject could be any of these; the rest of the request is settled."""

    options: tuple[Teaching, ...]
    on: date
    period: str = ""
    reason: str = ""


class SubjectNotKnown(Told):
    """A subject nobody has in that class."""

    def __init__(self, typed: str, class_code: ClassCode, known: frozenset[str]) -> None:
        listed = f"Subjects there: {', '.join(sorted(known))}." if known else f"`{class_code}` has no subjects yet."
        super().__init__(
            f"I don't know a subject {quoted(typed)} in `{class_code}`. {listed}"
            f" To start a new one, write the word subject before it: `/attendance mark {class_code} subject Physics`."
        )


class SubjectNotTaken(Told):
    """A subject the teacher does not take in that class."""

    def __init__(self, typed: str, options: list[Teaching]) -> None:
        yours = ", ".join(f"`{option}`" for option in options)
        super().__init__(
            f"You don't take {quoted(typed)} there. You take {yours}. Example: `/attendance mark {options[0]}`."
        )


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


@whole_unit
def open_roll_call(services: Services, by: str, request: MarkRequest) -> Roster | Choice:
    """The sheet of the roll call somebody typed, or the choice they have to make first."""
    with services.database.reading() as tx:
        settled = settle(tx, access.staff(services, tx, by), request)
        if isinstance(settled, Choice):
            return settled
        sheet = allowed_sheet(services, tx, by, settled, request.reason)
    return Roster(sheet or _create(services, by, settled), request.reason)


@whole_unit
def open_held(services: Services, by: str, held: Held, reason: str = "") -> Roster:
    """The sheet of exactly this roll call."""
    with services.database.reading() as tx:
        sheet = allowed_sheet(services, tx, by, held, reason)
    return Roster(sheet or _create(services, by, held), reason)


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


def settle(tx: Connection, person: Person, request: MarkRequest) -> Held | Choice:
    """The one roll call a request means for this person, or the classes and subjects it could mean."""
    if request.letter:  # `cse 2 a`: section A where there is one, otherwise a subject
        sections = {code.section for code in students.sections(tx, request.class_code)}
        request = request.settled(sections, _subjects(tx, request.class_code))
    class_code, subject = request.class_code, request.subject
    options = _options(person, class_code)
    if subject:
        options = _in_subject(tx, person, class_code, subject, options, request.new_subject)
    else:
        options = [option for option in options if not option.subject] or options
        if not _own(person, class_code):
            options += [Teaching(class_code, known) for known in _subjects(tx, class_code)]
    if len(options) == 1:
        return Held(options[0].class_code, request.on, options[0].subject, request.period)
    return Choice(tuple(sorted(options)), request.on, request.period, request.reason)


def _own(person: Person, class_code: ClassCode) -> list[Teaching]:
    """What a typed class can mean among the classes they take: it, or the sections of it that are theirs."""
    return [Teaching(class_code, t.subject) for t in person.teachings if t.class_code.covers(class_code)] + [
        t for t in person.teachings if class_code.covers(t.class_code) and class_code != t.class_code
    ]


def _options(person: Person, class_code: ClassCode) -> list[Teaching]:
    options = _own(person, class_code) or ([Teaching(class_code)] if person.is_admin else [])
    if not options:
        raise access.ClassNotTaken(person, class_code)
    return options


def _in_subject(
    tx: Connection, person: Person, class_code: ClassCode, typed: str, options: list[Teaching], is_new: bool
) -> list[Teaching]:
    fitting = [option for option in options if option.subject.casefold() == typed.casefold()]
    if fitting:
        return fitting
    whole = [option for option in options if not option.subject]
    if not whole and not person.is_admin:
        raise SubjectNotTaken(typed, options)
    known = _subjects(tx, class_code)
    matching = next((name for name in known if name.casefold() == typed.casefold()), typed if is_new else None)
    if matching is None:
        raise SubjectNotKnown(typed, class_code, known)
    return [Teaching(option.class_code, matching) for option in whole or [Teaching(class_code)]]


def _subjects(tx: Connection, class_code: ClassCode) -> frozenset[str]:
    return members.subjects_taught(tx, class_code) | sheets.subjects_held(tx, class_code)


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
