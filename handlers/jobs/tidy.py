"""Throw away what nobody will come back to. Once a day is plenty."""

from __future__ import annotations

from bot import drafting, importing, queueing
from handlers import jobs
from handlers.settings import Settings


def run(read: Settings) -> None:
    """Forgets drafts and done work after thirty days, and files of students nobody applied within one."""
    with jobs.ready(read) as (services, _):
        drafting.forget_old(services)
        importing.forget_old(services)
        queueing.forget_old(services)
