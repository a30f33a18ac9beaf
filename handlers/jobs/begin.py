"""Begin the day: whose new class starts today is in it. Once a day, soon after midnight; more often does no harm."""

from __future__ import annotations

from bot import moving
from handlers import jobs
from handlers.settings import Settings


def run(read: Settings) -> None:
    """Which day it is there, the college's rules say."""
    with jobs.ready(read) as (services, _):
        moving.begin_day(services)
