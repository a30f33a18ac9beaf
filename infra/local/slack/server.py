"""Runs the stand-in Slack on 127.0.0.1, and reaches a bot that listens there."""

import asyncio
import http.client
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from urllib.parse import urlsplit

import uvicorn

from infra.local.slack.webapi import asgi_app
from infra.local.slack.wire import Bot, Request, Response
from infra.local.slack.workspace import Workspace

HOST = "127.0.0.1"


class _Server(uvicorn.Server):
    """uvicorn that stops when told, at once; its own waits 0.2 s, which is most of what a test takes."""

    async def main_loop(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        await self.on_tick(0)
        self.ready = True
        await self._stop.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for listening in (*self.servers, *(sockets or ())):
            listening.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        running = set(self.server_state.tasks)
        if running:
            _, late = await asyncio.wait(running, timeout=1.0)
            for task in late:
                task.cancel()

    ready = False

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)


@contextmanager
def serve(workspace: Workspace, listener: socket.socket | None = None) -> Iterator[str]:
    """Listens while the block runs and gives its address, `http://127.0.0.1:PORT`; without a `listener` on a free port.

    The Web API is at `{address}/api/`; the workspace's links lead here from now on.
    """
    listener = listener or socket.create_server((HOST, 0))
    url = f"http://{HOST}:{listener.getsockname()[1]}"
    app = asgi_app(workspace)
    server = _Server(uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off", date_header=False))
    thread = Thread(target=server.run, args=([listener],), name="slack", daemon=True)
    workspace.public_url = url
    thread.start()
    try:
        _wait_until_started(server, thread)
        yield url
    finally:
        workspace.board.feed.end()
        workspace.webapi.heals()
        server.stop()
        thread.join(5)
        listener.close()


def _wait_until_started(server: _Server, thread: Thread) -> None:
    while not server.ready:
        if not thread.is_alive():
            raise RuntimeError("the stand-in Slack did not start")
        time.sleep(0.005)


def bot_at(address: str, timeout_seconds: float = 30.0) -> Bot:
    """A bot that listens at `http://host:port`, reached over real HTTP."""
    where = urlsplit(address)

    def bot(request: Request) -> Response:
        connection = http.client.HTTPConnection(where.hostname or HOST, where.port, timeout=timeout_seconds)
        try:
            connection.request(request.method, request.path, request.body, request.headers)
            answer = connection.getresponse()
            headers = {name.lower(): value for name, value in answer.getheaders()}
            return Response(answer.status, headers, answer.read())
        finally:
            connection.close()

    return bot
