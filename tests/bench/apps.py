"""What is measured, and its floor: the bot behind its Lambda entry, and a Bolt app with empty listeners behind it."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App
from slack_bolt.adapter.asgi.builtin import SlackRequestHandler
from slack_bolt.authorization import AuthorizeResult

from handlers.guard import Guard
from handlers.settings import Settings, slack
from handlers.web import PATH, asgi, for_lambda

SECRET = "bench-signing-secret"
Handler = Callable[[dict[str, Any]], dict[str, Any]]
Listener = Callable[[dict[str, Any]], None]


def environment(database_url: str, slack_url: str) -> dict[str, str]:
    """The settings of the bot under measurement, one connection as on Lambda."""
    return {
        "SLACK_BOT_TOKEN": "xoxb-bench",
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": f"{slack_url}/api/",
        "DATABASE_URL": database_url,
        "ATTENDANCE_TIMEZONE": "Asia/Kolkata",
        "AWS_LAMBDA_FUNCTION_NAME": "bench",
    }


def the_bot(settings: Settings) -> Handler:
    """As `handlers.lambda_http` makes it. Its activity log is written, but not to this terminal."""
    handler = for_lambda(asgi(settings))
    log = logging.getLogger("attendance")
    for stream in log.handlers:
        assert isinstance(stream, logging.StreamHandler)
        stream.setStream(open("/dev/null", "w"))  # noqa: PTH123, SIM115  # open for as long as the process lives
    return lambda event: handler(event, None)


def nothing(body: dict[str, Any]) -> None:
    """The empty listener."""


def floor_application(settings: Settings, listener: Listener = nothing) -> Guard:
    """The same Bolt app behind the same guard, with listeners that acknowledge and do no more than `listener`."""
    app = App(
        client=slack(settings).client,
        authorize=_authorize,
        process_before_response=True,
        request_verification_enabled=False,
    )

    @app.command(re.compile(".*"))
    def command(ack: Ack, body: dict[str, Any]) -> None:
        listener(body)
        ack()

    @app.action(re.compile(".*"))
    def press(ack: Ack, body: dict[str, Any]) -> None:
        listener(body)
        ack()

    return Guard(SlackRequestHandler(app, path=PATH), settings.signing_secret)


def floor(settings: Settings, listener: Listener = nothing) -> Handler:
    """The floor behind the same Lambda entry."""
    handler = for_lambda(floor_application(settings, listener))
    return lambda event: handler(event, None)


def _authorize() -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id=None, bot_token="xoxb-bench")
