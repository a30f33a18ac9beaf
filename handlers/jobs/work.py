"""Do what waits in the table: every minute, so that nothing is lost whose own nudge was."""

from __future__ import annotations

import time

from handlers import jobs
from handlers.settings import Settings

LONGEST = 600
"""Seconds after which nothing new is begun: Lambda ends everything after 900."""


def run(read: Settings) -> None:
    """Everything that waits."""
    give_up = time.monotonic() + LONGEST
    with jobs.ready(read) as (services, slack):
        jobs.drain(services, slack, lambda: time.monotonic() < give_up)
