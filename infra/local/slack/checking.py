"""Refuses messages and views as this workspace's Slack would: by Block Kit's rules, its files, and the app's scopes."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from infra.local.slack import blockkit, pictures
from infra.local.slack.blockkit import InvalidBlocks

if TYPE_CHECKING:
    from infra.local.slack.workspace import Workspace


def check_message(workspace: "Workspace", payload: Mapping[str, Any]) -> None:
    """Raises InvalidBlocks."""
    blockkit.check_message(payload)
    _refuse(tuple(pictures.problems(workspace.files, payload.get("blocks") or ())))


def check_view(workspace: "Workspace", view: Mapping[str, Any]) -> None:
    """A modal or an App Home. Raises InvalidBlocks."""
    blockkit.check_view(view)
    _refuse(tuple(pictures.problems(workspace.files, view["blocks"])))
    if workspace.scopes is not None and "files:read" not in workspace.scopes:
        inputs = [at for at, block in enumerate(view["blocks"]) if _takes_files(block)]
        _refuse(tuple(f"blocks[{at}].element: a file_input needs the scope files:read" for at in inputs))


def _takes_files(block: Mapping[str, Any]) -> bool:
    return bool(block["type"] == "input" and block["element"]["type"] == "file_input")


def _refuse(problems: tuple[str, ...]) -> None:
    if problems:
        raise InvalidBlocks(problems)
