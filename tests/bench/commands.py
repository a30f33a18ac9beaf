"""What the database server is asked to do for one request, counted there: its general log, COMMIT included."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from infra.local.slack.wire import Request
from tests.bench.conversation import answer
from tests.bench.figures import Figure
from tests.bench.large_college import STUDENT, TEACHER
from tests.bench.latency import MARK, Bench, connect, press_save, press_tick

MOST = 8  # for a Save; a target for nothing else
WATCHED = ("Query", "Execute", "Prepare", "Ping", "Init DB")


def measure(bench: Bench) -> Iterator[Figure]:
    """How many commands each request costs. BENCH_STATEMENTS=1 prints them."""
    for what, target, request in (
        ("Save of 60", MOST, lambda: press_save(bench)),
        ("/attendance mark", None, lambda: bench.types(TEACHER, MARK)),
        ("a tick", None, lambda: press_tick(bench, bench.opened())),
        ("/attendance me", None, lambda: bench.types(STUDENT, "me")),
    ):
        statements = asked(bench, request)
        kinds = " ".join(statement.split(maxsplit=1)[0] for statement in statements)
        yield Figure(f"database commands: {what}", len(statements), target, kinds, unit="")
        if os.environ.get("BENCH_STATEMENTS"):
            print(*(f"  {statement}" for statement in statements), sep="\n")


def asked(bench: Bench, request: Callable[[], Request]) -> list[str]:
    """Every command the server gets while the bot answers."""
    ready = request()
    answer(bench.bot, ready)  # whatever is done once, such as connecting, is done
    ready = request()
    with general_log(bench) as read:
        answer(bench.bot, ready)
        return read()


@contextmanager
def general_log(bench: Bench) -> Iterator[Callable[[], list[str]]]:
    """Gives what reads the commands of all connections but this one."""
    connection = connect(bench.settings.database_url)
    own = connection.thread_id()
    with connection, connection.cursor() as cursor:
        cursor.execute("SET GLOBAL log_output = 'TABLE'")
        cursor.execute("TRUNCATE mysql.general_log")
        cursor.execute("SET GLOBAL general_log = 1")

        def read() -> list[str]:
            names = ", ".join(["%s"] * len(WATCHED))
            cursor.execute(
                f"SELECT argument FROM mysql.general_log WHERE thread_id <> %s AND command_type IN ({names})"
                " ORDER BY event_time",
                [own, *WATCHED],
            )
            return [row[0] if isinstance(row[0], str) else row[0].decode() for row in cursor.fetchall()]

        try:
            yield read
        finally:
            cursor.execute("SET GLOBAL general_log = 0")
