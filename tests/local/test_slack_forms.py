"""Forms as people fill them: every kind of field, files that fit and files that do not, forms on top of forms."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from infra.local.slack.chosen import NotOffered
from infra.local.slack.workspace import Workspace
from tests.conversations.speaker import Speaker
from tests.local.tiny_bot import TinyBot, button, every_field, field, form, plain, section


def opened(speaker: Speaker, **more: Any) -> Speaker:
    """A form stands before this person."""
    speaker.workspace.views.open(speaker.user_id, form(**more))
    return speaker


@pytest.fixture
def asked(teacher: Speaker) -> Speaker:
    """The teacher before a form with one of each field."""
    return opened(teacher, callback_id="every", blocks=every_field(), private_metadata="CSE-2")


def sent(bot: TinyBot) -> dict[str, Any]:
    """What each field of the last form held, by block_id."""
    values = bot.heard[-1]["view"]["state"]["values"]
    return {name: {key: held for key, held in answer["f"].items() if key != "type"} for name, answer in values.items()}


def test_every_field_starts_with_what_the_bot_put_there(asked: Speaker, bot: TinyBot) -> None:
    asked.sees("[Asha]", "[2026-11-23]", "[09:30]", "[Meera Iyer]", "[x] Mon", "[ ] Wed").presses("Add")
    assert bot.heard[-1]["view"]["private_metadata"] == "CSE-2"
    held = sent(bot)
    days = [option["value"] for option in held.pop("days")["selected_options"]]
    picked = [held.pop(name)["selected_option"]["value"] for name in ("day", "one")]
    assert (days, picked) == (["mon", "tue"], ["mon", "mon"])
    assert held == {
        "name": {"value": "Asha"},
        "why": {"value": "One\nTwo"},
        "mail": {"value": "asha@college.example"},
        "year": {"value": "2"},
        "from": {"selected_date": "2026-11-23"},
        "at": {"selected_time": "09:30"},
        "who": {"selected_user": "U1"},
        "list": {"files": []},
    }


def test_every_field_is_filled_by_its_label(asked: Speaker, bot: TinyBot) -> None:
    asked.fills("Name", "Dev").fills("Reason", None).fills("E-mail", "dev@college.example").fills("Year", 3)
    asked.fills("From", datetime.date(2026, 12, 24)).fills("At", "14:05").fills("Teacher", "U2")
    asked.chooses("Tue", beside="Day").chooses("Wed", beside="One day").unticks("Mon").ticks("Wed")
    asked.presses("Add").sees_error("Reason", "complete this required field")
    asked.fills("Reason", "New").presses("Add")
    held = sent(bot)
    assert (held["name"]["value"], held["year"]["value"], held["at"]["selected_time"]) == ("Dev", "3", "14:05")
    assert (held["from"]["selected_date"], held["who"]["selected_user"]) == ("2026-12-24", "U2")
    assert [option["value"] for option in held["days"]["selected_options"]] == ["tue", "wed"]
    assert held["one"]["selected_option"]["value"] == "wed"


@pytest.mark.parametrize(
    ("label", "answer", "sentence"),
    [
        ("Name", "A", "at least 2 characters"),
        ("Name", "A" * 21, "at most 20 characters"),
        ("E-mail", "asha", "valid email address"),
        ("Year", "two", "valid number"),
        ("Year", "2.5", "whole number"),
    ],
)
def test_what_slack_cannot_read_is_said_at_its_field(asked: Speaker, label: str, answer: str, sentence: str) -> None:
    asked.fills(label, answer).presses("Add").sees_error(label, sentence)
    other = "Reason" if label != "Reason" else "Name"
    with pytest.raises(AssertionError, match="does not see"):
        asked.sees_error(other, sentence)


@pytest.mark.parametrize(("label", "answer"), [("From", "24.12.2026"), ("At", "25:00"), ("Day", "Sunday")])
def test_a_calendar_a_clock_and_a_menu_offer_nothing_else(asked: Speaker, label: str, answer: str) -> None:
    with pytest.raises((NotOffered, AssertionError)):
        asked.fills(label, answer)


def test_a_file_goes_along_and_is_shown_by_name(asked: Speaker, bot: TinyBot) -> None:
    asked.uploads("List", "CSE-2.CSV", b"roll,name").sees("[CSE-2.CSV]").presses("Add")
    (file,) = sent(bot)["list"]["files"]
    assert (file["name"], file["size"], file["filetype"], file["user"]) == ("CSE-2.CSV", 9, "csv", "U1")
    assert file["url_private_download"].startswith(asked.workspace.public_url)


def test_a_file_of_another_type_or_size_is_not_taken(asked: Speaker, bot: TinyBot) -> None:
    asked.uploads("List", "notes.pdf", b"%PDF").sees_error(
        "List", "notes.pdf is not of a type accepted here: csv, xlsx"
    )
    asked.uploads("List", "large.csv", b"x" * (10 * 1024 * 1024 + 1)).sees_error("List", "larger than 10 MB")
    two = [asked.workspace.upload("U1", f"{number}.csv", b"x") for number in (1, 2)]
    asked.fills("List", two).sees_error("List", "at most 1 file")
    asked.presses("Add")
    assert sent(bot)["list"]["files"] == []


def test_a_file_field_needs_its_scope(workspace: Workspace, client: WebClient) -> None:
    workspace.scopes = {"commands"}
    view = form(blocks=[field("list", "List", {"type": "file_input"})])
    with pytest.raises(SlackApiError) as refused:
        client.views_open(trigger_id=workspace.tickets.trigger("U1"), view=view)
    assert "files:read" in refused.value.response["response_metadata"]["messages"][0]


BUTTONS = {"type": "actions", "elements": [button("Deeper", "deeper"), button("Look again", "redraw")]}


def test_a_button_in_a_form_sends_what_was_filled_in_so_far(teacher: Speaker, bot: TinyBot) -> None:
    opened(teacher, blocks=[*form()["blocks"], BUTTONS]).fills("Name", "Kavya").presses("Look again")
    pressed = bot.heard[-1]
    assert pressed["container"] == {"type": "view", "view_id": pressed["view"]["id"]}
    assert pressed["view"]["state"]["values"]["who"]["name"]["value"] == "Kavya"
    assert "response_url" not in pressed
    teacher.sees("Nobody is called Kavya", "[Kavya]")


def test_forms_are_stacked_filled_and_sent_from_the_top(teacher: Speaker, bot: TinyBot) -> None:
    opened(teacher, blocks=[*form()["blocks"], BUTTONS]).fills("Name", "Kavya").presses("Deeper")
    teacher.sees("Deeper").fills("Name", "Dev").presses("Add").sees("A student", "[Kavya]")
    assert bot.done == ["added Dev"]
    teacher.presses("Add")
    assert bot.done == ["added Dev", "added Kavya"]
    assert teacher.workspace.modal("U1") is None


def test_a_fourth_form_is_too_many(teacher: Speaker, bot: TinyBot) -> None:
    opened(teacher)
    for name in ("Twin", "Twin"):
        teacher.fills("Name", name).presses("Add").sees("The other twin")
    teacher.fills("Name", "Twin").presses("Add").sees("We had some trouble connecting")
    assert "push_limit_reached" in teacher.outcome.problems[0]
    with pytest.raises(SlackApiError, match="push_limit_reached"):
        bot.client.views_push(trigger_id=teacher.workspace.tickets.trigger("U1"), view=form())


def test_nothing_is_pushed_onto_no_form(workspace: Workspace, client: WebClient) -> None:
    with pytest.raises(SlackApiError) as refused:
        client.views_push(trigger_id=workspace.tickets.trigger("U1"), view=form())
    assert "invalid `trigger_id`" in refused.value.response["response_metadata"]["messages"][0]


def test_an_answer_may_put_another_form_in_its_place_or_end_it_all(teacher: Speaker) -> None:
    opened(teacher).fills("Name", "Twin").presses("Add").fills("Name", "Later").presses("Add").sees("One more")
    assert len(teacher.workspace.views.of("U1")) == 2
    teacher.fills("Name", "Enough").presses("Add")
    assert teacher.workspace.views.of("U1") == []


def test_a_close_button_may_close_what_is_below_too(teacher: Speaker, bot: TinyBot) -> None:
    opened(teacher, notify_on_close=True).workspace.views.open("U1", form(clear_on_close=True), pushed=True)
    teacher.closes()
    assert teacher.workspace.modal("U1") is None
    assert (bot.heard[-1]["type"], bot.heard[-1]["is_cleared"]) == ("view_closed", True)


def test_the_x_closes_all_and_each_form_that_asked_hears_of_it(teacher: Speaker, bot: TinyBot) -> None:
    opened(teacher, notify_on_close=True).fills("Name", "Kavya")
    teacher.workspace.views.open("U1", form(notify_on_close=True, title=plain("Upper")), pushed=True)
    teacher.closes(everything=True)
    closed = [(body["view"]["title"]["text"], body["is_cleared"]) for body in bot.heard]
    assert closed == [("Upper", True), ("A student", True)]
    assert bot.heard[-1]["view"]["state"]["values"]["who"]["name"]["value"] == "Kavya"


def test_a_button_that_fits_exactly_wins_over_the_forms_own(teacher: Speaker, bot: TinyBot) -> None:
    view = {"submit": plain("Look again and add"), "blocks": [section("x"), *form()["blocks"], BUTTONS]}
    opened(teacher, **view).fills("Name", "Kavya").presses("Look again").sees("Nobody is called Kavya")
    teacher.presses("Cancel")
    assert teacher.workspace.modal("U1") is None
