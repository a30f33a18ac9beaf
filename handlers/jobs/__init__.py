"""What runs behind: work people asked for, taken from the table, and what an event or the clock asks for.

Nothing here is imported before it runs: the answer to a request never waits for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from importlib import import_module
from types import ModuleType

from bot import configuring, posting, queueing
from bot.domain.job import ClaimLost, HandOver, Job, is_last
from bot.notify.nudges import NotNudged
from bot.notify.slack import Posted, Slack
from bot.services import Services
from handlers import settings
from handlers.activity import Activity
from handlers.settings import Settings

KINDS: tuple[str, ...] = (
    "auditing",
    "exporting",
    "importing",
    "picture",
    "forget_file",
    "tell_reset",
    "people",
    "reporting",
    "announcing",
    "tell_paused",
)
"""Work in the table: each has a module of its name with `run(Work)`."""

JOBS = ("migrate", "reset_mfa")
"""What an event `{"job": NAME}` asks for: a module with `run(Settings)`, given whatever else is in the event."""

SCHEDULES = ("begin", "tidy", "work", "weekly", "sync")
"""What an event `{"schedule": NAME}` brings round: the same."""


SLACK_SECONDS, STATEMENT_SECONDS = 20, 60
"""How long a call of Slack and a statement may take where nobody waits for the answer."""
CONNECTIONS = 4
"""Of one worker: for its work, to go on claiming it, to read while it writes. Opened when first needed."""


@dataclass(frozen=True, slots=True)
class Work:
    """A piece of work, and what it needs. `behind` collects the work it orders, of which the worker is told."""

    services: Services
    slack: Slack
    job: Job
    behind: list[int] = field(default_factory=list)

    @property
    def is_last(self) -> bool:
        """Whether it is given up if this fails: the time to tell whoever waits for it."""
        return is_last(self.job.attempts)

    def once(self, what: str, post: Callable[[], Posted | None]) -> Posted | None:
        """Write a message, named so among this work's messages, unless an earlier run has: see `posting.once`."""
        return posting.once(self.services, self.job, what, post)

    def send_file(self, what: str, to: Posted, name: str, content: bytes) -> Posted | None:
        """Put a file below a message, once, as `once` writes one. Only bringing it to Slack, unseen, is repeated."""
        is_begun = posting.is_begun(self.services, self.job, what)
        file_id = "" if is_begun else self.slack.bring_file(name, content)
        return self.once(what, lambda: self.slack.show_file(to, file_id, name))


def prepared(read: Settings) -> tuple[Services, Slack]:
    """What work behind needs, with more time for everything than where somebody waits. Opens nothing yet."""
    slack = settings.slack(read, SLACK_SECONDS)
    several = replace(read, connections=max(read.connections, CONNECTIONS))
    return settings.services(several, slack, STATEMENT_SECONDS), slack


@contextmanager
def ready(read: Settings) -> Iterator[tuple[Services, Slack]]:
    """What work behind needs, under the college's rules as they are. The database is closed afterwards."""
    services, slack = prepared(read)
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
    """A worker does one piece, or this one, of which it was told; `False` when it does not wait (any more).

    What fails is logged, and tried again.
    """
    job = queueing.take(services, job_id)
    if job is None:
        return False
    nudge(services, _see_to(services, slack, job))
    return True


def soon(services: Services, slack: Slack, job_ids: Sequence[int]) -> list[int]:
    """Do the work of a request that is small enough to be done with the answer; what the worker is to be told of.

    What goes wrong is the worker's then: the answer stands.
    """
    behind: list[int] = []
    for job_id in job_ids:
        try:
            job = queueing.take_awaited(services, job_id)
            behind += _see_to(services, slack, job) if job else []
        except Exception as error:
            with Activity("job", "") as activity:
                activity.failed(error)
    return behind


def _see_to(services: Services, slack: Slack, job: Job) -> list[int]:
    """Do it under the college's rules as they are, and say what came of it; the work that waits for a worker now."""
    behind: list[int] = []
    with Activity("job", "", job.kind) as activity:
        try:
            with queueing.keeping(services, job):
                under = services if job.awaited else configuring.current(services)
                _module(job.kind).run(Work(under, slack, job, behind))
        except ClaimLost:
            activity.outcome = "claim lost"
        except HandOver:
            activity.outcome = "handed over"
            queueing.hand_over(services, job)
            return [job.job_id, *behind]
        except Exception as error:
            reference = activity.failed(error)
            pause = queueing.failed(services, job, f"{type(error).__name__} {reference}")
            if pause and not job.awaited:
                nudge(services, [job.job_id], pause)
        else:
            queueing.done(services, job)
    return behind


def nudge(services: Services, job_ids: Sequence[int], after: timedelta = timedelta()) -> None:
    """Tell the worker of work in the table, then or at once. Untold, it finds it within a minute."""
    try:
        services.nudges.send(job_ids, after)
    except NotNudged as error:
        with Activity("job", "", "nudge") as activity:
            activity.failed(error)


def _module(name: str) -> ModuleType:
    if name not in (*KINDS, *JOBS, *SCHEDULES):
        raise LookupError(f"No work is called {name!r}.")
    return import_module(f"{__name__}.{name}")
