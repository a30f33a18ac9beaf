"""What one process gets done for eight people at once: rosters and standings in turn, against an empty listener."""

from __future__ import annotations

import contextlib
import http.client
import itertools
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

from tests.bench.conversation import typed
from tests.bench.figures import Figure
from tests.bench.large_college import STUDENT, TEACHER
from tests.bench.latency import MARK, Bench

CLIENTS = 8
SECONDS = 2.0
ROUNDS = 4


def measure(bench: Bench, environment: dict[str, str]) -> Figure:
    """Requests a second, both servers in turn."""
    bench.opened()
    done: dict[str, list[float]] = {"bot": [], "floor": []}
    several = {name: value for name, value in environment.items() if name != "AWS_LAMBDA_FUNCTION_NAME"}
    with server("bot", several) as bot, server("floor", several) as floor:
        for port in (bot, floor):
            per_second(port, 0.5)
        for _ in range(ROUNDS):
            done["bot"].append(per_second(bot, SECONDS))
            done["floor"].append(per_second(floor, SECONDS))
    ours, empty = statistics.median(done["bot"]), statistics.median(done["floor"])
    detail = f"{ours:.0f} against {empty:.0f} requests a second: empty listener, same server"
    return Figure(f"throughput: mark and me, {CLIENTS} clients", ours / empty, 0.5, detail, at_least=True)


@contextlib.contextmanager
def server(which: str, environment: dict[str, str]) -> Iterator[int]:
    """The port it listens on while the block runs."""
    command = [sys.executable, "-m", "tests.bench.server", which]
    surrounding = {**os.environ, **environment}
    with subprocess.Popen(
        command, env=surrounding, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stderr is not None
            yield next(int(line) for line in process.stderr if line.strip().isdigit())
        finally:
            process.kill()


def per_second(port: int, seconds: float) -> float:
    """All clients together."""
    until = time.monotonic() + seconds
    counts = [0] * CLIENTS
    clients = [threading.Thread(target=_client, args=(port, until, counts, number)) for number in range(CLIENTS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return sum(counts) / seconds


def _client(port: int, until: float, counts: list[int], number: int) -> None:
    """One person on one connection, the same two requests over and over."""
    requests = itertools.cycle([typed(TEACHER, MARK), typed(STUDENT, "me")][:: 1 if number % 2 else -1])
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    while time.monotonic() < until:
        request = next(requests)
        connection.request(request.method, request.path, request.body, request.headers)
        response = connection.getresponse()
        response.read()
        assert response.status == 200, response.status
        counts[number] += 1
    connection.close()
