"""How attendance went over the days of a report: in so few points that a chart can show them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.domain.percentage import Counting, Standing, Tally
from bot.domain.period import DateRange
from bot.domain.report import Point

MOST_POINTS = 20
"""Slack's limit of a line chart."""
A_DAY = timedelta(days=1)


def stretches(held: Iterable[date], within: DateRange) -> tuple[DateRange, ...]:
    """The days with roll calls one by one; where they are more than 20, weeks from Monday to Sunday, then months, then
    as many months together as it takes. What has no roll call is left out, what is not `within` cut off."""
    days = sorted(set(held))
    spans: list[DateRange] = []
    for around in (_day, _week, _month):
        spans = list(dict.fromkeys(map(around, days)))
        if len(spans) <= MOST_POINTS:
            break
    together = -(-len(spans) // MOST_POINTS) or 1
    parts = [spans[start : start + together] for start in range(0, len(spans), together)]
    return tuple(DateRange(max(some[0].first, within.first), min(some[-1].last, within.last)) for some in parts)


def _day(day: date) -> DateRange:
    return DateRange(day, day)


def _week(day: date) -> DateRange:
    monday = day - day.weekday() * A_DAY
    return DateRange(monday, monday + 6 * A_DAY)


def _month(day: date) -> DateRange:
    first = day.replace(day=1)
    inside_next = first + 31 * A_DAY
    return DateRange(first, inside_next - inside_next.day * A_DAY)


class Trend:
    """What students were, added up over stretches of days."""

    def __init__(self, held: Iterable[date], within: DateRange) -> None:
        self._spans = stretches(held, within)
        self._firsts = [span.first for span in self._spans]
        self._tallies = [Tally()] * len(self._spans)

    def add(self, day: date, tally: Tally) -> None:
        """What was counted on one of the days."""
        self._tallies[bisect_right(self._firsts, day) - 1] += tally

    def parts(self, days: Sequence[date]) -> list[tuple[date, slice]]:
        """Where days in order fall into different stretches: a day of each, and its part of them."""
        cuts = [bisect_left(days, first) for first in self._firsts] + [len(days)]
        slices = map(slice, cuts, cuts[1:])
        return [(days[part.start], part) for part in slices if part.start < part.stop]

    def points(self, counting: Counting) -> tuple[Point, ...]:
        """The stretches in order. The cap on on-duty is a student's, over all their roll calls, so none holds here."""
        without_cap = replace(counting, on_duty_cap=None)
        return tuple(map(_point(without_cap), self._spans, self._tallies))


def _point(counting: Counting) -> Callable[[DateRange, Tally], Point]:
    def drawn(span: DateRange, tally: Tally) -> Point:
        standing = Standing.of(tally, counting)
        return Point(span.first, span.last, standing.counted, standing.halves)

    return drawn
