"""What runs behind: work people asked for, taken from the table, and what an event or the clock asks for.

Nothing here is imported before it runs: the answer to a request never waits for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

from bot import configuring, queueing
from bot.domain.job import Job
from bot.notify.nudges import NotNudged
from bot.notify.slack import Slack
from bot.services import Services
from handlers import settings
from handlers.activity import Activity
from handlers.settings import Settings

KINDS: tuple[str, ...] = ("auditing", "exporting", "importing", "picture", "forget_file", "tell_reset", "people")
"""Work in the table: each has a module of its name with `run(Work)`."""

JOBS = ("migrate", "reset_mfa")
"""What an event `{"job": NAME}` asks for: a module with `run(Settings)`, given whatever else is in the event."""

SCHEDULES = ("begin", "tidy", "work", "sync")
"""What an event `{"schedule": NAME}` brings round: the same."""


SLACK_SECONDS, STATEMENT_SECONDS = 20, 60
"""How long a call of Slack and a statement may take where nobody waits for the answer."""


@dataclass(frozen=True, slots=True)
class Work:
    """A piece of work, and what it needs."""

    services: Services
    slack: Slack
    job: Job

    @property
    def is_last(self) -> bool:
        """Whether it is given up if this fails: the time to tell whoever waits for it."""
        return queueing.is_last(self.job)


@contextmanager
def ready(read: Settings) -> Iterator[tuple[Services, Slack]]:
    """What work behind needs, with more time for everything than where somebody waits, under the college's rules as
    they are. The database is closed afterwards."""
    slack = settings.slack(read, SLACK_SECONDS)
    services = settings.services(read, slack, STATEMENT_SECONDS)
    try:
        yield configuring.current(services), slack
    finally:
        services.database.close()


def run(name: str, read: Settings, **details: str) -> None:
    """One of `JOBS` or `SCHEDULES`."""
    _module(name).run(read, **details)


def drain(services: Services, slack: Slack, goes_on: Callable[[], bool] = lambda: True) -> int:
    """Do all that waits while `goes_on()`; how many pieces."""
    pieces = 0
    while goes_on() and do(services, slack):
        pieces += 1
    return pieces


def do(services: Services, slack: Slack, job_id: int | None = None) -> bool:
    """One piece, or this one; `False` when it does not wait (any more). What fails is logged, and tried again."""
    job = queueing.take(services, job_id)
    if job is None:
        return False
    with Activity("job", "", job.kind) as activity:
        try:
            _module(job.kind).run(Work(services, slack, job))
        except Exception as error:
            reference = activity.failed(error)
            queueing.failed(services, job, f"{type(error).__name__} {reference}")
        else:
            queueing.done(services, job)
    return True


def soon(services: Services, slack: Slack, job_ids: Sequence[int]) -> None:
    """Do the work of a request that is small enough to be done with the answer. What goes wrong is the worker's then:
    the answer stands."""
    for job_id in job_ids:
        try:
            do(services, slack, job_id)
        except Exception as error:
            with Activity("job", "") as activity:
                activity.failed(error)


def nudge(services: Services, job_ids: Sequence[int]) -> None:
    """Tell the worker of work in the table. Untold, it finds it within a minute."""
    try:
        services.nudges.send(job_ids)
    except NotNudged as error:
        with Activity("job", "", "nudge") as activity:
            activity.failed(error)


def _module(name: str) -> ModuleType:
    if name not in (*KINDS, *JOBS, *SCHEDULES):
        raise LookupError(f"No work is called {name!r}.")
    return import_module(f"{__name__}.{name}")
