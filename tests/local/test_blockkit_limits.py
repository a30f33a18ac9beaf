"""Every limit of the strict Block Kit validator: the largest size passes, one more is refused and the limit named.

The sizes are held against slackblocks, which reads Slack's documentation independently.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from slackblocks import _limits as oracle

from infra.local.slack.blockkit import InvalidBlocks, check_message, check_view, limits

Json = dict[str, Any]
Sized = Callable[[int], Json]


def plain(size: int = 1) -> Json:
    return {"type": "plain_text", "text": "x" * size}


def options(count: int = 1) -> list[Json]:
    return [{"text": plain(), "value": str(number)} for number in range(count)]


def button(**more: Any) -> Json:
    return {"type": "button", "text": plain(), **more}


def confirm(**more: Any) -> Json:
    return {"title": plain(), "text": plain(), "confirm": plain(), "deny": plain(), **more}


def in_actions(element: Json) -> Json:
    return {"type": "actions", "elements": [element]}


def section(**more: Any) -> Json:
    return {"type": "section", "text": plain(), **more}


def select(**more: Any) -> Json:
    return in_actions({"type": "static_select", **more})


def field(**element: Any) -> Json:
    return {"type": "input", "label": plain(), "element": {"type": "plain_text_input", **element}}


def image(**more: Any) -> Json:
    return {"type": "image", "image_url": "https://x.example/a.png", "alt_text": "x", **more}


def video(**more: Any) -> Json:
    links = {"thumbnail_url": "https://x.example/a.png", "video_url": "https://x.example/a"}
    return {"type": "video", "title": plain(), "alt_text": "x", **links, **more}


def cells(columns: int) -> list[Json]:
    return [{"type": "raw_text", "text": "x"}] * columns


def data_table(rows: int = 2, columns: int = 1, **more: Any) -> Json:
    return {"type": "data_table", "caption": "x", "rows": [cells(columns)] * rows, **more}


def chart(chart: Json, title: str = "x") -> Json:
    return {"type": "data_visualization", "title": title, "chart": chart}


def pie(slices: int = 1, label: str = "x") -> Json:
    return chart({"type": "pie", "segments": [{"label": label, "value": 1}] * slices})


def bar(series: int = 1, points: int = 1, label: int = 1, **axis: str) -> Json:
    names = [f"{number}".rjust(label, "x") for number in range(points)]
    data = [{"label": name, "value": 1} for name in names]
    several = [{"name": f"{number}", "data": data} for number in range(series)]
    return chart({"type": "bar", "series": several, "axis_config": {"categories": names, **axis}})


def modal(**more: Any) -> Json:
    return {"type": "modal", "title": plain(), "blocks": [], **more}


def link(size: int) -> str:
    return "https://x.example/".ljust(size, "x")


def confirmed(**more: Any) -> Json:
    return in_actions(button(confirm=confirm(**more)))


def grouped(label: int = 1, choices: int = 1, groups: int = 1) -> Json:
    return select(option_groups=[{"label": plain(label), "options": options(choices)}] * groups)


def one_option(**more: Any) -> Json:
    return in_actions({"type": "overflow", "options": [{**options()[0], **more}]})


BLOCKS: list[tuple[str, str, Sized]] = [
    ("SECTION_TEXT", "SECTION_TEXT_MAX_LENGTH", lambda n: section(text=plain(n))),
    ("SECTION_FIELDS", "SECTION_FIELDS_MAX_ITEMS", lambda n: {"type": "section", "fields": [plain()] * n}),
    ("SECTION_FIELD", "SECTION_FIELDS_ITEM_MAX_LENGTH", lambda n: {"type": "section", "fields": [plain(n)]}),
    ("HEADER", "HEADER_TEXT_MAX_LENGTH", lambda n: {"type": "header", "text": plain(n)}),
    ("BLOCK_ID", "BLOCK_ID_MAX_LENGTH", lambda n: {"type": "divider", "block_id": "x" * n}),
    ("ACTIONS", "ACTIONS_ELEMENTS_MAX_ITEMS", lambda n: {"type": "actions", "elements": [button()] * n}),
    ("CONTEXT", "CONTEXT_ELEMENTS_MAX_ITEMS", lambda n: {"type": "context", "elements": [plain()] * n}),
    ("TEXT", "TEXT_MAX_LENGTH", lambda n: {"type": "context", "elements": [plain(n)]}),
    ("MARKDOWN", "MARKDOWN_TEXT_MAX_LENGTH", lambda n: {"type": "markdown", "text": "x" * n}),
    ("IMAGE_ALT", "IMAGE_ALT_TEXT_MAX_LENGTH", lambda n: image(alt_text="x" * n)),
    ("IMAGE_TITLE", "IMAGE_TITLE_MAX_LENGTH", lambda n: image(title=plain(n))),
    ("URL", "IMAGE_IMAGE_URL_MAX_LENGTH", lambda n: image(image_url=link(n))),
    ("VIDEO_TITLE", "VIDEO_TITLE_MAX_LENGTH", lambda n: video(title=plain(n))),
    ("VIDEO_DESCRIPTION", "VIDEO_DESCRIPTION_MAX_LENGTH", lambda n: video(description=plain(n))),
    ("VIDEO_NAME", "VIDEO_AUTHOR_NAME_MAX_LENGTH", lambda n: video(author_name="x" * n)),
    ("INPUT_LABEL", "INPUT_LABEL_MAX_LENGTH", lambda n: field() | {"label": plain(n)}),
    ("INPUT_HINT", "INPUT_HINT_MAX_LENGTH", lambda n: field() | {"hint": plain(n)}),
    ("PLACEHOLDER", "PLAIN_TEXT_INPUT_PLACEHOLDER_MAX_LENGTH", lambda n: field(placeholder=plain(n))),
    ("TEXT_INPUT", "PLAIN_TEXT_INPUT_MAX_LENGTH_MAX", lambda n: field(max_length=n)),
    ("BUTTON_TEXT", "BUTTON_TEXT_MAX_LENGTH", lambda n: in_actions(button(text=plain(n)))),
    ("BUTTON_VALUE", "BUTTON_VALUE_MAX_LENGTH", lambda n: in_actions(button(value="x" * n))),
    ("URL", "BUTTON_URL_MAX_LENGTH", lambda n: in_actions(button(url=link(n)))),
    ("ACTION_ID", "ACTION_ID_MAX_LENGTH", lambda n: in_actions(button(action_id="x" * n))),
    (
        "ACCESSIBILITY_LABEL",
        "BUTTON_ACCESSIBILITY_LABEL_MAX_LENGTH",
        lambda n: in_actions(button(accessibility_label="x" * n)),
    ),
    ("CONFIRM_TITLE", "CONFIRMATION_TITLE_MAX_LENGTH", lambda n: confirmed(title=plain(n))),
    ("CONFIRM_TEXT", "CONFIRMATION_TEXT_MAX_LENGTH", lambda n: confirmed(text=plain(n))),
    ("CONFIRM_BUTTON", "CONFIRMATION_CONFIRM_MAX_LENGTH", lambda n: confirmed(confirm=plain(n))),
    ("CONFIRM_BUTTON", "CONFIRMATION_DENY_MAX_LENGTH", lambda n: confirmed(deny=plain(n))),
    (
        "CHECKBOXES",
        "CHECKBOXES_OPTIONS_MAX_ITEMS",
        lambda n: in_actions({"type": "checkboxes", "options": options(n)}),
    ),
    (
        "RADIO_BUTTONS",
        "RADIO_BUTTONS_OPTIONS_MAX_ITEMS",
        lambda n: in_actions({"type": "radio_buttons", "options": options(n)}),
    ),
    (
        "OVERFLOW_OPTIONS",
        "OVERFLOW_OPTIONS_MAX_ITEMS",
        lambda n: in_actions({"type": "overflow", "options": options(n)}),
    ),
    ("SELECT_OPTIONS", "SELECT_OPTIONS_MAX_ITEMS", lambda n: select(options=options(n))),
    ("OPTION_GROUPS", "SELECT_OPTION_GROUPS_MAX_ITEMS", lambda n: grouped(groups=n)),
    ("OPTION_GROUP_LABEL", "OPTION_GROUP_LABEL_MAX_LENGTH", lambda n: grouped(label=n)),
    ("SELECT_OPTIONS", "OPTION_GROUP_OPTIONS_MAX_ITEMS", lambda n: grouped(choices=n)),
    ("OPTION_TEXT", "OPTION_TEXT_MAX_LENGTH", lambda n: one_option(text=plain(n))),
    ("OPTION_VALUE", "OPTION_VALUE_MAX_LENGTH", lambda n: one_option(value="x" * n)),
    ("OPTION_DESCRIPTION", "OPTION_DESCRIPTION_MAX_LENGTH", lambda n: one_option(description=plain(n))),
    ("URL", "OPTION_URL_MAX_LENGTH", lambda n: one_option(url=link(n))),
    ("TABLE_ROWS", "TABLE_ROWS_MAX_ITEMS", lambda n: {"type": "table", "rows": [cells(1)] * n}),
    ("TABLE_COLUMNS", "TABLE_COLUMNS_MAX_ITEMS", lambda n: {"type": "table", "rows": [cells(n)]}),
    ("DATA_TABLE_ROWS", "DATA_TABLE_ROWS_MAX_ITEMS", lambda n: data_table(rows=n)),
    ("TABLE_COLUMNS", "DATA_TABLE_COLUMNS_MAX_ITEMS", lambda n: data_table(columns=n)),
    ("DATA_TABLE_PAGE", "DATA_TABLE_PAGE_SIZE_MAX", lambda n: data_table(page_size=n)),
    ("CHART_TITLE", "DATA_VISUALIZATION_TITLE_MAX_LENGTH", lambda n: pie() | {"title": "x" * n}),
    ("CHART_PARTS", "DATA_VISUALIZATION_SEGMENTS_MAX_ITEMS", lambda n: pie(slices=n)),
    ("CHART_LABEL", "DATA_VISUALIZATION_SEGMENT_LABEL_MAX_LENGTH", lambda n: pie(label="x" * n)),
    ("CHART_PARTS", "DATA_VISUALIZATION_SERIES_MAX_ITEMS", lambda n: bar(series=n)),
    ("CHART_POINTS", "DATA_VISUALIZATION_DATA_MAX_ITEMS", lambda n: bar(points=n)),
    ("CHART_LABEL", "DATA_VISUALIZATION_CATEGORY_LABEL_MAX_LENGTH", lambda n: bar(label=n)),
    ("CHART_AXIS", "DATA_VISUALIZATION_AXIS_LABEL_MAX_LENGTH", lambda n: bar(x_label="x" * n)),
]

VIEWS: list[tuple[str, str, Sized]] = [
    ("VIEW_TITLE", "VIEW_TITLE_MAX_LENGTH", lambda n: modal(title=plain(n))),
    ("VIEW_SUBMIT", "VIEW_SUBMIT_MAX_LENGTH", lambda n: modal(submit=plain(n))),
    ("VIEW_CLOSE", "VIEW_CLOSE_MAX_LENGTH", lambda n: modal(close=plain(n))),
    ("VIEW_BLOCKS", "VIEW_BLOCKS_MAX_ITEMS", lambda n: modal(blocks=[{"type": "divider"}] * n)),
    ("VIEW_BLOCKS", "VIEW_BLOCKS_MAX_ITEMS", lambda n: {"type": "home", "blocks": [{"type": "divider"}] * n}),
    ("VIEW_PRIVATE_METADATA", "VIEW_PRIVATE_METADATA_MAX_LENGTH", lambda n: modal(private_metadata="x" * n)),
    ("VIEW_ID", "VIEW_CALLBACK_ID_MAX_LENGTH", lambda n: modal(callback_id="x" * n)),
    ("VIEW_ID", "VIEW_EXTERNAL_ID_MAX_LENGTH", lambda n: modal(external_id="x" * n)),
    ("ALERT", "ALERT_TEXT_MAX_LENGTH", lambda n: modal(blocks=[{"type": "alert", "text": plain(n)}])),
]

MESSAGES: list[tuple[str, str, Sized]] = [
    ("MESSAGE_BLOCKS", "MESSAGE_BLOCKS_MAX_ITEMS", lambda n: {"blocks": [{"type": "divider"}] * n}),
    ("MESSAGE_CHARTS", "MESSAGE_DATA_VISUALIZATIONS_MAX_ITEMS", lambda n: {"blocks": [pie()] * n}),
    ("MESSAGE_ATTACHMENTS", "MESSAGE_ATTACHMENTS_MAX_ITEMS", lambda n: {"attachments": [{"text": "x"}] * n}),
    (
        "MESSAGE_MARKDOWN_CHARACTERS",
        "MARKDOWN_TOTAL_TEXT_MAX_LENGTH",
        lambda n: {"blocks": [{"type": "markdown", "text": "x" * (n - 1)}, {"type": "markdown", "text": "x"}]},
    ),
    (
        "MESSAGE_DATA_TABLE_CHARACTERS",
        "DATA_TABLE_TOTAL_CONTENT_MAX_LENGTH",
        lambda n: {
            "blocks": [data_table(rows=2) | {"rows": [cells(1), [{"type": "raw_text", "text": "x" * (n - 1)}]]}]
        },
    ),
]


def holds(check: Callable[[Json], None], sized: Sized, limit: int) -> None:
    check(sized(limit))
    with pytest.raises(InvalidBlocks) as refused:
        check(sized(limit + 1))
    assert len(refused.value.problems) <= 2  # a chart says it of the axis and of the point
    assert all(str(limit) in problem for problem in refused.value.problems)


@pytest.mark.parametrize(("ours", "theirs", "sized"), BLOCKS, ids=[case[1] for case in BLOCKS])
def test_a_block_may_be_as_large_as_slack_says_and_no_larger(ours: str, theirs: str, sized: Sized) -> None:
    limit = getattr(limits, ours)
    assert limit == getattr(oracle, theirs)
    holds(lambda block: check_message({"text": "x", "blocks": [block]}), sized, limit)


@pytest.mark.parametrize(("ours", "theirs", "sized"), VIEWS, ids=[case[1] for case in VIEWS])
def test_a_view_may_be_as_large_as_slack_says_and_no_larger(ours: str, theirs: str, sized: Sized) -> None:
    limit = getattr(limits, ours)
    assert limit == getattr(oracle, theirs)
    holds(check_view, sized, limit)


@pytest.mark.parametrize(("ours", "theirs", "sized"), MESSAGES, ids=[case[1] for case in MESSAGES])
def test_a_message_may_be_as_large_as_slack_says_and_no_larger(ours: str, theirs: str, sized: Sized) -> None:
    limit = getattr(limits, ours)
    assert limit == getattr(oracle, theirs)
    holds(check_message, sized, limit)


def test_the_text_of_a_message_ends_at_forty_thousand() -> None:
    holds(check_message, lambda n: {"text": "x" * n}, 40_000)


def test_one_table_of_ten_thousand_characters_in_a_message() -> None:
    def table(size: int) -> Json:
        return {"type": "table", "rows": [[{"type": "raw_text", "text": "x" * size}]]}

    holds(check_message, lambda n: {"blocks": [table(n)]}, 10_000)
    holds(check_message, lambda n: {"blocks": [table(1)] * n}, 1)
