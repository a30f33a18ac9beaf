"""Three weeks of roll calls at the demo college, up to yesterday: the same marks every time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from bot.domain.classcode import ClassCode
from bot.domain.rollcall import State, Status
from infra.local.college_people import (
    ARJUN,
    BORDERLINE,
    COMFORTABLE,
    CSE_2,
    ECE_3_A,
    LATE_JOINER,
    MEERA,
    SHORT,
    STUDENTS,
    Enrolled,
)

WEEKS = 3
TERM_BEGAN = 9 * 7  # days ago
JOINED = 7  # days ago: the late joiner
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Course:
    """A class that meets every weekday in one subject. `hour` is when, by the college's clock."""

    class_code: ClassCode
    subject: str
    teacher: str
    hour: int


@dataclass(frozen=True, slots=True)
class Past:
    """One roll call that was held, or cancelled, with its marks by roll number."""

    course: Course
    on: date
    state: State
    marks: dict[str, Status]


DBMS, OS, SIGNALS = (
    Course(CSE_2, "DBMS", MEERA, 10),
    Course(CSE_2, "OS", ARJUN, 11),
    Course(ECE_3_A, "Signals", MEERA, 14),
)
COURSES = (DBMS, OS, SIGNALS)
PLANNED = {DBMS: 60, OS: 55}  # roll calls of the whole term
CANCELLED = (OS, 7)  # the eighth weekday
# In three weeks there are always fifteen weekdays. These students are worth being: their letters are written out.
WRITTEN_OUT = {
    (COMFORTABLE, DBMS): "PPPPPLPPPPPPPPP",
    (COMFORTABLE, OS): "PPPPOPPPPPAPPEP",
    (BORDERLINE, DBMS): "PAPPAPPLPPAPPPA",
    (BORDERLINE, OS): "PPAPPPPPPLPAPAP",
    (SHORT, DBMS): "PAPAAPAPLAPAPAP",
    (SHORT, OS): "PAAPPAPPEAAPPAP",
}
# Chances of absent, late, excused, on duty; the rest is present. Most students come, some do not.
HABITS = ((0.72, (0.07, 0.05, 0.02, 0.02)), (0.9, (0.27, 0.06, 0.02, 0.01)), (1.0, (0.42, 0.07, 0.02, 0.0)))
LETTERS = (Status.ABSENT, Status.LATE, Status.EXCUSED, Status.ON_DUTY)


def past(today: date) -> Iterator[Past]:
    """Every roll call before today, oldest first."""
    for number, on in enumerate(_weekdays_before(today)):
        for course in COURSES:
            if (course, number) == CANCELLED:
                yield Past(course, on, State.CANCELLED, {})
            else:
                yield Past(course, on, State.TAKEN, _marks(course, number, on, today))


def starts_on(student: Enrolled, today: date) -> date:
    """The first day of the student's enrolment."""
    return today - timedelta(days=JOINED if student.roll_no == LATE_JOINER else TERM_BEGAN)


def _weekdays_before(today: date) -> list[date]:
    days = [today - timedelta(days=ago) for ago in range(7 * WEEKS, 0, -1)]
    return [day for day in days if day.weekday() < SATURDAY]


def _marks(course: Course, number: int, on: date, today: date) -> dict[str, Status]:
    sitting = [s for s in STUDENTS if s.class_code == course.class_code and starts_on(s, today) <= on]
    return {student.roll_no: _status(student.roll_no, course, number) for student in sitting}


def _status(roll_no: str, course: Course, number: int) -> Status:
    written = WRITTEN_OUT.get((roll_no, course))
    if written:
        return Status(written[number])
    habit = Random(roll_no).random()
    chances = next(chances for up_to, chances in HABITS if habit < up_to)
    drawn = Random(f"{roll_no} {course.subject} {number}").random()
    for status, chance in zip(LETTERS, chances, strict=True):
        if drawn < chance:
            return status
        drawn -= chance
    return Status.PRESENT
