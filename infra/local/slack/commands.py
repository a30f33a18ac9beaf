"""A person types: slash commands go to the bot, anything else into the channel."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from infra.local.slack import payloads
from infra.local.slack.blockkit import InvalidBlocks
from infra.local.slack.checking import check_message
from infra.local.slack.delivery import Answer, Outcome
from infra.local.slack.escaping import escaped, for_command
from infra.local.slack.people import TEAM_ID, Channel, User
from infra.local.slack.wire import FORM, Response

if TYPE_CHECKING:
    from infra.local.slack.workspace import Workspace


@dataclass(frozen=True)
class SlashCommand:
    """A command as the app's manifest declares it."""

    command: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = True


def type_message(workspace: "Workspace", user: User, channel: Channel, text: str) -> Outcome:
    """An ordinary message; the bot hears of it only where it subscribed to `message.*` events."""
    message = workspace.board.post(channel, user.id, escaped(text))
    subscription = {"im": "message.im", "channel": "message.channels", "private": "message.groups"}[channel.kind]
    event = {"type": "message", "channel": channel.id, "user": user.id, "text": message.text, "ts": message.id}
    kind = {"im": "im", "channel": "channel", "private": "group"}[channel.kind]
    return workspace.dispatch.send_event(event | {"event_ts": message.id, "channel_type": kind}, subscription)


def run_command(workspace: "Workspace", user: User, channel: Channel, typed: str) -> Outcome:
    name, *words = typed.split(maxsplit=1)
    rest = words[0].rstrip() if words else ""
    command = workspace.commands.get(name)
    if command is None or user.team_id != TEAM_ID:  # in a shared channel, only the app's own workspace has its commands
        return Outcome(ok=False, error="unknown_command", said=_not_a_command(name))
    text = for_command(rest, workspace.people) if command.should_escape else rest
    fields = payloads.slash_command(
        user,
        channel,
        command.command,
        text,
        workspace.tickets.trigger(user.id),
        workspace.public_url + workspace.tickets.hook(user.id, channel.id),
    )
    body = urlencode(fields).encode()
    return workspace.dispatch.send(FORM, body, lambda answer: _shown(workspace, user, channel, typed, answer))


def _shown(workspace: "Workspace", user: User, channel: Channel, typed: str, answer: Answer) -> Outcome:
    """The answer in the body becomes a message; a failure becomes Slack's own sentence."""
    name = typed.split(maxsplit=1)[0]
    if not answer.ok or answer.response is None:
        return Outcome(False, answer.error, failure_sentence(name, answer.error), response=answer.response)
    try:
        reply = _reply(answer.response)
        if reply:
            _post_reply(workspace, user, channel, typed, reply)
    except (InvalidBlocks, ValueError) as refused:
        problems = refused.problems if isinstance(refused, InvalidBlocks) else (str(refused),)
        error = "invalid_command_response"
        return Outcome(False, error, failure_sentence(name, error), problems=problems, response=answer.response)
    return Outcome(ok=True, response=answer.response)


def _reply(response: Response) -> dict[str, Any]:
    """What the bot put into the body: a JSON object, or plain text, or nothing."""
    text = response.body.decode()
    if not text.strip():
        return {}
    if not response.headers.get("content-type", "").startswith("application/json"):
        return {"text": text}
    reply = json.loads(text)
    if not isinstance(reply, dict):
        raise ValueError(f"the body is no JSON object but {text[:100]}")
    return reply


def _post_reply(workspace: "Workspace", user: User, channel: Channel, typed: str, reply: dict[str, Any]) -> None:
    if not (reply.get("text") or reply.get("blocks") or reply.get("attachments")):
        return
    public = reply.get("response_type") == "in_channel"
    check_message(workspace, reply)
    if public:  # Slack then shows everybody what was typed, too
        workspace.board.post(channel, user.id, escaped(typed))
    workspace.board.post_reply(channel, reply, only_for=None if public else user.id)


def failure_sentence(command: str, error: str) -> str:
    return f'{command} failed with the error "{error}"'


def _not_a_command(name: str) -> str:
    return (
        f'"{name}" is not a valid command. In Slack, all messages that start with the "/" character are interpreted '
        "as commands. If you are trying to send a message and not run a command, try preceding the "
        '"/" with an empty space.'
    )
