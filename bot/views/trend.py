"""How attendance went over the days of a report, as Slack's own line chart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.domain.day import MONTHS
from bot.domain.percentage import Standing
from bot.domain.report import Facts, Point
from bot.views.blocks import Block

FEWEST_POINTS = 2
"""One is no line."""


def chart(facts: Facts) -> list[Block]:
    """The chart, with the threshold as a second line; none where there are too few points to draw one."""
    points = _counted(facts.trend)
    if len(points) < FEWEST_POINTS:
        return []
    line, labels = facts.standing.threshold, _labels(points)
    percents = [(Standing(one.counted, one.halves).tenths or 0) / 10 for one in points]
    series = {f"Needed: {line} %": [line] * len(points)} if line else {}
    drawn = {
        "type": "line",
        "series": [
            {"name": name, "data": [{"label": at, "value": value} for at, value in zip(labels, values, strict=True)]}
            for name, values in ({"Attendance": percents} | series).items()
        ],
        "axis_config": {"categories": labels, "y_label": "percent"},
    }
    return [{"type": "data_visualization", "title": "Attendance over time, in percent", "chart": drawn}]


def _counted(points: Sequence[Point]) -> list[Point]:
    """Days on which nothing counted are no days with 0 %."""
    return [one for one in points if one.counted]


def _labels(points: Sequence[Point]) -> list[str]:
    """Each its own, at most 20 characters: the days they begin on, whole months by their name."""
    months = all(one.first.day == 1 and one.last.month == one.first.month and one.last.day > 27 for one in points)
    years = points[0].first.year != points[-1].last.year
    return [_label(one.first, months, years) for one in points]


def _label(day: date, is_month: bool, with_year: bool) -> str:
    name = MONTHS[day.month - 1] if is_month else f"{day.day} {MONTHS[day.month - 1]}"
    return f"{name} {day.year}" if with_year else name
