"""Take in a page of Slack's directory, and order the next."""

from __future__ import annotations

import time

from bot import syncing
from bot.domain.directory import DirectoryAway, People
from handlers.jobs import Work

LONGEST_WAIT, MOST_WAITS = 60, 3
"""Seconds, and times, that Slack is waited for when it says so; then it is this work's next try."""


def run(work: Work) -> None:
    """Raises `DirectoryAway`, with nothing changed, when Slack does not answer."""
    work.behind.extend(syncing.take_in(work.services, _page(work), work.job))


def _page(work: Work) -> People:
    cursor = str(work.job.payload["cursor"])
    for _ in range(MOST_WAITS):
        try:
            return syncing.people(work.services, cursor)
        except DirectoryAway as away:
            if not 0 < away.seconds <= LONGEST_WAIT:
                raise
            time.sleep(away.seconds)
    return syncing.people(work.services, cursor)
