"""Guards the college's rules against two admins at the same moment: one is first, the other is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from functools import partial
from threading import Barrier, Event
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, func, select

from bot import closing, configuring
from bot.auditing import Deed
from bot.configuring import Drawn, Outdated
from bot.domain.percentage import Counting
from bot.domain.rules import Changed, Rules
from bot.domain.ruling import fields_of
from bot.store import colleges
from bot.store.database import Database, Outrun
from bot.store.tables import audit, college, holiday
from handlers import settings
from handlers.activity import Activity
from handlers.asking import Asking
from handlers.current import Current
from handlers.settings import Settings

RULES = Rules(ZoneInfo("Asia/Kolkata"))
DEED = Deed("UADMIN", datetime(2026, 11, 22, tzinfo=UTC), "form")
ROUNDS = 10


class Instance:
    """One instance of the bot, as Lambda runs several."""

    def __init__(self, database_url: str) -> None:
        required = {"SLACK_BOT_TOKEN": "xoxb", "SLACK_SIGNING_SECRET": "secret", "DATABASE_URL": database_url}
        read = Settings.read({**required, "ATTENDANCE_ADMINS": "UADMIN", "ATTENDANCE_TIMEZONE": "Asia/Kolkata"})
        self.slack = settings.slack(read)
        self.current = Current(settings.services(read, self.slack))
        self.database: Database = self.current.services.database

    def does(self, listener: Callable[[Asking], object]) -> object:
        """What a listener answers, as the app asks it."""
        asking = Asking(self.current.services, self.slack, "UADMIN", Activity("form", "UADMIN"))
        return self.current.answers(listener, asking)


@pytest.fixture
def instances(database_url: str) -> Iterator[tuple[Instance, Instance]]:
    one, other = Instance(database_url), Instance(database_url)
    yield one, other
    one.database.close()
    other.database.close()


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each comes to, all begun at the same moment."""
    ready = Barrier(len(acts))

    def begun(act: Callable[[], object]) -> object:
        ready.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result() for future in [pool.submit(begun, act) for act in acts]]


def test_the_very_first_change_is_made_once(instances: tuple[Instance, Instance]) -> None:
    """Neither finds a row to change; the second one to insert it is told, not broken."""
    one, other = (instance.database for instance in instances)
    inserted, released = Event(), Event()

    def first() -> None:
        with one.begin() as tx:
            colleges.record(tx, RULES, 0)
            inserted.set()
            released.wait(0.5)  # the second one comes as far as its database lets it, and waits

    def second() -> None:
        inserted.wait()
        with other.begin() as tx:
            colleges.record(tx, RULES, 0)

    with ThreadPoolExecutor(2) as pool:
        mine, theirs = pool.submit(first), pool.submit(second)
        mine.result()
        with pytest.raises(Outrun):
            theirs.result()
    with one.reading() as tx:
        assert colleges.recorded(tx).version == 1


def saving(drawn: Drawn, threshold: int, asking: Asking) -> object:
    """Save, in the form of the settings."""
    wanted = fields_of(Rules(RULES.zone, Counting(threshold)))
    return configuring.change(asking.services, DEED, drawn, wanted)


@pytest.mark.parametrize("ever_changed", [False, True])
def test_one_of_two_changes_wins_and_the_other_is_shown_it(database_url: str, ever_changed: bool) -> None:
    for number in range(ROUNDS):
        one, other = Instance(database_url), Instance(database_url)
        with one.database.begin() as tx:
            tx.execute(delete(college))
            if ever_changed:
                colleges.record(tx, RULES, 0)
        drawn = Drawn(fields_of(RULES), int(ever_changed))
        acts = [partial(one.does, partial(saving, drawn, 80)), partial(other.does, partial(saving, drawn, 85))]
        outcomes = at_once(*acts)
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Changed", "Outdated"]
        (won,) = (outcome for outcome in outcomes if isinstance(outcome, Changed))
        (told,) = (outcome for outcome in outcomes if isinstance(outcome, Outdated))
        assert told.rules == won.after
        with one.database.reading() as tx:
            assert tx.scalar(select(func.count()).select_from(audit)) == number + 1
        one.database.close()
        other.database.close()


def adding(first: date, last: date, asking: Asking) -> object:
    """Add, in the form of the holidays."""
    return closing.add_one(asking.services, DEED, first, last, "Onam")


def test_holidays_of_two_admins_merge(instances: tuple[Instance, Instance]) -> None:
    one, other = instances
    for number in range(ROUNDS):
        first = date(2026, 1, 1) + timedelta(days=10 * number)
        last = first + timedelta(2)
        mine, theirs = partial(adding, first, last - timedelta(1)), partial(adding, first + timedelta(1), last)
        at_once(partial(one.does, mine), partial(other.does, theirs))
        with one.database.reading() as tx:
            assert len(list(tx.scalars(select(holiday.c.date).where(holiday.c.date.between(first, last))))) == 3
    with one.database.reading() as tx:
        assert tx.scalar(select(func.count()).select_from(audit)) == 3 * ROUNDS
        assert tx.scalar(select(college.c.version)) == 2 * ROUNDS
