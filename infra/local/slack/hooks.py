"""What the bot may do through a response_url: answer, replace or delete."""

from typing import TYPE_CHECKING

from infra.local.slack.blockkit import InvalidBlocks
from infra.local.slack.checking import check_message
from infra.local.slack.elements import Json
from infra.local.slack.tickets import Hook, Refused

if TYPE_CHECKING:
    from infra.local.slack.workspace import Workspace


def answer_hook(workspace: "Workspace", path: str, payload: Json) -> tuple[int, Json]:
    """HTTP status and body of a POST to a response_url.

    404 for one that is unknown, expired or used up; 400 for blocks Slack refuses; 500 for an answer that says nothing.
    """
    try:
        hook = workspace.tickets.use_hook(path)
    except Refused as refused:
        return 404, {"ok": False, "error": refused.error}
    try:
        _obey(workspace, hook, payload)
    except InvalidBlocks as refused:
        workspace.board.notice(hook.user_id, "The bot sent blocks Slack refuses: " + "; ".join(refused.problems))
        messages = [f"[ERROR] {problem}" for problem in refused.problems]
        return 400, {"ok": False, "error": refused.error, "response_metadata": {"messages": messages}}
    except Refused as refused:
        return 500, {"ok": False, "error": refused.error}
    return 200, {"ok": True}


def _obey(workspace: "Workspace", hook: Hook, payload: Json) -> None:
    original = workspace.board.log.find(hook.message_id) if hook.message_id else None
    if payload.get("delete_original"):
        if original is not None:
            workspace.board.remove(original)
        return
    if not (payload.get("text") or payload.get("blocks") or payload.get("attachments")):
        raise Refused("no_text")
    check_message(workspace, payload)
    if payload.get("replace_original") and hook.message_id:
        if original is not None:  # an ephemeral message may be gone: the person reloaded
            workspace.board.replace(original, payload)
        return
    only_for = None if payload.get("response_type") == "in_channel" else hook.user_id
    workspace.board.post_reply(workspace.channel(hook.channel_id), payload, only_for=only_for)
