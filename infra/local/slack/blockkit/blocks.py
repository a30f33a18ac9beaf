"""Every block: its fields, and the surfaces Slack shows it on."""

from infra.local.slack.blockkit import limits
from infra.local.slack.blockkit.elements import BUTTONS, IMAGE, IN_ACTIONS, IN_CONTEXT_ACTIONS, IN_INPUT, IN_SECTION
from infra.local.slack.blockkit.objects import HTTPS_LINK, SLACK_FILE, WEB_LINK, any_text, plain_text
from infra.local.slack.blockkit.rich_text import PARTS, RICH_TEXT
from infra.local.slack.blockkit.rules import (
    Rule,
    at_least_one_of,
    boolean,
    exactly_one_of,
    listed,
    one_of,
    shape,
    string,
    typed,
)
from infra.local.slack.blockkit.tables import (
    CHART,
    DATA_TABLE,
    DATA_TABLE_OPTIONAL,
    TABLE,
    TABLE_OPTIONAL,
    rows_are_even,
)

BLOCKS: dict[str, Rule] = {}
SURFACES: dict[str, frozenset[str]] = {}
EVERYWHERE = ("message", "modal", "home")


def _block(
    kind: str,
    required: dict[str, Rule] | None = None,
    optional: dict[str, Rule] | None = None,
    *also: Rule,
    on: tuple[str, ...] = EVERYWHERE,
) -> None:
    common: dict[str, Rule] = {"block_id": string(limits.BLOCK_ID)}
    BLOCKS[kind] = shape({"type": one_of(kind), **(required or {})}, {**common, **(optional or {})}, *also)
    SURFACES[kind] = frozenset(on)


_IMAGE = typed(IMAGE, "image")

_block(
    "section",
    {},
    {
        "text": any_text(limits.SECTION_TEXT),
        "fields": listed(any_text(limits.SECTION_FIELD), most=limits.SECTION_FIELDS),
        "accessory": IN_SECTION,
        "expand": boolean,
    },
    at_least_one_of("text", "fields"),
)
_block("actions", {"elements": listed(IN_ACTIONS, most=limits.ACTIONS)})
_TEXTS = {kind: any_text(limits.TEXT) for kind in ("plain_text", "mrkdwn")}
_block("context", {"elements": listed(typed({**IMAGE, **_TEXTS}, "element of a context block"), most=limits.CONTEXT)})
_block("context_actions", {"elements": listed(IN_CONTEXT_ACTIONS, most=limits.CONTEXT_ACTIONS)}, on=("message",))
_block("divider")
_block("header", {"text": plain_text(limits.HEADER)})
_block(
    "image",
    {"alt_text": string(limits.IMAGE_ALT)},
    {
        "image_url": string(limits.URL, like=WEB_LINK),
        "slack_file": SLACK_FILE,
        "title": plain_text(limits.IMAGE_TITLE),
    },
    exactly_one_of("image_url", "slack_file"),
)
_block(
    "input",
    {"label": plain_text(limits.INPUT_LABEL), "element": IN_INPUT},
    {"hint": plain_text(limits.INPUT_HINT), "optional": boolean, "dispatch_action": boolean},
)
_block("rich_text", {"elements": listed(typed(PARTS, "part of a rich text"))})
_block("markdown", {"text": string(limits.MARKDOWN)}, on=("message",))
_block("file", {"external_id": string(), "source": one_of("remote")}, on=("message",))
_block(
    "video",
    {
        "alt_text": string(limits.IMAGE_ALT),
        "title": plain_text(limits.VIDEO_TITLE),
        "thumbnail_url": string(limits.URL, like=WEB_LINK),
        "video_url": string(limits.URL, like=HTTPS_LINK),
    },
    {
        "author_name": string(limits.VIDEO_NAME),
        "description": plain_text(limits.VIDEO_DESCRIPTION),
        "provider_name": string(limits.VIDEO_NAME),
        "provider_icon_url": string(limits.VIDEO_ICON_URL, like=WEB_LINK),
        "title_url": string(limits.VIDEO_TITLE_URL, like=HTTPS_LINK),
    },
)
_block("table", TABLE, TABLE_OPTIONAL, on=("message", "home"))
_block("data_table", DATA_TABLE, DATA_TABLE_OPTIONAL, rows_are_even, on=("message", "home"))
_block("data_visualization", CHART, on=("message", "home"))
_block(
    "alert",
    {"text": any_text(limits.ALERT)},
    {"level": one_of("default", "info", "warning", "error", "success")},
    on=("modal",),
)
_block(
    "card",
    {},
    {
        "hero_image": _IMAGE,
        "icon": _IMAGE,
        "slack_icon": shape({"type": string(), "name": string()}),
        "title": any_text(limits.CARD_TITLE),
        "subtitle": any_text(limits.CARD_TITLE),
        "body": any_text(limits.CARD_BODY),
        "subtext": any_text(limits.CARD_BODY),
        "actions": listed(BUTTONS, most=limits.CARD_ACTIONS),
    },
    at_least_one_of("hero_image", "title", "actions", "body"),
)
_block(
    "carousel",
    {"elements": listed(typed({"card": BLOCKS["card"]}, "part of a carousel"), most=limits.CAROUSEL_CARDS)},
    on=("message", "home"),
)

_IN_CONTAINER = ("actions", "context", "divider", "file", "header", "image", "input", "rich_text", "section", "video")
_block(
    "container",
    {
        "child_blocks": listed(
            typed({kind: BLOCKS[kind] for kind in (*_IN_CONTAINER, "table")}, "part of a container"),
            most=limits.CONTAINER_BLOCKS,
        )
    },
    {
        "title": plain_text(limits.CONTAINER_TITLE),
        "rich_text_title": RICH_TEXT,
        "subtitle": any_text(limits.CONTAINER_TITLE),
        "width": one_of("narrow", "standard", "wide", "full"),
        "icon": _IMAGE,
        "is_collapsible": boolean,
        "default_collapsed": boolean,
        "has_header_divider": boolean,
    },
    at_least_one_of("title", "rich_text_title"),
    on=("message", "home"),
)

_SOURCE = shape({"type": one_of("url"), "url": string(like=WEB_LINK), "text": string()})
_TASK: dict[str, Rule] = {"task_id": string(), "title": string()}
_TASK_OPTIONAL: dict[str, Rule] = {"details": RICH_TEXT, "output": RICH_TEXT, "sources": listed(_SOURCE)}
_DONE = ("in_progress", "complete", "error")
_block("task_card", {**_TASK, "status": one_of(*_DONE)}, _TASK_OPTIONAL, on=("message",))
_PLANNED = shape({**_TASK, "status": one_of("pending", *_DONE)}, _TASK_OPTIONAL)
_block("plan", {"title": string(), "tasks": listed(_PLANNED, most=limits.PLAN_TASKS)}, on=("message",))

BLOCK = typed(BLOCKS, "block")
