"""Waiting for what comes true by itself, on another thread or in a browser: for as long as a busy machine needs."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 30.0
"""Seconds. Nothing takes a tenth of it where nothing else runs, and no test passes more slowly for it."""


def seconds(act: Callable[[], object]) -> float:
    """What it takes. A time limit allows for several times what something usual takes just then, on this machine."""
    begun = time.monotonic()
    act()
    return time.monotonic() - begun


def soon(holds: Callable[[], object], within: float = PATIENCE) -> None:
    """Returns once it holds."""
    give_up = time.monotonic() + within
    while not holds():
        assert time.monotonic() < give_up, f"it has not come true in {within:.0f} seconds"
        time.sleep(0.02)
