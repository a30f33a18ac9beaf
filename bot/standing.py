"""How a student stands, for themselves and for those who teach them: one definition, the same everywhere."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Connection

from bot import access
from bot.domain.errors import NotAllowed, Told, quoted
from bot.domain.history import Entry, History, Report, SubjectStanding
from bot.domain.percentage import Advice, Counting, Excused, Standing, Tally
from bot.domain.period import DateRange
from bot.domain.role import Person
from bot.domain.rollcall import Status
from bot.domain.student import Student, normal_roll
from bot.domain.words import mentioned_user
from bot.services import Services
from bot.store import standings, students
from bot.store.database import whole_unit
from bot.store.standings import SubjectTally

RECENT = 10
A_PAGE = 40  # roll calls on a page of the why view: what fits Slack's 3,000 characters a section, twice


class NoRecord(NotAllowed):
    """Somebody with a role who is not linked to a student asking for their own attendance."""

    def __init__(self, admins: tuple[str, ...]) -> None:
        super().__init__(
            "You are not linked to a student record, so there is no attendance of yours to show. If you are a student,"
            " the e-mail of your Slack profile must be the one on your record; the office can correct it. Teachers see"
            " a student with `/attendance student 21CSE042`.",
            ask=admins,
        )


class NoSuchStudent(NotAllowed):
    """A roll that is nobody's, or not of a class the person takes: the answer is the same for both."""

    def __init__(self, typed: str, *, everywhere: bool = False) -> None:
        """`typed` is `""` for a person who was named. `everywhere`: whoever asks sees every class."""
        where = "" if everywhere else " in the classes you take"
        what = f"a student {quoted(typed)}" if typed else "a student linked to that person"
        super().__init__(
            f"I can't find {what}{where}. Write the full roll number, as in `/attendance student 21CSE042`."
        )


class RollMissing(Told):
    """`student` without saying which."""

    def __init__(self) -> None:
        super().__init__("Which student? Write the roll number, as in `/attendance student 21CSE042`.")


@whole_unit
def mine(services: Services, by: str, days: DateRange | None) -> Report:
    """The asking student's own standing. Raises `NotKnown` or `NoRecord`."""
    with services.database.reading() as tx:
        person = access.known(services, tx, by)
        if person.student is None:
            raise NoRecord(access.others(services, tx, by))
        return _report(services, tx, person.student, days)


@whole_unit
def of_roll(services: Services, by: str, typed: str, days: DateRange | None) -> Report:
    """The standing of one student of a teacher's. Raises `NotStaff`, `RollMissing` or `NoSuchStudent`."""
    with services.database.reading() as tx:
        person = access.staff(services, tx, by)
        if not typed:
            raise RollMissing
        user = mentioned_user(typed)
        student = access.person(services, tx, user).student if user else students.by_roll(tx, normal_roll(typed))
        if student is None or not person.knows(student.class_code):
            raise NoSuchStudent("" if user else typed, everywhere=person.is_admin)
        return _report(services, tx, student, days)


@whole_unit
def of_student(services: Services, by: str, student_id: int, days: DateRange | None) -> Report:
    """The standing behind a button, if this person may see that student."""
    with services.database.reading() as tx:
        return _report(services, tx, _visible(services, tx, by, student_id), days)


@whole_unit
def why(services: Services, by: str, student_id: int, days: DateRange | None, page: int) -> History:
    """Each roll call of a student with what it was, a page at a time, newest first."""
    with services.database.reading() as tx:
        student = _visible(services, tx, by, student_id)
        overall, *_ = _overall(services, _totals(services, tx, student, days))
        entries = standings.entries(tx, student_id, days) + standings.entries_elsewhere(tx, student_id, days)
    entries = tuple(sorted(entries, key=lambda entry: (entry.held.on, entry.held.period), reverse=True))
    pages = max(1, -(-len(entries) // A_PAGE))
    page = min(page, pages - 1)
    shown = entries[page * A_PAGE : (page + 1) * A_PAGE]
    return History(student, shown, services.college.counting, overall, page, pages, days)


def _visible(services: Services, tx: Connection, by: str, student_id: int) -> Student:
    person = access.known(services, tx, by)
    student = students.by_id(tx, student_id)
    if student is None or not _may_see(person, student):
        raise NoSuchStudent(str(student_id)) if person.is_staff else access.NotStaff
    return student


def _may_see(person: Person, student: Student) -> bool:
    own = person.student is not None and person.student.student_id == student.student_id
    return own or (person.is_staff and person.knows(student.class_code))


def _report(services: Services, tx: Connection, student: Student, days: DateRange | None) -> Report:
    totals = _totals(services, tx, student, days)
    counting, today = services.college.counting, services.clock.today()
    overall, left = _overall(services, totals)
    begun = {name: one for name, one in totals.items() if one.held or one.last_counted}
    month_of = max(days.first, min(days.last, today)) if days else today
    recent, month = _entries(tx, student, days, month_of)
    return Report(
        student,
        overall,
        overall.advice(left),
        tuple(_subject(name, one, counting) for name, one in begun.items()),
        recent,
        month,
        month_of,
        max((one.last_counted for one in totals.values() if one.last_counted), default=None),
        sum(one.tally.unmarked for one in totals.values()),
        days,
        _whole(services, tx, student) if days else None,
    )


def _whole(services: Services, tx: Connection, student: Student) -> tuple[Standing, Advice]:
    standing, left = _overall(services, _totals(services, tx, student, None))
    return standing, standing.advice(left)


def _totals(services: Services, tx: Connection, student: Student, days: DateRange | None) -> dict[str, SubjectTally]:
    left_out = Status.EXCUSED if services.college.counting.excused is Excused.LEFT_OUT else None
    return standings.totals(tx, student.student_id, days, left_out)


def _subject(name: str, one: SubjectTally, counting: Counting) -> SubjectStanding:
    standing = Standing.of(one.tally, counting)
    return SubjectStanding(name, standing, standing.advice(one.left))


def _overall(services: Services, totals: dict[str, SubjectTally]) -> tuple[Standing, int | None]:
    """The sum over subjects, and how many roll calls are still planned, when every subject says so."""
    tally = sum((one.tally for one in totals.values()), Tally())
    lefts = [one.left for one in totals.values()]
    left = sum(each for each in lefts if each) if lefts and None not in lefts else None
    return Standing.of(tally, services.college.counting), left


def _entries(
    tx: Connection, student: Student, days: DateRange | None, month_of: date
) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """The last ten roll calls, newest first, and those of the month, oldest first; one query when the month has ten."""
    first = month_of.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    month_days = DateRange(max(first, days.first), min(last, days.last)) if days else DateRange(first, last)
    month = standings.entries(tx, student.student_id, month_days)
    enough = len(month) >= RECENT and not days
    recent = month[:RECENT] if enough else standings.entries(tx, student.student_id, days, most=RECENT)
    return recent, month[::-1]
