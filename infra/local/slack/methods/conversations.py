"""conversations.*: channels, their members, direct messages."""

from typing import TYPE_CHECKING

from infra.local.slack.elements import Json
from infra.local.slack.methods.calling import Method, argument, conversation, need_scope
from infra.local.slack.methods.people import paged
from infra.local.slack.people import BOT_USER_ID, Channel, direct_message
from infra.local.slack.tickets import Refused

if TYPE_CHECKING:
    from infra.local.slack.workspace import Workspace

READ_SCOPES = {"channel": "channels:read", "private": "groups:read", "im": "im:read"}
TYPES = {"channel": "public_channel", "private": "private_channel", "im": "im"}


def channel_json(channel: Channel) -> Json:
    if channel.kind == "im":
        return {"id": channel.id, "is_im": True, "is_channel": False, "user": channel.person, "is_open": True}
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": channel.kind == "channel",
        "is_group": False,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.kind == "private",
        "is_archived": False,
        "is_member": channel.bot_in,
    }


def open_direct_message(workspace: "Workspace", args: Json) -> Json:
    users = [user.strip() for user in argument(args, "users").split(",")]
    if len(users) > 1:
        raise Refused("method_not_supported_for_channel_type", ("[ERROR] the stand-in has no group messages",))
    user = workspace.people.user(users[0])
    if user is None:
        raise Refused("user_not_found")
    if user.deleted:
        raise Refused("user_disabled")
    return {"channel": channel_json(direct_message(users[0]))}


def _readable(workspace: "Workspace", args: Json) -> Channel:
    channel = conversation(workspace, argument(args, "channel"))
    need_scope(workspace, READ_SCOPES[channel.kind])
    return channel


def info(workspace: "Workspace", args: Json) -> Json:
    return {"channel": channel_json(_readable(workspace, args))}


def members(workspace: "Workspace", args: Json) -> Json:
    channel = _readable(workspace, args)
    ids = [*workspace.people.viewers(channel), *([BOT_USER_ID] if channel.bot_in else [])]
    page, cursor = paged([{"id": user_id} for user_id in ids], args)
    return {"members": [entry["id"] for entry in page], "response_metadata": {"next_cursor": cursor}}


def listed(workspace: "Workspace", args: Json) -> Json:
    wanted = str(args.get("types") or "public_channel").replace(" ", "").split(",")
    for kind, name in TYPES.items():
        if name in wanted:
            need_scope(workspace, READ_SCOPES[kind])
    ims = [direct_message(user.id) for user in workspace.people.humans()]
    shown = [c for c in (*workspace.people.channels(), *ims) if TYPES[c.kind] in wanted]
    visible = [channel_json(c) for c in shown if c.bot_in or c.kind != "private"]
    page, cursor = paged(visible, args)
    return {"channels": page, "response_metadata": {"next_cursor": cursor}}


METHODS = {
    "conversations.open": Method(open_direct_message, "im:write"),
    "conversations.info": Method(info),
    "conversations.members": Method(members),
    "conversations.list": Method(listed),
}
