"""Slack's time stamps: seconds with six decimals, each later than the one before."""

from collections.abc import Callable
from threading import Lock

MICRO = 1_000_000


class Stamps:
    """Gives out `ts` values (message ids, `action_ts`) that never repeat, even when the clock stands still."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._last = 0
        self._lock = Lock()

    def next(self) -> str:
        with self._lock:
            self._last = max(self._last + 1, int(self._clock() * MICRO))
            return f"{self._last // MICRO}.{self._last % MICRO:06d}"

    def start_after(self, stamp: str) -> None:
        """Every further stamp is later than this one (used after a restart)."""
        seconds, _, micros = stamp.partition(".")
        with self._lock:
            self._last = max(self._last, int(seconds) * MICRO + int(micros))
