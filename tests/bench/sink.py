"""A tiny HTTP server in a process of its own that takes what is posted to Slack, and says ok."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

POSTED = b'{"ok": true, "channel": "D1", "ts": "1795384055.713404"}'


class Taker(BaseHTTPRequestHandler):
    """Slack's answer to a message it accepts: at a response_url, and of chat.postMessage."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        said = POSTED if self.path.startswith("/api/chat.") else b"ok"
        self.send_response(200)
        self.send_header("content-length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_: object) -> None:
        """Nothing: a line per post would cost more than the post."""


@contextlib.contextmanager
def sink() -> Iterator[str]:
    """Its address while the block runs."""
    with subprocess.Popen([sys.executable, "-m", "tests.bench.sink"], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip()
        finally:
            process.kill()


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Taker)
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()
