"""Interactive elements, and which blocks take which."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from infra.local.slack.blockkit import limits
from infra.local.slack.blockkit.objects import (
    CONFIRM,
    CONVERSATION_FILTER,
    DISPATCH,
    LINK,
    OPTION_GROUP,
    SLACK_FILE,
    WEB_LINK,
    initial_options_are_offered,
    option,
    plain_text,
)
from infra.local.slack.blockkit.rich_text import RICH_TEXT
from infra.local.slack.blockkit.rules import (
    Problem,
    Rule,
    boolean,
    exactly_one_of,
    listed,
    number,
    one_of,
    shape,
    string,
    typed,
)

ACTION_ID: dict[str, Rule] = {"action_id": string(limits.ACTION_ID)}
CONFIRMABLE: dict[str, Rule] = {**ACTION_ID, "confirm": CONFIRM}
FOCUSABLE: dict[str, Rule] = {**CONFIRMABLE, "focus_on_load": boolean}
CHOOSABLE: dict[str, Rule] = {**FOCUSABLE, "placeholder": plain_text(limits.PLACEHOLDER)}
TYPABLE: dict[str, Rule] = {
    **ACTION_ID,
    "focus_on_load": boolean,
    "placeholder": plain_text(limits.PLACEHOLDER),
    "dispatch_action_config": DISPATCH,
}
STYLE = one_of("primary", "danger")
LABEL = string(limits.ACCESSIBILITY_LABEL)


def _element(kind: str, required: dict[str, Rule], optional: dict[str, Rule], *also: Rule) -> dict[str, Rule]:
    return {kind: shape({"type": one_of(kind), **required}, optional, *also)}


def _calendar_day(path: str, value: Any) -> Iterator[Problem]:
    try:
        date.fromisoformat(value if re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)) else "")
    except (TypeError, ValueError):
        yield f"{path}: {value!r} is no day written YYYY-MM-DD"


def _lengths_in_order(path: str, element: Mapping[str, Any]) -> Iterator[Problem]:
    if element.get("min_length", 0) > element.get("max_length", limits.TEXT_INPUT):
        yield f"{path}: min_length is above max_length"


BUTTON = _element(
    "button",
    {"text": plain_text(limits.BUTTON_TEXT)},
    {
        **CONFIRMABLE,
        "url": string(limits.URL, like=LINK),
        "value": string(limits.BUTTON_VALUE),
        "style": STYLE,
        "accessibility_label": LABEL,
        "agent_prompt": string(limits.AGENT_PROMPT),
        "agent_prompt_display": string(),
    },
)

_TRIGGER = shape(
    {"url": string(limits.URL, like=WEB_LINK)},
    {"customizable_input_parameters": listed(shape({"name": string(), "value": string()}))},
)
WORKFLOW_BUTTON = _element(
    "workflow_button",
    {"text": plain_text(limits.BUTTON_TEXT), "workflow": shape({"trigger": _TRIGGER})},
    {**ACTION_ID, "style": STYLE, "accessibility_label": LABEL},
)

_FEEDBACK = shape(
    {"text": plain_text(limits.BUTTON_TEXT), "value": string(limits.BUTTON_VALUE)}, {"accessibility_label": LABEL}
)
FEEDBACK_BUTTONS = _element("feedback_buttons", {"positive_button": _FEEDBACK, "negative_button": _FEEDBACK}, ACTION_ID)
ICON_BUTTON = _element(
    "icon_button",
    {"icon": one_of("trash"), "text": plain_text(limits.BUTTON_TEXT)},
    {
        **CONFIRMABLE,
        "value": string(limits.BUTTON_VALUE),
        "accessibility_label": LABEL,
        "visible_to_user_ids": listed(string(), most=limits.VISIBLE_TO),
    },
)

_TICK = option(mrkdwn=True)
CHECKBOXES = _element(
    "checkboxes",
    {"options": listed(_TICK, most=limits.CHECKBOXES)},
    {**FOCUSABLE, "initial_options": listed(_TICK, most=limits.CHECKBOXES)},
    initial_options_are_offered,
)
RADIO_BUTTONS = _element(
    "radio_buttons",
    {"options": listed(_TICK, most=limits.RADIO_BUTTONS)},
    {**FOCUSABLE, "initial_option": _TICK},
    initial_options_are_offered,
)
OVERFLOW = _element("overflow", {"options": listed(option(url=True), most=limits.OVERFLOW_OPTIONS)}, CONFIRMABLE)

_OPTIONS: dict[str, Rule] = {
    "options": listed(option(), most=limits.SELECT_OPTIONS),
    "option_groups": listed(OPTION_GROUP, most=limits.OPTION_GROUPS),
}
_ONE_SOURCE = exactly_one_of("options", "option_groups")
_SEVERAL: dict[str, Rule] = {**CHOOSABLE, "max_selected_items": number(1)}
_QUERY: dict[str, Rule] = {"min_query_length": number(0)}
_DEFAULTS: dict[str, Rule] = {"default_to_current_conversation": boolean, "filter": CONVERSATION_FILTER}
_ANSWERING: dict[str, Rule] = {"response_url_enabled": boolean}
_IDS = listed(string())

SELECTS: dict[str, Rule] = {
    **_element(
        "static_select",
        {},
        {**CHOOSABLE, **_OPTIONS, "initial_option": option()},
        _ONE_SOURCE,
        initial_options_are_offered,
    ),
    **_element("external_select", {}, {**CHOOSABLE, **_QUERY, "initial_option": option()}),
    **_element("users_select", {}, {**CHOOSABLE, "initial_user": string()}),
    **_element("conversations_select", {}, {**CHOOSABLE, **_DEFAULTS, **_ANSWERING, "initial_conversation": string()}),
    **_element("channels_select", {}, {**CHOOSABLE, **_ANSWERING, "initial_channel": string()}),
}
MULTI_SELECTS: dict[str, Rule] = {
    **_element(
        "multi_static_select",
        {},
        {**_SEVERAL, **_OPTIONS, "initial_options": listed(option(), most=limits.SELECT_OPTIONS)},
        _ONE_SOURCE,
        initial_options_are_offered,
    ),
    **_element("multi_external_select", {}, {**_SEVERAL, **_QUERY, "initial_options": listed(option())}),
    **_element("multi_users_select", {}, {**_SEVERAL, "initial_users": _IDS}),
    **_element("multi_conversations_select", {}, {**_SEVERAL, **_DEFAULTS, "initial_conversations": _IDS}),
    **_element("multi_channels_select", {}, {**_SEVERAL, "initial_channels": _IDS}),
}

DATEPICKER = _element("datepicker", {}, {**CHOOSABLE, "initial_date": _calendar_day})
TIMEPICKER = _element(
    "timepicker", {}, {**CHOOSABLE, "initial_time": string(like=r"([01]\d|2[0-3]):[0-5]\d"), "timezone": string()}
)
DATETIMEPICKER = _element(
    "datetimepicker", {}, {**FOCUSABLE, "initial_date_time": number(1_000_000_000, 9_999_999_999)}
)

_NUMERAL = string(like=r"-?\d+(\.\d+)?")
TEXT_INPUTS: dict[str, Rule] = {
    **_element(
        "plain_text_input",
        {},
        {
            **TYPABLE,
            "initial_value": string(limits.TEXT_INPUT, least=0),
            "multiline": boolean,
            "min_length": number(0, limits.TEXT_INPUT),
            "max_length": number(1, limits.TEXT_INPUT),
        },
        _lengths_in_order,
    ),
    **_element("email_text_input", {}, {**TYPABLE, "initial_value": string()}),
    **_element("url_text_input", {}, {**TYPABLE, "initial_value": string(like=LINK)}),
    **_element(
        "number_input",
        {"is_decimal_allowed": boolean},
        {**TYPABLE, "initial_value": _NUMERAL, "min_value": _NUMERAL, "max_value": _NUMERAL},
    ),
    **_element("file_input", {}, {**ACTION_ID, "filetypes": listed(string()), "max_files": number(1, limits.FILES)}),
}
RICH_TEXT_INPUT = _element(
    "rich_text_input",
    {},
    {
        **TYPABLE,
        "initial_value": RICH_TEXT,
        "min_lines": number(1, limits.RICH_TEXT_LINES),
        "max_lines": number(1, limits.RICH_TEXT_LINES),
    },
)

IMAGE = _element(
    "image",
    {"alt_text": string(limits.IMAGE_ALT)},
    {"image_url": string(limits.URL, like=WEB_LINK), "slack_file": SLACK_FILE},
    exactly_one_of("image_url", "slack_file"),
)

_EVERYWHERE = {**CHECKBOXES, **RADIO_BUTTONS, **SELECTS, **MULTI_SELECTS, **DATEPICKER, **TIMEPICKER}
IN_ACTIONS = typed(
    {**_EVERYWHERE, **BUTTON, **WORKFLOW_BUTTON, **OVERFLOW, **DATETIMEPICKER, **RICH_TEXT_INPUT},
    "element of an actions block",
)
IN_SECTION = typed({**_EVERYWHERE, **BUTTON, **WORKFLOW_BUTTON, **OVERFLOW, **IMAGE}, "accessory of a section")
IN_INPUT = typed({**_EVERYWHERE, **DATETIMEPICKER, **TEXT_INPUTS, **RICH_TEXT_INPUT}, "element of an input block")
IN_CONTEXT_ACTIONS = typed({**FEEDBACK_BUTTONS, **ICON_BUTTON}, "element of a context_actions block")
BUTTONS = typed(BUTTON, "card action")
