"""Runs every benchmark and prints the table: a report, which no noisy machine can fail."""

from __future__ import annotations

import time
from zoneinfo import ZoneInfo

from bot.clock import Clock
from handlers.settings import Settings
from infra.local.mysql import throwaway_server
from tests.bench import cold, commands, imports, large_college, latency, reports, throughput
from tests.bench.apps import environment
from tests.bench.figures import table
from tests.bench.latency import Bench
from tests.bench.sink import sink

SERVER_OPTIONS = ("--innodb-buffer-pool-size=1G", "--innodb-log-file-size=512M", "--local-infile=OFF")


def main() -> None:
    with throwaway_server(options=SERVER_OPTIONS) as server, sink() as slack_url:
        url, today = server.new_database(), Clock(ZoneInfo("Asia/Kolkata")).today()
        tell("Filling a table with marks")
        marks = large_college.fill(url, today)
        settings = environment(url, slack_url)
        bench = Bench(Settings.read(settings), slack_url, today)
        tell(f"{marks:,} marks. Measuring one request at a time")
        figures = [*latency.measure(bench), *commands.measure(bench)]
        tell("Eight people at once")
        figures.append(throughput.measure(bench, settings))
        tell(f"A list of {imports.STUDENTS:,} students")
        figures += imports.measure(server.new_database())
        tell(f"Reports of {reports.COLLEGE.students:,} students and a term; filling their tables takes a minute")
        figures += reports.measure(server.new_database, environment("", slack_url), today)
        tell("Cold starts")
        figures += cold.measure(settings)
    print(table(figures))


def tell(doing: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {doing} …", flush=True)


if __name__ == "__main__":
    main()
