"""Carrying a request to the bot with Slack's patience: three seconds, then the person is told it failed."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from typing import Any

from infra.local.slack.wire import Bot, Request, Response

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """What came of something a person did.

    `error` is Slack's word for a failure and `said` the sentence the person reads. `errors` are the sentences under
    the fields of a modal. `problems` says which block the validator refused and why. `held` is set while deliveries
    are held back.
    """

    ok: bool
    error: str = ""
    said: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    response: Response | None = None
    held: "Delivery | None" = None


@dataclass(frozen=True)
class Answer:
    """The bot's response in time, or Slack's word for why there is none."""

    response: Response | None
    error: str = ""

    @property
    def ok(self) -> bool:
        return not self.error


@dataclass
class Delivery:
    """One request and what follows from its answer. May be delivered late, or more than once."""

    request: Request
    _carry: Callable[[Request], Answer]
    _then: Callable[[Answer], Outcome]
    _times: int = 0

    def release(self) -> Outcome:
        """Delivers it now."""
        self._times += 1
        return self._then(self._carry(self.request))

    def again(self) -> Outcome:
        """Delivers the very same bytes once more, marked as a retry."""
        self._times += 1
        return self._then(self._carry(self.request.as_retry(max(1, self._times - 1))))


class Courier:
    """Runs each call of the bot on a thread of its own, so that one too slow goes on after Slack has given up."""

    def __init__(self, bot: Bot, timeout_seconds: float) -> None:
        self.bot = bot
        self.timeout_seconds = timeout_seconds
        self._running: set[Thread] = set()
        self._lock = Lock()

    def carry(self, request: Request) -> Answer:
        box: dict[str, Any] = {}
        done = Event()
        thread = Thread(target=self._call, args=(request, box, done), name="slack-delivery", daemon=True)
        with self._lock:
            self._running = {running for running in self._running if running.is_alive()} | {thread}
        thread.start()
        if not done.wait(self.timeout_seconds):
            return Answer(None, "operation_timeout")
        response = box.get("response")
        if response is None:
            return Answer(None, "http_error")
        return Answer(response, "" if response.status == 200 else "dispatch_failed")

    def wait_for_stragglers(self, seconds: float = 10.0) -> None:
        """Returns when every call has ended, those Slack gave up on included."""
        with self._lock:
            running = tuple(self._running)
        for thread in running:
            if thread.ident is not None:
                thread.join(seconds)

    def _call(self, request: Request, box: dict[str, Any], done: Event) -> None:
        try:
            box["response"] = self.bot(request)
        except Exception:
            log.exception("The bot did not answer %s %s", request.method, request.path)
        finally:
            done.set()
