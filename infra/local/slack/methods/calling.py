"""How a Web API method is called: token first, then scope, then its arguments."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from infra.local.slack.elements import Json
from infra.local.slack.people import Channel
from infra.local.slack.tickets import Refused

if TYPE_CHECKING:
    from infra.local.slack.workspace import Workspace


@dataclass(frozen=True)
class Method:
    """`scope` is empty where any token will do."""

    call: Callable[["Workspace", Json], Json]
    scope: str = ""


class MissingScope(Refused):
    def __init__(self, needed: str) -> None:
        super().__init__("missing_scope")
        self.needed = needed


def need_scope(workspace: "Workspace", scope: str) -> None:
    """Raises MissingScope unless the app was granted it."""
    if scope and workspace.scopes is not None and scope not in workspace.scopes:
        raise MissingScope(scope)


def argument(args: Json, name: str) -> str:
    """A required argument; Slack refuses the call without it."""
    value = args.get(name)
    if value in (None, ""):
        raise Refused("invalid_arguments", (f"[ERROR] missing required field: {name}",))
    return str(value)


def structure(args: Json, name: str) -> Any:
    """An argument that is a JSON structure, or a string that holds one (as in form bodies)."""
    value = args.get(name)
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value) if value.strip() else None
    except ValueError:
        raise Refused("invalid_arguments", (f"[ERROR] {name} is no JSON [json-pointer:/{name}]",)) from None


def conversation(workspace: "Workspace", ref: str) -> Channel:
    channel = workspace.people.channel(ref)
    if channel is None or (channel.kind == "private" and not channel.bot_in):
        raise Refused("channel_not_found")
    return channel
