"""A person presses, ticks and chooses in messages, modals and the App Home."""

import base64
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from infra.local.slack import payloads
from infra.local.slack.chosen import action_of, answer_of
from infra.local.slack.delivery import Answer, Outcome
from infra.local.slack.elements import Json, find_element
from infra.local.slack.forms import file_sentence
from infra.local.slack.messages import Message
from infra.local.slack.people import User
from infra.local.slack.views import View
from infra.local.slack.wire import FORM

if TYPE_CHECKING:
    from infra.local.slack.workspace import Workspace


class NotOnScreen(LookupError):
    """This person does not see such a message, view or element, so they cannot press it."""


def act(
    workspace: "Workspace", user: User, place: str, ids: tuple[str, str], picked: Mapping[str, Any], values: Json | None
) -> Outcome:
    """`block_actions` for the element with `ids` (block_id, action_id) in the message or view `place`."""
    seen = on_screen(workspace, user, place)
    blocks = list(seen.blocks)
    found = find_element(blocks, *ids)
    if found is None:
        raise NotOnScreen(f"no element {ids[1]!r} in block {ids[0]!r} of {place}")
    block, element = found
    remember(workspace, user, place, values or {})
    answer = answer_of(element, picked)
    refused = file_sentence(element, answer["files"]) if answer and element["type"] == "file_input" else ""
    if refused:
        return Outcome(ok=True, errors={ids[0]: refused})
    if answer is not None:
        remember(workspace, user, place, {ids[0]: {ids[1]: answer}})
    if block["type"] == "input" and not block.get("dispatch_action"):
        return Outcome(ok=True)  # such a field speaks only when its modal is sent
    action = action_of(element, ids[0], picked, workspace.stamps.next())
    state = workspace.board.inputs.current(user.id, place, blocks)
    return _send_action(workspace, user, seen, action, state)


def on_screen(workspace: "Workspace", user: User, place: str) -> Message | View:
    """The message or view with this id, if this person has it before them."""
    message = workspace.board.log.find(place)
    if message is not None and workspace.board.sees(user.id, message):
        return message
    view = workspace.views.find(place)
    if view is not None and view.user_id == user.id:
        return view
    raise NotOnScreen(f"{user.id} sees no message or view {place}")


def remember(workspace: "Workspace", user: User, place: str, values: Json) -> None:
    """Keeps what was typed and chosen; a file that comes with its content (base64) is stored as an upload."""
    for actions in values.values():
        for answer in actions.values():
            if answer.get("type") == "file_input":
                answer["files"] = [_stored(workspace, user, file) for file in answer.get("files") or ()]
    workspace.board.inputs.touch(user.id, place, values)


def _stored(workspace: "Workspace", user: User, file: Json) -> Json:
    if "content" not in file:
        return file
    return workspace.upload(user.id, file["name"], base64.b64decode(file["content"]))


def _send_action(workspace: "Workspace", user: User, seen: Message | View, action: Json, state: Json) -> Outcome:
    trigger_id = workspace.tickets.trigger(user.id)
    if isinstance(seen, View):
        return send_payload(workspace, payloads.view_action(user, seen.payload(state), action, trigger_id), acted)
    channel = workspace.channel(seen.channel)
    sent_state = state if workspace.send_state_values or not seen.ephemeral else {}
    response_url = workspace.public_url + workspace.tickets.hook(user.id, channel.id, seen.id)
    files = workspace.files.objects(seen.files)
    payload = payloads.message_action(user, channel, seen, action, sent_state, trigger_id, response_url, files)
    return send_payload(workspace, payload, acted)


def send_payload(workspace: "Workspace", payload: Json, then: Any) -> Outcome:
    return workspace.dispatch.send(FORM, urlencode({"payload": json.dumps(payload)}).encode(), then)


def acted(answer: Answer) -> Outcome:
    """The body of the answer is ignored; a failure shows as a warning beside the element."""
    return Outcome(answer.ok, answer.error, failure_warning(answer), response=answer.response)


def failure_warning(answer: Answer) -> str:
    if answer.ok:
        return ""
    if answer.error == "operation_timeout":
        return "Operation timed out. Apps need to respond within 3 seconds."
    if answer.response is not None:
        return f"This app responded with Status Code {answer.response.status}."
    return "This app did not respond."
