"""Lambda's entry for what runs behind.

It is invoked with SQS's records, by the clock with `{"schedule": "tidy"}`, by hand with `{"job": "migrate"}`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from bot.notify.slack import Slack
from bot.services import Services
from handlers import jobs
from handlers.activity import Activity, start_logging
from handlers.jobs import JOBS, SCHEDULES
from handlers.settings import Settings

ENOUGH = 300_000
"""Milliseconds with which another record of a batch is begun; with less, the worker is told of it once more."""

Event = Mapping[str, Any]


class NotAJob(ValueError):
    """An event, or a message, this worker has no work for."""


def handler(event: Event, context: Any = None) -> dict[str, Any]:
    """Do what the event names. Raises `NotAJob`, so that a wrong event is seen as an error and not lost."""
    start_logging()
    if "Records" in event:
        failed = [{"itemIdentifier": one} for one in _not_seen_to(event["Records"], context)]
        return {"batchItemFailures": failed}
    for kind, known in (("job", JOBS), ("schedule", SCHEDULES)):
        name = str(event.get(kind))
        if name in known:
            with Activity(kind, "", name):
                jobs.run(name, Settings.read(), **{word: str(said) for word, said in event.items() if word != kind})
            return {"done": name}
    raise NotAJob(f"This worker knows the jobs {sorted(JOBS)} and the schedules {sorted(SCHEDULES)}.")


def _not_seen_to(records: list[Event], context: Any) -> Iterator[str]:
    """The ids of the messages that SQS shall bring again, and after a few times put where somebody looks.

    Those whose work could not be looked at, because the database is away; and those that are none of ours: no try will
    ever do them, but who reads the dead letters learns that somebody else writes into the queue. Work that failed is
    none of them: the table knows when it is tried again.
    """
    for number, record in enumerate(records):
        is_late = number > 0 and context is not None and context.get_remaining_time_in_millis() < ENOUGH
        try:
            _see_to(_job_id(record), is_late)
        except Exception as error:
            with Activity("job", "", "record") as activity:
                activity.failed(error)
            yield str(record["messageId"])


def _job_id(record: Event) -> int:
    try:
        job_id = json.loads(record["body"])["job_id"]
    except (ValueError, TypeError, KeyError):
        raise NotAJob from None
    if type(job_id) is not int:
        raise NotAJob
    return job_id


def _see_to(job_id: int, is_late: bool) -> None:
    """Somebody else may have done it by now, or be at it."""
    services, slack = _kept()
    if is_late:
        jobs.nudge(services, [job_id])
    else:
        jobs.do(services, slack, job_id)


@cache
def _kept() -> tuple[Services, Slack]:
    """What work needs, made by the first record of a process and kept for all others: connections to database and SQS.

    Not sooner: from a snapshot many processes are started, and none may have another's connections.
    """
    return jobs.prepared(Settings.read())
