"""Guards what is said of a report that would have nobody in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from bot import compiling
from bot.compiling import NobodyThen, NoSuchClass, StillToCome
from bot.domain.classcode import ClassCode
from bot.domain.period import DateRange
from bot.domain.report import Wanted
from bot.services import College as Known
from bot.services import Services
from bot.store.database import Database
from bot.store.tables import student
from tests.conversations.college import College, MovedClock
from tests.store.test_figures import Nobody

A_DAY = timedelta(days=1)


@pytest.fixture
def college(database_url: str) -> Iterator[College]:
    database = Database(database_url)
    yield College(database, MovedClock(ZoneInfo("Asia/Kolkata")))
    database.close()


def check(college: College, typed: str, first: date, last: date) -> None:
    services = Services(college.database, college.clock, Nobody(), Known())  # type: ignore[arg-type]
    code = ClassCode.read(typed) if typed else None
    with college.database.reading() as tx:
        compiling.check(services, tx, Wanted(code, DateRange(first, last)))


def test_days_to_come(college: College) -> None:
    college.admits_class("CSE-2")
    tomorrow = college.today + A_DAY
    with pytest.raises(StillToCome, match="is still to come, so there is nothing to report yet"):
        check(college, "CSE-2", tomorrow, tomorrow + 6 * A_DAY)
    check(college, "CSE-2", college.today, tomorrow)


def test_a_class_that_never_was(college: College) -> None:
    college.admits_class("CSE-2-A")
    with pytest.raises(NoSuchClass, match=r"There is no class `CSE-3` here. Check how it is written"):
        check(college, "CSE-3", college.today, college.today)
    with pytest.raises(NoSuchClass, match=r"no class `CSE-2-C` here. Its branch and year has `CSE-2-A`"):
        check(college, "CSE-2-C", college.today, college.today)
    check(college, "cse 2", college.today, college.today)


def test_days_on_which_nobody_was_there(college: College) -> None:
    asha = college.admits("Asha", "21CSE001", "CSE-2", college.today - 9 * A_DAY)
    college.leaves(asha, college.today - 3 * A_DAY)
    college.joins(asha, "CSE-3", college.today + A_DAY)
    check(college, "CSE-2", college.today - 9 * A_DAY, college.today)
    with pytest.raises(NobodyThen, match="No students were in `CSE-2` on "):
        check(college, "CSE-2", college.today, college.today)
    with pytest.raises(NobodyThen, match=r"No students were in `CSE-3` from .* as in `/attendance report CSE-3 last"):
        check(college, "CSE-3", college.today - 9 * A_DAY, college.today + 9 * A_DAY)
    with pytest.raises(NobodyThen, match=r"No students were in any class on .* as in `/attendance report all last"):
        check(college, "", college.today, college.today)


def test_the_erased_are_nobody(college: College) -> None:
    college.admits("Asha", "21CSE001", "CSE-2")
    with college.database.begin() as tx:
        tx.execute(update(student).values(erased_at=datetime.now(UTC)))
    with pytest.raises(NobodyThen):
        check(college, "CSE-2", college.today, college.today)
    with pytest.raises(NobodyThen):
        check(college, "", college.today, college.today)
