"""Modals and the App Home: triggers that live three seconds, fields Slack checks itself, what an answer does."""

from __future__ import annotations

import pytest
from slack_sdk.errors import SlackApiError

from infra.local.slack.workspace import Workspace
from tests.conversations.speaker import Speaker
from tests.local.conftest import Hands
from tests.local.tiny_bot import SECRET, TOKEN, TinyBot, form, plain, section


def test_a_form_opens_is_filled_and_sent(teacher: Speaker, bot: TinyBot) -> None:
    teacher.types("/attendance form").sees("A student", "Name").fills("Name", "Kavya").presses("Add")
    assert bot.done == ["added Kavya"]
    assert teacher.workspace.modal("U1") is None


def test_an_empty_field_never_reaches_the_bot(teacher: Speaker, bot: TinyBot) -> None:
    teacher.types("/attendance form").presses("Add").sees("Please complete this required field.")
    assert [body.get("type") for body in bot.heard] == [None]


def test_a_text_too_long_never_reaches_the_bot(teacher: Speaker, bot: TinyBot) -> None:
    teacher.types("/attendance form").fills("Name", "x" * 21).presses("Add").sees("at most 20 characters")
    assert bot.done == []


def test_the_bot_may_refuse_a_field_and_the_form_stays(teacher: Speaker, bot: TinyBot) -> None:
    teacher.types("/attendance form").fills("Name", "Nobody").presses("Add").sees("Nobody is no name", "Nobody")
    teacher.fills("Name", "Dev").presses("Add")
    assert bot.done == ["added Dev"]


def test_a_form_may_open_another_on_top(teacher: Speaker) -> None:
    teacher.types("/attendance form").fills("Name", "Twin").presses("Add").sees("The other twin")
    view = teacher.workspace.modal("U1")
    assert view is not None
    assert view.previous_id == view.root_id
    teacher.presses("Cancel").sees("A student")


def test_closing_is_told_only_when_the_view_asks_for_it(teacher: Speaker, bot: TinyBot) -> None:
    teacher.types("/attendance form").presses("Cancel")
    assert len(bot.heard) == 1
    teacher.workspace.views.open("U1", form(notify_on_close=True))
    teacher.presses("Cancel")
    assert bot.heard[-1]["type"] == "view_closed"
    assert bot.heard[-1]["is_cleared"] is False


def test_a_bot_that_fails_leaves_the_form_open(teacher: Speaker, bot: TinyBot) -> None:
    teacher.types("/attendance form").fills("Name", "Dev")
    bot.app = None
    teacher.presses("Add").sees("We had some trouble connecting", "A student")


def test_a_file_chosen_in_a_form_waits_behind_the_bot_token(teacher: Speaker, bot: TinyBot) -> None:
    files = {
        "type": "input",
        "block_id": "f",
        "label": plain("List"),
        "element": {"type": "file_input", "action_id": "f"},
    }
    teacher.workspace.views.open("U1", form(blocks=[*form()["blocks"], files]))
    teacher.fills("Name", "Dev").uploads("List", "cse-2.csv", b"roll,name").presses("Add")
    file = bot.heard[-1]["view"]["state"]["values"]["f"]["f"]["files"][0]
    assert (file["name"], file["size"], file["filetype"]) == ("cse-2.csv", 9, "csv")
    assert bot.app is not None
    shown = bot.app.client.files_info(file=file["id"])["file"]
    assert shown["url_private_download"] == file["url_private_download"]


def test_a_trigger_opens_one_modal_within_three_seconds(bot: TinyBot, clock: Hands) -> None:
    space = Workspace(bot, signing_secret=SECRET, bot_token=TOKEN, clock=clock)
    first, second = space.tickets.trigger("U1"), space.tickets.trigger("U1")
    assert space.tickets.use_trigger(first) == "U1"
    with pytest.raises(Exception, match="exchanged_trigger_id"):
        space.tickets.use_trigger(first)
    clock.now += 3.1
    with pytest.raises(Exception, match="expired_trigger_id"):
        space.tickets.use_trigger(second)


def test_at_most_three_modals_are_stacked(workspace: Workspace) -> None:
    for pushed in (False, True, True):
        workspace.views.open("U1", form(), pushed=pushed)
    with pytest.raises(Exception, match="push_limit_reached"):
        workspace.views.open("U1", form(), pushed=True)


def test_an_update_keeps_what_was_typed_and_needs_the_right_hash(teacher: Speaker, bot: TinyBot) -> None:
    teacher.types("/attendance form").fills("Name", "Kavya")
    view = teacher.workspace.modal("U1")
    assert view is not None
    assert bot.app is not None
    blocks = [section("One more"), *form()["blocks"]]
    bot.app.client.views_update(view_id=view.id, hash=view.hash, view=form(blocks=blocks))
    teacher.sees("One more", "Kavya")
    with pytest.raises(SlackApiError, match="hash_conflict"):
        bot.app.client.views_update(view_id=view.id, hash=view.hash, view=form())


def test_a_form_slack_cannot_read_is_refused_with_reasons(teacher: Speaker, bot: TinyBot) -> None:
    assert bot.app is not None
    trigger = teacher.workspace.tickets.trigger("U1")
    broken = {name: value for name, value in form().items() if name != "submit"}
    with pytest.raises(SlackApiError) as refused:
        bot.app.client.views_open(trigger_id=trigger, view=broken)
    assert refused.value.response["error"] == "invalid_arguments"
    assert "submit is missing" in refused.value.response["response_metadata"]["messages"][0]


def test_opening_the_home_publishes_it_and_sends_it_along_next_time(teacher: Speaker, bot: TinyBot) -> None:
    teacher.opens_home().sees("Your classes")
    assert "view" not in bot.heard[-1]["event"]
    teacher.opens_home()
    assert bot.heard[-1]["event"]["view"]["type"] == "home"


def test_a_new_person_is_announced(workspace: Workspace, bot: TinyBot) -> None:
    assert workspace.join("U9", "Ravi Das").ok
    assert bot.done == ["welcomed U9"]
