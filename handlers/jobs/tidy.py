"""Throw away what nobody will come back to. Once a day is plenty."""

from __future__ import annotations

from bot import clearing, drafting, importing, queueing
from handlers import jobs
from handlers.settings import Settings


def run(read: Settings) -> None:
    """Forgets drafts and done work after thirty days, files of students nobody applied within one, and files of reports
    after the days the operator keeps them."""
    with jobs.ready(read) as (services, _):
        drafting.forget_old(services)
        importing.forget_old(services)
        queueing.forget_old(services)
        clearing.clear_old(services)
