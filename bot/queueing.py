"""Taking the work that waits, one piece at a time, and saying what came of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from sqlalchemy.exc import InterfaceError, OperationalError

from bot.domain.job import Job
from bot.services import Services
from bot.store import jobs
from bot.store.database import whole_unit

MOST_ATTEMPTS = 5
CLAIMED_FOR = timedelta(minutes=15)
"""The longest a worker may take: Lambda ends everything after that."""
CLAIMED_FOR_AN_ANSWER = timedelta(minutes=1)
"""The same of a request, which is over in seconds: what it could not finish is soon a worker's."""
KEPT_FOR = timedelta(days=30)
FIRST_PAUSE = timedelta(seconds=10)
"""After the first failure; each pause is four times the one before."""
HEARD_WITHIN, BETWEEN_TRIES = 120.0, 1.0
"""Seconds a worker goes on telling a database that is away what came of its work, and seconds between. Untold, the work
would stand still for as long as it is claimed."""


@whole_unit
def take(services: Services, job_id: int | None = None) -> Job | None:
    """The work that has waited longest, or this one, whose answer is awaited, if it still waits.

    Nobody else gets it meanwhile.
    """
    now, awaited = services.clock.now(), job_id is not None
    until = now + (CLAIMED_FOR_AN_ANSWER if awaited else CLAIMED_FOR)
    with services.database.at_once() as tx:
        while job := jobs.claim(tx, now, until, job_id):
            if job.attempts <= MOST_ATTEMPTS:
                return replace(job, awaited=awaited)
            jobs.failed(tx, job, "WorkerLost", None)  # it took every worker with it
    return None


def done(services: Services, job: Job) -> None:
    """It is done. Waits for a database that is away, unless the answer is awaited."""

    @whole_unit
    def record() -> None:
        with services.database.begin() as tx:
            jobs.done(tx, job)

    _until_heard(job, record)


def failed(services: Services, job: Job, error: str) -> None:
    """It did not work: again after a pause, five times in all. `error` names what happened, without anybody's data.

    Waits for a database that is away, which is often why it did not work, unless the answer is awaited.
    """
    pause = FIRST_PAUSE * 4 ** (job.attempts - 1)

    @whole_unit
    def record() -> None:
        with services.database.begin() as tx:
            jobs.failed(tx, job, error, None if is_last(job) else services.clock.now() + pause)

    _until_heard(job, record)


def _until_heard(job: Job, record: Callable[[], None]) -> None:
    give_up = time.monotonic() + (0 if job.awaited else HEARD_WITHIN)
    while True:
        try:
            return record()
        except (OperationalError, InterfaceError):
            if time.monotonic() > give_up:
                raise
        time.sleep(BETWEEN_TRIES)


@whole_unit
def forget_old(services: Services) -> None:
    """Throw away what was done, or given up, thirty days ago and more."""
    with services.database.begin() as tx:
        jobs.forget(tx, services.clock.now() - KEPT_FOR)


def is_last(job: Job) -> bool:
    """Whether it is not tried again after this."""
    return job.attempts >= MOST_ATTEMPTS
