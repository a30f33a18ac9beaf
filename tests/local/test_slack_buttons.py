"""What Slack sends when people press and tick, and what the bot may do to the message through the response_url."""

from __future__ import annotations

import pytest
from slack_sdk.webhook import WebhookClient

from infra.local.slack.interactions import NotOnScreen
from infra.local.slack.workspace import Workspace
from tests.conversations.speaker import Speaker
from tests.local.conftest import Hands
from tests.local.tiny_bot import SECRET, TOKEN, TinyBot, roster


def test_every_tick_sends_the_whole_selection_of_its_group(teacher: Speaker, bot: TinyBot) -> None:
    teacher.types("/attendance roster").ticks("Ravi", "Asha").unticks("Ravi")
    sent = [[option["value"] for option in body["actions"][0]["selected_options"]] for body in bot.heard[1:]]
    assert sent == [["23"], ["04", "23"], ["04"]]


def test_ticks_carry_ever_later_times(teacher: Speaker, bot: TinyBot) -> None:
    teacher.types("/attendance roster").ticks("Ravi", "Asha", "Dev")
    times = [body["actions"][0]["action_ts"] for body in bot.heard[1:]]
    assert times == sorted(set(times))


def test_an_ephemeral_message_is_named_but_not_sent_along(teacher: Speaker, bot: TinyBot) -> None:
    teacher.types("/attendance roster").ticks("Asha")
    body = bot.heard[-1]
    assert body["container"] == {
        "type": "message",
        "message_ts": teacher.last.id,
        "channel_id": "C1",
        "is_ephemeral": True,
    }
    assert "message" not in body
    assert body["user"]["id"] == "U1"
    assert body["trigger_id"]
    assert body["response_url"]


def test_save_finds_what_was_ticked_and_the_card_replaces_the_roster(teacher: Speaker) -> None:
    teacher.types("/attendance roster").ticks("Asha", "Ravi").presses("Save")
    teacher.sees("2 absent: 04 Asha, 23 Ravi").does_not_see("tick who is absent")
    assert len(teacher.workspace.messages("U1", "C1")) == 1


def test_without_state_values_an_ephemeral_message_says_nothing_of_its_ticks(teacher: Speaker, bot: TinyBot) -> None:
    teacher.workspace.send_state_values = False
    teacher.types("/attendance roster").ticks("Asha").presses("Save").sees("0 absent")
    assert bot.heard[-1]["state"] == {"values": {}}


def test_a_lasting_message_is_sent_along_with_its_state_whatever_the_setting(teacher: Speaker, bot: TinyBot) -> None:
    teacher.workspace.send_state_values = False
    assert bot.app is not None
    bot.app.client.chat_postMessage(channel="C1", text="CSE-2", blocks=roster())
    teacher.ticks("Dev").presses("Save").sees("1 absent: 11 Dev")
    assert bot.heard[-1]["message"]["ts"] == teacher.last.id
    assert bot.heard[-1]["container"]["is_ephemeral"] is False


def test_a_button_asks_before_it_acts_and_may_remove_the_message(teacher: Speaker) -> None:
    teacher.types("/attendance roster").presses("Throw away")
    assert teacher.asked == "Sure? It cannot be undone"
    assert teacher.workspace.messages("U1", "C1") == []


def test_a_menu_is_chosen_in_its_own_row(teacher: Speaker, bot: TinyBot) -> None:
    teacher.types("/attendance menu").chooses("Excused", beside="Dev").sees("now Excused")
    assert bot.heard[-1]["actions"][0]["selected_option"]["value"] == "excused"
    assert len(teacher.workspace.messages("U1", "C1")) == 2


def test_nobody_can_press_in_a_message_only_somebody_else_sees(teacher: Speaker) -> None:
    message = teacher.types("/attendance roster").last
    with pytest.raises(NotOnScreen):
        teacher.workspace.tick("U2", message.id, "group", "tick", ["04"])


def test_nobody_can_choose_what_is_not_offered(teacher: Speaker) -> None:
    message = teacher.types("/attendance roster").last
    with pytest.raises(ValueError, match="offers no option '99'"):
        teacher.workspace.tick("U1", message.id, "group", "tick", ["99"])


def test_a_crash_after_a_press_shows_as_a_warning(teacher: Speaker, bot: TinyBot) -> None:
    teacher.types("/attendance roster")
    bot.app = None
    teacher.presses("Save").sees("This app did not respond.")


def test_reloading_slack_clears_ephemeral_messages(teacher: Speaker, student: Speaker) -> None:
    teacher.types("/attendance report").types("/attendance echo mine").reloads()
    assert [message.text for message in teacher.workspace.messages("U1", "C1")] == [
        "/attendance report",
        "57 of 60 present",
    ]


def response_url(speaker: Speaker, bot: TinyBot) -> WebhookClient:
    speaker.types("/attendance silence")
    return WebhookClient(bot.heard[-1]["response_url"])


def test_a_response_url_works_five_times(teacher: Speaker, bot: TinyBot) -> None:
    url = response_url(teacher, bot)
    answers = [url.send(text=f"answer {number}") for number in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [404]
    assert answers[0].body == '{"ok":true}'
    assert '"used_url"' in answers[5].body
    teacher.sees("answer 4")


def test_a_response_url_works_for_thirty_minutes(bot: TinyBot, clock: Hands) -> None:
    space = Workspace(bot, signing_secret=SECRET, bot_token=TOKEN, clock=clock)
    user, channel = space.add_user("U1", "Meera Iyer"), space.add_channel("C1", "general")
    path = space.tickets.hook(user.id, channel.id)
    clock.now += 30 * 60
    space.tickets.use_hook(path)
    clock.now += 1
    with pytest.raises(Exception, match="expired_url"):
        space.tickets.use_hook(path)


def test_a_response_url_refuses_blocks_and_says_which(teacher: Speaker, bot: TinyBot) -> None:
    answer = response_url(teacher, bot).send(text="x", blocks=[{"type": "section"}])
    assert answer.status_code == 400
    assert '"invalid_blocks"' in answer.body
    assert "blocks[0]: needs text or fields" in answer.body


def test_a_response_url_wants_something_to_say(teacher: Speaker, bot: TinyBot) -> None:
    answer = response_url(teacher, bot).send_dict({})
    assert (answer.status_code, '"no_text"' in answer.body) == (500, True)


def test_a_response_url_can_speak_to_the_channel(teacher: Speaker, student: Speaker, bot: TinyBot) -> None:
    response_url(teacher, bot).send(text="for all", response_type="in_channel")
    student.sees("for all").does_not_see("only visible to you")
