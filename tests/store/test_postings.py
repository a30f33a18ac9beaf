"""What work writes to people: each message once, however often the work is cut short; rather never than twice."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.exc import OperationalError

from bot import posting, queueing
from bot.domain.job import ClaimLost, Job
from bot.notify.slack import NotDelivered, Posted
from bot.posting import SOMEWHERE
from bot.services import College, Services
from bot.store import jobs
from bot.store.database import Database
from bot.store.tables import posting as table
from tests.conversations.college import MovedClock

THERE = Posted("C1", "1700000000.000100")


class Slack:
    """Counts what reaches it, and does what it is told to."""

    def __init__(self) -> None:
        self.arrived = 0

    def takes(self, posted: Posted | None = THERE) -> Posted | None:
        self.arrived += 1
        return posted

    def refuses(self) -> Posted:
        raise NotDelivered("channel_not_found")

    def is_silent(self) -> Posted:
        self.arrived += 1
        raise NotDelivered("TimeoutError", is_certain=False, is_away=True)

    def takes_the_worker_with_it(self) -> Posted:
        self.arrived += 1
        raise KeyboardInterrupt


@pytest.fixture
def services(database_url: str) -> Iterator[Services]:
    database = Database(database_url, connections=8)
    yield Services(database, MovedClock(ZoneInfo("UTC")), None, College())  # type: ignore[arg-type]
    database.close()


@pytest.fixture
def slack() -> Slack:
    return Slack()


@pytest.fixture
def job(services: Services) -> Job:
    return taken(services, add(services))


def add(services: Services) -> int:
    with services.database.begin() as tx:
        return jobs.add(tx, "counting", {}, services.clock.now())


def taken(services: Services, job_id: int) -> Job:
    job = queueing.take(services)
    assert job is not None
    assert job.job_id == job_id
    return job


def again(services: Services, job: Job) -> Job:
    """The same work, once its worker has been silent for long enough."""
    passes(services, minutes=16)
    return taken(services, job.job_id)


def passes(services: Services, **time: float) -> None:
    assert isinstance(services.clock, MovedClock)
    services.clock.passes(**time)


def test_a_message_that_arrived_is_not_written_again(services: Services, slack: Slack, job: Job) -> None:
    assert posting.once(services, job, "channel", slack.takes) == THERE
    assert posting.once(services, job, "channel", slack.takes) == THERE
    assert posting.once(services, again(services, job), "channel", slack.takes) == THERE
    assert slack.arrived == 1


def test_each_message_of_a_job_is_written(services: Services, slack: Slack, job: Job) -> None:
    posting.once(services, job, "channel", slack.takes)
    posting.once(services, job, "asker", slack.takes)
    other = taken(services, add(services))
    posting.once(services, other, "channel", slack.takes)
    assert slack.arrived == 3


def test_what_arrives_where_slack_names_no_place_is_known_to_have_arrived(
    services: Services, slack: Slack, job: Job
) -> None:
    assert posting.once(services, job, "file", lambda: slack.takes(None)) == SOMEWHERE
    assert posting.once(services, again(services, job), "file", slack.takes) == SOMEWHERE
    assert slack.arrived == 1


def test_what_slack_certainly_did_not_take_is_written_the_next_time(services: Services, slack: Slack, job: Job) -> None:
    with pytest.raises(NotDelivered):
        posting.once(services, job, "channel", slack.refuses)
    assert posting.once(services, again(services, job), "channel", slack.takes) == THERE


def test_what_slack_may_have_taken_is_never_written_again(services: Services, slack: Slack, job: Job) -> None:
    with pytest.raises(NotDelivered):
        posting.once(services, job, "channel", slack.is_silent)
    assert posting.once(services, job, "channel", slack.takes) is None
    assert posting.once(services, again(services, job), "channel", slack.takes) is None
    assert slack.arrived == 1


def test_a_worker_that_dies_while_slack_has_the_message_leaves_it_for_nobody_to_repeat(
    services: Services, slack: Slack, job: Job
) -> None:
    with pytest.raises(KeyboardInterrupt):
        posting.once(services, job, "channel", slack.takes_the_worker_with_it)
    assert posting.once(services, again(services, job), "channel", slack.takes) is None
    assert slack.arrived == 1


def test_a_worker_that_lost_its_work_writes_nothing_more(services: Services, slack: Slack, job: Job) -> None:
    second = again(services, job)
    with pytest.raises(ClaimLost):
        posting.once(services, job, "channel", slack.takes)
    assert posting.once(services, second, "channel", slack.takes) == THERE
    assert slack.arrived == 1


def test_workers_at_the_same_message_at_the_same_moment_write_it_once(
    services: Services, slack: Slack, job: Job
) -> None:
    with ThreadPoolExecutor(8) as workers:
        places = list(workers.map(lambda _: posting.once(services, job, "channel", slack.takes), range(24)))
    assert slack.arrived == 1
    assert set(places) <= {THERE, None}


def test_a_database_that_is_away_beforehand_keeps_the_message_back(services: Services, slack: Slack) -> None:
    awaited = queueing.take_awaited(services, add(services))
    assert awaited is not None
    away = replace(services, database=Database("mysql://nobody@127.0.0.1:1/gone"))
    with pytest.raises(OperationalError):
        posting.once(away, awaited, "channel", slack.takes)
    assert slack.arrived == 0
    assert posting.once(services, awaited, "channel", slack.takes) == THERE


def test_what_a_job_wrote_is_forgotten_with_the_job(services: Services, slack: Slack, job: Job) -> None:
    posting.once(services, job, "channel", slack.takes)
    queueing.done(services, job)
    passes(services, days=29)
    young = taken(services, add(services))
    posting.once(services, young, "channel", slack.takes)
    queueing.done(services, young)
    passes(services, seconds=timedelta(days=2).total_seconds())
    queueing.forget_old(services)
    with services.database.reading() as tx:
        assert list(tx.scalars(table.select().with_only_columns(table.c.job_id))) == [young.job_id]
