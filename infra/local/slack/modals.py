"""A person sends or closes a modal, and what the bot's answer makes of it."""

import json
from typing import TYPE_CHECKING, Any

from infra.local.slack import forms, payloads
from infra.local.slack.blockkit import InvalidBlocks
from infra.local.slack.checking import check_view
from infra.local.slack.delivery import Answer, Outcome
from infra.local.slack.elements import Json
from infra.local.slack.interactions import NotOnScreen, acted, on_screen, remember, send_payload
from infra.local.slack.people import User
from infra.local.slack.tickets import Refused
from infra.local.slack.views import View

if TYPE_CHECKING:
    from infra.local.slack.workspace import Workspace

TROUBLE = "We had some trouble connecting. Try again?"


def submit(workspace: "Workspace", user: User, view_id: str, values: Json | None) -> Outcome:
    """Sends the modal unless Slack itself finds a field empty or unreadable."""
    view = _modal(workspace, user, view_id)
    remember(workspace, user, view_id, values or {})
    state = workspace.board.inputs.current(user.id, view_id, view.blocks)
    errors = forms.sentences(view.blocks, state)
    if errors:
        return Outcome(ok=True, errors=errors)
    payload = payloads.view_submission(user, view.payload(state), workspace.tickets.trigger(user.id))
    return send_payload(workspace, payload, lambda answer: _submitted(workspace, user, view, answer))


def close(workspace: "Workspace", user: User, view_id: str, *, everything: bool) -> Outcome:
    """Closes the modal, or with its x `everything` it stands on; the bot hears of each view that asked for it
    (`notify_on_close`).
    """
    view = _modal(workspace, user, view_id)
    cleared = everything or bool(view.body["clear_on_close"])
    states = {
        one.id: workspace.board.inputs.current(user.id, one.id, one.blocks) for one in workspace.views.of(user.id)
    }
    outcome = Outcome(ok=True)
    for closed in _close(workspace, user, everything=cleared):
        if closed.body["notify_on_close"]:
            payload = payloads.view_closed(user, closed.payload(states[closed.id]), is_cleared=cleared)
            outcome = send_payload(workspace, payload, acted)
    return outcome


def _modal(workspace: "Workspace", user: User, view_id: str) -> View:
    view = on_screen(workspace, user, view_id)
    if not isinstance(view, View) or view.type != "modal":
        raise NotOnScreen(f"{view_id} is no modal")
    return view


def _submitted(workspace: "Workspace", user: User, view: View, answer: Answer) -> Outcome:
    if not answer.ok or answer.response is None:
        return Outcome(False, answer.error, TROUBLE, response=answer.response)
    try:
        reply = json.loads(answer.response.body or b"{}") or {}
        return _obeyed(workspace, user, view, reply)
    except InvalidBlocks as refused:
        return Outcome(False, "invalid_blocks", TROUBLE, problems=refused.problems, response=answer.response)
    except (ValueError, KeyError, AttributeError, Refused) as refused:
        return Outcome(False, "invalid_response", TROUBLE, problems=(repr(refused),), response=answer.response)


def _obeyed(workspace: "Workspace", user: User, view: View, reply: Json) -> Outcome:
    """Does what the answer's `response_action` says; without one, the modal closes."""
    match reply.get("response_action"):
        case None:
            _close(workspace, user, everything=False)
        case "clear":
            _close(workspace, user, everything=True)
        case "errors":
            return Outcome(ok=True, errors=_checked_errors(view, reply["errors"]))
        case "update":
            check_view(workspace, reply["view"])
            workspace.board.tell_view("view_updated", workspace.views.update(view.id, reply["view"]))
        case "push":
            check_view(workspace, reply["view"])
            workspace.board.tell_view("view_opened", workspace.views.open(user.id, reply["view"], pushed=True))
        case other:
            raise ValueError(f"there is no response_action {other!r}")
    return Outcome(ok=True)


def _checked_errors(view: View, errors: Any) -> dict[str, str]:
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    strangers = sorted(set(errors) - inputs)
    if strangers or not errors:
        raise ValueError(f"errors must name input blocks of the view; these are none: {strangers}")
    return dict(errors)


def _close(workspace: "Workspace", user: User, *, everything: bool) -> list[View]:
    """What was closed, the view on top first."""
    closed = workspace.views.close_all(user.id) if everything else workspace.views.close_top(user.id)
    for view in closed:
        workspace.board.inputs.forget(view.id)
        workspace.board.tell_view("view_closed", view)
    below = workspace.views.top(user.id)
    if below is not None:
        workspace.board.tell_view("view_updated", below)
    return closed
