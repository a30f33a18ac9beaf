"""The students of a class, a page at a time, and the classes with how many are in each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.classcode import ClassCode
from bot.domain.student import Student

A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Listed:
    """One student of a class. `class_code` of the student is the one they are listed in; `from_day` is ahead of those
    who are still to come, else `None`. What only admins may see is empty for others."""

    student: Student
    from_day: date | None
    email: str = ""
    guardian_contact: str = ""


@dataclass(frozen=True, slots=True)
class ClassList:
    """A page of a class in roll order. `present` are in it now, `coming` later; `linked` of both are on Slack."""

    class_code: ClassCode
    shown: tuple[Listed, ...]
    page: int
    present: int
    coming: int
    linked: int
    may_change: bool

    @property
    def total(self) -> int:
        """How many there are on all pages."""
        return self.present + self.coming


@dataclass(frozen=True, slots=True)
class ClassSize:
    """How many students are in a class now, and how many are still to come."""

    class_code: ClassCode
    present: int
    coming: int


@dataclass(frozen=True, slots=True)
class Classes:
    """A page of the classes somebody may see, by name, and how many there are on all pages."""

    shown: tuple[ClassSize, ...]
    page: int
    total: int
    present: int
    may_change: bool
