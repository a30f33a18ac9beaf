"""The worker in this process, for a laptop: a thread that does what waits, and what the clock brings."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from threading import Event, Thread

from bot import configuring
from handlers import jobs, settings
from handlers.activity import Activity
from handlers.jobs import weekly
from handlers.settings import Settings

PAUSE = 0.5
"""Seconds between two looks at the table."""
A_MINUTE = 60.0
"""Seconds between two looks at what the week brings."""
ONCE_A_DAY = tuple(name for name in jobs.SCHEDULES if name not in ("work", "weekly"))


@contextmanager
def working(read: Settings) -> Iterator[None]:
    """Work is done while the block runs. What fails is logged and tried again; nothing ends the thread but the end."""
    over = Event()
    thread = Thread(target=_work, args=(read, over), name="work", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(5)


def _work(read: Settings, over: Event) -> None:
    slack = settings.slack(read, jobs.SLACK_SECONDS)
    services = settings.services(read, slack, jobs.STATEMENT_SECONDS)
    day: date | None = None
    looked = float("-inf")
    while not over.is_set():
        try:
            services = configuring.current(services)
            if day != services.clock.today():
                day = services.clock.today()
                _once_a_day(read)
            if time.monotonic() >= looked + A_MINUTE:
                looked = time.monotonic()
                weekly.bring(services)
            jobs.drain(services, slack, lambda: not over.is_set())
        except Exception as error:  # the database is away: it comes back, and the work is still there
            with Activity("job", "", "work") as activity:
                activity.failed(error)
            over.wait(10)
        over.wait(PAUSE)
    services.database.close()


def _once_a_day(read: Settings) -> None:
    for name in ONCE_A_DAY:
        with Activity("schedule", "", name) as activity:
            try:
                jobs.run(name, read)
            except Exception as error:  # the others have their turn all the same
                activity.failed(error)
