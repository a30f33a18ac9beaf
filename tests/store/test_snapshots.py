"""Guards the snapshot: a report is of one moment, whatever is saved while it is read, and leaves no trace behind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, delete, func, insert, select, text, update

from bot import compiling, tabulating
from bot.domain.classcode import ClassCode
from bot.domain.errors import RulesChanged
from bot.domain.percentage import Counting
from bot.domain.period import DateRange
from bot.domain.report import Kind, Wanted
from bot.domain.rules import Rules
from bot.services import College as Known
from bot.services import Services
from bot.store import colleges
from bot.store.database import Database
from bot.store.tables import attendance, enrolment, holiday, roll_call, student
from tests.conversations.college import College, MovedClock
from tests.store.test_figures import Nobody

MANY = 130
"""Students: more than one question asks for, so that others are asked after the first row."""
LEVEL = "SELECT @@session.transaction_isolation"
LEVEL_OF_MARIADB = "SELECT @@session.tx_isolation"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url, connections=2)
    yield database
    database.close()


@pytest.fixture
def one_connection(database_url: str) -> Iterator[Database]:
    """Whatever is asked is asked on the connection that the snapshot had."""
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def college(database: Database) -> College:
    return College(database, MovedClock(ZoneInfo("Asia/Kolkata")))


def count(tx: Connection) -> int:
    return tx.scalar(select(func.count()).select_from(student)) or 0


def admits(college: College, roll_no: str) -> None:
    college.admits("Asha", roll_no, "CSE-2")


def test_what_is_saved_meanwhile_is_not_seen(database: Database, college: College) -> None:
    admits(college, "21CSE001")
    with database.snapshot() as tx:
        admits(college, "21CSE002")
        assert count(tx) == 1
        admits(college, "21CSE003")
        assert count(tx) == 1
    with database.reading() as tx:
        assert count(tx) == 3


def test_it_is_of_the_moment_it_began_not_of_its_first_question(database: Database, college: College) -> None:
    with database.snapshot() as tx:
        admits(college, "21CSE001")
        assert count(tx) == 0


def test_the_connection_is_afterwards_what_it_was(one_connection: Database, database: Database) -> None:
    college = College(database, MovedClock(ZoneInfo("Asia/Kolkata")))
    before = level(one_connection)
    with one_connection.snapshot() as tx:
        assert count(tx) == 0
    with pytest.raises(ZeroDivisionError), one_connection.snapshot():
        raise ZeroDivisionError
    assert level(one_connection) == before
    with one_connection.reading() as tx:  # each question sees what is committed
        assert count(tx) == 0
        admits(college, "21CSE001")
        assert count(tx) == 1
    with one_connection.begin() as tx:  # so does each within a transaction of MySQL; and it can write
        tx.execute(update(student).values(name="Dev"))
        assert count(tx) == 1
    with database.reading() as tx:
        assert tx.scalars(select(student.c.name)).all() == ["Dev"]


def test_a_transaction_after_it_sees_what_others_commit(mysql_url: str) -> None:
    """As it does at READ COMMITTED alone."""
    one, other = Database(mysql_url), Database(mysql_url)
    college = College(other, MovedClock(ZoneInfo("UTC")))
    with one.snapshot() as tx:
        assert count(tx) == 0
    with one.begin() as tx:
        assert count(tx) == 0
        admits(college, "21CSE001")
        assert count(tx) == 1
    one.close()
    other.close()


def test_nothing_is_written_in_it(mysql_url: str) -> None:
    database = Database(mysql_url)
    with pytest.raises(Exception, match="READ ONLY"), database.snapshot() as tx:
        tx.execute(insert(holiday), {"date": MovedClock(ZoneInfo("UTC")).today(), "name": "Onam"})
    database.close()


def level(database: Database) -> Any:
    if database.engine.dialect.name == "sqlite":
        return None
    with database.reading() as tx:
        version = str(tx.scalar(text("SELECT VERSION()")))
        return tx.scalar(text(LEVEL_OF_MARIADB if "MariaDB" in version else LEVEL))


def test_nobody_waits_for_a_report_nor_it_for_anybody(database: Database, college: College) -> None:
    ids = college.admits_class("CSE-2")
    with database.snapshot() as tx:
        assert count(tx) == len(ids)
        with database.begin() as other:
            other.execute(update(student).values(name="Dev"))
            assert tx.scalars(select(student.c.name)).first() == "Asha"


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("code", [ClassCode("CSE", 2), None], ids=str)
def test_a_report_is_of_one_moment(
    database: Database, college: College, code: ClassCode | None, kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everything changes after its first row; what is read is as if nothing had."""
    monkeypatch.setattr(tabulating, "A_PART", 50)
    ids = [college.admits("Asha", f"21CSE{number:03}", "CSE-2") for number in range(MANY)]
    college.admits("Dev", "21ECE001", "ECE-2")
    for at in range(1, 5):
        letters = {one: "PAAA"[(at + one) % 4] for one in ids}
        college.held("CSE-2", college.today - timedelta(days=at), letters)
    services = Services(database, college.clock, Nobody(), Known())  # type: ignore[arg-type]
    wanted = Wanted(code, DateRange(college.today - timedelta(days=9), college.today), kind)
    with compiling.compiled(services, wanted) as compiled:
        quiet = [(sheet.name, sheet.columns, sheet.count, tuple(sheet.rows)) for sheet in compiled.sheets]
        facts = compiled.facts()
    with compiling.compiled(services, wanted) as compiled:
        found = []
        for sheet in compiled.sheets:
            rows = []
            for row in sheet.rows:
                upset(college, once=not found and not rows)
                rows.append(row)
            found.append((sheet.name, sheet.columns, sheet.count, tuple(rows)))
        assert compiled.facts() == facts
    assert found == quiet
    with compiling.compiled(services, wanted) as compiled:
        assert [len(list(sheet.rows)) for sheet in compiled.sheets] != [len(rows) for *_, rows in quiet]


def upset(college: College, *, once: bool) -> None:
    """Marks change, a class more is held, a day becomes a holiday, and half of the class is gone."""
    if not once:
        return
    with college.database.begin() as tx:
        tx.execute(update(attendance).values(status="P"))
        tx.execute(insert(holiday), {"date": college.today - timedelta(days=1), "name": "Onam"})
        gone = list(tx.scalars(select(student.c.student_id)))[::2]
        tx.execute(delete(enrolment).where(enrolment.c.student_id.in_(gone)))
        tx.execute(update(roll_call).values(subject="DBMS"))
    college.held("CSE-2", college.today - timedelta(days=7), {})


def test_a_report_is_not_made_by_rules_that_changed(database: Database, college: College) -> None:
    ids = college.admits_class("CSE-2")
    services = Services(database, college.clock, Nobody(), Known())  # type: ignore[arg-type]
    with database.begin() as tx:
        colleges.record(tx, Rules(college.clock.zone, Counting(threshold=80)), 0)
    wanted = Wanted(ClassCode("CSE", 2), DateRange(college.today, college.today))
    with pytest.raises(RulesChanged), compiling.compiled(services, wanted):
        pass
    with database.reading() as tx:
        assert count(tx) == len(ids)


def test_facts_come_after_all_rows(database: Database, college: College) -> None:
    college.admits_class("CSE-2")
    services = Services(database, college.clock, Nobody(), Known())  # type: ignore[arg-type]
    wanted = Wanted(ClassCode("CSE", 2), DateRange(college.today, college.today))
    with compiling.compiled(services, wanted) as compiled:
        with pytest.raises(compiling.NotReadYet):
            compiled.facts()
        sheets = list(compiled.sheets)
        with pytest.raises(compiling.NotReadYet):
            compiled.facts()
        rows = iter(sheets[0].rows)
        next(rows)
        with pytest.raises(compiling.NotReadYet):
            compiled.facts()
        assert len(list(rows)) == 11
    assert compiled.facts().bands.none == 12
