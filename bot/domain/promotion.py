"""Many students moved at once: who would be, who not and why; and what was done, so that it can be undone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from zlib import crc32

from bot.domain.classcode import ClassCode
from bot.domain.enrolment import FOREVER, Placed
from bot.domain.movement import Promotion, Split
from bot.domain.student import Student

Asked = Promotion | Split


class Why(Enum):
    """Why somebody of the class is not moved with it."""

    MARKED = "marked in the old class on or after that day"
    MOVES = "goes to another class by then"
    LEAVES = "left the college, or leaves it by then"
    JOINS = "comes into the class only that day"
    THERE = "is where they should be"
    UNNAMED = "is named for no section"


@dataclass(frozen=True, slots=True)
class Mover:
    """Somebody who goes from their class (`student.class_code`, the one of the day before) to another, or leaves.

    `last`: their last day in the other class, where it is planned that they leave later on.
    """

    student: Student
    after: ClassCode | None
    last: date = FOREVER


@dataclass(frozen=True, slots=True)
class Kept:
    """Somebody who is not moved. `on`: for `MARKED` the last day they were, for `LEAVES` the first they are gone."""

    student: Student
    why: Why
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What would happen on that day. `crowded`: how many others are in the target then.

    `dropped`: those with a later move planned, which this takes the place of. `nobody`: typed rolls that are nobody's.
    """

    asked: Asked
    on: date
    movers: tuple[Mover, ...]
    kept: tuple[Kept, ...]
    crowded: int = 0
    dropped: tuple[Student, ...] = ()
    nobody: tuple[str, ...] = ()

    @property
    def checksum(self) -> int:
        """The same number for the same students going the same ways; 32 bits."""
        ways = sorted(
            (one.student.student_id, str(one.student.class_code), str(one.after), one.last) for one in self.movers
        )
        return crc32(repr((self.on, ways)).encode())

    @property
    def targets(self) -> Mapping[ClassCode | None, int]:
        """How many go to each class."""
        return Counter(one.after for one in self.movers)


@dataclass(frozen=True, slots=True)
class Preview:
    """A plan as somebody was shown it: when (µs), with which students. A press carries it; no two are equal."""

    at: int
    checksum: int

    def __str__(self) -> str:
        return f"{self.at}.{self.checksum}"


@dataclass(frozen=True, slots=True)
class Promoted:
    """What was done. `action` is `move`, `promote`, `leave` or `split`; `preview` what was pressed, `""` for none."""

    promotion_id: int
    action: str
    made_by: str
    made_at: datetime
    undone_at: datetime | None
    preview: str
    placed: tuple[Placed, ...]

    @property
    def on(self) -> date:
        """The first day of it."""
        return min(one.on for one in self.placed)

    @property
    def sources(self) -> tuple[ClassCode, ...]:
        """The classes the students were in."""
        return tuple(sorted({one.before for one in self.placed if one.before}))

    @property
    def targets(self) -> Mapping[ClassCode | None, int]:
        """How many went to each class."""
        return Counter(one.after for one in self.placed)


@dataclass(frozen=True, slots=True)
class Done:
    """Students moved. `repeated`: by an earlier press of the same button; nothing more happened now."""

    promoted: Promoted
    kept: tuple[Kept, ...] = ()
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Transferred:
    """One student in another class, or where they were already (`promoted` is `None`).

    `mates`: how many others are in the class that day; `sections`: those it has, where the student is in none.
    """

    student: Student
    placed: Placed
    promoted: Promoted | None
    mates: int
    sections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Undone:
    """Students back where they were, but for those who were moved again since. `repeated`: it was undone before."""

    promoted: Promoted
    back: tuple[Student, ...]
    moved_since: tuple[Student, ...]
    repeated: bool = False
