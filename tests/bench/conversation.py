"""What Slack sends: signed commands and presses, and a roster read as Slack's client would."""

from __future__ import annotations

import itertools
import json
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from infra.local.slack.messages import Message
from infra.local.slack.payloads import message_action, slash_command
from infra.local.slack.people import Channel, User
from infra.local.slack.wire import FORM, Request, signed
from tests.bench.apps import SECRET, Handler

Json = dict[str, Any]
CHANNEL = Channel("C0STAFF", "staff-room")
numbers = itertools.count(1)


def person(user_id: str) -> User:
    return User(user_id, "Meera Iyer", "meera.iyer")


def typed(user_id: str, text: str, slack_url: str = "http://127.0.0.1:1") -> Request:
    """A slash command."""
    hook = f"{slack_url}/hooks/commands/{next(numbers)}"
    fields = slash_command(person(user_id), CHANNEL, "/attendance", text, "1.T0LOCAL.abc", hook)
    return _signed(urlencode(fields).encode())


def pressed(user_id: str, action: Json, values: Json, slack_url: str) -> Request:
    """A press on an ephemeral message."""
    now = time.time()
    action = action | {"action_ts": f"{now:.6f}"}
    shown = Message(f"{now:.6f}", CHANNEL.id, "U0BOT", "", only_for=user_id)
    hook = f"{slack_url}/hooks/actions/{next(numbers)}"
    payload = message_action(person(user_id), CHANNEL, shown, action, values, "1.T0LOCAL.abc", hook)
    return _signed(urlencode({"payload": json.dumps(payload)}).encode())


def _signed(body: bytes) -> Request:
    return signed(SECRET, "/slack/events", FORM, body, time.time())


def event(request: Request) -> Json:
    """The request as API Gateway's HTTP API hands it to Lambda."""
    http = {"method": request.method, "path": request.path, "protocol": "HTTP/1.1", "sourceIp": "203.0.113.5"}
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": request.path,
        "rawQueryString": "",
        "headers": {"host": "bench.execute-api.ap-south-1.amazonaws.com"} | request.headers,
        "requestContext": {"stage": "$default", "http": http, "requestId": "bench"},
        "body": request.body.decode(),
        "isBase64Encoded": False,
    }


def answer(handler: Handler, request: Request) -> Json:
    """The message in the HTTP answer; empty when there is none."""
    response = handler(event(request))
    assert response["statusCode"] == 200, response
    message: Json = json.loads(response["body"]) if response["body"] else {}
    return message


@dataclass(frozen=True)
class Roster:
    """The roster of a class as it is on the screen."""

    groups: tuple[Json, ...]
    save: Json

    @classmethod
    def read(cls, message: Json) -> Roster:
        rows = [(block, element) for block in message["blocks"] for element in block.get("elements", ())]
        groups = tuple(block for block, element in rows if element["type"] == "checkboxes")
        save = next(
            element | {"block_id": block["block_id"]} for block, element in rows if element.get("action_id") == "save"
        )
        return cls(groups, save)

    def tick(self, group: int = 0) -> Json:
        """The action of one box ticked in a group."""
        block = self.groups[group]
        boxes = block["elements"][0]
        selected = {"selected_options": boxes["options"][3:4]}
        return {"type": "checkboxes", "action_id": boxes["action_id"], "block_id": block["block_id"]} | selected

    def values(self) -> Json:
        """`state.values` with one box ticked in every second group."""
        state = {}
        for number, block in enumerate(self.groups):
            boxes = block["elements"][0]
            ticked = boxes["options"][3:4] if number % 2 else []
            state[block["block_id"]] = {boxes["action_id"]: {"type": "checkboxes", "selected_options": ticked}}
        return state
