"""Requests Slack would never send: a button or form pressed by somebody it was never drawn for.

They are signed, as only Slack can, so this is what a mistake of ours would let through: a message that shows a button
to the wrong person, or a right that was taken away since.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from infra.local.slack import payloads
from infra.local.slack.delivery import Outcome
from infra.local.slack.interactions import acted, send_payload
from infra.local.slack.messages import Message
from tests.conversations.college import College
from tests.conversations.conftest import House
from tests.conversations.speaker import Speaker

Values = Mapping[str, Mapping[str, Any]]


def press(
    house: House, user_id: str, action_id: str, value: str = "", block_id: str = "forged", **more: Any
) -> Outcome:
    """That person presses a button they were never shown; what comes of it is in their channel."""
    workspace = house.workspace
    user, channel = workspace.user(user_id), workspace.channel("C1")
    action = {
        "type": "button",
        "action_id": action_id,
        "block_id": block_id,
        "action_ts": "1.0",
        "value": value,
        **more,
    }
    message = Message("1.000001", channel.id, "BOT", "forged", only_for=user_id)
    address = workspace.public_url + workspace.tickets.hook(user_id, channel.id)
    trigger = workspace.tickets.trigger(user_id)
    sent = payloads.message_action(user, channel, message, action, {}, trigger, address)
    return send_payload(workspace, sent, acted)


def submit(house: House, user_id: str, name: str, values: Values | None = None, carries: str = "") -> Mapping[str, Any]:
    """That person sends a form they were never shown. The bot's answer, as Slack would obey it."""
    answers: list[Mapping[str, Any]] = []
    workspace = house.workspace
    fields = [{"type": "input", "block_id": block_id} for block_id in values or {}]
    view = {
        "id": "V0",
        "type": "modal",
        "callback_id": name,
        "private_metadata": carries,
        "blocks": fields,
        "state": {"values": {block_id: dict(actions) for block_id, actions in (values or {}).items()}},
    }
    trigger = workspace.tickets.trigger(user_id)
    sent = payloads.view_submission(workspace.user(user_id), view, trigger)

    def remember(answer: Any) -> Outcome:
        body = answer.response.body if answer.response else b""
        answers.append(json.loads(body or b"{}"))
        return Outcome(ok=answer.ok, error=answer.error)

    outcome = send_payload(workspace, sent, remember)
    assert outcome.ok, outcome
    return answers[0]


def no_admin(house: House, college: College, who: str) -> Speaker:
    """A `stranger`, a `student`, a `teacher`, or an admin who was `deactivated`; each has written once already."""
    college.gives_email("21CSE001", "asha@college.example")
    college.employs("UGONE", role="admin", active=False)
    ids = {"stranger": "USTRANGER", "student": "UASHA", "teacher": "UMEERA", "deactivated": "UGONE"}
    email = {"email": "asha@college.example"} if who == "student" else {}
    speaker = house.speaker(ids[who], who.title(), **email)
    speaker.types("/attendance")
    return speaker
