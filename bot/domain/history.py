"""One student's roll calls, one by one: what each was for them, and whether it counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.percentage import Advice, Counting, Excused, Standing
from bot.domain.period import DateRange
from bot.domain.rollcall import Held, State, Status
from bot.domain.student import Student


@dataclass(frozen=True, slots=True)
class Entry:
    """One roll call as it concerns one student.

    `enrolled`: the date lies within an enrolment in its class. `holiday` is the name of the holiday that day is.
    """

    held: Held
    state: State
    status: Status | None
    enrolled: bool = True
    holiday: str = ""

    @property
    def letter(self) -> str:
        """P A L E O, or `·` where there is no mark, or one on a holiday."""
        return self.status.value if self.status and self.state is State.TAKEN and not self.holiday else "·"

    @property
    def said(self) -> str:
        """The status in a word: `on duty`, `not marked`, `cancelled`."""
        if self.state is State.CANCELLED:
            return "cancelled"
        return self.status.word if self.status else "not marked"

    def why_not(self, counting: Counting) -> str:
        """Why this roll call is not among the counted ones; empty when it is."""
        if self.state is State.CANCELLED:
            return "the class was cancelled"
        if self.holiday:
            return f"a holiday: {self.holiday}"
        if self.status is None:
            return "there is no mark yet"
        if not self.enrolled:
            return f"not enrolled in {self.held.class_code} that day"
        if self.status is Status.EXCUSED and counting.excused is Excused.LEFT_OUT:
            return "excused classes are left out"
        return ""


@dataclass(frozen=True, slots=True)
class SubjectStanding:
    """How a student stands in one subject (`""`: roll calls without a subject)."""

    subject: str
    standing: Standing
    advice: Advice


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a student is shown about their attendance.

    With `days`, only they are counted, and `whole` is how the student stands in all: what counts for the threshold.
    `recent` is newest first; `month` holds the roll calls of `month_of`'s month, oldest first. `last_counted` is the
    date of the last roll call counted, `unmarked` how many taken roll calls have no mark of theirs.
    """

    student: Student
    overall: Standing
    advice: Advice
    subjects: tuple[SubjectStanding, ...]
    recent: tuple[Entry, ...]
    month: tuple[Entry, ...]
    month_of: date
    last_counted: date | None
    unmarked: int
    days: DateRange | None = None
    whole: tuple[Standing, Advice] | None = None


@dataclass(frozen=True, slots=True)
class History:
    """A page of a student's roll calls, newest first; `page` counts from 0."""

    student: Student
    entries: tuple[Entry, ...]
    counting: Counting
    overall: Standing
    page: int
    pages: int
    days: DateRange | None = None
