"""`make run` as a process of its own, and somebody at its page, for the tests."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from tests.soon import PATIENCE

ROOT = Path(__file__).parents[2]
OURS = ("PORT", "RESET", "DATABASE_URL", "ATTENDANCE_TIMEZONE", "ATTENDANCE_THRESHOLD")
STAFF_ROOM = "C0STAFF"
COMMAND = (sys.executable, "-m", "infra.local.run")
Json = dict[str, Any]
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")
STARTS_WITHIN = 4 * PATIENCE


def environment(**settings: str) -> dict[str, str]:
    """This process's, with only these of the settings `make run` reads."""
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    return kept | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"} | settings


@dataclass
class Demo:
    """One run. `said` is what it printed before it was ready."""

    address: str
    process: subprocess.Popen[str]
    said: str

    def stop(self) -> tuple[int, str]:
        """Ctrl-C; the exit code, and what was printed since."""
        self.process.send_signal(signal.SIGINT)
        printed, _ = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, printed

    def asks(self, path: str, **fields: str) -> Json:
        return self._fetch(Request(f"{self.address}/page/{path}?{urlencode(fields)}"))

    def acts(self, path: str, **body: Any) -> Json:
        answer = self._fetch(Request(f"{self.address}/page/{path}", json.dumps(body).encode(), method="POST"))
        assert answer["ok"], answer
        return answer

    def _fetch(self, request: Request) -> Json:
        with urlopen(request, timeout=PATIENCE) as answer:
            read: Json = json.load(answer)
            return read


@contextmanager
def demo(folder: Path, **settings: str) -> Iterator[Demo]:
    """A run in that folder, until the block ends."""
    settings = {"PORT": "0"} | settings
    with subprocess.Popen(
        COMMAND, cwd=folder, env=environment(**settings), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            said = _until_ready(process)
            (address,) = ADDRESS.findall(said)
            yield Demo(address, process, said)
        finally:
            process.kill()


def refused(folder: Path, **settings: str) -> str:
    """What a run that cannot start says instead."""
    ended = subprocess.run(
        COMMAND,
        cwd=folder,
        env=environment(**settings),
        capture_output=True,
        text=True,
        timeout=STARTS_WITHIN,
        check=False,
    )
    assert ended.returncode == 1, ended
    assert "Traceback" not in ended.stderr, ended.stderr
    return ended.stderr


def _until_ready(process: subprocess.Popen[str]) -> str:
    """What it printed up to its last line of welcome."""
    assert process.stdout is not None
    said, give_up = "", time.monotonic() + STARTS_WITHIN
    while "Type /attendance" not in said:
        said += process.stdout.readline()
        assert process.poll() is None, f"It did not start:\n{said}"
        assert time.monotonic() < give_up, f"It is not ready yet:\n{said}"
    return said


class Visitor:
    """Somebody at the page, by its JSON: types, ticks, presses, and reads the newest message."""

    def __init__(self, demo: Demo, user: str, channel: str = STAFF_ROOM) -> None:
        self.demo, self.user, self.channel = demo, user, channel

    def types(self, text: str) -> str:
        """The newest message afterwards."""
        self.demo.acts("type", user=self.user, channel=self.channel, text=text)
        return self.reads()

    def messages(self) -> list[Json]:
        found: list[Json] = self.demo.asks("messages", user=self.user, channel=self.channel)["messages"]
        return found

    def reads(self) -> str:
        """Everything of the newest message, as JSON."""
        return json.dumps(self.messages()[-1], ensure_ascii=False)

    def ticks(self, *names: str) -> None:
        message = self.messages()[-1]
        for block, boxes in _elements(message, "checkboxes"):
            wanted = [box for box in boxes["options"] if any(name in box["text"]["text"] for name in names)]
            if wanted:
                self._act(message, block, boxes, selected_options=wanted)

    def presses(self, label: str) -> str:
        message = self.messages()[-1]
        block, button = next(found for found in _elements(message, "button") if found[1]["text"]["text"] == label)
        self._act(message, block, button, value=button["value"])
        return self.reads()

    def _act(self, message: Json, block: Json, element: Json, **picked: Any) -> None:
        action = {"type": element["type"], "action_id": element["action_id"]} | picked
        self.demo.acts("act", user=self.user, message=message["id"], block_id=block["block_id"], action=action)


def _elements(message: Json, kind: str) -> Iterator[tuple[Json, Json]]:
    for block in message["blocks"]:
        for element in block.get("elements", ()):
            if element["type"] == kind:
                yield block, element
