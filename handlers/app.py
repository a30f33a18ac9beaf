"""The Bolt app, put together in one place.

Everything people type and press goes through one listener each and a dict: Bolt asks every listener in turn, so their
number would cost each request.
"""

from __future__ import annotations

import logging
import re
from typing import Any

from slack_bolt import Ack, App, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot import linking
from bot.domain.errors import Told
from bot.domain.words import Words
from bot.notify.slack import NotDelivered, Slack
from bot.services import Services
from bot.views import answers
from bot.views.blocks import Message
from bot.views.pressed import OldButton
from handlers.activity import Activity, start_logging
from handlers.asking import Asking, Command, Pressed
from handlers.errors import answered
from handlers.listeners import COMMANDS, PRESSES, greeting

ANYTHING = re.compile(".*")


def build(services: Services, slack: Slack) -> App:
    """The app. Requests reach it already verified: the guard in front does that, and Socket Mode needs none."""
    start_logging()

    def authorize() -> AuthorizeResult:  # our own, so that Bolt does not ask Slack who we are
        return AuthorizeResult(enterprise_id=None, team_id=None, bot_token=slack.token)

    app = App(
        name="bolt",  # without one Bolt searches the stack, a tenth of the start; it also names, and silences, a logger
        client=WebClient(base_url=slack.api_url),  # Bolt's; ours makes its TLS context when it first calls Slack
        logger=logging.getLogger("slack_bolt"),  # silenced: Bolt's own lines hold bodies
        authorize=authorize,
        process_before_response=True,
        request_verification_enabled=False,
        raise_error_for_unhandled_request=True,
    )

    @app.command(ANYTHING)
    def command(ack: Ack, body: dict[str, Any]) -> None:
        with Activity("command", body["user_id"]) as activity:
            asked = Command(services, body["user_id"], activity, Words.read(body.get("text") or ""))
            message = answered(_type, asked)
            ack(_ephemeral(message)) if message else ack()

    @app.action(ANYTHING)
    def press(ack: Ack, body: dict[str, Any]) -> None:
        with Activity("press", body["user"]["id"]) as activity:
            values = (body.get("state") or {}).get("values") or {}
            asked = Pressed(services, body["user"]["id"], activity, body["actions"][0], values)
            message = answered(_press, asked)
            if message:
                _deliver(slack, activity, body.get("response_url", ""), message)
            ack()

    @app.event("app_home_opened")
    def home_opened(event: dict[str, Any]) -> None:
        if event.get("tab") != "home":
            return
        with Activity("event", event["user"], "home") as activity:
            try:
                view = greeting.home(Asking(services, event["user"], activity))
            except Told as refusal:
                activity.refused(refusal)
                view = answers.home_for_stranger(refusal)
            slack.publish_home(event["user"], view)

    @app.event("team_join")
    def joined(event: dict[str, Any]) -> None:
        with Activity("event", event["user"]["id"], "joined") as activity:
            greeting.joined(Asking(services, event["user"]["id"], activity))

    @app.error
    def unexpected(error: Exception) -> BoltResponse:
        """What no listener of ours caught: acknowledged, so that Slack does not send it again and again."""
        with Activity("unexpected", "") as activity:
            activity.failed(error)
        return BoltResponse(status=200)

    return app


def _type(command: Command) -> Message:
    """The answer to what was typed. Somebody unknown is looked up by their e-mail, and answered again if found."""
    try:
        return _subcommand(command)
    except Told:
        if linking.is_known(command.services, command.by):
            raise
    if not linking.recognise(command.services, command.deed("command")).is_known:
        greeting.known(command)
    return _subcommand(command)


def _subcommand(command: Command) -> Message:
    name, words = command.words.first, command.words.rest
    command.activity.what = name or "welcome"
    if name not in COMMANDS:
        command.activity.what = "unknown"
        return greeting.not_understood(command, command.words.items[0])
    return COMMANDS[name](Command(command.services, command.by, command.activity, words))


def _press(press: Pressed) -> Message | None:
    name = str(press.action["action_id"]).partition(".")[0]
    if name not in PRESSES:
        raise OldButton
    press.activity.what = name
    return PRESSES[name](press)


def _ephemeral(message: Message) -> dict[str, Any]:
    return {"response_type": "ephemeral", **message.payload}


def _deliver(slack: Slack, activity: Activity, response_url: str, message: Message) -> None:
    """Put the message where the pressed one was, or below it. What was saved stays saved if Slack does not take it."""
    try:
        slack.answer(response_url, _ephemeral(message) | {"replace_original": message.replaces})
    except NotDelivered as error:
        activity.failed(error)
        activity.outcome = "not delivered"
