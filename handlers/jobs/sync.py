"""Settle with Slack's directory: once a night, for those who have not written lately."""

from __future__ import annotations

from bot import syncing
from handlers import jobs
from handlers.settings import Settings


def run(read: Settings) -> None:
    """Orders the work; the worker does it, a page at a time."""
    with jobs.ready(read) as (services, _):
        jobs.nudge(services, [syncing.begin(services)])
