"""files.*: what the bot uploads, and what it learns about what people uploaded."""

import re
from typing import TYPE_CHECKING, Any

from infra.local.slack.checking import check_message
from infra.local.slack.elements import Json
from infra.local.slack.files import File
from infra.local.slack.methods.calling import Method, argument, conversation, structure
from infra.local.slack.people import Channel
from infra.local.slack.tickets import Refused

if TYPE_CHECKING:
    from infra.local.slack.workspace import Workspace

KIND_LISTS = {"channel": "channels", "private": "groups", "im": "ims"}


def info(workspace: "Workspace", args: Json) -> Json:
    """The file, and where it was shared: `shares` leads to the message it came with."""
    file = _file(workspace, argument(args, "file"))
    shown = file.to_json(workspace.public_url) | {"channels": [], "groups": [], "ims": []}
    shares: dict[str, dict[str, list[Json]]] = {}
    for share in file.shares:
        channel = workspace.channel(share.channel_id)
        shown[KIND_LISTS[channel.kind]].append(channel.id)
        visibility = "public" if channel.kind == "channel" else "private"
        shares.setdefault(visibility, {}).setdefault(channel.id, []).append({"ts": share.message_id})
    shown["is_public"] = "public" in shares
    return {"file": shown | {"shares": shares}}


def upload_url(workspace: "Workspace", args: Json) -> Json:
    """The first of the calls behind `files_upload_v2`; the bytes are then posted to `upload_url`."""
    name, length = argument(args, "filename"), argument(args, "length")
    if not length.isdecimal() or int(length) == 0:
        raise Refused("invalid_arguments", ("[ERROR] must be greater than 0 [json-pointer:/length]",))
    bot, file_id = workspace.people.bot.id, workspace.files.reserve()
    workspace.files.put(File(file_id, name, bot, workspace.clock(), b"", complete=False))
    return {"upload_url": f"{workspace.public_url}/upload/v1/{file_id}", "file_id": file_id}


def complete_upload(workspace: "Workspace", args: Json) -> Json:
    """The last: the files are there, and are shared when a conversation is named."""
    entries = structure(args, "files") or ()
    if not entries:
        raise Refused("invalid_arguments", ("[ERROR] missing required field: files",))
    announced = [(_uploaded(workspace, str(entry["id"])), str(entry.get("title") or "")) for entry in entries]
    channels, said = _destinations(workspace, args), _said(workspace, args)
    files = [workspace.files.finish(file, title) for file, title in announced]
    answered = [file.to_json(workspace.public_url) for file in files]
    for channel in channels:
        workspace.board.post_reply(channel, said, files=tuple(file.id for file in files))
    if not channels:
        workspace.keep()
    return {"files": answered}


def delete(workspace: "Workspace", args: Json) -> Json:
    """The messages it was shared with stay, and say that a file was deleted."""
    file_id = argument(args, "file")
    if file_id in workspace.files.deleted:
        raise Refused("file_deleted")
    file = _file(workspace, file_id)
    if file.user_id != workspace.people.bot.id:
        raise Refused("cant_delete_file")
    workspace.files.delete(file_id)
    for share in file.shares:
        workspace.board.redraw(share.message_id)
    workspace.keep()
    return {}


def _file(workspace: "Workspace", file_id: str) -> File:
    found = workspace.files.find(file_id)
    if found is None or not found.complete:
        raise Refused("file_not_found")
    return found


def _uploaded(workspace: "Workspace", file_id: str) -> File:
    """A file of the bot's whose bytes have come and that was not completed before."""
    found = workspace.files.find(file_id)
    if found is None or found.complete or not found.content:
        raise Refused("file_not_found")
    return found


def _destinations(workspace: "Workspace", args: Json) -> list[Channel]:
    """`channel_id` takes the id of a conversation and nothing else: no user id, no `#name`."""
    one, several = str(args.get("channel_id") or ""), str(args.get("channels") or "")
    if one and not re.fullmatch(r"[CGDZ][A-Z0-9]*", one):
        must = "input must match regex pattern: ^[CGDZ][A-Z0-9]{8,}$ [json-pointer:/channel_id]"
        raise Refused("invalid_arguments", (f"[ERROR] {must}",))
    return [_joined(workspace, ref.strip()) for ref in [one, *several.split(",")] if ref.strip()]


def _joined(workspace: "Workspace", ref: str) -> Channel:
    channel = conversation(workspace, ref)
    if not channel.bot_in or (channel.kind == "im" and workspace.user(channel.person).deleted):
        raise Refused("channel_not_found")
    return channel


def _said(workspace: "Workspace", args: Json) -> dict[str, Any]:
    """The words beside the files; `blocks` only where there is no `initial_comment`."""
    comment = str(args.get("initial_comment") or "")
    blocks = [] if comment else structure(args, "blocks") or []
    said = {"text": comment, "blocks": blocks}
    check_message(workspace, said)
    return said | {"thread_ts": args.get("thread_ts") or None}


METHODS = {
    "files.info": Method(info, "files:read"),
    "files.getUploadURLExternal": Method(upload_url, "files:write"),
    "files.completeUploadExternal": Method(complete_upload, "files:write"),
    "files.delete": Method(delete, "files:write"),
}
