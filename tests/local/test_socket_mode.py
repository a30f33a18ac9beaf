"""`python -m handlers.socket`, as `make socket` starts it, answers through Slack's Socket Mode."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from handlers.settings import Settings
from handlers.socket import connected, main
from tests.local.socket_slack import APP_TOKEN, BOT_TOKEN, SocketSlack, send
from tests.soon import PATIENCE

ROOT = Path(__file__).parents[2]
ADMIN = "U0ADMIN"


def command(text: str, envelope_id: str, user_id: str = ADMIN) -> dict[str, Any]:
    """What arrives when somebody types `/attendance`."""
    payload = {"command": "/attendance", "text": text, "user_id": user_id, "team_id": "T1", "channel_id": "C1"}
    return {"type": "slash_commands", "envelope_id": envelope_id, "accepts_response_payload": True, "payload": payload}


def environment(slack: SocketSlack, **changed: str | None) -> dict[str, str]:
    """What `make socket` needs, with some of it changed, or left out when None."""
    whole = {
        "SLACK_API_URL": f"http://{slack.address}/api/",
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "ATTENDANCE_ADMINS": ADMIN,
        **changed,
    }
    return {name: value for name, value in whole.items() if value is not None}


@pytest.fixture
def slack() -> Iterator[SocketSlack]:
    with SocketSlack() as running:
        yield running


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where it is started."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@contextmanager
def answering(slack: SocketSlack, **changed: str | None) -> Iterator[socket.socket]:
    """The bot, connected."""
    with connected(Settings.read(environment(slack, **changed), for_socket=True)):
        yield slack.connected()


def test_a_command_is_answered_on_the_socket_and_ctrl_c_stops_it(slack: SocketSlack, folder: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "handlers.socket"],
        env=environment(slack, PYTHONPATH=str(ROOT)),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        connection = slack.connected()
        send(connection, command("help", "e-1"))
        answer = slack.hears()
        send(connection, command("mark CSE-2 absent Asha-Verma", "e-2"))
        assert slack.hears()["envelope_id"] == "e-2"
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=PATIENCE)
    finally:
        process.kill()
    assert answer["envelope_id"] == "e-1"
    assert "/attendance mark" in answer["payload"]["text"]
    assert answer["payload"]["blocks"]
    assert process.returncode == 0
    assert said.splitlines()[0] == (
        "Attendance answers in Test College, through Socket Mode, and keeps everything in"
        " sqlite:///.local/workspace.db. Ctrl-C stops it."
    )
    assert (folder / ".local" / "workspace.db").exists()
    assert "Asha" not in said
    assert slack.called[:2] == ["auth.test", "apps.connections.open"]
    assert set(slack.called[2:]) <= {"auth.test", "users.info", "users.list"}  # who asks, and who is there at all


def test_a_closed_connection_is_made_again(slack: SocketSlack) -> None:
    with answering(slack) as first:
        send(first, {"type": "disconnect", "reason": "refresh_requested"})
        send(slack.connected(), command("help", "e-1"))
        assert slack.hears()["envelope_id"] == "e-1"


def test_what_no_listener_can_read_is_acknowledged(slack: SocketSlack) -> None:
    with answering(slack) as connection:
        for number, payload in enumerate([{}, {"type": "block_actions"}, {"command": "/attendance"}]):
            send(connection, {"type": "interactive", "envelope_id": f"e-{number}", "payload": payload})
            assert slack.hears()["envelope_id"] == f"e-{number}"


def test_a_bot_that_nobody_reaches_shares_no_links(slack: SocketSlack) -> None:
    with answering(slack, REPORTS_BUCKET="reports", PUBLIC_URL="https://attendance.example.edu") as connection:
        send(connection, command("report CSE-2 share", "e-1"))
        assert "I have no web address of my own. Leave out share" in slack.hears()["payload"]["text"]
        send(connection, command("report CSE-2", "e-2"))
        assert "web address" not in slack.hears()["payload"]["text"]


def test_the_database_named_is_used_and_migrated(slack: SocketSlack, folder: Path, empty_database_url: str) -> None:
    with answering(slack, DATABASE_URL=empty_database_url) as connection:
        send(connection, command("", "e-1"))
        assert "What would you like to do" in slack.hears()["payload"]["text"]
    assert not (folder / ".local").exists()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"SLACK_APP_TOKEN": None, "SLACK_BOT_TOKEN": None}, "SLACK_APP_TOKEN, SLACK_BOT_TOKEN must be set"),
        ({"SLACK_APP_TOKEN": "wrong"}, "Slack refuses SLACK_APP_TOKEN (invalid_auth). It is an app-level token"),
        ({"SLACK_BOT_TOKEN": "wrong"}, "Slack refuses SLACK_BOT_TOKEN (invalid_auth). It is the Bot User OAuth Token"),
        ({"SLACK_API_URL": "http://127.0.0.1:9/api/"}, "Slack cannot be reached at http://127.0.0.1:9/api/: "),
        (
            {"DATABASE_URL": "mysql+pymysql://bot:secret-word@127.0.0.1:9/attendance"},
            "The database at mysql+pymysql://bot:***@127.0.0.1:9/attendance cannot be used",
        ),
    ],
    ids=["no tokens", "app token", "bot token", "no Slack", "no database"],
)
def test_what_is_wrong_is_said_in_one_sentence(
    slack: SocketSlack,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    changed: dict[str, str | None],
    said: str,
) -> None:
    for name in ("SLACK_APP_TOKEN", "SLACK_BOT_TOKEN", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment(slack, **changed).items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as ended:
        main()
    assert str(ended.value).startswith(said)
    assert "secret-word" not in str(ended.value)
    assert capsys.readouterr() == ("", "")
