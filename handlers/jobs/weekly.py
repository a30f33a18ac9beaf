"""Have the reports made whose weekly turn has come: `{"schedule": "weekly"}`. `work` does it too, every minute."""

from __future__ import annotations

from bot import reporting, scheduling
from bot.domain.place import Place
from bot.services import Services
from handlers import jobs
from handlers.activity import Activity
from handlers.settings import Settings


def run(read: Settings) -> None:
    """The reports themselves are the worker's."""
    with jobs.ready(read) as (services, _):
        jobs.nudge(services, due(services))


def bring(services: Services) -> None:
    """The same beside other work, which goes on if this fails; the next minute brings it again."""
    try:
        jobs.nudge(services, due(services))  # many may be due at once: other workers take some of them
    except Exception as error:
        with Activity("schedule", "", "weekly") as activity:
            activity.failed(error)


def due(services: Services) -> list[int]:
    """The ids of the work there is now."""
    return scheduling.due(services, reporting.KIND, lambda by, report, at: reporting.payload(by, report, at, Place()))
