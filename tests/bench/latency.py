"""Server time of what people do, against the same Bolt app with an empty listener behind the same entry."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import pymysql
from pymysql.cursors import Cursor
from sqlalchemy import make_url

from handlers.settings import Settings, slack
from infra.local.slack.wire import Request
from tests.bench.apps import Handler, floor, the_bot
from tests.bench.conversation import Roster, answer, event, pressed, typed
from tests.bench.figures import Figure, Timed, against, interleaved, seconds
from tests.bench.large_college import A_CLASS, CSE_2, STUDENT, SUBJECTS, TEACHER

TIMES = 150
EMPTY = "empty listener, same entry"
UPSERT = (
    "INSERT INTO attendance (roll_call_id, student_id, date, status, branch, year, section, subject)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON DUPLICATE KEY UPDATE status = VALUES(status)"
)
MARK = f"mark {CSE_2} {SUBJECTS[0]}"


def connect(url: str) -> pymysql.Connection[Cursor]:
    """A raw connection to the database of that URL, autocommit on."""
    read = make_url(url)
    return pymysql.connect(
        host=read.host,
        port=read.port or 3306,
        user=read.username,
        password=str(read.password),
        database=read.database,
        charset="utf8mb4",
        autocommit=True,
        ssl_disabled="ssl_disabled" in read.query,
    )


@dataclass
class Bench:
    """The bot, its floor, and the database both are measured on."""

    settings: Settings
    slack_url: str
    today: date

    def __post_init__(self) -> None:
        self.bot, self.empty = the_bot(self.settings), floor(self.settings)
        self.connection = connect(self.settings.database_url)
        gc.collect()
        gc.freeze()  # as the Lambda entry does

    def types(self, user_id: str, text: str) -> Request:
        return typed(user_id, text, self.slack_url)

    def forget(self) -> None:
        """Today's roll call has never been."""
        held = "branch = 'CSE' AND year = 2 AND section = '' AND date = %s"
        with self.connection.cursor() as cursor:
            cursor.execute("DELETE FROM draft")
            cursor.execute(f"DELETE FROM attendance WHERE student_id <= {A_CLASS} AND date = %s", [self.today])
            cursor.execute(f"DELETE FROM roll_call WHERE {held}", [self.today])

    def opened(self) -> Roster:
        """The roster of a roll call nobody has opened before."""
        self.forget()
        return Roster.read(answer(self.bot, self.types(TEACHER, MARK)))


def measure(bench: Bench) -> list[Figure]:
    """All of this file, in order."""
    return [_mark(bench), _mark_first(bench), _tick(bench), _save(bench), *_me(bench)]


def timed(handler: Handler, request: Callable[[], Request]) -> Timed:
    """Only the handler is on the clock; the request is made and signed before."""

    def once() -> float:
        asked = event(request())
        return seconds(lambda: handler(asked))

    return once


def _pair(bench: Bench, what: str, target: float, request: Callable[[], Request]) -> Figure:
    ours, empty = interleaved(TIMES, timed(bench.bot, request), timed(bench.empty, request))
    return against(what, ours, empty, target, EMPTY)


def _mark(bench: Bench) -> Figure:
    bench.opened()
    return _pair(bench, f"/attendance mark, {A_CLASS} students", 3, lambda: bench.types(TEACHER, MARK))


def _mark_first(bench: Bench) -> Figure:
    """Opening a roll call writes its row, and waits for the disk."""

    def first() -> Request:
        bench.forget()
        return bench.types(TEACHER, MARK)

    return _pair(bench, "… the first time that day", 3, first)


def _tick(bench: Bench) -> Figure:
    roster = bench.opened()
    return _pair(bench, "one tick kept as a draft", 3, lambda: press_tick(bench, roster))


def press_tick(bench: Bench, roster: Roster) -> Request:
    """One box ticked."""
    return pressed(TEACHER, roster.tick(), roster.values(), bench.slack_url)


def press_save(bench: Bench) -> Request:
    """Save, on a roster nobody has saved."""
    roster = bench.opened()
    return pressed(TEACHER, roster.save, roster.values(), bench.slack_url)


def _save(bench: Bench) -> Figure:
    """The floor has what no save can do without: the rows in one statement, and the answer posted to Slack."""
    workspace = slack(bench.settings)
    card = {"text": "x" * 300, "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 1500}}]}

    def upsert_and_answer(body: dict[str, Any]) -> None:
        raw_upsert(bench, int(body["actions"][0]["value"].partition(".")[0]))
        workspace.answer(body["response_url"], card)

    least = floor(bench.settings, upsert_and_answer)
    ours, bare = interleaved(
        TIMES, timed(bench.bot, lambda: press_save(bench)), timed(least, lambda: press_save(bench))
    )
    return against(f"Save of {A_CLASS}", ours, bare, 2, f"{EMPTY} + raw upsert of {A_CLASS} + answer posted")


def raw_upsert(bench: Bench, roll_call_id: int) -> None:
    """The marks of a whole roll call by hand: one statement, which commits itself."""
    shared = (CSE_2.branch, CSE_2.year, CSE_2.section, SUBJECTS[0])
    rows = [(roll_call_id, number, bench.today, "P", *shared) for number in range(1, A_CLASS + 1)]
    with bench.connection.cursor() as cursor:
        cursor.executemany(UPSERT, rows)


def _me(bench: Bench) -> Iterator[Figure]:
    def me() -> Request:
        return bench.types(STUDENT, "me")

    yield _pair(bench, "/attendance me, 400 roll calls behind", 3, me)
    with statement_times() as spent:

        def queries() -> float:
            spent.clear()
            answer(bench.bot, me())
            return sum(spent)

        def round_trip() -> float:
            spent.clear()
            bench.connection.query("SELECT 1")
            return sum(spent)

        ours, trip = interleaved(TIMES, queries, round_trip)
    yield against("… its statements, in round trips", ours, trip, 5, "one SELECT 1")


@contextmanager
def statement_times() -> Iterator[list[float]]:
    """Seconds of every statement PyMySQL sends while the block runs, its rows read."""
    spent: list[float] = []
    plain = pymysql.connections.Connection.query

    def timed_query(self: Any, sql: Any, unbuffered: bool = False) -> Any:
        started = time.perf_counter()
        try:
            return plain(self, sql, unbuffered)
        finally:
            spent.append(time.perf_counter() - started)

    pymysql.connections.Connection.query = timed_query  # type: ignore[method-assign]
    try:
        yield spent
    finally:
        pymysql.connections.Connection.query = plain  # type: ignore[method-assign]
