"""One process of the bot, or of its floor, as an HTTP server: `python -m tests.bench.server bot|floor`."""

from __future__ import annotations

import socket
import sys
import time

from handlers.settings import Settings
from handlers.web import asgi
from infra.local.bot_server import serve_bot
from tests.bench.apps import floor_application

if __name__ == "__main__":
    settings = Settings.read()
    application = asgi(settings) if sys.argv[1] == "bot" else floor_application(settings)
    with socket.create_server(("127.0.0.1", 0)) as listener, serve_bot(application, listener):
        print(listener.getsockname()[1], file=sys.stderr, flush=True)
        while True:
            time.sleep(60)
