"""What can go wrong on the way: twice, late, out of order, across a restart."""

from __future__ import annotations

import json
from pathlib import Path

from infra.local.slack.workspace import Workspace
from tests.conversations.speaker import Speaker
from tests.local.conftest import Hands
from tests.local.tiny_bot import SECRET, TOKEN, TinyBot


def test_the_same_request_can_come_twice(teacher: Speaker, bot: TinyBot) -> None:
    teacher.types("/attendance roster").ticks("Asha")
    assert teacher.workspace.deliver_again().ok
    assert bot.heard[-1] == bot.heard[-2]


def test_ticks_can_arrive_in_the_wrong_order(teacher: Speaker, bot: TinyBot) -> None:
    teacher.types("/attendance roster")
    with teacher.workspace.hold_back() as held:
        teacher.ticks("Asha", "Dev")
    assert len(bot.heard) == 1
    for delivery in reversed(held):
        assert delivery.release().ok
    late, early = (body["actions"][0] for body in bot.heard[1:])
    assert late["action_ts"] > early["action_ts"]
    assert [len(action["selected_options"]) for action in (late, early)] == [2, 1]


def test_a_held_command_is_answered_when_it_is_released(teacher: Speaker) -> None:
    with teacher.workspace.hold_back() as held:
        teacher.types("/attendance echo hello").sees_nothing_new()
    held[0].release()
    teacher.sees("hello")


def test_messages_outlive_a_restart_but_ephemeral_ones_do_not(tmp_path: Path, bot: TinyBot, clock: Hands) -> None:
    kept = tmp_path / "slack.json"

    def started() -> Workspace:
        return Workspace(bot, signing_secret=SECRET, bot_token=TOKEN, state_file=kept, clock=clock)

    space = started()
    space.add_user("U1", "Meera Iyer")
    channel = space.add_channel("C1", "general")
    lasting = space.board.post_reply(channel, {"text": "for all"})
    space.board.post_reply(channel, {"text": "for one"}, only_for="U1")
    again = started()
    assert [message.text for message in again.messages("U1", "C1")] == ["for all"]
    assert again.board.post(channel, "U1", "next").id > lasting.id
    assert list(tmp_path.iterdir()) == [kept]


def test_a_damaged_state_file_starts_an_empty_workspace(tmp_path: Path, bot: TinyBot) -> None:
    kept = tmp_path / "slack.json"
    kept.write_text(json.dumps(["not", "a", "state"])[:-3])
    space = Workspace(bot, signing_secret=SECRET, bot_token=TOKEN, state_file=kept)
    assert space.people.humans() == ()


def test_a_private_channel_is_seen_by_its_members_only(workspace: Workspace) -> None:
    channel = workspace.add_channel("G1", "staff", private=True, members={"U1"})
    workspace.board.post_reply(channel, {"text": "salaries"})
    assert len(workspace.messages("U1", "G1")) == 1
    assert workspace.messages("U2", "G1") == []
