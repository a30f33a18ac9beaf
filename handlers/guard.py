"""What stands in front of Bolt: only what Slack signed, and what Bolt and our listeners can read, gets through.

Bolt's own verification is off: it answers 500 to a signature that is not ASCII and to a body that is not JSON, writes
the body of a forged request into the log, obeys headers nobody signed (`x-slack-bolt-lazy-only`), and takes a command
with the word "payload" anywhere in it for an empty request. So the guard reads the body, and hands it on as JSON.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import time
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from handlers.activity import Activity
from handlers.readable import is_readable

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Asgi = Callable[[Any, Any, Any], Awaitable[None]]
Headers = dict[bytes, bytes]

LARGEST_BODY = 1_000_000
"""Bytes. Slack's largest, a full modal's state, is a tenth of it."""
FRESH = 300
"""Seconds a request may be old, or ahead of our clock: Slack's own rule, against replays."""
HOST = re.compile(r"[A-Za-z0-9.-]+(?::[0-9]{1,5})?")
NUMBER = re.compile(rb"[0-9]{1,12}")
REACHED_AT = "x-reached-at"
"""The header in which Bolt's side is told where the request came in; never the sender's word."""
KEPT = (b"x-slack-retry-num", b"x-slack-retry-reason")
"""The only headers Bolt is shown, besides the content type."""
HEALTH, SHARED = "/health", "/r/"
LONGEST_PATH = 100
"""Characters; a shared link's has 39."""


class Refused(Exception):
    """A request that goes no further. The reason is for the log alone: whoever sent it learns nothing."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason


@dataclass(frozen=True, slots=True)
class Answer:
    """What a browser is told."""

    status: int
    body: str
    content_type: str = "text/plain; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


Follow = Callable[[str, str], Answer]
"""What a token of a shared link leads to, by which method."""


class Guard:
    """An ASGI application around Bolt's. `GET /health` says ok without touching the database or Slack.

    `GET /r/TOKEN` is no request of Slack's: of it only the token is read, and handed to `follow`.
    """

    def __init__(
        self,
        inner: Asgi,
        *signing_secrets: str,
        path: str = "/slack/events",
        clock: Callable[[], float] = time.time,
        public_address: str = "",
        follow: Follow | None = None,
    ) -> None:
        if not all(signing_secrets) or not signing_secrets:
            raise ValueError("Without a signing secret anybody could sign.")
        self._inner, self._path, self._clock = inner, path, clock
        self._public_address, self._follow = public_address, follow
        self._secrets = [one.encode() for one in signing_secrets]  # any one may have signed; two while it is changed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._not_http(scope, receive, send)
            return
        activity = Activity("refused", "")
        try:
            if answer := self._for_anybody(scope):
                await _answer(send, answer, scope["method"])
                return
            body = await self._verified(scope, receive)
            await self._hand_on(scope, body, send, activity)
        except Refused as refusal:
            with activity:
                activity.outcome = refusal.reason
            await _answer(send, Answer(refusal.status, REFUSALS[refusal.status]))

    async def _not_http(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close"})
        else:
            await self._inner(scope, receive, send)  # starting and stopping

    def _for_anybody(self, scope: Scope) -> Answer | None:
        """What needs no signature of Slack's; `None` where Slack asks. Raises `Refused` for any other path or method
        than there are."""
        methods = {HEALTH: ("GET",), self._path: ("POST",)} | ({SHARED: ("GET", "HEAD")} if self._follow else {})
        path, method = _path(scope), str(scope["method"])
        way = SHARED if path.startswith(SHARED) and len(path) <= LONGEST_PATH else path
        if way not in methods:
            raise Refused(404, "unknown path")
        if method not in methods[way]:
            raise Refused(405, "wrong method")
        if self._follow and way == SHARED:
            return self._follow(path.removeprefix(SHARED), method)
        return Answer(200, "ok") if way == HEALTH else None

    async def _verified(self, scope: Scope, receive: Receive) -> bytes:
        """The body as one JSON object. Raises `Refused`; reads nothing when the headers say enough."""
        headers = _headers(scope)
        length = headers.get(b"content-length", b"")
        if NUMBER.fullmatch(length) and int(length) > LARGEST_BODY:
            raise Refused(413, "body too large")
        self._check_time(headers)
        if b"x-slack-signature" not in headers:
            raise Refused(401, "no signature")
        body = await _read(receive)
        self._check_signature(headers, body)
        return _as_json(headers.get(b"content-type", b""), body)

    def _check_time(self, headers: Headers) -> None:
        sent_at = headers.get(b"x-slack-request-timestamp")
        if sent_at is None:
            raise Refused(401, "no timestamp")
        if not NUMBER.fullmatch(sent_at):
            raise Refused(401, "unreadable timestamp")
        if abs(self._clock() - int(sent_at)) > FRESH:
            raise Refused(401, "stale timestamp")

    def _check_signature(self, headers: Headers, body: bytes) -> None:
        signed = b"v0:" + headers[b"x-slack-request-timestamp"] + b":" + body
        ours = [f"v0={hmac.new(secret, signed, hashlib.sha256).hexdigest()}".encode() for secret in self._secrets]
        if not any(hmac.compare_digest(headers[b"x-slack-signature"], one) for one in ours):
            raise Refused(401, "wrong signature")

    def _address(self, scope: Scope) -> str:
        """Where the bot is reached from outside: what the operator says, else what this request came through."""
        if self._public_address:
            return self._public_address
        called = (scope.get("aws.event") or {}).get("requestContext") or {}
        if domain := called.get("domainName"):
            stage = called.get("stage") or "$default"
            return f"https://{domain}" + ("" if stage == "$default" else f"/{stage}")
        host = _headers(scope).get(b"host", b"").decode("ascii", "ignore")
        return f"{scope.get('scheme') or 'http'}://{host}" if HOST.fullmatch(host) else ""

    async def _hand_on(self, scope: Scope, body: bytes, send: Send, activity: Activity) -> None:
        headers = _headers(scope)
        kept = [(name, headers[name]) for name in KEPT if name in headers and headers[name].isascii()]
        clean = {**scope, "path": self._path, "query_string": b""}
        reached = (REACHED_AT.encode(), self._address(scope).encode())
        clean["headers"] = [(b"content-type", b"application/json"), reached, *kept]
        answering = False

        async def receive_again() -> MutableMapping[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send_on(message: MutableMapping[str, Any]) -> None:
            nonlocal answering
            answering = True
            await send(message)

        try:
            await self._inner(clean, receive_again, send_on)
        except Exception as error:  # not a listener's, those end inside Bolt: it could not read the request
            activity.failed(error)
            if answering:
                raise
            raise Refused(401, "unreadable for Bolt") from error


REFUSALS = {401: "unauthorized", 404: "not found", 405: "method not allowed", 413: "too large"}


def _path(scope: Scope) -> str:
    """The path below a named API Gateway stage; the stage `$default` is not in it."""
    stage = scope.get("aws.event", {}).get("requestContext", {}).get("stage", "$default")
    path = str(scope["path"])
    return path.removeprefix(f"/{stage}") if path.startswith(f"/{stage}/") else path


def _headers(scope: Scope) -> Headers:
    """By lower-case name. One sent twice is joined with a comma, as API Gateway does, and so is good for nothing."""
    headers: Headers = {}
    for name, value in scope["headers"]:
        lower = bytes(name).lower()
        headers[lower] = headers[lower] + b"," + value if lower in headers else bytes(value)
    return headers


async def _read(receive: Receive) -> bytes:
    """The body. Raises `Refused`, keeping nothing, as soon as it grows too large."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise Refused(401, "cut short")
        part = message.get("body", b"")
        if len(body) + len(part) > LARGEST_BODY:
            raise Refused(413, "body too large")
        body += part
        if not message.get("more_body", False):
            return bytes(body)


def _as_json(content_type: bytes, body: bytes) -> bytes:
    """What a signed body holds, as one JSON object that listeners can read. Raises `Refused`."""
    kind = content_type.partition(b";")[0].strip().lower()
    try:
        if kind == b"application/x-www-form-urlencoded":
            fields = dict(parse_qsl(body.decode(), keep_blank_values=True))
            text: str = fields["payload"] if "payload" in fields else json.dumps(fields)
        elif kind == b"application/json":
            text = body.decode()
        else:
            raise Refused(401, "unknown content type")
        readable = is_readable(json.loads(text))
    except (ValueError, RecursionError) as error:
        raise Refused(401, "unreadable body") from error
    if not readable:
        raise Refused(401, "incomplete body")
    return text.encode()


async def _answer(send: Send, answer: Answer, method: str = "GET") -> None:
    body = answer.body.encode()
    headers = {"content-type": answer.content_type, "content-length": str(len(body)), **answer.headers}
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": answer.status, "headers": raw})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else body})
