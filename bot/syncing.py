"""Settling with Slack's directory, page by page: accounts, names, and students who can be linked by e-mail."""

from __future__ import annotations

from bot import heeding, linking
from bot.domain.directory import People
from bot.domain.job import Job
from bot.services import Services
from bot.store import jobs
from bot.store.database import whole_unit

JOB = "people"
"""The kind of work that takes one page in. A page and the order for the next are written down together, so a page that
fails is tried again by itself, and nothing that was done is lost."""


@whole_unit
def begin(services: Services) -> int:
    """Order the first page; the job's id."""
    with services.database.begin() as tx:
        return jobs.add(tx, JOB, {"cursor": ""}, services.clock.now())


def people(services: Services, cursor: str) -> People:
    """A page of Slack's directory. Raises `DirectoryAway`."""
    return services.directory.people(cursor)


@whole_unit
def take_in(services: Services, page: People, job: Job) -> tuple[int, ...]:
    """Write down what this page says, and order the next: its job, if there is one.

    The work is done with it, or nothing is: one that runs again does not order every page after it twice. Raises
    `ClaimLost`.
    """
    now = services.clock.now()
    with services.database.begin() as tx:
        linking.link_all(tx, page.profiles, now, "job")
        heeding.settle(services, tx, page.profiles)  # after it: a guest who is a student has to be down as one
        jobs.done_with(tx, job, now)
        return (jobs.add(tx, JOB, {"cursor": page.cursor}, now),) if page.cursor else ()
