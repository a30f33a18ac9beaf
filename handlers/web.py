"""The bot as an ASGI application: the guard, and behind it Bolt."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from mangum import Mangum
from slack_bolt.adapter.asgi.builtin import SlackRequestHandler

from bot.notify.slack import Slack
from bot.services import Services
from handlers import app, settings
from handlers.guard import Answer, Guard
from handlers.settings import Settings

PATH = "/slack/events"
UNREADABLE = ("host", "x-forwarded-port")
"""Headers nobody here reads, and in which Mangum trips over anything unusual before the guard can answer."""


def asgi(read: Settings) -> Guard:
    """Everything between an HTTP request and its answer. Touches neither the database nor Slack before it must."""
    workspace = settings.slack(read)
    return guarded(settings.services(read, workspace), workspace, *read.signing_secrets, address=read.address)


def guarded(services: Services, workspace: Slack, *signing_secrets: str, address: str = "") -> Guard:
    """The app for these services, behind the guard. `address` is where it is reached, where the operator says so."""
    handler = SlackRequestHandler(app.build(services, workspace), path=PATH)

    def follow(token: str, method: str) -> Answer:
        from handlers import shared_file  # when somebody first follows a link: no cold start waits for it

        return shared_file.follow(services, token, method)

    return Guard(handler, *signing_secrets, public_address=address, follow=follow)


def for_lambda(application: Guard) -> Callable[[dict[str, Any], Any], dict[str, Any]]:
    """The handler of an API Gateway HTTP API. May be called from any thread; Mangum alone only from the main one."""
    adapter = Mangum(application, lifespan="off")

    def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
        try:
            asyncio.get_event_loop()
        except RuntimeError:  # this thread has none yet
            asyncio.set_event_loop(asyncio.new_event_loop())
        headers = {
            name: value for name, value in (event.get("headers") or {}).items() if name.lower() not in UNREADABLE
        }
        return adapter({**event, "headers": headers}, context)

    return handler
