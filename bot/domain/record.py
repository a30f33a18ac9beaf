"""What the college keeps on a student, and what somebody filled in to change it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import TypeVar

from bot.domain.classcode import ClassCode
from bot.domain.enrolment import Enrolment, Placed
from bot.domain.errors import FieldsWrong, Told
from bot.domain.firstday import unlikely
from bot.domain.student import Student
from bot.domain.studentcell import UnreadableCell, read_class, read_contact, read_email, read_name, read_roll

ROLL, NAME, CLASS, EMAIL, GUARDIAN, ON = "roll", "name", "class", "email", "guardian", "on"
"""The fields of a student's form."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Details:
    """What the office says about a student, readable and in the form it is kept in."""

    roll_no: str
    name: str
    class_code: ClassCode
    email: str | None = None
    guardian_contact: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """A student as the college has them. `since`: the first day in the class they are in, or are coming to.

    Removed students are not `active`, and in no class: theirs is the last they were in.
    """

    student_id: int
    details: Details
    since: date | None = None
    slack_user_id: str | None = None
    active: bool = True

    @property
    def student(self) -> Student:
        """The same as the rest of the bot knows them."""
        had = self.details
        return Student(self.student_id, had.roll_no, had.name, had.class_code, self.slack_user_id, self.active)

    @property
    def stamp(self) -> str:
        """Short, and another one whenever anything a form shows is another."""
        return sha256(repr((self.details, self.since, self.active)).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Typed:
    """A student's form as it was filled in, nothing read yet."""

    roll: str
    name: str
    class_code: str
    email: str = ""
    guardian: str = ""
    on: date | None = None

    @classmethod
    def again(cls, details: Details, on: date | None) -> Typed:
        """What would be read as exactly this."""
        class_code = str(details.class_code)
        return cls(details.roll_no, details.name, class_code, details.email or "", details.guardian_contact, on)

    def over(self, record: Record) -> Typed:
        """The same; what was left empty and is known stays as it is."""
        known = record.details
        return replace(self, email=self.email or known.email or "", guardian=self.guardian or known.guardian_contact)


class Reading:
    """Reads the fields one by one and remembers what is wrong with which."""

    def __init__(self, typed: Typed, today: date) -> None:
        self.wrong: dict[str, str] = {}
        self.roll_no = self._read(ROLL, lambda: read_roll(typed.roll))
        self.name = self._read(NAME, lambda: read_name(typed.name))
        self.class_code = self._read(CLASS, lambda: _class(typed.class_code))
        self.email = self._read(EMAIL, lambda: read_email(typed.email))
        self.guardian_contact = self._read(GUARDIAN, lambda: read_contact(typed.guardian) or "") or ""
        self.on = self._read(ON, lambda: _first_day(typed.on, today))

    @property
    def details(self) -> Details:
        """All of it. Raises `FieldsWrong` with every field that is."""
        if self.wrong or self.roll_no is None or self.name is None or self.class_code is None:
            raise FieldsWrong(self.wrong)
        return Details(self.roll_no, self.name, self.class_code, self.email, self.guardian_contact)

    def _read(self, field: str, read: Callable[[], T]) -> T | None:
        try:
            return read()
        except Told as refused:
            self.wrong[field] = refused.sentence
            return None


class UnlikelyDay(Told):
    """A first day that nobody means."""

    field = ON

    def __init__(self, because: str) -> None:
        super().__init__(f"{because} Choose the first day in the class, as in `2026-07-01`.")


def _class(text: str) -> ClassCode:
    if not text:
        raise UnreadableCell("The class is missing. Write branch and year, as in `CSE-2`.")
    return read_class(text)


def _first_day(day: date | None, today: date) -> date | None:
    if day and (because := unlikely(day, today)):
        raise UnlikelyDay(because)
    return day


Changes = dict[str, tuple[str | None, str | None]]
"""What of a record was changed, as people call it: from what to what; `None` is nothing."""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A student as they are now, after `add`, `edit` or `return`, and what was changed. `there`: were so before.

    `opens`: they are the first in their class, which may be a slip of the pen. `parted`: the Slack user they are no
    longer linked to, because it was their earlier e-mail that had linked them.
    """

    record: Record
    action: str
    changes: Changes
    placed: Placed | None = None
    opens: bool = False
    parted: str | None = None


@dataclass(frozen=True, slots=True)
class Returning:
    """The roll number is that of a student who was removed. Nothing was done: they can be brought back."""

    record: Record
    typed: Typed


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Somebody changed the record since the form was drawn. Nothing was done: this is how it is now, and who did."""

    record: Record
    by: str | None


@dataclass(frozen=True, slots=True)
class Removed:
    """A student as they were when they were removed, and how many marks stay. `placed`: how they left their class."""

    record: Record
    marks: int
    placed: Placed | None = None


@dataclass(frozen=True, slots=True)
class PutBack:
    """A student whose removal was undone, and what is planned for them again."""

    record: Record
    planned: tuple[Enrolment, ...] = ()


@dataclass(frozen=True, slots=True)
class Doomed:
    """A student who may be erased, and how many marks would stay without a name."""

    record: Record
    marks: int


@dataclass(frozen=True, slots=True)
class Erased:
    """What is left of a student: what stands where the roll number was, and how many marks."""

    roll_no: str
    marks: int
