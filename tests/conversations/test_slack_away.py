"""Slack's patience ends after three seconds, however long its own Web API hangs: nobody is shown a time-out."""

from __future__ import annotations

import contextlib
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from bot.notify.patience import patience
from bot.notify.slack import NotDelivered, Slack
from tests.conversations.college import College
from tests.conversations.conftest import House
from tests.conversations.speaker import Speaker
from tests.soon import seconds

PATIENCE = 3.0

pytestmark = pytest.mark.usefixtures("hurried")


def in_time(admin: Speaker) -> float:
    """Slack's patience, and what a busy machine adds to it."""
    return PATIENCE + 5 * seconds(lambda: admin.types("/attendance mark CSE-2"))


@pytest.mark.parametrize(
    "typed",
    ["settings", "students import", "student add", "holidays", "mfa", "audit file", "students CSE-2", "mark CSE-2"],
)
def test_every_command_is_answered_in_time_while_slack_hangs(house: House, admin: Speaker, typed: str) -> None:
    limit = in_time(admin)
    house.restarts()
    house.workspace.webapi.hangs("*", 5)
    assert seconds(lambda: admin.types(f"/attendance {typed}")) < limit
    assert admin.outcome.ok, admin.outcome


def test_an_import_is_applied_in_time_while_slack_hangs(house: House, admin: Speaker, college: College) -> None:
    limit = in_time(admin)
    admin.types("/attendance students import").uploads("The list", "a.csv", b"Roll,Name,Class\n9,Zoya,CSE-2\n")
    admin.presses("Check the file").sees("1 new")
    house.restarts()
    house.workspace.webapi.hangs("*", 5)
    assert seconds(lambda: admin.presses("Apply")) < limit
    house.workspace.webapi.heals()
    house.clock.passes(minutes=1)
    house.works()
    assert college.number_of("9")


class Dripping(BaseHTTPRequestHandler):
    """A file that comes byte by byte, each well within any time-out of a single read."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-length", "1000")
        self.end_headers()
        with contextlib.suppress(OSError):  # whoever reads has gone
            for _ in range(100):
                self.wfile.write(b"x")
                time.sleep(0.1)

    def log_message(self, *_: object) -> None:
        """Nothing."""


def test_a_file_that_drips_is_given_up_in_time() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Dripping) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        begun = time.monotonic()
        with pytest.raises(NotDelivered), patience(0.5):
            Slack("xoxb", f"{address}/api/").download(f"{address}/file", 10_000)
        assert time.monotonic() - begun < 3
        server.shutdown()


def test_a_file_that_does_not_come_is_given_up_in_time(house: House, admin: Speaker) -> None:
    limit = in_time(admin)
    house.workspace.webapi.hangs("download", 5)
    admin.types("/attendance students import").uploads("The list", "a.csv", b"Roll,Name,Class\n9,Zoya,CSE-2\n")
    assert seconds(lambda: admin.presses("Check the file")) < limit
    assert admin.outcome.ok, admin.outcome
