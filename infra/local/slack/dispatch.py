"""Everything Slack sends the bot goes through here: signed, written down, and held back when a test wants it late."""

import itertools
import json
from collections import deque
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

from infra.local.slack.delivery import Answer, Courier, Delivery, Outcome
from infra.local.slack.elements import Json
from infra.local.slack.interactions import acted
from infra.local.slack.payloads import VERIFICATION_TOKEN, event_callback
from infra.local.slack.wire import JSON, signed


class Dispatch:
    """`events` are the event subscriptions of the app; the rest Slack keeps to itself."""

    def __init__(
        self,
        courier: Courier,
        signing_secret: str,
        bot_path: str,
        clock: Callable[[], float],
        events: Collection[str],
    ) -> None:
        self.courier, self.events = courier, frozenset(events)
        self._secret, self._path, self._clock = signing_secret, bot_path, clock
        self._sent: deque[Delivery] = deque(maxlen=200)
        self._held: list[Delivery] | None = None
        self._event_numbers = itertools.count(1)

    def send(self, content_type: str, body: bytes, then: Callable[[Answer], Outcome]) -> Outcome:
        """Signs and delivers; while deliveries are held back it only writes them down."""
        request = signed(self._secret, self._path, content_type, body, self._clock())
        delivery = Delivery(request, self.courier.carry, then)
        self._sent.append(delivery)
        if self._held is not None:
            self._held.append(delivery)
            return Outcome(ok=True, held=delivery)
        return delivery.release()

    def send_event(self, event: Json, subscription: str = "") -> Outcome:
        """Delivers an event if the app subscribed to it (`subscription`, by default the event's type)."""
        if (subscription or event["type"]) not in self.events:
            return Outcome(ok=True)
        event_id = f"Ev{next(self._event_numbers):08d}"
        return self.send(JSON, json.dumps(event_callback(event, event_id, self._clock())).encode(), acted)

    def verify_url(self, challenge: str) -> Outcome:
        """What Slack does when somebody saves the Request URL: the bot must send the challenge back."""
        body = {"token": VERIFICATION_TOKEN, "challenge": challenge, "type": "url_verification"}

        def echoed(answer: Answer) -> Outcome:
            same = answer.response is not None and challenge.encode() in answer.response.body
            error = answer.error or ("" if same else "challenge_failed")
            return Outcome(ok=not error, error=error, response=answer.response)

        return self.send(JSON, json.dumps(body).encode(), echoed)

    def again(self, back: int = 1) -> Outcome:
        """The last delivery (or the one `back` before) a second time, byte for byte, marked as a retry."""
        return self._sent[-back].again()

    @contextmanager
    def holding(self) -> Iterator[list[Delivery]]:
        """Inside, nothing reaches the bot. The list fills with deliveries to `release()` later, in any order."""
        held: list[Delivery] = []
        self._held = held
        try:
            yield held
        finally:
            self._held = None
