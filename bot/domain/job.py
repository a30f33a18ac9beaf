"""Work that outlasts an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.domain.report import Wanted

MOST_TRIES = 5
"""Before it is given up. An admin who has it tried again gives it as many more."""
HEARD_WITHIN = 120.0


class ClaimLost(Exception):
    """Somebody else has this work by now: whoever had it says and does nothing more about it."""


class HandOver(Exception):
    """More than should be done while somebody waits: the worker does it, from the start."""


def is_last(attempts: int) -> bool:
    """Whether it is given up if this attempt fails. Attempts go on being counted when it is given more tries, so that
    no two claims of one piece of work ever look the same."""
    return attempts % MOST_TRIES == 0


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work, claimed. `attempts` counts this one, from 1; `payload` is what its kind needs.

    `awaited`: it is done within a request, and somebody waits for the answer.
    """

    job_id: int
    kind: str
    payload: Mapping[str, Any]
    attempts: int
    awaited: bool = False

    @property
    def tries(self) -> int:
        """How often it is being tried before it is given up: 1 to 5."""
        return tries(self.attempts)

    @property
    def heard_within(self) -> float:
        """Seconds to go on telling a database that is away what came of it; none while somebody waits."""
        return 0 if self.awaited else HEARD_WITHIN


def tries(attempts: int) -> int:
    """The same of so many attempts; 0 where there was none yet."""
    return attempts and (attempts - 1) % MOST_TRIES + 1


class State(StrEnum):
    """What is being done, what waits, what is given up. What is done is of no interest."""

    RUNNING = "running"
    WAITING = "waiting"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Seen:
    """A piece of work as somebody sees it who looks after all of it.

    `since` is when it began, or was given up, or `None` if nobody knows; `run_after` is until when it waits; `error`
    says what happened last, without anybody's data: the kind of error, and the reference it has in the log.
    """

    job_id: int
    kind: str
    payload: Mapping[str, Any]
    state: State
    attempts: int
    since: datetime | None
    run_after: datetime
    error: str


@dataclass(frozen=True, slots=True)
class Overseen:
    """The same with whom it is for (`""`: nobody in particular) and, if it is a report, which."""

    seen: Seen
    by: str
    report: Wanted | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The newest in one state, and how many there are in all."""

    state: State
    shown: tuple[Overseen, ...]
    count: int
