"""Walking blocks: which elements they hold, what each would answer, and the ids Slack adds where the bot gave none."""

import copy
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Json = dict[str, Any]

# By kind of element: the key of its answer in `state.values`, the key of its first answer, and what no answer is.
ANSWERS: dict[str, tuple[str, str, Any]] = {
    "checkboxes": ("selected_options", "initial_options", []),
    "radio_buttons": ("selected_option", "initial_option", None),
    "static_select": ("selected_option", "initial_option", None),
    "external_select": ("selected_option", "initial_option", None),
    "users_select": ("selected_user", "initial_user", None),
    "conversations_select": ("selected_conversation", "initial_conversation", None),
    "channels_select": ("selected_channel", "initial_channel", None),
    "multi_static_select": ("selected_options", "initial_options", []),
    "multi_external_select": ("selected_options", "initial_options", []),
    "multi_users_select": ("selected_users", "initial_users", []),
    "multi_conversations_select": ("selected_conversations", "initial_conversations", []),
    "multi_channels_select": ("selected_channels", "initial_channels", []),
    "datepicker": ("selected_date", "initial_date", None),
    "timepicker": ("selected_time", "initial_time", None),
    "datetimepicker": ("selected_date_time", "initial_date_time", None),
    "plain_text_input": ("value", "initial_value", None),
    "email_text_input": ("value", "initial_value", None),
    "url_text_input": ("value", "initial_value", None),
    "number_input": ("value", "initial_value", None),
    "rich_text_input": ("rich_text_value", "initial_value", None),
    "file_input": ("files", "", []),
}


def elements_of(block: Mapping[str, Any]) -> Iterator[Json]:
    """The interactive elements of one block, images and plain texts left out."""
    cells = [cell for row in block.get("rows") or () for cell in row if cell.get("type") == "action_cell"]
    cards = block.get("elements") if block.get("type") == "carousel" else [block]
    candidates = [block.get("accessory"), block.get("element"), *(block.get("elements") or ())]
    candidates += [cell["element"] for cell in cells]
    candidates += [button for card in cards or () for button in card.get("actions") or ()]
    for element in candidates:
        if isinstance(element, dict) and _is_interactive(block, element):
            yield element


def _is_interactive(block: Mapping[str, Any], element: Mapping[str, Any]) -> bool:
    passive = ("image", "mrkdwn", "plain_text", "card")
    return element.get("type") not in passive and block.get("type") not in ("rich_text", "context")


def find_element(blocks: Sequence[Json], block_id: str, action_id: str) -> tuple[Json, Json] | None:
    """The block and the element with these ids, or None when the message has no such element."""
    for block in blocks:
        if block.get("block_id") == block_id:
            for element in elements_of(block):
                if element.get("action_id") == action_id:
                    return block, element
    return None


def options_of(element: Mapping[str, Any]) -> list[Json]:
    """Every option offered, those in groups included."""
    grouped = [option for group in element.get("option_groups") or () for option in group["options"]]
    return [*(element.get("options") or ()), *grouped]


def first_answer(element: Mapping[str, Any]) -> Json | None:
    """The `state.values` entry of an element nobody touched; None for buttons and overflow menus, which keep none."""
    kind = str(element.get("type"))
    if kind not in ANSWERS:
        return None
    answer_key, initial_key, nothing = ANSWERS[kind]
    return {"type": kind, answer_key: copy.deepcopy(element.get(initial_key, nothing))}


def first_state(blocks: Sequence[Json]) -> Json:
    """`state.values` of blocks nobody touched: `{block_id: {action_id: {...}}}`."""
    state: Json = {}
    for block in blocks:
        for element in elements_of(block):
            answer = first_answer(element)
            if answer is not None:
                state.setdefault(block["block_id"], {})[element["action_id"]] = answer
    return state


def with_ids(blocks: Sequence[Mapping[str, Any]], prefix: str) -> list[Json]:
    """A copy in which every block and element has an id, as Slack makes them up when the bot left them out."""
    named: list[Json] = copy.deepcopy([dict(block) for block in blocks])
    for index, block in enumerate(named):
        if not block.get("block_id"):
            block["block_id"] = f"{prefix}{index}"
        for place, element in enumerate(elements_of(block)):
            element.setdefault("action_id", f"{prefix}{index}.{place}")
    return named
