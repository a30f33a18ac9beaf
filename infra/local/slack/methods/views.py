"""views.*: modals and the App Home."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from infra.local.slack.blockkit import InvalidBlocks
from infra.local.slack.checking import check_view
from infra.local.slack.elements import Json
from infra.local.slack.methods.calling import Method, argument, structure
from infra.local.slack.tickets import Refused
from infra.local.slack.views import View

if TYPE_CHECKING:
    from infra.local.slack.workspace import Workspace


def _sent(workspace: "Workspace", args: Json, kind: str) -> Json:
    """The view, checked. A view Slack cannot read is refused as `invalid_arguments`, with the reasons."""
    view = structure(args, "view")
    if not isinstance(view, Mapping):
        raise Refused("invalid_arguments", ("[ERROR] missing required field: view",))
    try:
        check_view(workspace, view)
    except InvalidBlocks as refused:
        reasons = tuple(f"[ERROR] {problem} [json-pointer:/view]" for problem in refused.problems)
        raise Refused("invalid_arguments", reasons) from None
    if view["type"] != kind:
        raise Refused("invalid_arguments", (f"[ERROR] a view of type {kind} is needed [json-pointer:/view/type]",))
    return dict(view)


def _shown(workspace: "Workspace", kind: str, view: View) -> Json:
    workspace.board.tell_view(kind, view)
    return {"view": workspace.board.view_json(view)}


def open_modal(workspace: "Workspace", args: Json) -> Json:
    sent = _sent(workspace, args, "modal")
    user_id = workspace.tickets.use_trigger(argument(args, "trigger_id"))
    return _shown(workspace, "view_opened", workspace.views.open(user_id, sent))


def push(workspace: "Workspace", args: Json) -> Json:
    """Only on top of a modal: a trigger of somebody who has none open is no good."""
    sent = _sent(workspace, args, "modal")
    user_id = workspace.tickets.use_trigger(argument(args, "trigger_id"))
    if workspace.views.top(user_id) is None:
        raise Refused("invalid_arguments", ("[ERROR] invalid `trigger_id` [json-pointer:/trigger_id]",))
    return _shown(workspace, "view_opened", workspace.views.open(user_id, sent, pushed=True))


def update(workspace: "Workspace", args: Json) -> Json:
    known = workspace.views.named(str(args["external_id"])) if args.get("external_id") else None
    view_id = known.id if known else str(args.get("view_id") or "")
    if not workspace.views.find(view_id):
        raise Refused("not_found")
    sent = _sent(workspace, args, "modal")
    return _shown(workspace, "view_updated", workspace.views.update(view_id, sent, str(args.get("hash") or "")))


def publish(workspace: "Workspace", args: Json) -> Json:
    sent, user_id = _sent(workspace, args, "home"), argument(args, "user_id")
    if workspace.people.user(user_id) is None:
        raise Refused("invalid_arguments", ("[ERROR] user_id is nobody [json-pointer:/user_id]",))
    return _shown(workspace, "home", workspace.views.publish(user_id, sent, str(args.get("hash") or "")))


METHODS = {
    "views.open": Method(open_modal),
    "views.push": Method(push),
    "views.update": Method(update),
    "views.publish": Method(publish),
}
