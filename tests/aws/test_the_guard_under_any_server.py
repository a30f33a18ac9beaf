"""What API Gateway never does and other servers may: bodies in parts, headers twice, sockets, starting, stopping."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from handlers.guard import Guard
from handlers.settings import Settings
from handlers.web import asgi
from tests.aws.conftest import environment
from tests.aws.events import PATH, command, headers_for

Pairs = list[tuple[bytes, bytes]]


@pytest.fixture
def guard(sqlite_url: str) -> Guard:
    """The whole bot behind its guard."""
    return asgi(Settings.read(environment(sqlite_url)))


def pairs(body: bytes) -> Pairs:
    """A signed request's headers, without the declared length."""
    found = headers_for(body)
    del found["content-length"]
    return [(name.encode(), value.encode()) for name, value in found.items()]


class Sent:
    """One request's parts on their way in, counted, and its answer."""

    def __init__(self, guard: Guard, parts: Iterable[dict[str, Any]], headers: Pairs, kind: str = "http") -> None:
        self.read = 0
        self.answer: list[dict[str, Any]] = []
        self._parts: Iterator[dict[str, Any]] = iter(parts)
        scope = {"type": kind, "method": "POST", "path": PATH, "query_string": b"\xff", "headers": headers}
        asyncio.run(guard(scope, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        self.read += 1
        return next(self._parts)

    async def _send(self, message: Any) -> None:
        self.answer.append(dict(message))

    @property
    def status(self) -> int:
        return int(self.answer[0]["status"])


def in_parts(body: bytes, size: int) -> Iterator[dict[str, Any]]:
    for start in range(0, len(body), size):
        yield {"type": "http.request", "body": body[start : start + size], "more_body": start + size < len(body)}


def whole(body: bytes) -> Iterator[dict[str, Any]]:
    return in_parts(body, len(body))


def test_a_body_may_come_in_parts(guard: Guard) -> None:
    sent = Sent(guard, in_parts(command(), 7), pairs(command()))
    assert (sent.status, b"attendance mark" in sent.answer[1]["body"]) == (200, True)


def test_a_body_without_end_is_read_up_to_the_cap_and_no_further(guard: Guard) -> None:
    def endless() -> Iterator[dict[str, Any]]:
        while True:
            yield {"type": "http.request", "body": b"x" * 100_000, "more_body": True}

    sent = Sent(guard, endless(), pairs(b"x"))
    assert (sent.status, sent.read) == (413, 11)


@pytest.mark.parametrize("missing", [b"x-slack-signature", b"x-slack-request-timestamp"])
def test_nothing_is_read_of_an_unsigned_body(guard: Guard, missing: bytes) -> None:
    sent = Sent(guard, whole(command()), [pair for pair in pairs(command()) if pair[0] != missing])
    assert (sent.status, sent.read) == (401, 0)


def test_nothing_is_read_of_a_body_declared_too_large(guard: Guard) -> None:
    sent = Sent(guard, whole(command()), [*pairs(command()), (b"content-length", b"999999999")])
    assert (sent.status, sent.read) == (413, 0)


def test_a_body_that_is_cut_short_is_unauthorized(guard: Guard, logged: list[str]) -> None:
    parts = [next(in_parts(command(), 7)), {"type": "http.disconnect"}]
    assert Sent(guard, parts, pairs(command())).status == 401
    assert '"cut short"' in logged[-1]


@pytest.mark.parametrize("name", [b"x-slack-signature", b"x-slack-request-timestamp", b"content-type"])
def test_a_header_that_is_there_twice_counts_for_nothing(guard: Guard, name: bytes) -> None:
    headers = pairs(command())
    again = next(pair for pair in headers if pair[0] == name)
    assert Sent(guard, whole(command()), [*headers, (again[0].upper(), again[1])]).status == 401


@pytest.mark.parametrize("headers", [[(b"X-Slack-Bolt-Lazy-Only", b"1")], [(b"x-slack-retry-num", b"\xff")]])
def test_headers_bolt_obeys_or_cannot_read_do_not_reach_it(guard: Guard, headers: Pairs) -> None:
    sent = Sent(guard, whole(command()), [*pairs(command()), (b"x-other", b"\xff\xfe"), *headers])
    assert (sent.status, b"attendance mark" in sent.answer[1]["body"]) == (200, True)


def test_a_signature_of_raw_bytes_is_unauthorized(guard: Guard) -> None:
    headers = [pair for pair in pairs(command()) if pair[0] != b"x-slack-signature"]
    assert Sent(guard, whole(command()), [*headers, (b"x-slack-signature", b"v0=\xff\xfe")]).status == 401


def test_a_websocket_is_closed(guard: Guard) -> None:
    assert Sent(guard, [], [], "websocket").answer == [{"type": "websocket.close"}]


def test_starting_and_stopping_reach_bolt(guard: Guard) -> None:
    sent = Sent(guard, [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}], [], "lifespan")
    assert [message["type"] for message in sent.answer] == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


def test_the_clock_is_handed_in(sqlite_url: str) -> None:
    inner = asgi(Settings.read(environment(sqlite_url)))
    later = Guard(inner, "signing-secret", clock=lambda: time.time() + 400)
    assert Sent(later, whole(command()), pairs(command())).status == 401


@pytest.mark.parametrize(
    "secrets", ["signing-secret", "new,signing-secret", "new signing-secret", "signing-secret, new"]
)
def test_while_the_secret_is_changed_both_sign(sqlite_url: str, secrets: str) -> None:
    guard = asgi(Settings.read(environment(sqlite_url) | {"SLACK_SIGNING_SECRET": secrets}))
    assert Sent(guard, whole(command()), pairs(command())).status == 200


@pytest.mark.parametrize("secrets", ["new", "signing-secre", "signing", ",new"])
def test_no_other_secret_signs(sqlite_url: str, secrets: str) -> None:
    guard = asgi(Settings.read(environment(sqlite_url) | {"SLACK_SIGNING_SECRET": secrets}))
    assert Sent(guard, whole(command()), pairs(command())).status == 401


@pytest.mark.parametrize("secrets", [(), ("",), ("new", "")])
def test_there_is_no_guard_without_a_secret(guard: Guard, secrets: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="anybody could sign"):
        Guard(guard, *secrets)


def test_a_bot_that_shares_no_links_has_no_place_for_them(guard: Guard) -> None:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        raise AssertionError("nothing is read")

    scope = {"type": "http", "method": "GET", "path": "/r/x", "headers": []}
    asyncio.run(Guard(guard, "signing-secret")(scope, receive, send))
    assert sent[0]["status"] == 404
    assert sent[1]["body"] == b"not found"
