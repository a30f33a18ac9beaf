"""The first day of somebody in their class: which days nobody means, however they came in."""

from __future__ import annotations

from datetime import date, timedelta

from bot.domain.errors import quoted

FURTHEST = timedelta(days=366)
"""How far ahead it may be: a year that was mistyped would keep a student out of every roster until then."""
EARLIEST = date(1970, 1, 1)


def unlikely(day: date, today: date) -> str:
    """Why it can't be meant, in a sentence that names it; `""` when it may be."""
    if day > today + FURTHEST:
        return f"{quoted(day.isoformat())} is more than a year ahead."
    if day < EARLIEST:
        return f"{quoted(day.isoformat())} is too long ago."
    return ""
