"""The Bolt app, put together in one place.

Everything people type and press goes through one listener each and a dict: Bolt asks every listener in turn, so their
number would cost each request.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot import linking
from bot.domain.errors import Told
from bot.domain.place import Place
from bot.domain.words import Words
from bot.notify.patience import patience
from bot.notify.slack import Slack
from bot.services import Services
from bot.views import answers
from bot.views.answers import GO
from bot.views.forms import Filled
from bot.views.pressed import OldButton
from handlers import jobs, listeners
from handlers.activity import Activity, start_logging
from handlers.asking import Answer, Asking, Command, Pressed, Submitted
from handlers.current import Current
from handlers.delivering import after_command, after_press, after_submit
from handlers.errors import answered, sent
from handlers.guard import REACHED_AT
from handlers.listeners import greeting

DIRECT = "directmessage"
"""What Slack calls every direct message."""
ANYTHING = re.compile(".*")
SLACK_SECONDS = 1.8
"""For all calls of Slack in one request: with what the database takes, an answer is there within Slack's three."""


def build(services: Services, slack: Slack) -> App:
    """The app. Requests reach it already verified: the guard in front does that, and Socket Mode needs none."""
    start_logging()
    current = Current(services)

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
    def command(ack: Ack, body: dict[str, Any], request: BoltRequest) -> None:
        with Activity("command", body["user_id"]) as activity, patience(SLACK_SECONDS):
            words = Words.read(body.get("text") or "")
            place = _place(body, body.get("channel_id"), body.get("channel_name"), request)
            asked = Command(current.services, slack, body["user_id"], activity, words, place=place)
            ack(after_command(asked, body, answered(current, _type, asked)))
            _work(asked)

    @app.action(ANYTHING)
    def press(ack: Ack, body: dict[str, Any], request: BoltRequest) -> None:
        with Activity("press", body["user"]["id"]) as activity, patience(SLACK_SECONDS):
            values = (body.get("state") or (body.get("view") or {}).get("state") or {}).get("values") or {}
            carries = str((body.get("view") or {}).get("private_metadata") or "")
            user_id = body["user"]["id"]
            channel = body.get("channel") or {}
            place = _place(body, channel.get("id"), channel.get("name"), request)
            pressed = body["actions"][0]
            asked = Pressed(current.services, slack, user_id, activity, pressed, values, carries, place=place)
            after_press(asked, body, answered(current, _press, asked))
            ack()
            _work(asked)

    @app.view(ANYTHING)
    def submit(ack: Ack, body: dict[str, Any]) -> None:
        view = body["view"]
        with Activity("form", body["user"]["id"], view["callback_id"]) as activity, patience(SLACK_SECONDS):
            filled = Filled((view.get("state") or {}).get("values") or {})
            carries = str(view.get("private_metadata") or "")
            asked = Submitted(current.services, slack, body["user"]["id"], activity, filled, carries)
            listener = listeners.form(view["callback_id"]) or _old_form
            ack(**after_submit(sent(current, listener, asked, view.get("blocks") or ())))
            _work(asked)

    def _work(asked: Asking) -> None:
        """What the answer set going. It is in the table; nothing that fails here changes the answer."""
        ordered = jobs.soon(current.services, slack, asked.soon)
        jobs.nudge(current.services, [*asked.behind, *ordered])

    @app.event("app_home_opened")
    def home_opened(event: dict[str, Any]) -> None:
        if event.get("tab") != "home":
            return
        with Activity("event", event["user"], "home") as activity, patience(SLACK_SECONDS):
            try:
                view = current.answers(greeting.home, Asking(current.services, slack, event["user"], activity))
            except Told as refusal:
                activity.refused(refusal)
                view = answers.home_for_stranger(refusal)
            slack.publish_home(event["user"], view)

    @app.event("team_join")
    def joined(event: dict[str, Any]) -> None:
        with Activity("event", event["user"]["id"], "joined") as activity, patience(SLACK_SECONDS):
            current.answers(greeting.joined, Asking(current.services, slack, event["user"]["id"], activity))

    @app.error
    def unexpected(error: Exception) -> BoltResponse:
        """What no listener of ours caught: acknowledged, so that Slack does not send it again and again."""
        with Activity("unexpected", "") as activity:
            activity.failed(error)
        return BoltResponse(status=200)

    return app


def _place(body: Mapping[str, Any], channel: object, name: object, request: BoltRequest) -> Place:
    address = "".join(request.headers.get(REACHED_AT) or ())
    answer_to = str(body.get("response_url") or "")
    return Place(str(channel or ""), name == DIRECT, answer_to, address)


def _type(command: Command) -> Answer | None:
    """The answer to what was typed. Somebody unknown is looked up by their e-mail, and answered again if found."""
    try:
        return _subcommand(command)
    except Told:
        if linking.is_known(command.services, command.by):
            raise
    if not linking.recognise(command.services, command.deed("command")).is_known:
        greeting.known(command)
    return _subcommand(command)


def _subcommand(command: Command) -> Answer | None:
    name, words = command.words.first, command.words.rest
    command.activity.what = name or "welcome"
    listener = listeners.command(name)
    if listener is None:
        command.activity.what = "unknown"
        return greeting.not_understood(command, command.words.items[0])
    return listener(replace(command, words=words))


def _press(press: Pressed) -> Answer | None:
    name = str(press.action["action_id"]).partition(".")[0]
    if name == GO:  # a button that types a subcommand
        words = Words.read(press.value)
        return _subcommand(
            Command(
                press.services,
                press.slack,
                press.by,
                press.activity,
                words,
                soon=press.soon,
                behind=press.behind,
                place=press.place,
            )
        )
    listener = listeners.press(name)
    if listener is None:
        raise OldButton
    press.activity.what = name
    return listener(press)


def _old_form(_submitted: Submitted) -> None:
    raise OldButton
