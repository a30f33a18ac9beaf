"""chat.*: posting, changing and deleting messages."""

from typing import TYPE_CHECKING

from infra.local.slack.blockkit.tables import characters
from infra.local.slack.checking import check_message
from infra.local.slack.elements import Json
from infra.local.slack.messages import Message
from infra.local.slack.methods.calling import Method, argument, conversation, structure
from infra.local.slack.payloads import wire_message
from infra.local.slack.people import BOT_USER_ID, TEAM_DOMAIN, Channel
from infra.local.slack.tickets import Refused

if TYPE_CHECKING:
    from infra.local.slack.workspace import Workspace


# Undocumented; 11,341 characters of text in the blocks were refused (bolt-js, issue 2867). Answers
# to commands and through response_urls do not have it.
MESSAGE_CHARACTERS = 11_000


def _said(workspace: "Workspace", args: Json) -> Json:
    """Text and blocks, checked as Slack checks them."""
    said: Json = {"text": args.get("text") or "", "blocks": structure(args, "blocks") or []}
    if not (said["text"] or said["blocks"] or structure(args, "attachments")):
        raise Refused("no_text")
    check_message(workspace, said)
    worded = [block for block in said["blocks"] if block["type"] not in ("table", "data_table")]
    if characters(worded) > MESSAGE_CHARACTERS:
        raise Refused("msg_blocks_too_long")
    return said | {"thread_ts": args.get("thread_ts")}


def _writable(workspace: "Workspace", args: Json) -> Channel:
    channel = conversation(workspace, argument(args, "channel"))
    anywhere = workspace.scopes is None or "chat:write.public" in workspace.scopes
    if not channel.bot_in and not anywhere:
        raise Refused("not_in_channel")
    return channel


def _shown(workspace: "Workspace", message: Message) -> Json:
    return wire_message(message, workspace.files.objects(message.files))


def post(workspace: "Workspace", args: Json) -> Json:
    channel, said = _writable(workspace, args), _said(workspace, args)
    if channel.kind == "im" and workspace.user(channel.person).deleted:
        raise Refused("user_disabled")
    message = workspace.board.post_reply(channel, said)
    return {"channel": channel.id, "ts": message.id, "message": _shown(workspace, message)}


def post_ephemeral(workspace: "Workspace", args: Json) -> Json:
    channel, user_id = _writable(workspace, args), argument(args, "user")
    user = workspace.people.user(user_id)
    if user is None or user.deleted or not workspace.people.is_in(user_id, channel):
        raise Refused("user_not_in_channel")
    message = workspace.board.post_reply(channel, _said(workspace, args), only_for=user_id)
    return {"message_ts": message.id}


def _own_message(workspace: "Workspace", args: Json, refusal: str) -> Message:
    channel_id = argument(args, "channel")
    if conversation(workspace, channel_id).id != channel_id:  # here Slack takes no user id and no name
        raise Refused("channel_not_found")
    message = workspace.board.log.find(argument(args, "ts"))
    if message is None or message.ephemeral or message.channel != channel_id:
        raise Refused("message_not_found")
    if message.author != BOT_USER_ID:
        raise Refused(refusal)
    return message


def update(workspace: "Workspace", args: Json) -> Json:
    """Replaces the message as a whole: text without blocks removes the blocks, and only then it reads (edited)."""
    message, said = _own_message(workspace, args, "cant_update_message"), _said(workspace, args)
    changed = workspace.board.replace(message, said, edited=not said["blocks"])
    shown = _shown(workspace, changed)
    return {"channel": changed.channel, "ts": changed.id, "text": changed.text, "message": shown}


def delete(workspace: "Workspace", args: Json) -> Json:
    message = _own_message(workspace, args, "cant_delete_message")
    workspace.board.remove(message)
    return {"channel": message.channel, "ts": message.id}


def permalink(workspace: "Workspace", args: Json) -> Json:
    channel = conversation(workspace, argument(args, "channel"))
    message = workspace.board.log.find(argument(args, "message_ts"))
    if message is None or message.ephemeral or message.channel != channel.id:
        raise Refused("message_not_found")
    number = message.id.replace(".", "")
    return {"channel": channel.id, "permalink": f"https://{TEAM_DOMAIN}.slack.com/archives/{channel.id}/p{number}"}


METHODS = {
    "chat.postMessage": Method(post, "chat:write"),
    "chat.postEphemeral": Method(post_ephemeral, "chat:write"),
    "chat.update": Method(update, "chat:write"),
    "chat.delete": Method(delete, "chat:write"),
    "chat.getPermalink": Method(permalink),
}
