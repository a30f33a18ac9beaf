"""What every use case is handed. This is the whole of our dependency injection."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.clock import Clock
from bot.domain.percentage import Counting
from bot.domain.period import DateRange
from bot.notify.nudges import Nudges
from bot.notify.remembered import Remembered
from bot.storage import Storage
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class College:
    """The college's own rules. `version` counts the changes admins made; 0 is what the environment says."""

    counting: Counting = field(default_factory=Counting)
    admins: frozenset[str] = frozenset()
    edit_window: timedelta = timedelta(days=7)
    undo_window: timedelta = timedelta(minutes=10)
    term: DateRange | None = None
    mfa_required: bool = False
    holidays: Mapping[date, str] = field(default_factory=dict)
    version: int = 0


@dataclass(frozen=True, slots=True)
class Services:
    """Database, clock, Slack's directory, the college's rules, the keys of its secrets, and where files and work go."""

    database: Database
    clock: Clock
    directory: Remembered
    college: College
    mfa_keys: tuple[str, ...] = field(default=(), repr=False)
    """Seal the secrets of authenticator apps: the first seals, all open."""
    storage: Storage | None = None
    """Where the files of reports are; `None`: the operator has named no bucket."""
    nudges: Nudges = field(default_factory=Nudges)
    link_keys: tuple[bytes, ...] = field(default=(), repr=False)
    """Sign shared links: the first signs, all verify. None: no shared links, because nobody reaches the bot."""
    kept_days: int = 90
    """How long the files of reports are kept."""
