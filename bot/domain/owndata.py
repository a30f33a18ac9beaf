"""Everything the college keeps on one student, as they are given it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.classcode import ClassCode
from bot.domain.history import Entry
from bot.domain.percentage import Counting
from bot.domain.record import Record
from bot.domain.rollcall import Held


@dataclass(frozen=True, slots=True)
class Sat:
    """A class the student sat in; `last` is `None` for the one they are in until further notice."""

    class_code: ClassCode
    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class Marked:
    """One roll call as it concerns the student, and who made the mark they have now, and when, as far as is known."""

    entry: Entry
    by: str | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Changed:
    """One value of theirs that somebody changed. `held` is the roll call it is a mark of, `None`: of the record."""

    at: datetime
    by: str
    source: str
    what: str
    old: str
    new: str
    held: Held | None = None


@dataclass(frozen=True, slots=True)
class OwnData:
    """All of it; roll calls and changes newest first. `names`: of those who marked, by Slack user id, where known."""

    record: Record
    classes: tuple[Sat, ...]
    marks: tuple[Marked, ...]
    changes: tuple[Changed, ...]
    names: dict[str, str]
    counting: Counting
