"""Who somebody is to the college, and what that lets them do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.classcode import ClassCode
from bot.domain.directory import Account
from bot.domain.rollcall import Held, RollCall, State
from bot.domain.student import Student


@dataclass(frozen=True, slots=True, order=True)
class Teaching:
    """A class somebody takes, in one subject, or whole when `subject` is `""`."""

    class_code: ClassCode
    subject: str = ""

    def __str__(self) -> str:
        return f"{self.class_code} {self.subject}".rstrip()

    def includes(self, held: Held) -> bool:
        """Whether a roll call has students of this class in it, in this subject, or in any for a whole class."""
        return self.class_code.shares(held.class_code) and self.subject in ("", held.subject)


class Role(StrEnum):
    """What the college made somebody. `STUDENT` is no member of staff; being a student is being linked to a record."""

    ADMIN = "admin"
    TEACHER = "teacher"
    STUDENT = "student"


@dataclass(frozen=True, slots=True)
class Member:
    """A Slack user as the college has them down. `is_active` is the college's word, `account` Slack's."""

    slack_user_id: str
    role: Role
    name: str = ""
    is_active: bool = True
    account: Account = Account.FULL
    teachings: tuple[Teaching, ...] = ()

    @property
    def is_able(self) -> bool:
        """Whether what they are as staff counts: guests and the deactivated are down in vain."""
        return self.is_active and self.account is Account.FULL

    @property
    def cannot_act(self) -> bool:
        """Whether they have no rights whatever they are down as."""
        return not self.is_active or self.account is Account.GONE

    @property
    def is_staff(self) -> bool:
        """Whether they are down as staff."""
        return self.role is not Role.STUDENT or bool(self.teachings)


def included(teaching: Teaching, among: Iterable[Teaching]) -> bool:
    """Whether one of these is that class in that subject, or more."""
    return any(one.class_code.covers(teaching.class_code) and one.subject in ("", teaching.subject) for one in among)


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
        return self.is_admin or included(Teaching(class_code, subject), self.teachings)

    def knows(self, class_code: ClassCode) -> bool:
        """Whether they take a class the students of `class_code` sit in, in whatever subject."""
        return self.is_admin or any(teaching.class_code.covers(class_code) for teaching in self.teachings)

    def may_read(self, class_code: ClassCode | None) -> bool:
        """Whether they may have the figures of that class; those of all classes, `None`, are the admins'."""
        return self.is_admin if class_code is None else self.knows(class_code)


@dataclass(frozen=True, slots=True)
class Due:
    """A class somebody takes, and today's roll calls that concern it: its own, its sections', its whole class's."""

    teaching: Teaching
    roll_calls: tuple[RollCall, ...] = ()

    @property
    def settled(self) -> tuple[RollCall, ...]:
        """Those taken or cancelled."""
        return tuple(call for call in self.roll_calls if call.state is not State.OPEN)

    @property
    def is_open(self) -> bool:
        """Whether today's marks are still to be taken: none of them covers the class."""
        return not any(call.held.class_code.covers(self.teaching.class_code) for call in self.settled)
