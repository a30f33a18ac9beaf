"""Taking the work that waits, one piece at a time, holding on to it, and saying what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Event, Thread

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.domain.job import Job, is_last
from bot.services import Services
from bot.store import jobs
from bot.store.database import insisting, whole_unit

CLAIMED_FOR, KEPT_EVERY = timedelta(minutes=2), 20.0
"""A worker that falls silent is followed after so long; until then it says every so many seconds that it lives."""
CLAIMED_FOR_AN_ANSWER = timedelta(minutes=1)
"""The same of a request, which is over in seconds: what it could not finish is soon a worker's."""
KEPT_FOR = timedelta(days=30)
FIRST_PAUSE = timedelta(seconds=10)
"""After the first failure; each pause is four times the one before."""
LEEWAY = timedelta(seconds=2)
"""What the clocks of two machines may differ: work that one has just written down is not too early for the other."""


@whole_unit
def take(services: Services, job_id: int | None = None) -> Job | None:
    """For a worker: the work that has waited longest, or this one, of which it was told, if it waits.

    Nobody else gets it while the worker says that it lives: see `keeping`.
    """
    now = services.clock.now()
    due_by = None if job_id is None else now + LEEWAY
    with services.database.at_once() as tx:
        return jobs.claim(tx, now, now + CLAIMED_FOR, job_id, due_by)


@whole_unit
def take_awaited(services: Services, job_id: int) -> Job | None:
    """For a request that waits for the answer: this work, if it still waits."""
    now = services.clock.now()
    with services.database.at_once() as tx:
        claimed = jobs.claim(tx, now, now + CLAIMED_FOR_AN_ANSWER, job_id)
    return claimed and replace(claimed, awaited=True)


@contextmanager
def keeping(services: Services, job: Job, every: float = KEPT_EVERY) -> Iterator[None]:
    """Goes on claiming the work while the block runs, from a thread and on a connection of its own.

    A database that is away for a moment is asked again in time. Work that is awaited is over before its claim is.
    """
    if job.awaited:
        yield
        return
    over = Event()
    thread = Thread(target=_keep, args=(services, job, every, over), name="claim", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(1)  # it may be waiting for the database; then it finds the work settled


def _keep(services: Services, job: Job, every: float, over: Event) -> None:
    while not over.wait(every):
        try:
            if not keep(services, job):
                return
        except SQLAlchemyError:  # away, or busy: a claim outlasts several of these
            continue


@whole_unit
def keep(services: Services, job: Job) -> bool:
    """Claim it for longer; `False` when somebody else has it by now, or it is settled."""
    with services.database.at_once() as tx:
        return jobs.keep(tx, job, services.clock.now() + CLAIMED_FOR)


def done(services: Services, job: Job) -> None:
    """It is done. Waits for a database that is away, unless the answer is awaited."""
    _record(services, job, lambda tx, now: jobs.done(tx, job, now))


def failed(services: Services, job: Job, error: str) -> timedelta | None:
    """It did not work: tried again after so long, five times in all; `None` when it is given up.

    `error` names what happened, without anybody's data. Waits for a database that is away, which is often why it did
    not work, unless the answer is awaited.
    """
    pause = None if is_last(job.attempts) else FIRST_PAUSE * 4 ** (job.tries - 1)
    _record(services, job, lambda tx, now: jobs.failed(tx, job, error, now, None if pause is None else now + pause))
    return pause


def hand_over(services: Services, job: Job) -> None:
    """A worker does it, from the start."""
    _record(services, job, lambda tx, now: jobs.hand_over(tx, job, now))


def _record(services: Services, job: Job, settle: Callable[[Connection, datetime], None]) -> None:
    @whole_unit
    def record() -> None:
        with services.database.at_once() as tx:
            settle(tx, services.clock.now())

    insisting(job.heard_within, record)


@whole_unit
def forget_old(services: Services) -> None:
    """Throw away what was done, or given up, thirty days ago and more."""
    with services.database.begin() as tx:
        jobs.forget(tx, services.clock.now() - KEPT_FOR)
