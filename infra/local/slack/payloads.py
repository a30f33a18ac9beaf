"""The bodies Slack sends: slash commands, block_actions, view_submission, view_closed, events."""

from collections.abc import Mapping, Sequence
from typing import Any

from infra.local.slack.elements import Json
from infra.local.slack.messages import Message
from infra.local.slack.people import APP_ID, BOT_ID, BOT_USER_ID, TEAM_DOMAIN, TEAM_ID, Channel, User

VERIFICATION_TOKEN = "deprecated-by-slack"  # every payload still carries it


def channel_name(channel: Channel) -> str:
    """Slack hides the names of private channels from commands."""
    return {"channel": channel.name, "private": "privategroup", "im": "directmessage"}[channel.kind]


def slash_command(
    user: User, channel: Channel, command: str, text: str, trigger_id: str, response_url: str
) -> dict[str, str]:
    """Form fields of a slash command."""
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM_ID,
        "team_domain": TEAM_DOMAIN,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": user.id,
        "user_name": user.handle,
        "command": command,
        "text": text,
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger_id,
    }


def _interaction(kind: str, user: User, trigger_id: str | None) -> Json:
    payload: Json = {
        "type": kind,
        "user": {"id": user.id, "username": user.handle, "name": user.handle, "team_id": user.team_id},
        "api_app_id": APP_ID,
        "token": VERIFICATION_TOKEN,
        "team": {"id": TEAM_ID, "domain": TEAM_DOMAIN},
        "enterprise": None,
        "is_enterprise_install": False,
    }
    return payload | ({"trigger_id": trigger_id} if trigger_id else {})


def message_action(
    user: User,
    channel: Channel,
    message: Message,
    action: Json,
    state: Json,
    trigger_id: str,
    response_url: str,
    files: Sequence[Json] = (),
) -> Json:
    """`block_actions` from a message. An ephemeral message is not sent along: Slack does not keep it either."""
    container = {"message_ts": message.id, "channel_id": channel.id, "is_ephemeral": message.ephemeral}
    payload = _interaction("block_actions", user, trigger_id) | {
        "container": {"type": "message", **container} | ({"thread_ts": message.thread} if message.thread else {}),
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "state": {"values": state},
        "response_url": response_url,
        "actions": [action],
    }
    return payload if message.ephemeral else payload | {"message": wire_message(message, files)}


def view_action(user: User, view: Json, action: Json, trigger_id: str) -> Json:
    """`block_actions` from a modal or the App Home."""
    return _interaction("block_actions", user, trigger_id) | {
        "container": {"type": "view", "view_id": view["id"]},
        "view": view,
        "actions": [action],
    }


def view_submission(user: User, view: Json, trigger_id: str) -> Json:
    return _interaction("view_submission", user, trigger_id) | {"view": view, "response_urls": []}


def view_closed(user: User, view: Json, *, is_cleared: bool) -> Json:
    return _interaction("view_closed", user, None) | {"view": view, "is_cleared": is_cleared}


def event_callback(event: Mapping[str, Any], event_id: str, at: float) -> Json:
    """The envelope around every event."""
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM_ID,
        "api_app_id": APP_ID,
        "event": dict(event),
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(at),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM_ID,
                "user_id": BOT_USER_ID,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
    }


def wire_message(message: Message, files: Sequence[Json] = ()) -> Json:
    """A message as the Web API and payloads show it; `files` are the file objects shared with it."""
    shown: Json = {"type": "message", "user": message.author, "ts": message.id, "text": message.text, "team": TEAM_ID}
    if message.author == BOT_USER_ID:
        shown |= {"bot_id": BOT_ID, "app_id": APP_ID}
    if message.blocks:
        shown["blocks"] = list(message.blocks)
    if files:
        shown |= {"files": list(files), "upload": True}
    if message.edited:
        shown["edited"] = {"user": message.author, "ts": message.id}
    if message.thread:
        shown["thread_ts"] = message.thread
    return shown
