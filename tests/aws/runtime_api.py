"""A small Lambda Runtime API on 127.0.0.1, and Lambda's own runtime client running one of our entries against it.

What AWS runs is `awslambdaric` with an HTTP service beside it that hands out events; this is that service. Nothing here
stands in for our code.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).resolve().parents[2]
INVOCATION = "/2018-06-01/runtime/invocation/"
PATIENCE = 30
"""Seconds an answer may take before the runtime counts as stuck."""

Event = Mapping[str, Any]


@dataclass(frozen=True)
class Answer:
    """What the function returned, or the error it raised, and how long that took from the event, in milliseconds."""

    payload: Any
    failed: bool
    ms: float


class RuntimeStopped(Exception):
    """The runtime ended before it answered; holds what it said."""


class _Handler(BaseHTTPRequestHandler):
    """The three calls a runtime makes: the next event, its answer, an error."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else a header without its body waits 40 ms
    wbufsize = -1
    server: _Server

    def do_GET(self) -> None:
        event = self.server.events.get()
        if event is None:
            self.close_connection = True
            return
        self.server.handed_out_at = time.perf_counter()
        headers = {
            "Lambda-Runtime-Aws-Request-Id": "8476a536-e9f4-11e8-9739-2dfe598c3fcd",
            "Lambda-Runtime-Deadline-Ms": str(int(time.time() * 1000) + 1000 * self.server.limit),
            "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:ap-south-1:123456789012:function:attendance",
        }
        self._reply(200, json.dumps(event).encode(), headers)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        took = (time.perf_counter() - self.server.handed_out_at) * 1000
        self._reply(202, b"{}", {})
        self.server.answers.put(Answer(json.loads(body), self.path.endswith("/error"), took))

    def _reply(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Type": "application/json", "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, *_: object) -> None:
        """Nothing: the runtime's own output is what matters."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, limit: int) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.limit = limit
        self.events: queue.Queue[Event | None] = queue.Queue()
        self.answers: queue.Queue[Answer] = queue.Queue()
        self.handed_out_at = 0.0

    def handle_error(self, request: Any, client_address: Any) -> None:
        """An instance that is ended leaves its connection open; anything else is an error of this file."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class LambdaInstance:
    """One instance of a function: a process of Lambda's runtime, started when entered, ended when left.

    `limit` is what the function is told it may take for one event, in seconds.
    """

    def __init__(self, entry: str, environment: Mapping[str, str], limit: int = 10) -> None:
        self._entry, self._environment, self._limit = entry, environment, limit
        self._log = tempfile.TemporaryFile()  # noqa: SIM115  # as long as the instance

    def __enter__(self) -> Self:
        self._server = _Server(self._limit)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.started_at = time.perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "awslambdaric", self._entry],
            cwd=ROOT,
            env=self._whole_environment(),
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )
        return self

    def _whole_environment(self) -> dict[str, str]:
        """Nothing of ours but the PATH. Bytecode is kept, as Lambda finds it in the package."""
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{self._server.server_address[1]}",
            "AWS_LAMBDA_FUNCTION_NAME": "attendance",
            "AWS_REGION": "ap-south-1",
            "LAMBDA_TASK_ROOT": str(ROOT),
            "PYTHONPATH": str(ROOT),
            **self._environment,
        }

    def invoke(self, event: Event) -> Answer:
        """Hand it an event and wait. Raises `RuntimeStopped`."""
        self._server.events.put(event)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                return self._server.answers.get(timeout=0.2)
            except queue.Empty:
                if self._process.poll() is not None:
                    break
        raise RuntimeStopped(self.log)

    @property
    def log(self) -> str:
        """Everything it wrote to standard output and standard error: what CloudWatch would hold."""
        self._log.seek(0)
        return self._log.read().decode()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        self._server.events.put(None)
        self._server.shutdown()
        self._server.server_close()


def run_cold(
    events: Sequence[Event], environment: Mapping[str, str], entry: str = "handlers.lambda_http.handler"
) -> tuple[float, list[float]]:
    """A fresh instance answers the events, one after the other.

    Gives the milliseconds from the start of the process to the first answer, and those each further answer took.
    Raises `RuntimeStopped`, or `AssertionError` when the function raised: a failure is no measurement.
    """
    with LambdaInstance(entry, environment) as instance:
        answers = [instance.invoke(events[0])]
        cold = (time.perf_counter() - instance.started_at) * 1000
        answers += [instance.invoke(event) for event in events[1:]]
        if any(answer.failed for answer in answers):
            raise AssertionError(instance.log)
    return cold, [answer.ms for answer in answers[1:]]
