"""The percentage: one definition, exact, integers only. Credits are counted in halves so that a late may be worth ½."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.rollcall import Status

FULL = 2  # credits are integers, in halves
HALF = 1
NONE = 0


class Excused(StrEnum):
    """What the college makes of an excused mark."""

    LEFT_OUT = "left out"
    PRESENT = "present"
    ABSENT = "absent"


class Band(StrEnum):
    """Where a standing lies. The value is what is shown."""

    ELIGIBLE = "eligible"
    CONDONABLE = "condonable"
    SHORT = "short"
    NO_CLASSES = "no classes yet"


class Advise(StrEnum):
    """The one thing a student should know; the view has the sentence."""

    NO_CLASSES = "no classes"
    CAN_MISS = "can miss"  # number: how many more may be missed, 0 included
    ATTEND = "attend"  # number: how many to attend in a row to get back to the threshold
    OUT_OF_REACH = "out of reach"
    NO_MINIMUM = "no minimum"  # the threshold is 0


@dataclass(frozen=True, slots=True)
class Advice:
    """What to tell the student: `number` belongs to CAN_MISS and ATTEND, `threshold` is in percent."""

    advise: Advise
    threshold: int
    number: int = 0


@dataclass(frozen=True, slots=True)
class Counting:
    """How the college counts. `threshold` and `condonation` in percent, `late` in halves (2 full, 1 half, 0 none).

    `on_duty_cap`: at most so many on-duty roll calls are credited, the rest count as absent; None: no cap.
    Raises ValueError for settings that contradict themselves.
    """

    threshold: int = 75
    condonation: int = 65
    late: int = FULL
    excused: Excused = Excused.LEFT_OUT
    on_duty_cap: int | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.condonation <= self.threshold <= 100:
            raise ValueError("condonation and threshold are percentages, condonation not above the threshold")
        if self.late not in (NONE, HALF, FULL):
            raise ValueError("late is 0, 1 or 2 halves")
        if self.on_duty_cap is not None and self.on_duty_cap < 0:
            raise ValueError("the on-duty cap is not negative")


@dataclass(frozen=True, slots=True)
class Tally:
    """How often a student was what, over taken roll calls. `a + b` adds subjects up: overall is their sum."""

    present: int = 0
    absent: int = 0
    late: int = 0
    excused: int = 0
    on_duty: int = 0
    unmarked: int = 0

    @classmethod
    def of(cls, statuses: Iterable[Status | None]) -> Tally:
        """Counts the statuses; None is a roll call the student is not marked in."""
        seen = Counter(statuses)
        return cls(
            present=seen[Status.PRESENT],
            absent=seen[Status.ABSENT],
            late=seen[Status.LATE],
            excused=seen[Status.EXCUSED],
            on_duty=seen[Status.ON_DUTY],
            unmarked=seen[None],
        )

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.present + other.present,
            self.absent + other.absent,
            self.late + other.late,
            self.excused + other.excused,
            self.on_duty + other.on_duty,
            self.unmarked + other.unmarked,
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """A student's counted roll calls (T), the credit for them in halves (2·A), and what that means.

    `threshold` and `condonation` are percentages.
    """

    counted: int
    halves: int
    threshold: int = 75
    condonation: int = 65

    @classmethod
    def of(cls, tally: Tally, counting: Counting) -> Standing:
        """Judges a tally; unmarked counts neither way.

        The on-duty cap bites on the tally it is given: for the overall standing on the sum of all subjects, for a
        subject within that subject. With a cap, subjects may therefore show more credit than the overall does.
        """
        credited = tally.on_duty if counting.on_duty_cap is None else min(tally.on_duty, counting.on_duty_cap)
        counted = tally.present + tally.absent + tally.late + tally.on_duty
        halves = FULL * (tally.present + credited) + counting.late * tally.late
        if counting.excused is not Excused.LEFT_OUT:
            counted += tally.excused
        if counting.excused is Excused.PRESENT:
            halves += FULL * tally.excused
        return cls(counted, halves, counting.threshold, counting.condonation)

    @property
    def fraction(self) -> str:
        """Attended of counted: `46/60`, with halves `45.5/60`."""
        return f"{self.halves // 2}{'.5' if self.halves % 2 else ''}/{self.counted}"

    @property
    def tenths(self) -> int | None:
        """The percentage in tenths of a percent, truncated (76.6 % is 766); None when nothing is counted."""
        return 500 * self.halves // self.counted if self.counted else None

    @property
    def percent(self) -> str:
        """`76.6 %`, truncated and never rounded up; `no classes yet` when nothing is counted."""
        tenths = self.tenths
        return Band.NO_CLASSES.value if tenths is None else f"{tenths // 10}.{tenths % 10} %"

    @property
    def text(self) -> str:
        """`46/60 = 76.6 %`, or `no classes yet`."""
        return f"{self.fraction} = {self.percent}" if self.counted else Band.NO_CLASSES.value

    @property
    def band(self) -> Band:
        if not self.counted:
            return Band.NO_CLASSES
        if self._reaches(self.threshold):
            return Band.ELIGIBLE
        return Band.CONDONABLE if self._reaches(self.condonation) else Band.SHORT

    def _reaches(self, percent: int) -> bool:
        """100·A ≥ percent·T, with A in halves."""
        return 50 * self.halves >= percent * self.counted

    @property
    def can_miss(self) -> int | None:
        """How many roll calls in a row may be missed and the threshold still hold; None: any number (threshold 0).

        ⌊(100·A - thr·T) / thr⌋, never below 0.
        """
        if not self.threshold:
            return None
        return max(0, (50 * self.halves - self.threshold * self.counted) // self.threshold)

    @property
    def must_attend(self) -> int | None:
        """How many roll calls in a row to attend to be at the threshold, 0 when there; None: cannot be reached.

        ⌈(thr·T - 100·A) / (100 - thr)⌉; with a threshold of 100 one absence puts it out of reach.
        """
        missing = self.threshold * self.counted - 50 * self.halves
        if missing <= 0:
            return 0
        if self.threshold == 100:
            return None
        return -(-missing // (100 - self.threshold))

    def reachable(self, planned: int, held: int) -> bool:
        """Whether attending all that is left reaches the threshold: `planned` roll calls in total, `held` behind."""
        needed = self.must_attend
        return needed is not None and needed <= max(0, planned - held)

    def advice(self, planned: int | None = None, held: int = 0) -> Advice:
        """What to tell the student. `planned`: roll calls of the whole term, None when the college has not said."""
        if not self.threshold:
            return Advice(Advise.NO_MINIMUM, self.threshold)
        if not self.counted:
            return Advice(Advise.NO_CLASSES, self.threshold)
        needed = self.must_attend
        if needed is None or (planned is not None and not self.reachable(planned, held)):
            return Advice(Advise.OUT_OF_REACH, self.threshold)
        if needed:
            return Advice(Advise.ATTEND, self.threshold, needed)
        return Advice(Advise.CAN_MISS, self.threshold, self.can_miss or 0)
