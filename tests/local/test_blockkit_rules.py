"""What the strict Block Kit validator refuses besides sizes, and what it must let through.

Slack answers all of these with `invalid_blocks` or `invalid_arguments`; slack_sdk's own models let most of them pass.
"""

from __future__ import annotations

from typing import Any

import pytest
import slackblocks
from slack_sdk.models import blocks as sdk

from infra.local.slack.blockkit import InvalidBlocks, check_message, check_view

Json = dict[str, Any]
TEXT = {"type": "plain_text", "text": "x"}
MRKDWN = {"type": "mrkdwn", "text": "x"}
ASHA = {"text": TEXT, "value": "1"}
DEV = {"text": TEXT, "value": "2"}
GO = {"type": "button", "text": TEXT, "action_id": "go"}
FIELD: Json = {"type": "input", "label": TEXT, "element": {"type": "plain_text_input", "action_id": "a"}}
CELL = {"type": "raw_text", "text": "x"}
RICH = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}]}


def actions(*elements: Json, **more: Any) -> Json:
    return {"type": "actions", "elements": list(elements), **more}


def ticks(**more: Any) -> Json:
    return actions({"type": "checkboxes", "action_id": "t", "options": [ASHA, DEV], **more})


def menu(**more: Any) -> Json:
    return actions({"type": "static_select", "options": [ASHA, DEV], **more})


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": TEXT, "submit": TEXT, "blocks": list(blocks), **more}


def problems_of(check: Any, payload: Json) -> str:
    with pytest.raises(InvalidBlocks) as refused:
        check(payload)
    return "\n".join(refused.value.problems)


@pytest.mark.parametrize(
    ("block", "problem"),
    [
        ({}, "blocks[0]: type is missing"),
        ({"type": "sektion"}, "blocks[0]: 'sektion' is no block here"),
        ({"type": "section"}, "blocks[0]: needs text or fields"),
        ({"type": "section", "fields": []}, "blocks[0].fields: is empty"),
        ({"type": "section", "text": "words"}, "blocks[0].text: must be an object, is a string"),
        ({"type": "section", "text": {"type": "text", "text": "x"}}, "blocks[0].text: 'text' is no text object"),
        ({"type": "section", "text": MRKDWN | {"text": ""}}, "blocks[0].text.text: is empty"),
        ({"type": "section", "text": MRKDWN | {"text": 5}}, "blocks[0].text.text: must be a string, is a number"),
        ({"type": "section", "text": MRKDWN | {"emoji": True}}, "blocks[0].text: unknown field emoji"),
        ({"type": "section", "text": TEXT, "colour": "red"}, "blocks[0]: unknown field colour"),
        ({"type": "section", "text": TEXT, "accessory": FIELD["element"]}, "blocks[0].accessory: 'plain_text_input'"),
        ({"type": "header", "text": MRKDWN}, "blocks[0].text: 'mrkdwn' is no text (only plain_text) here"),
        ({"type": "divider", "block_id": ""}, "blocks[0].block_id: is empty"),
        ({"type": "context", "elements": [GO]}, "blocks[0].elements[0]: 'button' is no element of a context block"),
        ({"type": "image", "image_url": "https://x.example/a"}, "blocks[0]: alt_text is missing"),
        ({"type": "image", "image_url": "a.png", "alt_text": "x"}, "blocks[0].image_url: 'a.png' does not look like"),
        ({"type": "image", "alt_text": "x"}, "blocks[0]: needs exactly one of image_url and slack_file"),
        ({"type": "input", "label": MRKDWN, "element": FIELD["element"]}, "blocks[0].label: 'mrkdwn' is no text"),
        ({"type": "input", "label": TEXT, "element": GO}, "blocks[0].element: 'button' is no element of an input"),
        (FIELD | {"element": {"type": "number_input"}}, "blocks[0].element: is_decimal_allowed is missing"),
        (FIELD | {"element": {"type": "file_input"}}, "blocks[0].element: a file_input can stand only in a modal"),
        (actions(), "blocks[0].elements: is empty"),
        (actions(GO | {"text": MRKDWN}), "blocks[0].elements[0].text: 'mrkdwn' is no text"),
        (actions(GO | {"style": "warning"}), "blocks[0].elements[0].style: 'warning' is none of primary, danger"),
        (actions(GO | {"url": "somewhere"}), "blocks[0].elements[0].url: 'somewhere' does not look like"),
        (actions(GO | {"confirm": {"title": TEXT}}), "blocks[0].elements[0].confirm: text is missing"),
        (actions(GO, GO), "blocks[0]: action_id 'go' twice"),
        (actions({"type": "overflow", "options": []}), "blocks[0].elements[0].options: is empty"),
        (ticks(options=[ASHA | {"value": ""}]), "blocks[0].elements[0].options[0].value: is empty"),
        (ticks(options=[ASHA | {"value": 4}]), "blocks[0].elements[0].options[0].value: must be a string"),
        (ticks(initial_options=[]), "blocks[0].elements[0].initial_options: is empty"),
        (ticks(initial_options=[ASHA | {"value": "3"}]), "initial_options[0]: equals none of the options ('3')"),
        (ticks(initial_options=[ASHA | {"description": TEXT}]), "initial_options[0]: equals none of the options"),
        (ticks(initial_options=[ASHA, ASHA]), "initial_options: the same option twice"),
        (menu(initial_option=ASHA | {"value": "3"}), "initial_option: equals none of the options"),
        (menu(options=[ASHA | {"text": MRKDWN}]), "options[0].text: 'mrkdwn' is no text (only plain_text)"),
        (menu(option_groups=[]), "blocks[0].elements[0].option_groups: is empty"),
        (actions({"type": "static_select"}), "needs exactly one of options and option_groups, has 0"),
        (actions({"type": "datepicker", "initial_date": "2026-02-30"}), "'2026-02-30' is no day"),
        (actions({"type": "datepicker", "initial_date": "23 Nov"}), "'23 Nov' is no day"),
        (actions({"type": "timepicker", "initial_time": "24:00"}), "initial_time: '24:00' does not look like"),
        (actions({"type": "datetimepicker", "initial_date_time": 17}), "initial_date_time: 17 is below"),
        ({"type": "rich_text", "elements": [CELL]}, "blocks[0].elements[0]: 'raw_text' is no part of a rich text"),
        ({"type": "rich_text", "elements": []}, "blocks[0].elements: is empty"),
        ({"type": "table", "rows": []}, "blocks[0].rows: is empty"),
        ({"type": "table", "rows": [[CELL | {"text": ""}]]}, "blocks[0].rows[0][0].text: is empty"),
        ({"type": "table", "rows": [[CELL]], "column_settings": [{"align": "top"}]}, "align: 'top' is none of"),
        ({"type": "data_table", "rows": [[CELL]], "caption": "x"}, "blocks[0].rows: 1 rows, at least 2 are needed"),
        ({"type": "data_table", "rows": [[CELL]] * 2}, "blocks[0]: caption is missing"),
        (
            {"type": "data_table", "rows": [[CELL], [CELL, CELL]], "caption": "x"},
            "blocks[0].rows[1]: 2 cells, the header has 1",
        ),
        (
            {"type": "data_table", "rows": [[RICH], [CELL]], "caption": "x"},
            "blocks[0].rows[0][0]: a header cell cannot be rich_text",
        ),
        (
            {
                "type": "data_table",
                "rows": [[CELL], [{"type": "raw_number", "value": "7", "text": "7"}]],
                "caption": "x",
            },
            "value: must be a number, is a string",
        ),
        (
            {
                "type": "data_visualization",
                "title": "x",
                "chart": {"type": "pie", "segments": [{"label": "a", "value": 0}]},
            },
            "a slice must be above 0, is 0",
        ),
        (
            {
                "type": "data_visualization",
                "title": "x",
                "chart": {
                    "type": "line",
                    "axis_config": {"categories": ["Mon", "Tue"]},
                    "series": [{"name": "x", "data": [{"label": "Mon", "value": 1}]}],
                },
            },
            "series[0].data: needs exactly one point for every category",
        ),
        ({"type": "alert", "text": TEXT}, "blocks[0]: a alert block cannot stand in a message"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_message_with_such_a_block_is_refused(block: Json, problem: str) -> None:
    assert problem in problems_of(check_message, {"text": "x", "blocks": [block]})


@pytest.mark.parametrize(
    ("view", "problem"),
    [
        ({"blocks": []}, "view: type must be modal or home"),
        ({"type": "modal", "blocks": []}, "view: title is missing"),
        (modal() | {"title": MRKDWN}, "title: 'mrkdwn' is no text"),
        (
            {"type": "modal", "title": TEXT, "blocks": [FIELD]},
            "submit is missing, and a modal with input blocks needs it",
        ),
        (modal(notify_on_close="yes"), "notify_on_close: must be true or false"),
        (modal({"type": "table", "rows": [[CELL]]}), "blocks[0]: a table block cannot stand in a modal"),
        (
            modal({"type": "data_table", "rows": [[CELL], [CELL]], "caption": "x"}),
            "blocks[0]: a data_table block cannot stand in a modal",
        ),
        (modal({"type": "markdown", "text": "x"}), "blocks[0]: a markdown block cannot stand in a modal"),
        (
            modal({"type": "divider", "block_id": "a"}, {"type": "divider", "block_id": "a"}),
            "blocks: block_id 'a' twice",
        ),
        (
            modal(*[FIELD | {"element": FIELD["element"] | {"focus_on_load": True}}] * 2),
            "blocks: 2 elements have focus_on_load, the limit is 1",
        ),
        (
            modal(FIELD | {"element": {"type": "plain_text_input", "min_length": 5, "max_length": 3}}),
            "blocks[0].element: min_length is above max_length",
        ),
        ({"type": "home", "blocks": [], "title": TEXT}, "view: unknown field title"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_such_a_view_is_refused(view: Json, problem: str) -> None:
    assert problem in problems_of(check_view, view)


def test_the_same_block_id_twice_in_a_message_is_refused() -> None:
    twice = [{"type": "divider", "block_id": "a"}] * 2
    assert problems_of(check_message, {"text": "x", "blocks": twice}) == "blocks: block_id 'a' twice"


def test_every_problem_is_named_at_once() -> None:
    bad = {"text": "x", "blocks": [{"type": "section"}, {"type": "header", "text": TEXT | {"text": ""}}]}
    assert problems_of(check_message, bad).splitlines() == [
        "blocks[0]: needs text or fields",
        "blocks[1].text.text: is empty",
    ]


@pytest.mark.parametrize(
    "block",
    [
        {"type": "section", "text": MRKDWN | {"verbatim": True}, "accessory": GO, "expand": True},
        {
            "type": "context",
            "elements": [TEXT, MRKDWN, {"type": "image", "image_url": "https://x.example", "alt_text": "x"}],
        },
        {"type": "context_actions", "elements": [{"type": "icon_button", "icon": "trash", "text": TEXT}]},
        {"type": "file", "external_id": "x", "source": "remote"},
        {"type": "table", "rows": [[CELL, RICH]], "column_settings": [None, {"align": "right", "is_wrapped": True}]},
        {
            "type": "data_table",
            "caption": "x",
            "rows": [[CELL], [{"type": "action_cell", "element": GO, "fallback": CELL}]],
        },
        ticks(initial_options=[DEV], options=[ASHA, DEV | {"description": MRKDWN}, DEV]),
        menu(initial_option=ASHA, placeholder=TEXT, focus_on_load=True),
        FIELD | {"optional": True, "dispatch_action": True, "hint": TEXT},
        actions(
            {"type": "multi_users_select", "max_selected_items": 3},
            {"type": "datepicker", "initial_date": "2026-11-23"},
        ),
        {"type": "card", "title": TEXT, "actions": [GO]},
        {"type": "carousel", "elements": [{"type": "card", "body": MRKDWN}]},
        {"type": "container", "title": TEXT, "child_blocks": [{"type": "divider"}]},
        {"type": "plan", "title": "x", "tasks": [{"task_id": "1", "title": "x", "status": "pending"}]},
    ],
    ids=lambda block: block["type"],
)
def test_what_slack_documents_is_let_through(block: Json) -> None:
    check_message({"text": "x", "blocks": [block]})


def test_what_slacks_own_sdk_writes_is_let_through() -> None:
    option = sdk.Option(text="x", value="1")
    check_message(
        {
            "text": "x",
            "blocks": [
                sdk.SectionBlock(
                    text="*x*", accessory=sdk.OverflowMenuElement(action_id="o", options=[option])
                ).to_dict(),
                sdk.ActionsBlock(elements=[sdk.CheckboxesElement(action_id="c", options=[option])]).to_dict(),
                sdk.HeaderBlock(text="x").to_dict(),
                sdk.InputBlock(label="x", element=sdk.DatePickerElement(action_id="d")).to_dict(),
            ],
        }
    )


def test_what_slackblocks_writes_is_let_through() -> None:
    message = slackblocks.Message(
        channel="C1",
        text="x",
        blocks=[
            slackblocks.SectionBlock("*x*", fields=["a", "b"]),
            slackblocks.ActionsBlock([slackblocks.Button("Go", action_id="go", style="primary")]),
            slackblocks.DataTableBlock(
                [
                    [slackblocks.RawText("Roll"), slackblocks.RawText("%")],
                    [slackblocks.RawText("04"), slackblocks.RawNumber(76.6, "76.6")],
                ],
                caption="Short",
            ),
        ],
    )
    check_message(message.to_dict())
