"""Timing side by side, and the table of what came out."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Timed = Callable[[], float]
"""Does it once and says how many seconds that took; what it needs beforehand is not in them."""


@dataclass(frozen=True)
class Figure:
    """One line of the table: a ratio or a count, what it is measured against, and the target it must not pass."""

    what: str
    value: float
    target: float | None
    detail: str
    at_least: bool = False  # the target is a lower limit
    unit: str = "x"

    @property
    def reached(self) -> bool:
        if self.target is None:
            return True
        return self.value >= self.target if self.at_least else self.value <= self.target

    def row(self) -> tuple[str, ...]:
        sign = "≥" if self.at_least else "≤"
        shown = f"{self.value:.0f}" if self.unit != "x" else f"{self.value:.2f} x"
        wanted = "" if self.target is None else f"{sign} {self.target:g}{' x' if self.unit == 'x' else ''}"
        verdict = "" if self.target is None else ("ok" if self.reached else "MISSED")
        return self.what, shown, wanted, verdict, self.detail


def seconds(act: Callable[[], object]) -> float:
    """How long it takes."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def interleaved(
    times: int, *candidates: Timed, warm_up: int = 10, of_all: Callable[[list[float]], float] = statistics.median
) -> list[float]:
    """The median seconds of each, measured in turn so that whatever else the machine does hits all alike.

    What takes seconds is hit by something else each time: `of_all` had better be `min` then.
    """
    for _ in range(warm_up):
        for candidate in candidates:
            candidate()
    taken: list[list[float]] = [[] for _ in candidates]
    gc.collect()
    for _ in range(times):
        for candidate, into in zip(candidates, taken, strict=True):
            into.append(candidate())
    return [of_all(one) for one in taken]


def against(what: str, ours: float, floor: float, target: float | None, floor_name: str) -> Figure:
    """A ratio of two durations in seconds."""
    return Figure(what, ours / floor, target, f"{ours * 1000:.2f} ms against {floor * 1000:.2f} ms: {floor_name}")


def table(figures: Sequence[Figure]) -> str:
    """The figures in columns."""
    rows = [("what", "measured", "target", "", "from"), *(figure.row() for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "\n".join(
        "  ".join([*(cell.ljust(width) for cell, width in zip(row[:4], widths, strict=True)), row[4]]).rstrip()
        for row in rows
    )
