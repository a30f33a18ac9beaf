"""Do what waits in the table, and what the week brings: every minute, so that nothing is lost whose nudge was."""

from __future__ import annotations

import time

from handlers import jobs
from handlers.jobs import weekly
from handlers.settings import Settings

LONGEST = 600
"""Seconds after which nothing new is begun: Lambda ends everything after 900."""


def run(read: Settings) -> None:
    """The reports whose turn has come, then everything that waits."""
    give_up = time.monotonic() + LONGEST
    with jobs.ready(read) as (services, slack):
        weekly.bring(services)
        jobs.drain(services, slack, lambda: time.monotonic() < give_up)
