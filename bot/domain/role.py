"""Who somebody is to the college, and what that lets them do."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.classcode import ClassCode
from bot.domain.rollcall import RollCall, State
from bot.domain.student import Student


@dataclass(frozen=True, slots=True, order=True)
class Teaching:
    """A class somebody takes, in one subject, or whole when `subject` is `""`."""

    class_code: ClassCode
    subject: str = ""

    def __str__(self) -> str:
        return f"{self.class_code} {self.subject}".rstrip()


@dataclass(frozen=True, slots=True)
class Person:
    """A Slack user as the college knows them. Somebody unknown or deactivated has no rights at all."""

    slack_user_id: str
    is_admin: bool = False
    is_teacher: bool = False
    teachings: tuple[Teaching, ...] = ()
    student: Student | None = None

    @property
    def is_staff(self) -> bool:
        """May mark or read some class."""
        return self.is_admin or self.is_teacher

    @property
    def is_known(self) -> bool:
        """Has any role."""
        return self.is_staff or self.student is not None

    def takes(self, class_code: ClassCode, subject: str = "") -> bool:
        """Whether they take that class in that subject: an admin any, a teacher of the whole class any subject."""
        return self.is_admin or any(
            teaching.class_code.covers(class_code) and teaching.subject in ("", subject) for teaching in self.teachings
        )

    def knows(self, class_code: ClassCode) -> bool:
        """Whether they take a class the students of `class_code` sit in, in whatever subject."""
        return self.is_admin or any(teaching.class_code.covers(class_code) for teaching in self.teachings)


@dataclass(frozen=True, slots=True)
class Due:
    """A class somebody takes, and where today's roll call stands; `None` when nobody has opened one."""

    teaching: Teaching
    roll_call: RollCall | None

    @property
    def is_open(self) -> bool:
        """Whether today's marks are still to be taken."""
        return self.roll_call is None or self.roll_call.state is State.OPEN
