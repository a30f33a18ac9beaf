"""What becomes of the staff: roles given, classes put down and taken away, and why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.classcode import ClassCode
from bot.domain.errors import Told, quoted
from bot.domain.role import Member, Role, Teaching
from bot.domain.student import Student
from bot.domain.whom import StaffRequest


class LastAdmin(Told):
    """The only admin there is, about to be none."""

    def __init__(self) -> None:
        super().__init__(
            "That is the last admin, and somebody has to be one. Nothing was changed. Make somebody else an admin"
            " first, as in `/attendance role @meera admin`."
        )


class SetByOperator(Told):
    """An admin by the operator's setting, about to be something else."""

    def __init__(self) -> None:
        super().__init__(
            "That person is an admin by the operator's setting `ATTENDANCE_ADMINS`, which no command changes. Nothing"
            " was changed; ask whoever runs the bot."
        )


class DoesNotTake(Told):
    """Classes to be taken from somebody who does not take them."""

    def __init__(self, member: Member | None, wanted: Sequence[Teaching]) -> None:
        who = quoted(member.name) if member and member.name else "That person"
        takes = ", ".join(f"`{one}`" for one in member.teachings) if member else ""
        named = ", ".join(f"`{one}`" for one in wanted)
        super().__init__(
            f"{who} does not take {named}, so nothing was changed."
            f" {f'They take {takes}.' if takes else 'No class is down as theirs.'}"
        )


@dataclass(frozen=True, slots=True)
class RoleGiven:
    """Somebody's role: what it was, `None` for somebody who was not down, and what it is.

    `lost` is what was taken away with it; `is_back`: the college had ended their access.
    `is_operators`: an admin by the operator's setting. `student`: whom they are linked to as well.
    """

    slack_user_id: str
    before: Role | None
    after: Role
    teachings: tuple[Teaching, ...] = ()
    lost: tuple[Teaching, ...] = ()
    is_back: bool = False
    is_operators: bool = False
    student: Student | None = None

    @property
    def is_change(self) -> bool:
        """Whether anything was changed."""
        return bool(self.lost) or self.is_back or (self.before or Role.STUDENT) is not self.after


@dataclass(frozen=True, slots=True)
class Taught:
    """What somebody takes now: `added` just so, `already` before. `role` is what they are with it.

    `empty` are classes nobody sits in; `doubtful` pairs a subject that is new in its class with one much like it.
    """

    slack_user_id: str
    role: RoleGiven
    added: tuple[Teaching, ...] = ()
    already: tuple[Teaching, ...] = ()
    empty: tuple[ClassCode, ...] = ()
    doubtful: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Stopped:
    """What somebody takes no longer, and still."""

    slack_user_id: str
    stopped: tuple[Teaching, ...]
    left: tuple[Teaching, ...]


@dataclass(frozen=True, slots=True)
class Staff:
    """A page of the staff. `operators` are admins by the operator's setting; `wanted` is whom somebody asked for."""

    people: tuple[Member, ...]
    page: int
    pages: int
    total: int
    operators: frozenset[str]
    wanted: StaffRequest
