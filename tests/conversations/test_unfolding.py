"""Guards that Slack never opens a link of ours to show what is behind it: names would stand in the channel."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from bot.notify.slack import Slack

HEARD: list[dict[str, Any]] = []


class Hearing(BaseHTTPRequestHandler):
    """A Slack that takes everything and writes it down."""

    def do_POST(self) -> None:
        HEARD.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
        answer = b'{"ok": true, "channel": "C1", "ts": "1.000001"}'
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def address() -> Iterator[str]:
    HEARD.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Hearing) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_no_link_in_any_message_is_unfolded(address: str) -> None:
    slack = Slack("xoxb-test", f"{address}/api/")
    message = {"text": "https://attendance.example.edu/r/x", "blocks": []}
    slack.post("C1", message)
    slack.answer(f"{address}/response", {"response_type": "in_channel", **message})
    slack.answer(f"{address}/response", {"replace_original": True, **message})
    assert [(one["text"], one["unfurl_links"], one["unfurl_media"]) for one in HEARD] == [
        (message["text"], False, False)
    ] * 3
