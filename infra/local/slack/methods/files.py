"""files.*: what people and the bot uploaded."""

from typing import TYPE_CHECKING

from infra.local.slack.elements import Json
from infra.local.slack.files import File
from infra.local.slack.methods.calling import Method, argument, conversation, structure
from infra.local.slack.tickets import Refused

if TYPE_CHECKING:
    from infra.local.slack.workspace import Workspace


def info(workspace: "Workspace", args: Json) -> Json:
    return {"file": _file(workspace, argument(args, "file")).to_json(workspace.public_url)}


def upload_url(workspace: "Workspace", args: Json) -> Json:
    """The first of the two calls behind `files_upload_v2`; the bytes are then posted to `upload_url`."""
    name, bot = argument(args, "filename"), workspace.people.bot.id
    file_id = workspace.files.reserve()
    workspace.files.put(File(file_id, name, bot, workspace.clock(), b""))
    return {"upload_url": f"{workspace.public_url}/upload/{file_id}", "file_id": file_id}


def complete_upload(workspace: "Workspace", args: Json) -> Json:
    """The second: shares the files in a channel, as a message that names them."""
    files = [_file(workspace, str(entry["id"])) for entry in structure(args, "files") or ()]
    if args.get("channel_id"):
        channel = conversation(workspace, str(args["channel_id"]))
        names = ", ".join(file.name for file in files)
        comment = str(args.get("initial_comment") or "")
        workspace.board.post_reply(channel, {"text": f"{comment}\n{names}".strip()})
    return {"files": [file.to_json(workspace.public_url) for file in files]}


def _file(workspace: "Workspace", file_id: str) -> File:
    found = workspace.files.find(file_id)
    if found is None:
        raise Refused("file_not_found")
    return found


METHODS = {
    "files.info": Method(info, "files:read"),
    "files.getUploadURLExternal": Method(upload_url, "files:write"),
    "files.completeUploadExternal": Method(complete_upload, "files:write"),
}
