"""A small college to talk about, written straight into the tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select

from bot.clock import Clock
from bot.domain.classcode import ClassCode
from bot.store.database import Database
from bot.store.rows import class_values
from bot.store.tables import attendance, audit, enrolment, member, plan, roll_call, student, teaching

LONG_AGO = date(2020, 1, 1)
TWELVE = ("Asha", "Bala", "Chitra", "Dev", "Esha", "Farid", "Gita", "Hari", "Indu", "Jaya", "Kavya", "Lata")


@dataclass(frozen=True)
class MovedClock(Clock):
    """The real clock, moved: `clock.moved[0]` is how far."""

    moved: list[timedelta] = field(default_factory=lambda: [timedelta()])

    def now(self) -> datetime:
        return super().now() + self.moved[0]

    def passes(self, **time: float) -> None:
        self.moved[0] += timedelta(**time)


@dataclass
class College:
    """Adds people and classes, and reads back what is in the tables."""

    database: Database
    clock: MovedClock

    @property
    def today(self) -> date:
        return self.clock.today()

    def admits(self, name: str, roll_no: str, typed: str, since: date = LONG_AGO, **values: Any) -> int:
        """A student, enrolled in the class since that day; the id."""
        code = class_values(ClassCode.read(typed))
        until = values.pop("until", date(9999, 12, 31))
        with self.database.begin() as tx:
            added = tx.execute(insert(student), {"name": name, "roll_no": roll_no, **code, **values})
            (student_id,) = added.inserted_primary_key
            tx.execute(insert(enrolment), {"student_id": student_id, **code, "starts_on": since, "ends_on": until})
        return int(student_id)

    def admits_class(self, typed: str, names: tuple[str, ...] = TWELVE, prefix: str = "21CSE") -> list[int]:
        """A class with these students, rolls from 001."""
        return [self.admits(name, f"{prefix}{number:03}", typed) for number, name in enumerate(names, 1)]

    def gives_email(self, roll_no: str, email: str) -> None:
        with self.database.begin() as tx:
            tx.execute(student.update().where(student.c.roll_no == roll_no).values(email=email))

    def leaves(self, student_id: int, on: date) -> None:
        """The enrolment ends; the last day in the class is the day before."""
        with self.database.begin() as tx:
            tx.execute(
                enrolment.update()
                .where(enrolment.c.student_id == student_id, enrolment.c.ends_on >= on)
                .values(ends_on=on - timedelta(days=1))
            )

    def joins(self, student_id: int, typed: str, since: date) -> None:
        """Another enrolment, and the current class."""
        code = class_values(ClassCode.read(typed))
        with self.database.begin() as tx:
            tx.execute(student.update().where(student.c.student_id == student_id).values(**code))
            tx.execute(insert(enrolment), {"student_id": student_id, **code, "starts_on": since})

    def employs(
        self, slack_user_id: str, *teaches: tuple[str, str], role: str = "teacher", active: bool = True
    ) -> None:
        """A member who takes these classes in these subjects."""
        with self.database.begin() as tx:
            tx.execute(insert(member), {"slack_user_id": slack_user_id, "role": role, "active": active})
            for typed, subject in teaches:
                code = class_values(ClassCode.read(typed))
                tx.execute(insert(teaching), {"slack_user_id": slack_user_id, **code, "subject": subject})

    def plans(self, typed: str, subject: str, roll_calls: int) -> None:
        with self.database.begin() as tx:
            values = class_values(ClassCode.read(typed)) | {"subject": subject, "roll_calls": roll_calls}
            tx.execute(insert(plan), values)

    def held(self, typed: str, on: date, letters: Mapping[int, str], subject: str = "", state: str = "taken") -> int:
        """A roll call of the past with these marks, letters by student id."""
        code = class_values(ClassCode.read(typed))
        with self.database.begin() as tx:
            added = tx.execute(
                insert(roll_call),
                {**code, "date": on, "subject": subject, "state": state, "version": 1, "taken_by": "U0", "period": ""},
            )
            (roll_call_id,) = added.inserted_primary_key
            shared = {**code, "roll_call_id": roll_call_id, "date": on, "subject": subject}
            rows = [{**shared, "student_id": one, "status": letter} for one, letter in letters.items()]
            if rows:
                tx.execute(insert(attendance), rows)
        return int(roll_call_id)

    def marks(self) -> dict[str, str]:
        """Every mark there is: roll number to letters, in the order of the dates."""
        with self.database.reading() as tx:
            rows = tx.execute(
                select(student.c.roll_no, attendance.c.status)
                .join(attendance, attendance.c.student_id == student.c.student_id)
                .order_by(attendance.c.date, attendance.c.roll_call_id)
            ).all()
        letters: dict[str, str] = {}
        for roll_no, status in rows:
            letters[roll_no] = letters.get(roll_no, "") + status
        return letters

    def number_of(self, roll_no: str) -> int:
        with self.database.reading() as tx:
            return int(tx.execute(select(student.c.student_id).where(student.c.roll_no == roll_no)).scalar_one())

    def count(self, table: Any) -> int:
        with self.database.reading() as tx:
            return int(tx.scalar(select(func.count()).select_from(table)) or 0)

    def audited(self) -> list[Any]:
        with self.database.reading() as tx:
            return list(tx.execute(select(audit).order_by(audit.c.audit_id)))

    def roll_calls(self) -> list[Any]:
        with self.database.reading() as tx:
            return list(tx.execute(select(roll_call).order_by(roll_call.c.roll_call_id)))
