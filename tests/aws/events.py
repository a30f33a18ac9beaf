"""API Gateway HTTP API events (payload format 2.0), signed as Slack signs."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from typing import Any
from urllib.parse import urlencode

SECRET = "signing-secret"
PATH = "/slack/events"
ADMIN = "U0ADMIN"
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
HELP = {"command": "/attendance", "text": "help", "user_id": ADMIN, "team_id": "T1", "channel_id": "C1"}

Event = dict[str, Any]


def signature(body: bytes, timestamp: str, secret: str = SECRET) -> str:
    """Slack's `v0` signature."""
    signed = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def headers_for(body: bytes, content_type: str = FORM, at: float | None = None) -> dict[str, str]:
    """What Slack sends with a body, stamped now unless `at` says when."""
    timestamp = str(int(time.time() if at is None else at))
    return {
        "content-type": content_type,
        "content-length": str(len(body)),
        "host": "example.execute-api.ap-south-1.amazonaws.com",
        "x-forwarded-port": "443",
        "x-forwarded-proto": "https",
        "x-slack-request-timestamp": timestamp,
        "x-slack-signature": signature(body, timestamp),
    }


def event(
    method: str,
    path: str,
    headers: dict[str, str],
    body: bytes | None = None,
    *,
    as_base64: bool = False,
    stage: str = "$default",
    query: str = "",
) -> Event:
    """One event as API Gateway sends it: a named stage is part of the path, a body it takes for binary is base64."""
    full_path = path if stage == "$default" else f"/{stage}{path}"
    http = {"method": method, "path": full_path, "protocol": "HTTP/1.1", "sourceIp": "203.0.113.5", "userAgent": "x"}
    made: Event = {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": full_path,
        "rawQueryString": query,
        "headers": headers,
        "requestContext": {"stage": stage, "http": http, "requestId": "id=", "timeEpoch": 1},
        "isBase64Encoded": as_base64,
    }
    if body is not None:
        made["body"] = base64.b64encode(body).decode() if as_base64 else body.decode()
    return made


def signed(body: bytes, content_type: str = FORM, at: float | None = None, **how: Any) -> Event:
    """A request that Slack might have sent."""
    return event("POST", PATH, headers_for(body, content_type, at), body, **how)


def command(**fields: str) -> bytes:
    """The body of `/attendance help`, with other fields."""
    return urlencode(HELP | fields).encode()


def interaction(payload: object) -> bytes:
    """The body of a press: a form with JSON in it."""
    return urlencode({"payload": json.dumps(payload)}).encode()


def health(**how: Any) -> Event:
    """What a monitor asks."""
    return event("GET", "/health", {"host": "example.com"}, **how)
