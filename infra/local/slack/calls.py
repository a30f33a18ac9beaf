"""What the bot asked of Slack, and what is wrong with Slack just now."""

from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Any

REMEMBERED = 1000
EVERYTHING = "*"
RESPONSE_URL, DOWNLOAD, UPLOAD = "response_url", "download", "upload"  # what is asked over HTTP without being a method


@dataclass(frozen=True)
class Trouble:
    """`error` is Slack's word for it, `status` of HTTP. `seconds` is how long the answer takes, unless it is `over`.

    `done`: what was asked happens all the same, and only the answer is lost or late.
    """

    error: str = ""
    status: int = 200
    retry_after: int | None = None
    seconds: float = 0.0
    done: bool = False
    over: Event = field(default_factory=Event)

    @property
    def headers(self) -> dict[str, str]:
        return {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}


class Calls:
    """The Web API as a test sees it: counts what was called, and fails or hangs when told to.

    Names are those of methods (`users.info`), or `response_url`, `download` and `upload`, or `*` for all of them.
    """

    def __init__(self) -> None:
        self._made: deque[tuple[str, Mapping[str, Any]]] = deque(maxlen=REMEMBERED)
        self._counts: Counter[str] = Counter()
        self._troubles: dict[str, tuple[Trouble, int | None]] = {}
        self._ever: list[tuple[str, Trouble]] = []
        self._lock = Lock()

    # What was asked

    def count(self, name: str) -> int:
        """How often it was called, in vain or not."""
        with self._lock:
            return self._counts.total() if name == EVERYTHING else self._counts[name]

    def asked(self, name: str) -> list[Mapping[str, Any]]:
        """The arguments of each call (of the last thousand), oldest first, the token left out."""
        with self._lock:
            return [arguments for called, arguments in self._made if name in (called, EVERYTHING)]

    def forget(self) -> None:
        """Counts from zero again."""
        with self._lock:
            self._made.clear()
            self._counts.clear()

    # What is wrong

    def fails(
        self, name: str, error: str, *, times: int | None = None, retry_after: int = 30, done: bool = False
    ) -> None:
        """From now on, or the next `times`, it is refused with Slack's word; `ratelimited` with HTTP 429."""
        limited = error == "ratelimited"
        self._set(name, Trouble(error, 429 if limited else 200, retry_after if limited else None, done=done), times)

    def breaks(self, name: str, status: int = 503, *, times: int | None = None, done: bool = False) -> None:
        """Answers with a page that is no JSON, as when Slack is down."""
        self._set(name, Trouble(status=status, done=done), times)

    def hangs(self, name: str, seconds: float = 30.0, *, times: int | None = None, done: bool = False) -> None:
        """Says nothing for so long, then answers HTTP 504; `done` does what was asked, and answers it late."""
        self._set(name, Trouble(status=504, seconds=seconds, done=done), times)

    def heals(self, name: str = EVERYTHING) -> None:
        """Works again, `*` all of it; whoever hangs is answered at once."""
        for troubled, trouble in self._ever:
            if name in (troubled, EVERYTHING):
                self._troubles.pop(troubled, None)
                trouble.over.set()

    def _set(self, name: str, trouble: Trouble, times: int | None) -> None:
        self._ever.append((name, trouble))
        self._troubles[name] = (trouble, times)

    # The Web API's side

    def take(self, name: str, arguments: Mapping[str, Any]) -> Trouble | None:
        """Writes the call down; what is wrong with it, if anything."""
        kept = {key: value for key, value in arguments.items() if key != "token"}
        with self._lock:
            self._made.append((name, kept))
            self._counts[name] += 1
            named = name if name in self._troubles else EVERYTHING
            trouble, left = self._troubles.get(named, (None, None))
            if trouble is not None and left is not None:
                self._troubles[named] = (trouble, left - 1)
                if left <= 1:
                    del self._troubles[named]
            return trouble
