"""A student, and how teachers name one: by roll number, or by its last digits within a class."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.domain.classcode import ClassCode
from bot.domain.words import compatible

SHORTEST_LABEL = 2  # digits: `04` reads as a roll number, `4` as a count
SHAPE = str.maketrans("123456789", "000000000")
LAST_DIGITS = re.compile(r"[0-9]*\Z")
MOST_IN_SPAN = 60
SPAN = re.compile(r"([0-9]{1,3})-([0-9]{1,3})")
HYPHENATED = re.compile(r"[0-9]+-[0-9]+")
CHUNK = re.compile(r"([0-9]+)")


@dataclass(frozen=True, slots=True)
class Student:
    """One student as the college's record has them now. `class_code` is the current class."""

    student_id: int
    roll_no: str
    name: str
    class_code: ClassCode
    slack_user_id: str | None = None
    active: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """Who the typed rolls mean: each student once, in the order typed, and what could not be settled, as typed.

    `ambiguous` pairs what was typed with the students it could mean, in roll order.
    """

    students: tuple[Student, ...] = ()
    unknown: tuple[str, ...] = ()
    ambiguous: tuple[tuple[str, tuple[Student, ...]], ...] = ()

    @property
    def complete(self) -> bool:
        """Whether everything typed is exactly one student."""
        return not self.unknown and not self.ambiguous


def normal_roll(typed: str) -> str:
    """A roll number as it is stored and compared: NFKC, no white space around (NBSP included), upper case."""
    if typed.isascii():  # nearly always, and a class is sixty of them
        return typed.strip().upper()
    return compatible(compatible(typed).upper()).strip()


def in_roll_order(students: Iterable[Student]) -> tuple[Student, ...]:
    """By roll number as people count: 21CSE9 before 21CSE10."""
    found = tuple(students)
    if len({student.roll_no.translate(SHAPE) for student in found}) == 1:  # digits in the same places
        return tuple(sorted(found, key=lambda student: (student.roll_no, student.student_id)))
    return tuple(sorted(found, key=lambda student: (_counted(student.roll_no), student.roll_no, student.student_id)))


def roll_labels(students: Iterable[Student]) -> dict[int, str]:
    """A short name for each roll number within its class, by student_id: `04` for 21CSE004 in a class of 60.

    The last digits, as many as tell the class apart (`004` in a class of 120), never fewer than two and never only
    zeros; more where somebody's are shared. Where no last digits will do it is the whole roll number. Typing a label
    finds its student again.
    """
    found = tuple(students)
    return _even_labels(found) or _Rolls(found).labels()


def _even_labels(students: tuple[Student, ...]) -> dict[int, str] | None:
    """The labels of the usual class, where all roll numbers end in as many digits; what `_Rolls` gives, much faster."""
    runs = {student.student_id: _last_digits(normal_roll(student.roll_no)) for student in students}
    lengths = {len(run) for run in runs.values()}
    if len(lengths) != 1:
        return None
    for length in range(SHORTEST_LABEL, lengths.pop()):
        labels = {key: run[-length:] for key, run in runs.items()}
        if len(set(labels.values())) == len(labels) and all(label.strip("0") for label in labels.values()):
            return labels
    return None


def find_rolls(typed: Sequence[str], students: Iterable[Student]) -> Found:
    """Reads roll numbers or their last digits within a class.

    The first of these that matches anybody decides, and is ambiguous when it matches several: the full roll number;
    its whole last run of digits as a number (21CSE004 by `4`, `04`, `004`); last digits equal to those typed, with
    zeros in front up to the class's label length (2021004 by `4`); last digits equal to those typed. Zeros alone are
    nobody's last digits. `4-7` is the rolls from 4 to 7 (see `span`), unless the class has rolls of that form.
    """
    rolls = _Rolls(students)
    found: dict[int, Student] = {}
    unknown: dict[str, None] = {}
    ambiguous: dict[str, tuple[Student, ...]] = {}
    for roll in rolls.spelled_out(typed):
        meant = rolls.meant_by(roll)
        if len(meant) == 1:
            found[meant[0].student_id] = meant[0]
        elif meant:
            ambiguous[roll] = in_roll_order(meant)
        else:
            unknown[roll] = None
    return Found(tuple(found.values()), tuple(unknown), tuple(ambiguous.items()))


def span(typed: str) -> tuple[str, ...]:
    """The numbers from one to the other: `4` `5` `6` `7` for `4-7`; none for any other text.

    Both have at most three digits, the first is the smaller, and they are at most 60 numbers. `21-042` is none: with
    its zero in front and another length, 042 is more likely the end of a roll number.
    """
    match = SPAN.fullmatch(compatible(typed))
    if match is None:
        return ()
    first, last = int(match[1]), int(match[2])
    zeros = match[1].startswith("0") or match[2].startswith("0")
    if not first < last < first + MOST_IN_SPAN or (zeros and len(match[1]) != len(match[2])):
        return ()
    return tuple(str(number) for number in range(first, last + 1))


def _counted(roll_no: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key in which runs of digits compare as numbers, however long."""
    return tuple(
        (0, len(_number(chunk)), _number(chunk)) if chunk[0].isdigit() and chunk.isascii() else (1, 0, chunk)
        for chunk in CHUNK.split(roll_no)
        if chunk
    )


def _number(digits: str) -> str:
    """Digits without leading zeros. Text, because Python refuses to read numbers of thousands of digits."""
    return digits.lstrip("0") or "0"


def _last_digits(roll: str) -> str:
    match = LAST_DIGITS.search(roll)
    return match.group() if match else ""


class _Rolls:
    """The roll numbers of one class, ready to be looked up."""

    def __init__(self, students: Iterable[Student]) -> None:
        self.students = {student.student_id: student for student in students}
        self.runs = {key: _last_digits(normal_roll(student.roll_no)) for key, student in self.students.items()}
        self.by_roll: dict[str, list[Student]] = defaultdict(list)
        self.by_number: dict[str, list[Student]] = defaultdict(list)
        self.by_ending: dict[str, list[Student]] = defaultdict(list)
        for key, student in self.students.items():
            run = self.runs[key]
            self.by_roll[normal_roll(student.roll_no)].append(student)
            if run:
                self.by_number[_number(run)].append(student)
            for start in range(len(run)):
                self.by_ending[run[start:]].append(student)
        self.length = self._label_length()

    def meant_by(self, typed: str) -> list[Student]:
        """The students of the first reading that matches anybody."""
        roll = normal_roll(typed)
        if roll in self.by_roll:
            return self.by_roll[roll]
        if not (roll.isascii() and roll.isdigit()) or not roll.strip("0"):
            return []
        return (
            self.by_number.get(_number(roll))
            or self.by_ending.get(roll.zfill(self.length))
            or self.by_ending.get(roll, [])
        )

    def spelled_out(self, typed: Iterable[str]) -> Iterator[str]:
        """The rolls as typed, each range as its numbers."""
        hyphenated = any(map(HYPHENATED.fullmatch, self.by_roll))
        for roll in typed:
            yield from (() if hyphenated else span(roll)) or (roll,)

    def labels(self) -> dict[int, str]:
        return {key: self._label(key, self.length) for key in self.students}

    def _label_length(self) -> int:
        """Digits that tell apart the students whose roll numbers end in the usual number of digits."""
        lengths = Counter(map(len, self.runs.values()))
        usual = max(lengths, key=lambda length: (lengths[length], length), default=0)
        runs = [run for run in self.runs.values() if len(run) == usual]
        once = {run for run, times in Counter(runs).items() if times == 1}
        for length in range(SHORTEST_LABEL, usual):
            endings = Counter(run[-length:] for run in runs)
            if all(endings[run[-length:]] == 1 and run[-length:].strip("0") for run in once):
                return length
        return max(SHORTEST_LABEL, usual)

    def _label(self, key: int, length: int) -> str:
        """The shortest ending of at least that length that means this student and nobody else."""
        student, run = self.students[key], self.runs[key]
        for size in range(min(length, len(run)), len(run) + 1):
            ending = run[len(run) - size :]
            told_apart = size == len(run) or (len(self.by_ending[ending]) == 1 and ending.strip("0"))
            if ending and told_apart and self.meant_by(ending) == [student]:
                return ending
        return student.roll_no
