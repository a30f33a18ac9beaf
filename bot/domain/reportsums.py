"""What the message of a report tells, added up student by student: counts, never names."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable

from bot.domain.classcode import ClassCode
from bot.domain.percentage import Band, Counting, Standing
from bot.domain.register import Entered, Register, tally_of
from bot.domain.report import Bands, Facts, Line, Row
from bot.domain.trend import Trend

HeldFor = Callable[[ClassCode], int]
"""How many roll calls were held for those who sit in exactly that class."""


class Added:
    """Standings of several students together."""

    def __init__(self) -> None:
        self.counted = self.halves = 0
        self._in: Counter[Band] = Counter()

    def add(self, standing: Standing) -> None:
        self.counted += standing.counted
        self.halves += standing.halves
        self._in[standing.band] += 1

    @property
    def bands(self) -> Bands:
        found = self._in
        return Bands(found[Band.ELIGIBLE], found[Band.CONDONABLE], found[Band.SHORT], found[Band.NO_CLASSES])


class Sums:
    """Everybody in a report, as they are read."""

    def __init__(self, counting: Counting, trend: Trend) -> None:
        self.trend = trend
        self.students = 0
        self._counting = counting
        self._everybody, self._unmarked = Added(), 0
        self._classes: dict[ClassCode, Added] = defaultdict(Added)
        self._subjects: dict[str, Added] = defaultdict(Added)

    def add(self, sat_in: ClassCode, row: Row) -> None:
        """A student, on the line of the class they sat in last."""
        self.students += 1
        self._unmarked += row.tally.unmarked
        self._everybody.add(row.standing)
        self._classes[sat_in].add(row.standing)

    def add_letters(self, register: Register, row: Row) -> None:
        """What they were in its roll calls, day by day."""
        for day, part in self.trend.parts(register.dates):
            self.trend.add(day, tally_of(row.letters[part]))

    def add_elsewhere(self, entered: Entered) -> None:
        """And in those of other classes."""
        for day, tally in entered.elsewhere.items():
            self.trend.add(day, tally)

    def add_subjects(self, register: Register, row: Row) -> None:
        """And subject by subject: the cap on on-duty bites within each, as it does in a student's own list."""
        for subject, columns in register.by_subject.items():
            tally = tally_of(row.letters[at] for at in columns)
            self._subjects[subject].add(Standing.of(tally, self._counting))

    @property
    def has_sections(self) -> bool:
        return any(code.section for code in self._classes)

    def by_class(self, held_for: HeldFor) -> tuple[Line, ...]:
        """A line for each class somebody sat in last."""
        return tuple(
            Line(str(code), held_for(code), added.counted, added.halves, added.bands)
            for code, added in sorted(self._classes.items())
        )

    def by_subject(self, register: Register) -> tuple[Line, ...]:
        """A line for each subject of a class."""
        return tuple(
            Line(subject, len(columns), self._subjects[subject].counted, self._subjects[subject].halves)
            for subject, columns in register.by_subject.items()
        )

    def facts(self, roll_calls: int, by: str, lines: tuple[Line, ...]) -> Facts:
        """All of it. `by` says what the lines are: classes, sections or subjects."""
        counting, everybody = self._counting, self._everybody
        standing = Standing(everybody.counted, everybody.halves, counting.threshold, counting.condonation)
        points = self.trend.points(counting)
        return Facts(everybody.bands, standing, roll_calls, self._unmarked, by, lines, points)
