"""A college lived through day by day, by the use cases alone, for what must stay true whatever happens there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, and_, func, or_, select

from bot import applying, enrolling, importing, marking, moving, promoting, removing
from bot.auditing import Deed
from bot.clock import Clock
from bot.domain.classcode import ClassCode
from bot.domain.imports import OPERATOR, State, Upload
from bot.domain.movement import Promotion, Split, Transfer
from bot.domain.percentage import Tally
from bot.domain.period import DateRange
from bot.domain.promotion import Done, Plan, Preview
from bot.domain.record import Typed
from bot.domain.request import MarkRequest
from bot.domain.student import Student
from bot.services import Services
from bot.store import standings, students
from bot.store.database import Database
from bot.store.rows import class_of
from bot.store.tables import attendance, enrolment, student
from handlers import settings
from handlers.settings import Settings

ADMIN = "UADMIN"
BEGAN = datetime(2026, 11, 2, 6, 30, tzinfo=UTC)  # a Monday, noon in Kolkata
A_DAY = timedelta(days=1)
LONG_AGO = date(2000, 1, 1)


@dataclass(frozen=True)
class Calendar(Clock):
    """A clock that stands still until days pass."""

    at: list[datetime] = field(default_factory=lambda: [BEGAN])

    def now(self) -> datetime:
        self.at[0] += timedelta(microseconds=1)  # no two things happen at once
        return self.at[0]

    def passes(self, days: int) -> None:
        self.at[0] += days * A_DAY


class Registrar:
    """Does what an office and its teachers do. Refusals are `Told`, as they are to people."""

    def __init__(self, database_url: str) -> None:
        environment = {
            "SLACK_BOT_TOKEN": "xoxb-nobody",
            "SLACK_SIGNING_SECRET": "nobody",
            "SLACK_API_URL": "http://127.0.0.1:9/",  # nobody listens, and nobody is asked
            "DATABASE_URL": database_url,
            "ATTENDANCE_ADMINS": ADMIN,
        }
        read = Settings.read(environment)
        self.calendar = Calendar(ZoneInfo("Asia/Kolkata"))
        self.services: Services = replace(settings.services(read, settings.slack(read)), clock=self.calendar)

    @property
    def database(self) -> Database:
        return self.services.database

    @property
    def today(self) -> date:
        return self.calendar.today()

    def deed(self) -> Deed:
        return Deed(ADMIN, self.calendar.now(), "command")

    # What the office does

    def adds(self, roll_no: str, class_code: ClassCode, on: date | None = None) -> None:
        enrolling.add(self.services, self.deed(), Typed(roll_no, f"Name {roll_no}", str(class_code), on=on))

    def removes(self, roll_no: str) -> None:
        removing.remove_by_roll(self.services, self.deed(), roll_no)

    def puts_back(self, roll_no: str) -> None:
        """Undoes a removal."""
        removing.put_back(self.services, self.deed(), self.student(roll_no).student_id, None)

    def removes_by_mistake(self, roll_no: str) -> None:
        """And undoes it at once: whoever was in a class, or to come into one, is and will be where they were."""
        student_id = self.student(roll_no).student_id
        was = self._enrolled().get(student_id, [])
        is_there = student_id not in self._gone() and any(last >= self.today for _, last, _ in was)
        self.removes(roll_no)
        self.puts_back(roll_no)
        assert not is_there or self._enrolled()[student_id] == was, "as it was"

    def brings_back(self, roll_no: str, class_code: ClassCode) -> None:
        typed = Typed(roll_no, f"Name {roll_no}", str(class_code))
        enrolling.bring_back(self.services, self.deed(), self.student(roll_no).student_id, typed)

    def edits(self, roll_no: str, class_code: ClassCode, on: date) -> None:
        record = enrolling.look_up_roll(self.services, ADMIN, roll_no)
        typed = Typed(roll_no, record.details.name, str(class_code), on=on)
        enrolling.edit(self.services, self.deed(), record.student_id, record.stamp, typed)

    def imports(self, rows: Sequence[tuple[str, ClassCode]], since: date) -> bool:
        """A file of rolls and classes; whether it was applied."""
        lines = ["Roll No,Name,Class", *(f"{roll_no},Name {roll_no},{code}" for roll_no, code in rows)]
        content = "\n".join(lines).encode()
        brought = importing.bring(self.services, Upload("students.csv", len(content), since))
        checked = applying.check(self.services, brought, content).found
        claimed = importing.claim_own(self.services, checked) if checked.state is State.CHECKED else None
        if claimed is None:
            return False
        deed = Deed(OPERATOR, self.calendar.now(), "operator")
        return applying.carry_out(self.services, deed, claimed).found.state is State.APPLIED

    def transfers(self, roll_no: str, class_code: ClassCode, on: date | None) -> int | None:
        """What it can be undone by."""
        done = moving.transfer(self.services, self.deed(), Transfer(roll_no, class_code, on))
        return done.promoted.promotion_id if done.promoted else None

    def promotes(self, asked: Promotion | Split) -> int | None:
        """Looks at the preview, and presses its button; what it can be undone by."""
        plan = promoting.preview(self.services, ADMIN, asked)
        asked = replace(plan.asked, on=plan.on)
        shown = Preview(int(self.calendar.now().timestamp() * 1_000_000), plan.checksum)
        gone = self._gone()
        outcome = promoting.promote(self.services, self.deed(), asked, shown)
        assert gone.items() <= self._enrolled().items(), "who left is moved by nobody"
        if isinstance(outcome, Plan):
            assert not plan.movers, "what was shown is what is done"
            return None
        assert isinstance(outcome, Done)
        assert len(outcome.promoted.placed) == len(plan.movers)
        return outcome.promoted.promotion_id

    def undoes(self, promotion_id: int) -> None:
        moving.undo(self.services, self.deed(), promotion_id)

    # What teachers do, and the clock

    def takes_roll_call(self, class_code: ClassCode, on: date, period: int, absent: Iterable[str]) -> None:
        """Everybody else is present."""
        named = tuple(absent)
        request = MarkRequest(class_code, on, period=str(period), absent=named, everyone_present=not named)
        marking.mark_by_text(self.services, self.deed(), request, 0)

    def days_pass(self, days: int, *, clock_works: bool = True) -> None:
        self.calendar.passes(days)
        if clock_works:
            moving.begin_day(self.services)

    # What the books say

    def student(self, roll_no: str) -> Student:
        with self.database.reading() as tx:
            found = students.by_roll(tx, roll_no)
        assert found
        return found

    def rolls(self) -> list[str]:
        """Everybody there ever was."""
        with self.database.reading() as tx:
            return list(tx.scalars(select(student.c.roll_no)))

    def rolls_in(self, class_code: ClassCode, on: date) -> list[str]:
        """Who may be marked there that day."""
        with self.database.reading() as tx:
            rows = tx.execute(
                select(student.c.roll_no, enrolment)
                .join(enrolment, enrolment.c.student_id == student.c.student_id)
                .where(enrolment.c.starts_on <= on, enrolment.c.ends_on >= on)
            )
            return [row.roll_no for row in rows if class_code.covers(class_of(row))]

    def _enrolled(self) -> dict[int, list[tuple[date, date, ClassCode]]]:
        """Everybody's enrolments."""
        found: dict[int, list[tuple[date, date, ClassCode]]] = defaultdict(list)
        with self.database.reading() as tx:
            for row in tx.execute(select(enrolment).order_by(enrolment.c.starts_on)):
                found[row.student_id].append((row.starts_on, row.ends_on, class_of(row)))
        return found

    def _gone(self) -> dict[int, list[tuple[date, date, ClassCode]]]:
        """The enrolments of those who left."""
        with self.database.reading() as tx:
            ids = set(tx.scalars(select(student.c.student_id).where(student.c.active.is_(False))))
        return {student_id: periods for student_id, periods in self._enrolled().items() if student_id in ids}

    def marks(self) -> dict[int, tuple[Any, ...]]:
        """Every mark there is, by its id."""
        with self.database.reading() as tx:
            return {row.attendance_id: tuple(row) for row in tx.execute(select(attendance))}

    def standing(self, student_id: int, first: date, last: date) -> dict[str, Tally]:
        """What a student was in these days, by subject; how many are unmarked aside."""
        with self.database.reading() as tx:
            found = standings.totals(tx, student_id, DateRange(first, last), None)
        tallies = {subject: replace(one.tally, unmarked=0) for subject, one in found.items()}
        return {subject: tally for subject, tally in tallies.items() if tally != Tally()}

    def overlapping(self) -> list[Any]:
        """Enrolments of one student that share a day."""
        one, other = enrolment.alias(), enrolment.alias()
        pairs = select(one.c.student_id, one.c.starts_on).join(other, one.c.student_id == other.c.student_id)
        shared = one.c.starts_on <= other.c.ends_on, other.c.starts_on <= one.c.ends_on
        with self.database.reading() as tx:
            return list(tx.execute(pairs.where(one.c.enrolment_id < other.c.enrolment_id, *shared)))

    def stranded(self) -> list[Any]:
        """Marks in a class their student was not in that day."""
        inside = select(enrolment.c.student_id).where(
            enrolment.c.student_id == attendance.c.student_id,
            enrolment.c.branch == attendance.c.branch,
            enrolment.c.year == attendance.c.year,
            or_(attendance.c.section == "", enrolment.c.section == attendance.c.section),
            enrolment.c.starts_on <= attendance.c.date,
            enrolment.c.ends_on >= attendance.c.date,
        )
        with self.database.reading() as tx:
            return list(tx.execute(select(attendance).where(~inside.exists())))

    def wrong_records(self) -> list[Any]:
        """Students whose record says another class than they sit in today, or who are active and will never sit again,
        or sit tomorrow and are not active."""
        today = self.today
        with self.database.reading() as tx:
            return [*self._misplaced(tx, today), *self._misjudged(tx, today)]

    def _misplaced(self, tx: Connection, today: date) -> Iterable[Any]:
        """Their record and their enrolment of today, where the two differ."""
        records = {row.student_id: class_of(row) for row in tx.execute(select(student))}
        that_day = enrolment.c.starts_on <= today, enrolment.c.ends_on >= today
        return [
            (row.student_id, records[row.student_id], class_of(row))
            for row in tx.execute(select(enrolment).where(*that_day))
            if records[row.student_id] != class_of(row)
        ]

    def _misjudged(self, tx: Connection, today: date) -> Iterable[Any]:
        last = select(func.max(enrolment.c.ends_on)).where(enrolment.c.student_id == student.c.student_id)
        until = func.coalesce(last.scalar_subquery(), LONG_AGO)
        active_and_gone = and_(student.c.active.is_(True), until < today)
        here_and_not_active = and_(student.c.active.is_(False), until > today)
        return list(tx.execute(select(student).where(or_(active_and_gone, here_and_not_active))))
