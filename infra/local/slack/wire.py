"""What travels between Slack and the bot: signed requests one way, answers the other."""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Request:
    """One HTTP request to the bot, signed as Slack signs."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    def as_retry(self, number: int, reason: str = "http_timeout") -> "Request":
        """The same bytes once more, with the two headers Slack adds to a repeated delivery."""
        extra = {"x-slack-retry-num": str(number), "x-slack-retry-reason": reason}
        return replace(self, headers=self.headers | extra)


@dataclass(frozen=True)
class Response:
    """What the bot answered. Header names are lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


# How a signed request reaches the bot: over HTTP in `make run`, as a Lambda event in the tests.
Bot = Callable[[Request], Response]

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Slack's `v0` signature: HMAC-SHA256 over version, timestamp and the body as sent."""
    return "v0=" + hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()


def signed(secret: str, path: str, content_type: str, body: bytes, at: float) -> Request:
    """A POST the bot can verify, stamped with the whole second `at` (epoch)."""
    timestamp = str(int(at))
    headers = {
        "content-type": content_type,
        "content-length": str(len(body)),
        "accept": "application/json,*/*",
        "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        "x-slack-request-timestamp": timestamp,
        "x-slack-signature": signature(secret, timestamp, body),
    }
    return Request("POST", path, headers, body)
