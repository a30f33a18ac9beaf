"""A roll call: one class, one date, optional subject and period, and the marks made in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zlib import crc32

from bot.domain.classcode import ClassCode
from bot.domain.student import Student


class Status(StrEnum):
    """What one student was in one roll call. The value is the letter shown and stored; unmarked is no status."""

    PRESENT = "P"
    ABSENT = "A"
    LATE = "L"
    EXCUSED = "E"
    ON_DUTY = "O"

    @property
    def word(self) -> str:
        """The status as it is said: `on duty`."""
        return WORDS[self]


WORDS = {
    Status.PRESENT: "present",
    Status.ABSENT: "absent",
    Status.LATE: "late",
    Status.EXCUSED: "excused",
    Status.ON_DUTY: "on duty",
}


class State(StrEnum):
    """Where a roll call stands. Open: begun or undone, counts for nobody."""

    OPEN = "open"
    TAKEN = "taken"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Held:
    """What makes a roll call unique: class, date, subject (`""` for none) and period (`""` for none, else `"3"`)."""

    class_code: ClassCode
    on: date
    subject: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True)
class RollCall:
    """One roll call as it stands. `version` grows by one with every change of its marks or state."""

    roll_call_id: int
    held: Held
    state: State
    version: int
    taken_by: str | None = None
    taken_at: datetime | None = None

    @property
    def seen(self) -> Seen:
        """This roll call in this version."""
        return Seen(self.roll_call_id, self.version)


@dataclass(frozen=True, slots=True)
class Seen:
    """A roll call as a message showed it: which one, in which version."""

    roll_call_id: int
    version: int


Ticks = Mapping[int, bool]
"""Student id to whether the box is ticked, for the students of one or more groups."""


def as_statuses(ticks: Ticks) -> dict[int, Status | None]:
    """What ticks say as drafted marks: absent, or nothing more than not ticked."""
    return {student_id: Status.ABSENT if ticked else None for student_id, ticked in ticks.items()}


@dataclass(frozen=True, slots=True)
class Drafted:
    """What one teacher meant for one student and has not saved. `None`: the tick is off, nothing more."""

    status: Status | None


@dataclass(frozen=True, slots=True)
class Line:
    """One student of a sheet: the mark they have, and what the teacher's draft says, if anything."""

    student: Student
    enrolment_id: int
    status: Status | None
    drafted: Drafted | None = None

    def meant(self, drafted: Drafted | None) -> Line:
        """The same student with this draft. Written out: a class is sixty of them, and `replace` is slow."""
        return Line(self.student, self.enrolment_id, self.status, drafted)

    @property
    def wanted(self) -> Status:
        """The mark a save would write.

        Ticked is absent. Without a tick an absence becomes present and late, excused and on duty stay what they are.
        A student without mark or tick is present.
        """
        if self.drafted is None:
            return self.status or Status.PRESENT
        if self.drafted.status is not None:
            return self.drafted.status
        return Status.PRESENT if self.status in (None, Status.ABSENT) else self.status


def differing(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The students whose mark a save would change."""
    return tuple(line for line in lines if line.wanted != line.status)


@dataclass(frozen=True, slots=True)
class Made:
    """Who made a version of a roll call, when and how: `save`, `correct`, `cancel` or `undo`."""

    by: str
    at: datetime
    action: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a roster showed when it was drawn, small enough for a button: the newest enrolment, and a checksum.

    Students enrolled later have a higher `newest`; the checksum tells when anybody else came or went.
    """

    newest: int
    checksum: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A roll call with every student enrolled in its class on its date, in roll order."""

    roll_call: RollCall
    lines: tuple[Line, ...]

    @property
    def drawn(self) -> Drawn:
        """What a roster drawn from this sheet shows."""
        newest = max((line.enrolment_id for line in self.lines), default=0)
        return Drawn(newest, checksum(self.lines))

    def shown_in(self, drawn: Drawn) -> tuple[Line, ...]:
        """The lines that were on the roster when it was drawn, unless somebody left or slipped in since."""
        return tuple(line for line in self.lines if line.enrolment_id <= drawn.newest)


def checksum(lines: tuple[Line, ...]) -> int:
    """The same number for the same students, whatever their order; 32 bits."""
    return crc32(",".join(map(str, sorted(line.student.student_id for line in lines))).encode())


@dataclass(frozen=True, slots=True)
class Card:
    """A roll call as it reads once it is saved: who is not simply present, who has no mark, and who took it.

    `undo_until` is `None` when there is nothing to undo (any more).
    """

    sheet: Sheet
    undo_until: datetime | None = None
    reason: str = ""

    @property
    def counts(self) -> Mapping[Status, int]:
        """How many students have each status; missing means none."""
        return Counter(line.status for line in self.sheet.lines if line.status)

    @property
    def apart(self) -> tuple[Line, ...]:
        """Everybody with a mark other than present, in roll order."""
        return tuple(line for line in self.sheet.lines if line.status not in (None, Status.PRESENT))

    @property
    def unmarked(self) -> tuple[Line, ...]:
        """Everybody without a mark, in roll order."""
        return tuple(line for line in self.sheet.lines if line.status is None)
