"""Lambda's entry for what runs behind: `{"job": "migrate"}` by hand, `{"schedule": "tidy"}` by the clock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers import jobs
from handlers.activity import Activity, start_logging
from handlers.jobs import JOBS, SCHEDULES
from handlers.settings import Settings


class NotAJob(ValueError):
    """An event this worker has no work for."""


def handler(event: Mapping[str, Any], _context: object = None) -> dict[str, str]:
    """Do what the event names. Raises `NotAJob`, so that a wrong event is seen as an error and not lost."""
    start_logging()
    for kind, known in (("job", JOBS), ("schedule", SCHEDULES)):
        name = str(event.get(kind))
        if name in known:
            with Activity(kind, "", name):
                jobs.run(name, Settings.read(), **{word: str(said) for word, said in event.items() if word != kind})
            return {"done": name}
    raise NotAJob(f"This worker knows the jobs {sorted(JOBS)} and the schedules {sorted(SCHEDULES)}.")
