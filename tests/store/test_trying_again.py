"""Guards `whole_unit`: what the database asks to try again is tried again, whole, and nobody notices."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Barrier, Event, Thread
from typing import Any

import pytest
from sqlalchemy import Connection, event, insert, select, text, update
from sqlalchemy.exc import OperationalError

from bot.store.database import Database, Outrun, whole_unit
from bot.store.tables import student
from tests.conversations.crowd import Crowded, at_once, crowded
from tests.soon import PATIENCE

CODES = {"deadlock": 1213, "lock wait": 1205}


@pytest.fixture
def database(mysql_url: str) -> Iterator[Database]:
    """With two students to fight about."""
    database = Database(mysql_url)
    with database.begin() as tx:
        for roll_no in ("1", "2"):
            tx.execute(insert(student), {"name": "Asha", "roll_no": roll_no, "branch": "CSE", "year": 2})
    yield database
    database.close()


@pytest.fixture
def another(mysql_url: str) -> Iterator[Database]:
    """Another instance of the bot, on the same database."""
    database = Database(mysql_url)
    yield database
    database.close()


def renames(tx: Connection, roll_no: str, name: str) -> None:
    tx.execute(update(student).where(student.c.roll_no == roll_no).values(name=student.c.name + name))


def names(database: Database) -> list[str]:
    with database.reading() as tx:
        return list(tx.scalars(select(student.c.name).order_by(student.c.roll_no)))


def code_of(error: OperationalError) -> int:
    assert error.orig
    return int(error.orig.args[0])


@pytest.mark.usefixtures("database")
def test_the_victim_of_a_deadlock_is_run_again_from_its_start(mysql_url: str) -> None:
    met, first_run = [], Barrier(2, timeout=PATIENCE)
    database, another = (Database(mysql_url, statement_seconds=int(2 * PATIENCE)) for _ in range(2))

    def crossing(own: Database, roll_nos: tuple[str, str], name: str) -> Callable[[], None]:
        runs = iter((True, False, False))

        @whole_unit
        def use_case() -> None:
            with own.begin() as tx:
                try:
                    renames(tx, roll_nos[0], name)
                    if next(runs):
                        first_run.wait()
                    renames(tx, roll_nos[1], name)
                except OperationalError as error:
                    met.append(code_of(error))
                    raise

        return use_case

    at_once(crossing(database, ("1", "2"), "-x"), crossing(another, ("2", "1"), "-y"))
    assert met == [CODES["deadlock"]]
    first, second = names(database)
    assert first == second
    assert sorted(first.split("-")) == ["Asha", "x", "y"]
    database.close()
    another.close()


def test_a_lock_wait_is_given_up_rolled_back_and_tried_again(database: Database, another: Database) -> None:
    met, begun, given_up = [], Event(), Event()

    def holds_the_first() -> None:
        with another.begin() as tx:
            renames(tx, "1", "-held")
            begun.set()
            given_up.wait(PATIENCE)

    @whole_unit
    def use_case() -> None:
        with database.begin() as tx:
            try:
                renames(tx, "2", "-mine")  # the server leaves this standing when the next statement gives up
                renames(tx, "1", "-mine")
            except OperationalError as error:
                met.append(code_of(error))
                given_up.set()
                holding.join(PATIENCE)
                raise

    holding = Thread(target=holds_the_first)
    holding.start()
    assert begun.wait(PATIENCE)
    use_case()
    assert met == [CODES["lock wait"]]
    assert names(database) == ["Asha-held-mine", "Asha-mine"]


@pytest.mark.usefixtures("hurried")
def test_when_every_try_fails_nothing_is_left_open_and_the_connection_goes_on(
    database: Database, another: Database
) -> None:
    waits = []

    @whole_unit
    def use_case() -> None:
        with database.begin() as tx:
            waits.append(tx.scalar(text("SELECT @@innodb_lock_wait_timeout")))
            renames(tx, "2", "-never")
            renames(tx, "1", "-never")

    with another.begin() as tx:
        renames(tx, "1", "-held")
        with pytest.raises(OperationalError) as given_up:
            use_case()
        assert sum(waits) < 3, "Slack gives the bot three seconds"
        assert code_of(given_up.value) == CODES["lock wait"]
        renames(tx, "2", "-held")  # not locked any more
    assert names(database) == ["Asha-held", "Asha-held"]


def test_being_outrun_is_tried_three_times() -> None:
    runs = []

    @whole_unit
    def use_case() -> None:
        runs.append(1)
        raise Outrun

    with pytest.raises(Outrun):
        use_case()
    assert len(runs) == 3


def test_a_mistake_of_ours_is_not_tried_again(database: Database) -> None:
    runs = []

    @whole_unit
    def use_case() -> None:
        runs.append(1)
        with database.begin() as tx:
            tx.execute(text("SELECT 1 FROM no_such_table"))

    with pytest.raises(Exception, match="no_such_table"):
        use_case()
    assert len(runs) == 1


@pytest.fixture
def house(mysql_url: str) -> Iterator[Crowded]:
    with crowded(mysql_url) as house:
        house.college.admits_class("CSE-2")
        house.college.employs("UMEERA", ("CSE-2", "DBMS"))
        house.college.admits("Nila", "21CSE099", "CSE-3", slack_user_id="UNILA")
        yield house


def end_its_connections(another: Database) -> None:
    """The server ends every connection of the bot, as it does with one idle too long."""
    with another.reading() as tx:
        others = "SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()"
        for connection_id in tx.scalars(text(others)).all():
            tx.execute(text(f"KILL {connection_id}"))


def test_a_connection_killed_between_two_requests_is_replaced_unnoticed(house: Crowded, another: Database) -> None:
    meera, nila = house.speaker("UMEERA", "Meera Iyer"), house.speaker("UNILA", "Nila")
    for typed in ("", " help", " nonsense", " student 21CSE001", " mark", " mark CSE-2 absent 4", " mark CSE-2"):
        end_its_connections(another)
        meera.types(f"/attendance{typed}").does_not_see("Sorry", "failed")
    for act in (
        lambda: meera.ticks("Chitra"),
        lambda: meera.presses("Save attendance").sees("Undo until"),
        lambda: meera.chooses("Late", beside="Chitra").sees("1 late"),
        lambda: meera.presses("Undo").sees("2 absent"),
        lambda: meera.presses("Change").sees("tick who is absent"),
        lambda: meera.presses("Class cancelled").sees("class cancelled"),
        lambda: meera.opens_home().sees("Your classes today"),
        lambda: nila.types("/attendance me").sees("no classes yet"),
        lambda: nila.opens_home().sees("What you can type"),
    ):
        end_its_connections(another)
        act()
    assert len(house.instances) == 1


def test_a_change_whose_commit_was_made_and_never_confirmed_is_recognised_and_made_once(
    house: Crowded, another: Database
) -> None:
    meera, college, losing, lost = house.speaker("UMEERA", "Meera Iyer"), house.college, Event(), []

    @event.listens_for(college.database.engine, "before_cursor_execute")
    def lose_the_confirmation(_connection: Any, cursor: Any, statement: str, *_rest: Any) -> None:
        if statement == "COMMIT" and losing.is_set():
            losing.clear()
            cursor.execute("COMMIT")
            end_its_connections(another)  # so that the COMMIT the bot now sends meets a dead line
            lost.append(statement)

    for act in (
        lambda: meera.types("/attendance mark CSE-2").sees("tick who is absent"),
        lambda: meera.ticks("Chitra").does_not_see("Sorry"),
        lambda: meera.presses("Save attendance").sees("11 present, 1 absent: 03 Chitra", "Undo until"),
        lambda: meera.chooses("Late", beside="Chitra").sees("1 late: 03 Chitra", "Undo until"),
        lambda: meera.presses("Undo").sees("1 absent: 03 Chitra").does_not_see("Somebody changed this"),
        lambda: meera.presses("Change").presses("Class cancelled").sees("class cancelled", "Undo until"),
        lambda: meera.types("/attendance mark CSE-2 absent 4").sees("1 absent: 04 Dev", "Undo until"),
    ):
        losing.set()
        act()
    assert [entry.action for entry in college.audited()] == ["save", "correct", "undo", "cancel", "save"]
    assert [call.version for call in college.roll_calls()] == [5]
    assert len(lost) >= 5, "each of the changes"
