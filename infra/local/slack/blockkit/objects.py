"""Composition objects: texts, options, option groups, confirmation dialogs, filters."""

from collections.abc import Iterator, Mapping
from typing import Any

from infra.local.slack.blockkit import limits
from infra.local.slack.blockkit.rules import (
    Problem,
    Rule,
    boolean,
    exactly_one_of,
    listed,
    one_of,
    shape,
    string,
    typed,
)

LINK = r"(?i)[a-z][a-z0-9+.-]*:\S+"
WEB_LINK = r"(?i)https?://\S+"
HTTPS_LINK = r"(?i)https://\S+"


def plain_text(most: int) -> Rule:
    fields = {"type": one_of("plain_text"), "text": string(most)}
    return typed({"plain_text": shape(fields, {"emoji": boolean})}, "text (only plain_text)")


def any_text(most: int) -> Rule:
    """`plain_text` or `mrkdwn`."""
    plain = shape({"type": one_of("plain_text"), "text": string(most)}, {"emoji": boolean})
    mrkdwn = shape({"type": one_of("mrkdwn"), "text": string(most)}, {"verbatim": boolean})
    return typed({"plain_text": plain, "mrkdwn": mrkdwn}, "text object")


def option(*, mrkdwn: bool = False, url: bool = False) -> Rule:
    """Checkboxes and radio buttons take mrkdwn, overflow menus a url."""
    text = any_text if mrkdwn else plain_text
    optional: dict[str, Rule] = {"description": text(limits.OPTION_DESCRIPTION)}
    if url:
        optional["url"] = string(limits.URL, like=LINK)
    return shape({"text": text(limits.OPTION_TEXT), "value": string(limits.OPTION_VALUE)}, optional)


OPTION_GROUP = shape(
    {
        "label": plain_text(limits.OPTION_GROUP_LABEL),
        "options": listed(option(), most=limits.SELECT_OPTIONS),
    }
)

CONFIRM = shape(
    {
        "title": plain_text(limits.CONFIRM_TITLE),
        "text": any_text(limits.CONFIRM_TEXT),
        "confirm": plain_text(limits.CONFIRM_BUTTON),
        "deny": plain_text(limits.CONFIRM_BUTTON),
    },
    {"style": one_of("primary", "danger")},
)

CONVERSATION_FILTER = shape(
    {},
    {
        "include": listed(one_of("im", "mpim", "private", "public")),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
)

DISPATCH = shape(
    {"trigger_actions_on": listed(one_of("on_enter_pressed", "on_character_entered"), most=2)},
)

SLACK_FILE = shape({}, {"id": string(like=r"F[A-Z0-9]{8,}"), "url": string(like=WEB_LINK)}, exactly_one_of("id", "url"))


def offered(element: Mapping[str, Any]) -> list[Any]:
    """Every option of an element, those in groups included."""
    grouped = [choice for group in element.get("option_groups") or () for choice in group["options"]]
    return [*(element.get("options") or ()), *grouped]


def initial_options_are_offered(path: str, element: Mapping[str, Any]) -> Iterator[Problem]:
    """What is chosen at first must equal an option exactly: text, value and description."""
    initial = [("initial_option", element["initial_option"])] if "initial_option" in element else []
    initial += [(f"initial_options[{i}]", chosen) for i, chosen in enumerate(element.get("initial_options") or ())]
    choices = offered(element)
    for name, chosen in initial:
        if chosen not in choices:
            yield f"{path}.{name}: equals none of the options ({chosen.get('value')!r})"
    chosen_twice = len(initial) - len({chosen.get("value") for _, chosen in initial})
    if chosen_twice:
        yield f"{path}.initial_options: the same option twice"
