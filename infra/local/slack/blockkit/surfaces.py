"""Messages, modals and App Homes as a whole: how many blocks, which, and what may come only once."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from infra.local.slack.blockkit import limits
from infra.local.slack.blockkit.blocks import BLOCK, SURFACES
from infra.local.slack.blockkit.objects import plain_text
from infra.local.slack.blockkit.rules import Problem, Rule, boolean, counted, kind_of, one_of, repeated, shape, string
from infra.local.slack.blockkit.tables import characters


def blocks_on(surface: str, most: int) -> Rule:
    """The blocks of one surface; an empty list is fine."""

    def rule(path: str, value: Any) -> Iterator[Problem]:
        if not isinstance(value, Sequence) or isinstance(value, str):
            yield f"{path}: must be a list, is {kind_of(value)}"
            return
        yield from counted(path, len(value), 0, most)
        problems = [problem for index, block in enumerate(value) for problem in BLOCK(f"{path}[{index}]", block)]
        yield from problems
        if not problems:
            yield from _wrong_surface(path, value, surface)
            yield from _repeated_ids(path, value)
            yield from _focused_twice(path, value)

    return rule


def _wrong_surface(path: str, blocks: Sequence[Any], surface: str) -> Iterator[Problem]:
    for index, block in enumerate(blocks):
        if surface not in SURFACES[block["type"]]:
            yield f"{path}[{index}]: a {block['type']} block cannot stand in a {surface}"
        if surface != "modal" and block["type"] == "input" and block["element"]["type"] == "file_input":
            yield f"{path}[{index}].element: a file_input can stand only in a modal"


def _repeated_ids(path: str, blocks: Sequence[Any]) -> Iterator[Problem]:
    for block_id in repeated([block["block_id"] for block in blocks if "block_id" in block]):
        yield f"{path}: block_id {block_id!r} twice"
    for index, block in enumerate(blocks):
        for action_id in repeated([part["action_id"] for part in _parts(block) if "action_id" in part]):
            yield f"{path}[{index}]: action_id {action_id!r} twice"


def _focused_twice(path: str, blocks: Sequence[Any]) -> Iterator[Problem]:
    focused = [part for block in blocks for part in _parts(block) if part.get("focus_on_load")]
    if len(focused) > 1:
        yield f"{path}: {len(focused)} elements have focus_on_load, the limit is 1"


def _parts(block: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    candidates = [block.get("accessory"), block.get("element"), *(block.get("elements") or ())]
    return [part for part in candidates if isinstance(part, Mapping)]


def message(payload: Mapping[str, Any]) -> Iterator[Problem]:
    """Text, blocks and attachments of a message; other fields are the business of whoever takes the message."""
    if payload.get("text") is not None:
        yield from string(limits.MESSAGE_TEXT, least=0)("text", payload["text"])
    blocks = payload.get("blocks") or ()
    problems = list(blocks_on("message", limits.MESSAGE_BLOCKS)("blocks", blocks))
    yield from problems or _once_in_a_message(blocks)
    attachments = payload.get("attachments") or ()
    yield from counted("attachments", len(attachments), 0, limits.MESSAGE_ATTACHMENTS)
    for index, attachment in enumerate(attachments):
        within = attachment.get("blocks") or ()
        yield from blocks_on("message", limits.MESSAGE_BLOCKS)(f"attachments[{index}].blocks", within)


def _once_in_a_message(blocks: Sequence[Any]) -> Iterator[Problem]:
    limited = (
        ("table", "table blocks", len, limits.MESSAGE_TABLES),
        ("data_visualization", "charts", len, limits.MESSAGE_CHARTS),
        ("table", "characters in tables", characters, limits.MESSAGE_TABLE_CHARACTERS),
        ("data_table", "characters in data tables", characters, limits.MESSAGE_DATA_TABLE_CHARACTERS),
        ("markdown", "characters of markdown", characters, limits.MESSAGE_MARKDOWN_CHARACTERS),
    )
    for kind, noun, measure, most in limited:
        size = measure([block for block in blocks if block["type"] == kind])
        if size > most:
            yield f"blocks: {size} {noun} in one message, the limit is {most}"


_VIEW: dict[str, Rule] = {
    "private_metadata": string(limits.VIEW_PRIVATE_METADATA, least=0),
    "callback_id": string(limits.VIEW_ID, least=0),
    "external_id": string(limits.VIEW_ID, least=0),
}


def _forms_can_be_sent(path: str, view: Mapping[str, Any]) -> Iterator[Problem]:
    if "submit" not in view and any(block["type"] == "input" for block in view["blocks"]):
        yield f"{path}: submit is missing, and a modal with input blocks needs it"


_MODAL = shape(
    {
        "type": one_of("modal"),
        "title": plain_text(limits.VIEW_TITLE),
        "blocks": blocks_on("modal", limits.VIEW_BLOCKS),
    },
    {
        **_VIEW,
        "submit": plain_text(limits.VIEW_SUBMIT),
        "close": plain_text(limits.VIEW_CLOSE),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
    _forms_can_be_sent,
)
_HOME = shape({"type": one_of("home"), "blocks": blocks_on("home", limits.VIEW_BLOCKS)}, _VIEW)


def view(sent: Any) -> Iterator[Problem]:
    """A modal or an App Home."""
    kind = sent.get("type") if isinstance(sent, Mapping) else None
    if kind not in ("modal", "home"):
        yield f"view: type must be modal or home, is {kind!r}"
        return
    for problem in (_MODAL if kind == "modal" else _HOME)("view", sent):
        yield problem.removeprefix("view.")
