"""A student's enrolments: in which class, from which day to which; and what a change of class makes of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from bot.domain.classcode import ClassCode

FOREVER = date.max
"""The last day of an enrolment that has not ended."""
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Marked:
    """In which class, and on which day, a student was marked."""

    class_code: ClassCode
    on: date


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A student in a class from `first` to `last`, both included. `enrolment_id` is `None` until it is in the table."""

    class_code: ClassCode
    first: date
    last: date = FOREVER
    enrolment_id: int | None = field(default=None, compare=False)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def holds(self, mark: Marked) -> bool:
        """Whether the mark was made in this class, or in the whole class this is a section of, on one of these days."""
        return mark.on in self and mark.class_code.covers(self.class_code)


@dataclass(frozen=True, slots=True)
class Enrolments:
    """All enrolments of one student, oldest first; no two share a day."""

    periods: tuple[Enrolment, ...] = ()

    def class_on(self, day: date) -> ClassCode | None:
        """The class they sit in that day."""
        return next((period.class_code for period in self.periods if day in period), None)

    def current(self, today: date) -> ClassCode | None:
        """The class they are said to be in: today's, else the last one they left, else the first they will join."""
        begun = [period.class_code for period in self.periods if period.first <= today]
        return begun[-1] if begun else self.periods[0].class_code if self.periods else None

    def go_on_after(self, day: date) -> bool:
        """Whether they are in any class on a later day."""
        return any(period.last > day for period in self.periods)

    def left_between(self, first: date, last: date) -> date | None:
        """The first of these days on which they are in no class any more; they may have come back later."""
        ended = (period.last + A_DAY for period in self.periods if first - A_DAY <= period.last < last)
        return next((day for day in ended if self.class_on(day) is None), None)

    def holds(self, mark: Marked) -> bool:
        """Whether the mark was made in a class of theirs."""
        return any(period.holds(mark) for period in self.periods)

    def before(self, day: date) -> Enrolments:
        """What of it lies before that day."""
        kept = (period for period in self.periods if period.first < day)
        return Enrolments(tuple(replace(one, last=min(one.last, day - A_DAY)) for one in kept))

    def then(self, class_code: ClassCode | None, day: date, last: date = FOREVER) -> Enrolments:
        """The same before that day, and from then to the last this class, or none; what was planned is dropped."""
        earlier = self.before(day)
        if class_code is None:
            return earlier
        latest = earlier.periods[-1] if earlier.periods else None
        if latest and latest.class_code == class_code and latest.last == day - A_DAY:
            return Enrolments((*earlier.periods[:-1], replace(latest, last=last)))
        return Enrolments((*earlier.periods, Enrolment(class_code, day, last)))

    def running(self, today: date) -> Enrolment | None:
        """Today's enrolment, else the first that is to come."""
        return next((period for period in self.periods if period.last >= today), None)

    def begun_on(self, one: Enrolment, day: date) -> Enrolments:
        """The same with this enrolment begun on another day; those before it give way, those after it stay."""
        at = self.periods.index(one)
        earlier = Enrolments(self.periods[:at]).before(day).periods
        return Enrolments((*earlier, replace(one, first=day), *self.periods[at + 1 :]))

    def stranded_by(self, other: Enrolments, marks: Iterable[Marked]) -> tuple[Marked, ...]:
        """The marks made in a class of theirs that would be in none if `other` took the place of this."""
        return tuple(mark for mark in marks if self.holds(mark) and not other.holds(mark))


@dataclass(frozen=True, slots=True)
class Placement:
    """What is wanted: this student in this class (or in none) from that day to the `last`, or until further notice.

    Without `on` it is the earliest day, not before today, that leaves every mark in the class it was made in.
    """

    student_id: int
    class_code: ClassCode | None
    on: date | None = None
    last: date = FOREVER


@dataclass(frozen=True, slots=True)
class Steps:
    """A student's enrolments as they were found and as they were left: all it takes to undo a change."""

    was: Enrolments
    became: Enrolments


@dataclass(frozen=True, slots=True)
class Placed:
    """What was done: out of the class they would be in on that day (`None`: in none), into the other (or none).

    `on` is the first day in the new class, or the first day without one.
    """

    student_id: int
    before: ClassCode | None
    after: ClassCode | None
    on: date
    steps: Steps

    @property
    def changed(self) -> bool:
        """Whether anything did; `False` for somebody who sits there from that day on already."""
        return self.steps.was != self.steps.became

    @property
    def goes_on(self) -> bool:
        """Whether the class they end up in is one they were in by then: only what followed it is off."""
        there = {(one.class_code, one.first) for one in self.steps.was.periods}
        return self.changed and any((one.class_code, one.first) in there for one in self.steps.became.periods[-1:])

    @property
    def off(self) -> tuple[Enrolment, ...]:
        """What was there from that day on or later and is not any more."""
        return tuple(one for one in self.steps.was.periods if one.first >= self.on)

    @property
    def dropped(self) -> tuple[Enrolment, ...]:
        """What was planned for later days and is not any more."""
        return tuple(period for period in self.steps.was.periods if period.first > self.on)
