"""Slack's end of Socket Mode, as small as it can be: two Web API methods and one WebSocket, on 127.0.0.1."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import queue
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from tests.soon import PATIENCE

MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455: what both ends mix into the handshake
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
APP_TOKEN, BOT_TOKEN = "xapp-1-test", "xoxb-test"


class SocketSlack:
    """Say `says(envelope)` and wait for `hears()`. Counts every Web API method that is called."""

    def __init__(self) -> None:
        self.called: list[str] = []
        self.heard: queue.Queue[Any] = queue.Queue()
        self.connections: queue.Queue[socket.socket] = queue.Queue()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.daemon_threads = True
        self._server.slack = self  # type: ignore[attr-defined]
        self.address = f"127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def connected(self) -> socket.socket:
        """The bot's next connection, greeted."""
        connection = self.connections.get(timeout=PATIENCE)
        send(connection, {"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A1"}})
        return connection

    def hears(self) -> Any:
        """The bot's next message."""
        return self.heard.get(timeout=PATIENCE)

    def answer(self, method: str, token: str) -> dict[str, Any]:
        """What a Web API method answers."""
        self.called.append(method)
        if token != (APP_TOKEN if method == "apps.connections.open" else BOT_TOKEN):
            return {"ok": False, "error": "invalid_auth"}
        if method == "apps.connections.open":
            return {"ok": True, "url": f"ws://{self.address}/link/?ticket=1"}
        return {"ok": True, "team": "Test College", "team_id": "T1", "user_id": "U0BOT"}


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        body = json.dumps(self._slack.answer(self.path.rpartition("/")[2], token)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        """The WebSocket, for as long as it is open."""
        key = self.headers["Sec-WebSocket-Key"] + MAGIC
        self.send_response(101)
        self.send_header("Upgrade", "websocket")
        self.send_header("Connection", "Upgrade")
        self.send_header("Sec-WebSocket-Accept", base64.b64encode(hashlib.sha1(key.encode()).digest()).decode())
        self.end_headers()
        self._slack.connections.put(self.connection)
        threading.Thread(target=self._keep_alive, daemon=True).start()
        while (frame := self._frame()) is not None:
            kind, content = frame
            if kind == PING:
                self.connection.sendall(frame_of(PONG, content))
            elif kind == TEXT:
                self._slack.heard.put(json.loads(content))
        self.close_connection = True

    def _keep_alive(self) -> None:
        """Pings, as Slack's; without them the bot's client needs three seconds to notice that it shall stop."""
        with contextlib.suppress(OSError):
            while not self.wfile.closed:
                self.connection.sendall(frame_of(PING, b"Ping from Slack"))
                time.sleep(0.1)

    def _frame(self) -> tuple[int, bytes] | None:
        """One whole frame of the bot's; a client masks what it sends."""
        head = self.rfile.read(2)
        if len(head) < 2 or head[0] & 15 == CLOSE:
            return None
        size = head[1] & 127
        if size > 125:
            size = int.from_bytes(self.rfile.read(2 if size == 126 else 8), "big")
        mask, masked = self.rfile.read(4), self.rfile.read(size)
        return head[0] & 15, bytes(byte ^ mask[place % 4] for place, byte in enumerate(masked))

    @property
    def _slack(self) -> SocketSlack:
        slack: SocketSlack = self.server.slack  # type: ignore[attr-defined]
        return slack

    def log_message(self, *_: object) -> None:
        """Nothing."""


def frame_of(kind: int, content: bytes) -> bytes:
    """One unmasked frame."""
    size = len(content)
    length = bytes([size]) if size < 126 else bytes([126]) + size.to_bytes(2, "big")
    return bytes([128 | kind]) + length + content


def send(connection: socket.socket, message: dict[str, Any]) -> None:
    """One message to the bot."""
    connection.sendall(frame_of(TEXT, json.dumps(message).encode()))
