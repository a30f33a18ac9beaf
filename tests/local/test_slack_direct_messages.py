"""The conversation of each person with the app: opened by a user id, pressed in, unread until looked at, kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from infra.local.slack.server import serve
from infra.local.slack.workspace import Workspace
from tests.conversations.speaker import Speaker
from tests.local.tiny_bot import SECRET, TOKEN, TinyBot, button, roster, section


def test_a_user_id_opens_the_conversation_and_its_id_comes_back(teacher: Speaker, client: WebClient) -> None:
    sent = client.chat_postMessage(channel="U1", text="The import runs")
    assert sent["channel"] == "DU1"
    teacher.in_dm().sees("The import runs").does_not_see("only visible to you")
    client.chat_update(channel=sent["channel"], ts=sent["ts"], text="The import is done")
    teacher.in_dm().sees("The import is done")
    with pytest.raises(SlackApiError, match="channel_not_found"):
        client.chat_update(channel="U1", ts=sent["ts"], text="by user id")


def test_a_button_in_it_is_pressed_and_answered_there(teacher: Speaker, bot: TinyBot) -> None:
    sent = bot.client.chat_postMessage(channel="U1", text="CSE-2", blocks=roster())
    teacher.in_dm().ticks("Dev").presses("Save").sees("1 absent: 11 Dev")
    pressed = bot.heard[-1]
    assert pressed["container"] == {
        "type": "message",
        "message_ts": sent["ts"],
        "channel_id": "DU1",
        "is_ephemeral": False,
    }
    assert pressed["channel"] == {"id": "DU1", "name": "directmessage"}
    assert pressed["response_url"]
    assert pressed["message"]["ts"] == sent["ts"]


def test_a_button_below_a_file_sends_the_file_along(teacher: Speaker, bot: TinyBot) -> None:
    bot.client.files_upload_v2(channel="DU1", filename="errors.csv", content="roll")
    dm = teacher.in_dm()
    blocks = [section("3 errors"), {"type": "actions", "elements": [button("Throw away", "drop")]}]
    bot.client.chat_update(channel="DU1", ts=dm.last.id, text="3 errors", blocks=blocks)
    dm.sees("3 errors", "[file: errors.csv]").presses("Throw away")
    assert [file["name"] for file in bot.heard[-1]["message"]["files"]] == ["errors.csv"]
    assert teacher.workspace.files_shared_with("U1") == []


def test_what_came_is_unread_until_somebody_looks(workspace: Workspace, client: WebClient) -> None:
    client.chat_postMessage(channel="U1", text="one")
    client.chat_postMessage(channel="U1", text="two")
    client.chat_postMessage(channel="C1", text="for all")
    workspace.type("U1", "C1", "thanks")
    assert (workspace.count_unread("U1", "DU1"), workspace.count_unread("U1", "C1")) == (2, 1)
    assert workspace.count_unread("U2", "C1") == 2
    workspace.read("U1", "DU1")
    assert (workspace.count_unread("U1", "DU1"), workspace.count_unread("U1", "C1")) == (0, 1)
    client.chat_postMessage(channel="U1", text="three")
    assert workspace.count_unread("U1", "DU1") == 1


def started(kept: Path, bot: TinyBot) -> Workspace:
    space = Workspace(bot, signing_secret=SECRET, bot_token=TOKEN, state_file=kept)
    space.add_user("U1", "Meera Iyer")
    return space


def test_messages_files_and_what_was_read_outlive_a_restart(tmp_path: Path, bot: TinyBot) -> None:
    kept = tmp_path / "slack.json"
    space = started(kept, bot)
    with serve(space) as address:
        bot.connect(address)
        bot.client.chat_postMessage(channel="U1", text="CSE-2", blocks=roster())
        space.read("U1", "DU1")
        bot.client.files_upload_v2(channel="DU1", filename="errors.csv", content="roll", initial_comment="3 errors")
        bot.client.files_getUploadURLExternal(filename="never.csv", length=3)
        gone = bot.client.files_upload_v2(channel="DU1", filename="gone.csv", content="roll")["file"]["id"]
        bot.client.files_delete(file=gone)
    again = started(kept, bot)
    with serve(again) as address:
        bot.connect(address)
        teacher = Speaker(again, "U1", "DU1").sees("[file: deleted]")
        assert teacher.downloads("errors") == b"roll"
        assert again.count_unread("U1", "DU1") == 2
        for name in ("more.csv", "most.csv", "last.csv"):
            bot.client.files_upload_v2(channel="DU1", filename=name, content="more")
        assert "3 errors\n[file: errors.csv]\n" in teacher.screen()
        assert "[file: deleted]" in teacher.screen()
        assert (teacher.downloads("errors"), teacher.downloads("more")) == (b"roll", b"more")
        teacher.ticks("Dev").presses("Save")
        assert "1 absent: 11 Dev" in teacher.screen()


def test_the_contents_of_files_go_with_the_state(tmp_path: Path, bot: TinyBot) -> None:
    kept = tmp_path / "slack.json"
    space = started(kept, bot)
    space.upload("U1", "cse-2.csv", b"roll")
    (content,) = (tmp_path / "slack-files").iterdir()
    assert content.read_bytes() == b"roll"
    kept.unlink()
    assert started(kept, bot).files_shared_with("U1") == []
    assert list((tmp_path / "slack-files").iterdir()) == []
