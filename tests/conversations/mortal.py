"""Workers in processes of their own that end in the middle of their work, as if somebody had pulled the plug.

Run as a program, this file is the process they are forked from, which has imported everything and holds no connection:
a worker then begins within milliseconds.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import event

from handlers import jobs
from handlers.jobs import auditing, exporting, importing, people, picture, tell_reset  # noqa: F401  # before the fork
from handlers.settings import Settings
from tests.conversations.college import MovedClock
from tests.conversations.conftest import House

ROOT = Path(__file__).parents[2]


class Workers:
    """Forks one worker after the other."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def begins(self, house: House, ends_before: int = 0) -> int:
        """A worker does what waits; its process. It ends right before its so manieth statement to the database."""
        assert self._process.stdin
        asked = [house.environment, house.clock.moved[0].total_seconds(), ends_before]
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        return int(self._answer())

    def was_ended(self) -> bool:
        """Waits for the worker: whether it was ended, or came to its end."""
        status = int(self._answer())
        assert status in (0, -signal.SIGKILL)
        return status != 0

    def ends(self, worker: int) -> None:
        """Pulls the plug of the one that is at it."""
        os.kill(worker, signal.SIGKILL)
        assert self.was_ended()

    def _answer(self) -> str:
        assert self._process.stdout
        answer = self._process.stdout.readline()
        assert answer, "the process the workers come from has ended"
        return answer

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()


def main() -> None:
    for line in sys.stdin:
        environment, moved, ends_before = json.loads(line)
        read = Settings.read(environment)
        services, slack = jobs.prepared(read)
        assert services.database.engine
        assert slack.client  # what these import is imported before the fork
        worker = os.fork()
        if worker == 0:
            _work(read, moved, ends_before)
            os._exit(0)
        print(worker, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1]), flush=True)


def _work(read: Settings, moved: float, ends_before: int) -> None:
    services, slack = jobs.prepared(read)
    services = replace(services, clock=MovedClock(read.zone, [timedelta(seconds=moved)]))
    statements = 0

    def count(*_: Any) -> None:
        nonlocal statements
        statements += 1
        if statements == ends_before:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(services.database.engine, "before_cursor_execute", count)
    jobs.drain(services, slack)


if __name__ == "__main__":
    main()
