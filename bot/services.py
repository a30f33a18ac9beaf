"""What every use case is handed. This is the whole of our dependency injection."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from bot.clock import Clock
from bot.domain.directory import Directory
from bot.domain.percentage import Counting
from bot.domain.period import DateRange
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class College:
    """The college's own rules."""

    counting: Counting = field(default_factory=Counting)
    admins: frozenset[str] = frozenset()
    edit_window: timedelta = timedelta(days=7)
    undo_window: timedelta = timedelta(minutes=10)
    term: DateRange | None = None


@dataclass(frozen=True, slots=True)
class Services:
    """Database, clock, Slack's directory and the college's rules."""

    database: Database
    clock: Clock
    directory: Directory
    college: College
