"""Work in the table: done by one worker at a time, tried again after a failure, never lost with its worker."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Timer
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.exc import OperationalError

from bot import queueing
from bot.domain.directory import Profile
from bot.domain.job import MOST_TRIES
from bot.services import College, Services
from bot.store import jobs
from bot.store.database import Database
from bot.store.tables import job
from infra.local.mysql import ThrowawayServer
from tests.conversations.college import MovedClock
from tests.databases import migrate


class Nobody:
    def profile(self, slack_user_id: str) -> Profile | None:
        return None


@pytest.fixture
def services(database_url: str) -> Iterator[Services]:
    database = Database(database_url, connections=8)
    yield Services(database, MovedClock(ZoneInfo("UTC")), Nobody(), College())
    database.close()


def add(services: Services, kind: str = "counting") -> int:
    with services.database.begin() as tx:
        return jobs.add(tx, kind, {"number": 7}, services.clock.now())


def passes(services: Services, **time: float) -> None:
    assert isinstance(services.clock, MovedClock)
    services.clock.passes(**time)


def states(services: Services) -> list[str]:
    with services.database.reading() as tx:
        return list(tx.scalars(job.select().with_only_columns(job.c.state).order_by(job.c.job_id)))


def test_work_is_taken_once_with_what_it_needs(services: Services) -> None:
    add(services)
    taken = queueing.take(services)
    assert taken is not None
    assert (taken.kind, taken.payload, taken.attempts) == ("counting", {"number": 7}, 1)
    assert queueing.take(services) is None
    queueing.done(services, taken)
    passes(services, days=1)
    assert queueing.take(services) is None
    assert states(services) == ["done"]


def test_two_workers_never_take_the_same(services: Services) -> None:
    ids = {add(services) for _ in range(40)}
    with ThreadPoolExecutor(8) as workers:
        taken = [one for one in workers.map(lambda _: queueing.take(services), range(60)) if one]
    assert sorted(one.job_id for one in taken) == sorted(ids)


def test_the_work_of_a_silent_worker_is_taken_by_another_and_its_word_no_longer_counts(services: Services) -> None:
    add(services)
    first = queueing.take(services)
    passes(services, minutes=16)
    second = queueing.take(services)
    assert first is not None
    assert second is not None
    assert second.attempts == 2
    queueing.failed(services, first, "Late")
    assert states(services) == ["running"]
    queueing.done(services, second)
    assert states(services) == ["done"]


def test_what_fails_is_tried_again_after_longer_and_longer_pauses_and_then_given_up(services: Services) -> None:
    add(services)
    pauses = []
    for _ in range(MOST_TRIES):
        waited = 0
        while (taken := queueing.take(services)) is None:
            passes(services, seconds=10)
            waited += 10
        pauses.append(waited)
        queueing.failed(services, taken, "DatabaseError abc")
    assert pauses == [0, 10, 40, 160, 640]
    passes(services, days=10)
    assert queueing.take(services) is None
    assert states(services) == ["failed"]


def test_work_that_takes_every_worker_with_it_is_given_up(services: Services) -> None:
    add(services)
    for _ in range(MOST_TRIES):
        assert queueing.take(services)
        passes(services, minutes=16)
    assert queueing.take(services) is None
    assert states(services) == ["failed"]


@pytest.mark.parametrize("tell", [queueing.done, lambda services, taken: queueing.failed(services, taken, "Lost")])
def test_a_database_that_is_away_hears_of_the_work_when_it_is_back(killable_server: ThrowawayServer, tell: Any) -> None:
    url = killable_server.new_database()
    migrate(url)
    database = Database(url)
    services = Services(database, MovedClock(ZoneInfo("UTC")), Nobody(), College())
    add(services)
    taken = queueing.take(services)
    killable_server.kill()
    back = Timer(1, killable_server.start)
    back.start()
    tell(services, taken)
    back.join()
    assert states(services) == ["done" if tell is queueing.done else "waiting"]
    database.close()


def test_work_for_an_answer_never_waits_for_the_database_and_is_soon_a_workers(
    services: Services, killable_server: ThrowawayServer
) -> None:
    taken = queueing.take_awaited(services, add(services))
    assert taken is not None
    killable_server.kill()
    away = replace(services, database=Database(killable_server.url("gone")))
    waits: list[float] = []
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(time, "sleep", waits.append)
        with pytest.raises(OperationalError):
            queueing.failed(away, taken, "Lost")
    assert sum(waits) < 1
    assert queueing.take(services) is None
    passes(services, minutes=1)
    again = queueing.take(services)
    assert again is not None
    assert (again.job_id, again.attempts, again.awaited) == (taken.job_id, 2, False)


def test_one_piece_can_be_asked_for_by_its_number(services: Services) -> None:
    first, second = add(services), add(services)
    taken = queueing.take(services, second)
    assert taken is not None
    assert taken.job_id == second
    assert queueing.take(services, second) is None
    rest = queueing.take(services)
    assert rest is not None
    assert rest.job_id == first


def test_done_work_is_thrown_away_after_a_month_and_waiting_work_never(services: Services) -> None:
    add(services)
    taken = queueing.take(services)
    assert taken
    queueing.done(services, taken)
    add(services)
    passes(services, days=29)
    queueing.forget_old(services)
    assert states(services) == ["done", "waiting"]
    passes(services, days=2)
    queueing.forget_old(services)
    assert states(services) == ["waiting"]


def test_work_written_down_in_a_change_that_failed_is_not_there(services: Services) -> None:
    def change_and_fail() -> None:
        with services.database.begin() as tx:
            jobs.add(tx, "counting", {}, services.clock.now())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_and_fail()
    passes(services, seconds=timedelta(hours=1).total_seconds())
    assert queueing.take(services) is None
