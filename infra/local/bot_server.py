"""The bot as an HTTP server of its own on 127.0.0.1, as Slack would reach it."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Thread
from typing import Any

import uvicorn

Event = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Event]]
Send = Callable[[Event], Awaitable[None]]
Application = Callable[[Any, Any, Any], Awaitable[None]]

AT_ONCE = 8  # requests; as many as the bot has database connections outside Lambda


class InThreads:
    """An ASGI application whose every request has a thread: Bolt's adapter would let the others wait for one."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="bot")

    async def __call__(self, scope: Event, receive: Receive, send: Send) -> None:
        received = [await receive()]
        while received[-1].get("more_body"):
            received.append(await receive())
        answer = asyncio.get_running_loop().run_in_executor(self._threads, self._answer, scope, received)
        for event in await answer:
            await send(event)

    def _answer(self, scope: Event, received: list[Event]) -> list[Event]:
        answer: list[Event] = []
        left = iter(received)

        async def receive() -> Event:
            return next(left, {"type": "http.disconnect"})

        async def send(event: Event) -> None:
            answer.append(event)

        asyncio.run(self._run(scope, receive, send))
        return answer

    async def _run(self, scope: Event, receive: Receive, send: Send) -> None:
        await self._application(scope, receive, send)


@contextmanager
def serve_bot(application: Application, listener: socket.socket) -> Iterator[None]:
    """Answers on that socket while the block runs."""
    config = uvicorn.Config(InThreads(application), log_level="warning", access_log=False, lifespan="off")
    config.timeout_graceful_shutdown = 1
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, args=([listener],), name="bot", daemon=True)
    thread.start()
    try:
        while not server.started and thread.is_alive():
            time.sleep(0.005)
        yield
    finally:
        server.should_exit = True
        thread.join(5)
