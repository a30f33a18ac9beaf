"""Cold start: a new process until it could answer, against the least any Bolt bot with MySQL costs. And its memory."""

from __future__ import annotations

import compileall
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figures import Figure

ROOT = Path(__file__).parents[2]
TIMES = 15
# Where it can be told: the high-water mark of this very process. `getrusage` would count its parent's, from the fork.
TELL = "print(*(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"
# The limit of the targets: bolt and a driver, nothing of ours. PyMySQL imports `cryptography` where it finds it.
LIMIT = f"""
import sys; sys.modules["cryptography"] = None
from slack_bolt import App
import pymysql
app = App(token="xoxb-bench", signing_secret="bench", token_verification_enabled=False, process_before_response=True)
@app.command("/attendance")
def command(ack): ack()
{TELL}
"""
OURS = f"""
import sys; sys.modules["cryptography"] = None
import handlers.lambda_http
from bot.store.database import Database
from handlers.settings import Settings
Database(Settings.read().database_url).engine
{TELL}
"""
BARE = TELL


def measure(environment: dict[str, str]) -> Iterator[Figure]:
    """Time and peak memory of `handlers.lambda_http` with its engine, against the limit."""
    for room in ("bot", "handlers"):
        compileall.compile_dir(ROOT / room, quiet=2)
    surrounding = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    surrounding |= environment | {"PYTHONPATH": str(ROOT)}
    programs = {"limit": LIMIT, "ours": OURS, "python": BARE}
    times: dict[str, list[float]] = {name: [] for name in programs}
    memory: dict[str, list[int]] = {name: [] for name in programs}
    for round_ in range(TIMES + 2):
        for name, program in programs.items():
            took, peak = _once(program, surrounding)
            if round_ >= 2:
                times[name].append(took)
                memory[name].append(peak)
    yield _ratio("cold start: import, app, engine", times, 1000, "ms")
    if any(memory["limit"]):
        yield _ratio("… its peak memory", memory, 1 / 1024, "MB")


def _once(program: str, environment: dict[str, str]) -> tuple[float, int]:
    """Seconds, and peak memory in KB."""
    started = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", program], env=environment, check=True, capture_output=True, text=True)
    took = time.perf_counter() - started
    return took, int(done.stdout.strip() or 0)


def _ratio(what: str, measured: dict[str, list[float]] | dict[str, list[int]], scale: float, unit: str) -> Figure:
    limit, ours, python = (statistics.median(measured[name]) for name in ("limit", "ours", "python"))
    detail = f"{ours * scale:.0f} {unit} against {limit * scale:.0f} {unit}: python + bolt App + pymysql"
    return Figure(what, ours / limit, 1.6, f"{detail} (python alone {python * scale:.0f} {unit})")
