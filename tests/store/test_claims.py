"""Who has a piece of work: a worker as long as it lives, one at a time; and what an admin gives another chance."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from threading import Thread
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from bot import queueing
from bot.domain.directory import Profile
from bot.domain.job import MOST_TRIES, Job
from bot.services import College, Services
from bot.store import jobs
from bot.store.database import Database
from bot.store.tables import job
from infra.local.mysql import ThrowawayServer
from tests.conversations.college import MovedClock
from tests.databases import migrate
from tests.soon import soon


class Nobody:
    def profile(self, slack_user_id: str) -> Profile | None:
        return None


def opened(database: Database) -> Services:
    return Services(database, MovedClock(ZoneInfo("UTC")), Nobody(), College())  # type: ignore[arg-type]


@pytest.fixture
def services(database_url: str) -> Iterator[Services]:
    database = Database(database_url, connections=4)
    yield opened(database)
    database.close()


def add(services: Services) -> int:
    with services.database.begin() as tx:
        return jobs.add(tx, "counting", {}, services.clock.now())


def taken(services: Services, job_id: int | None = None) -> Job:
    found = queueing.take(services, job_id)
    assert found is not None
    return found


def passes(services: Services, **time: float) -> None:
    assert isinstance(services.clock, MovedClock)
    services.clock.passes(**time)


def claimed_until(services: Services) -> object:
    """Of the oldest work."""
    with services.database.reading() as tx:
        return tx.scalar(select(job.c.claimed_until).order_by(job.c.job_id))


def state(services: Services) -> tuple[str, int, str]:
    with services.database.reading() as tx:
        row = tx.execute(select(job.c.state, job.c.attempts, job.c.last_error)).one()
    return row.state, row.attempts, row.last_error


def is_kept(services: Services) -> bool:
    before = claimed_until(services)
    soon(lambda: claimed_until(services) != before)
    return True


def test_a_worker_that_lives_keeps_its_work_however_long_it_takes(services: Services) -> None:
    add(services)
    with queueing.keeping(services, taken(services), every=0.02):
        for _ in range(5):
            passes(services, minutes=1.9)
            assert is_kept(services)
            assert queueing.take(services) is None


def test_a_worker_that_falls_silent_is_followed_after_two_minutes(services: Services) -> None:
    add(services)
    first = taken(services)
    passes(services, seconds=119)
    assert queueing.take(services) is None
    passes(services, seconds=2)
    second = taken(services)
    assert (second.job_id, second.attempts) == (first.job_id, 2)
    assert not queueing.keep(services, first)
    assert queueing.keep(services, second)


def test_a_worker_that_lost_its_work_stops_claiming_it(services: Services) -> None:
    add(services)
    first = taken(services)
    with queueing.keeping(services, first, every=0.02):
        passes(services, minutes=60)  # it says so before anybody looks: then it is as good as ever
        assert is_kept(services)
        with services.database.begin() as tx:
            tx.execute(job.update().values(attempts=2))  # somebody else's by now
        before = claimed_until(services)
        passes(services, minutes=1)
    assert claimed_until(services) == before


def test_nothing_goes_on_claiming_work_that_is_over(services: Services) -> None:
    add(services)
    first = taken(services)
    with queueing.keeping(services, first, every=0.01):
        queueing.done(services, first)
    assert (state(services)[0], claimed_until(services)) == ("done", None)
    assert not queueing.keep(services, first)


def test_work_that_is_awaited_needs_no_thread(services: Services) -> None:
    awaited = queueing.take_awaited(services, add(services))
    assert awaited is not None
    assert awaited.awaited
    with queueing.keeping(services, awaited, every=0.001):
        before = claimed_until(services)
        passes(services, seconds=10)
    assert claimed_until(services) == before


def test_the_claim_is_kept_while_the_work_holds_a_connection_and_writes(services: Services) -> None:
    """On SQLite, which has one writer, a long change keeps the claim from being renewed, and others from the work."""
    add(services)
    claimed = taken(services)
    with queueing.keeping(services, claimed, every=0.02):
        with services.database.begin() as tx:
            jobs.add(tx, "other", {}, services.clock.now() + timedelta(days=1))
            passes(services, minutes=1.9)
        assert is_kept(services)
        passes(services, minutes=1)
        assert queueing.take(services) is None


def test_a_database_that_is_away_for_a_moment_loses_nobody_their_work(killable_server: ThrowawayServer) -> None:
    url = killable_server.new_database()
    migrate(url)
    database = Database(url, connections=2)
    services = opened(database)
    add(services)
    claimed = taken(services)
    with queueing.keeping(services, claimed, every=0.05):
        killable_server.kill()
        Thread(target=killable_server.start).start()
        soon(lambda: _answers(database))
        passes(services, minutes=1.9)
        assert is_kept(services)
        passes(services, minutes=1)
        assert queueing.take(services) is None
    queueing.done(services, claimed)
    assert state(services)[0] == "done"
    database.close()


def _answers(database: Database) -> bool:
    try:
        with database.reading() as tx:
            return bool(tx.scalar(select(func.count()).select_from(job)))
    except Exception:
        return False


def test_a_worker_that_is_told_of_work_takes_it_though_its_clock_is_a_little_behind(services: Services) -> None:
    job_id = add(services)
    passes(services, seconds=-1.5)
    assert queueing.take(services) is None
    assert taken(services, job_id).job_id == job_id


def test_what_is_more_than_an_answer_has_time_for_is_handed_over(services: Services) -> None:
    job_id = add(services)
    awaited = queueing.take_awaited(services, job_id)
    assert awaited is not None
    queueing.hand_over(services, awaited)
    again = taken(services, job_id)
    assert (again.awaited, again.attempts) == (False, 2)


def given_up(services: Services) -> Job:
    """Work that failed as often as it may, and its last claim."""
    add(services)
    for _ in range(MOST_TRIES):
        last = taken(services)
        pause = queueing.failed(services, last, "ValueError abc")
        passes(services, seconds=(pause or timedelta()).total_seconds())
    assert pause is None
    assert state(services) == ("failed", MOST_TRIES, "ValueError abc")
    return last


def try_again(services: Services, job_id: int) -> str | None:
    with services.database.begin() as tx:
        return jobs.try_again(tx, job_id, services.clock.now())


def test_what_was_given_up_gets_five_more_tries(services: Services) -> None:
    last = given_up(services)
    assert try_again(services, last.job_id) == "counting"
    pauses = []
    for number in range(1, MOST_TRIES + 1):
        claimed = taken(services)
        assert claimed.tries == number
        pause = queueing.failed(services, claimed, "ValueError def")
        pauses.append(pause and pause.total_seconds())
        passes(services, hours=1)
    assert pauses == [10, 40, 160, 640, None]
    assert state(services)[0] == "failed"


def test_a_worker_of_the_time_before_cannot_settle_what_is_tried_again(services: Services) -> None:
    add(services)
    claims = []
    for _ in range(MOST_TRIES):
        claims.append(taken(services))
        passes(services, minutes=3)
    assert queueing.take(services) is None
    assert state(services) == ("failed", MOST_TRIES, "WorkerLost")
    assert try_again(services, claims[0].job_id)
    new = taken(services)
    for old in claims:
        queueing.done(services, old)
        queueing.failed(services, old, "Late")
        assert not queueing.keep(services, old)
    assert state(services)[0] == "running"
    queueing.done(services, new)
    assert state(services)[0] == "done"


def test_only_what_is_given_up_is_tried_again_and_once(services: Services) -> None:
    last = given_up(services)
    assert try_again(services, last.job_id)
    assert try_again(services, last.job_id) is None
    claimed = taken(services)
    assert try_again(services, last.job_id) is None
    queueing.done(services, claimed)
    assert try_again(services, last.job_id) is None
    assert try_again(services, 10**9) is None


def test_a_worker_with_one_connection_too_few_still_does_its_work(database_url: str) -> None:
    """The claim is not renewed then, which is no worse than a database that is away."""
    database = Database(database_url, connections=1)
    services = opened(database)
    add(services)
    claimed = taken(services)
    with queueing.keeping(services, claimed, every=0.01), database.reading() as tx:
        assert tx.scalar(select(func.count()).select_from(job)) == 1
    queueing.done(services, claimed)
    assert state(services)[0] == "done"
    database.close()
