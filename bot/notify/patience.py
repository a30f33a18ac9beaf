"""How long all calls of Slack together may take while a person waits: Slack gives the bot three seconds in all."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

LEAST = 0.3
"""Seconds any call gets, even when the patience is at an end: what was saved is worth a try to say."""

_until: ContextVar[float | None] = ContextVar("until", default=None)


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """Calls made inside take at most so long together, and each one begun after that `LEAST`."""
    token = _until.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _until.reset(token)


def left(most: float) -> float:
    """The seconds the next call may take: `most`, or what is left of the patience."""
    until = _until.get()
    return most if until is None else min(most, max(LEAST, until - time.monotonic()))
