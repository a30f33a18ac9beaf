"""What Slack does with a typed command: signs it, rewrites its text, shows the answer, or says why there is none."""

from __future__ import annotations

import pytest

from infra.local.slack.server import bot_at
from infra.local.slack.wire import Request, Response
from infra.local.slack.workspace import Workspace
from tests.conversations.speaker import Speaker
from tests.local.tiny_bot import SECRET, TOKEN, TinyBot


def test_a_command_is_answered_to_the_person_alone(teacher: Speaker, student: Speaker) -> None:
    teacher.types("/attendance echo hello").sees("hello", "only visible to you")
    assert student.workspace.messages("U2", "C1") == []


def test_a_command_answered_in_the_channel_shows_what_was_typed_too(teacher: Speaker, student: Speaker) -> None:
    teacher.types("/attendance report")
    student.sees("57 of 60 present").does_not_see("only visible to you")
    assert "/attendance report" in student.screen()


def test_a_command_can_be_answered_with_nothing(teacher: Speaker) -> None:
    teacher.types("/attendance silence").sees_nothing_new()


def test_a_command_can_be_answered_later_through_its_response_url(teacher: Speaker) -> None:
    teacher.types("/attendance later").sees("here it is", "only visible to you")


def test_real_bolt_accepts_the_signature_and_finds_every_field(teacher: Speaker, bot: TinyBot) -> None:
    teacher.types("/attendance echo hi")
    command = bot.heard[-1]
    assert {name: command[name] for name in ("user_id", "user_name", "channel_id", "channel_name", "team_id")} == {
        "user_id": "U1",
        "user_name": "meera.iyer",
        "channel_id": "C1",
        "channel_name": "general",
        "team_id": "T0LOCAL",
    }
    assert command["command"] == "/attendance"
    assert command["response_url"].startswith(teacher.workspace.public_url + "/hooks/commands/T0LOCAL/")
    assert command["api_app_id"]
    assert command["trigger_id"]
    assert command["is_enterprise_install"] == "false"


def test_a_bot_with_another_secret_refuses_and_the_person_reads_so(bot: TinyBot) -> None:
    space = Workspace(bot, signing_secret="somebody else's", bot_token=TOKEN)
    space.add_user("U1", "Meera Iyer")
    space.add_channel("C1", "general")
    bot.connect("http://127.0.0.1:1")
    outcome = Speaker(space, "U1", "C1").types("/attendance echo hi").outcome
    assert outcome.said == '/attendance failed with the error "dispatch_failed"'
    assert outcome.response is not None
    assert outcome.response.status == 401


@pytest.mark.parametrize(
    ("typed", "got"),
    [
        ("AT&T <b>", "AT&amp;T &lt;b&gt;"),
        ("@asha.rao", "<@U2|asha.rao>"),
        ("@Asha Rao late", "<@U2|asha.rao> late"),
        ("#general", "<#C1|general>"),
        ("@nobody a@asha.rao", "@nobody a@asha.rao"),
        ("<!channel>", "&lt;!channel&gt;"),
    ],
)
def test_the_text_is_escaped_as_slack_escapes_it(teacher: Speaker, bot: TinyBot, typed: str, got: str) -> None:
    teacher.types(f"/attendance echo {typed}")
    assert bot.heard[-1]["text"] == f"echo {got}"


@pytest.mark.parametrize("typed", ["/attendance", "/attendance ", "/attendance\n"])
def test_a_command_alone_has_an_empty_text(teacher: Speaker, bot: TinyBot, typed: str) -> None:
    teacher.types(typed)
    assert bot.heard[-1]["text"] == ""


def test_in_a_direct_message_the_channel_has_no_name(workspace: Workspace, bot: TinyBot) -> None:
    Speaker(workspace, "U2", "DU2").types("/attendance echo hi").sees("hi")
    assert (bot.heard[-1]["channel_id"], bot.heard[-1]["channel_name"]) == ("DU2", "directmessage")


def test_a_bot_that_crashes_reads_as_dispatch_failed(teacher: Speaker) -> None:
    teacher.types("/attendance crash").sees('/attendance failed with the error "dispatch_failed"')


def test_a_bot_is_reached_over_http(workspace: Workspace) -> None:
    answer = bot_at(workspace.public_url)(Request("GET", "/page/health", {}, b""))
    assert (answer.status, answer.headers["content-type"], answer.body) == (200, "application/json", b'{"ok":true}')


def test_a_bot_that_is_not_there_reads_as_http_error() -> None:
    def nobody(request: Request) -> Response:
        raise ConnectionRefusedError

    space = Workspace(nobody, signing_secret=SECRET, bot_token=TOKEN)
    space.add_user("U1", "Meera Iyer")
    space.add_channel("C1", "general")
    Speaker(space, "U1", "C1").types("/attendance").sees('/attendance failed with the error "http_error"')


def test_a_slow_bot_times_out_for_the_person_but_finishes_its_work(bot: TinyBot, teacher: Speaker) -> None:
    teacher.workspace.dispatch.courier.timeout_seconds = 0.1
    teacher.types("/attendance slow").sees('/attendance failed with the error "operation_timeout"')
    bot.hurried.set()
    teacher.workspace.wait_for_the_bot()
    assert bot.done == ["slow"]
    assert teacher.workspace.messages("U1", "C1") == []  # the late answer is dropped


def test_blocks_slack_refuses_are_not_shown_and_the_reason_is_told(teacher: Speaker) -> None:
    outcome = teacher.types("/attendance eleven").sees("invalid_command_response").outcome
    assert outcome.problems == ("blocks[0].elements[0].options: 11 options, the limit is 10",)
    assert teacher.workspace.messages("U1", "C1") == []


def test_an_unknown_command_never_reaches_the_bot(teacher: Speaker, bot: TinyBot) -> None:
    teacher.types("/atendance").sees('"/atendance" is not a valid command')
    assert bot.heard == []


def test_the_request_url_is_verified_by_its_challenge(workspace: Workspace) -> None:
    assert workspace.verify_url().ok
