"""Two people at the same students at the same instant: each thing happens once, whole, and no mark is lost."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from threading import Event
from typing import Any

import pytest
from sqlalchemy import event, select, text

from bot.store.database import Database
from bot.store.tables import attendance, enrolment, promotion, student
from bot.views.moving import TAKE_BACK
from bot.views.promoting import PROMOTE
from tests.conversations import forged
from tests.conversations.college import College
from tests.conversations.conftest import ADMIN
from tests.conversations.crowd import Crowded, Device, at_once, crowded

ROUNDS = range(5)


@pytest.fixture
def house(mysql_url: str) -> Iterator[Crowded]:
    with crowded(mysql_url) as house:
        house.college.admits_class("CSE-2")
        house.college.employs("UMEERA", ("CSE-2", "DBMS"))
        house.college.employs("UHEAD", role="admin")
        yield house


def overlapping(college: College) -> list[Any]:
    """Pairs of enrolments of one student that share a day."""
    one, other = enrolment.alias(), enrolment.alias()
    pairs = select(one.c.enrolment_id).join(other, one.c.student_id == other.c.student_id)
    shared = one.c.starts_on <= other.c.ends_on, other.c.starts_on <= one.c.ends_on
    with college.database.reading() as tx:
        return list(tx.execute(pairs.where(one.c.enrolment_id < other.c.enrolment_id, *shared)))


def stranded(college: College) -> list[Any]:
    """Marks in a class their student was not in that day."""
    inside = select(enrolment.c.student_id).where(
        enrolment.c.student_id == attendance.c.student_id,
        enrolment.c.branch == attendance.c.branch,
        enrolment.c.year == attendance.c.year,
        enrolment.c.starts_on <= attendance.c.date,
        enrolment.c.ends_on >= attendance.c.date,
    )
    with college.database.reading() as tx:
        return list(tx.execute(select(attendance).where(~inside.exists())))


def end_its_connections(another: Database) -> None:
    """The server ends every connection of the bot."""
    with another.reading() as tx:
        others = "SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()"
        for connection_id in tx.scalars(text(others)).all():
            tx.execute(text(f"KILL {connection_id}"))


def value(device: Device, action_id: str) -> str:
    """What the button of the newest message carries."""
    elements = (element for block in device.message.blocks for element in block.get("elements", ()))
    return str(next(element["value"] for element in elements if element.get("action_id") == action_id))


@pytest.mark.parametrize("_round", ROUNDS)
def test_two_admins_promoting_the_same_class_promote_it_once(house: Crowded, _round: int) -> None:
    college, (office, head) = house.college, (house.device(ADMIN), house.device("UHEAD"))
    for device in (office, head):
        device.types("/attendance promote CSE-2 CSE-3")
    answers = at_once(partial(office.presses, PROMOTE), partial(head.presses, PROMOTE))
    said = sorted("not as it was" in answer.text for answer in answers)
    assert said == [False, True], [answer.text for answer in answers]
    assert (college.count(promotion), college.count(enrolment), overlapping(college)) == (1, 24, [])
    assert [entry.action for entry in college.audited()] == ["promote"] * 13


@pytest.mark.parametrize("_round", ROUNDS)
def test_one_button_pressed_twice_at_once_promotes_once(house: Crowded, _round: int) -> None:
    college, office = house.college, house.device(ADMIN)
    office.types("/attendance promote CSE-2 CSE-3")
    press = partial(forged.press, house, ADMIN, PROMOTE, value(office, PROMOTE))
    at_once(press, press)
    told = sorted(message.text[:22] for message in house.workspace.messages(ADMIN, "C1"))
    assert told == ["12 students of CSE-2 a", "This was done already;"]
    assert (college.count(promotion), len(college.audited())) == (1, 13)


@pytest.mark.parametrize("_round", ROUNDS)
def test_two_admins_undoing_undo_once(house: Crowded, _round: int) -> None:
    college, office = house.college, house.device(ADMIN)
    house.device("UHEAD")
    office.types("/attendance promote CSE-2 CSE-3")
    office.presses(PROMOTE)
    undo = value(office, TAKE_BACK)
    at_once(*(partial(forged.press, house, who, TAKE_BACK, undo) for who in (ADMIN, "UHEAD")))
    told = sorted(house.workspace.messages(who, "C1")[-1].text[:16] for who in (ADMIN, "UHEAD"))
    assert told == ["Taken back: 12 s", "This was undone "]
    assert (college.count(enrolment), len(college.audited())) == (12, 26)


@pytest.mark.parametrize("_round", ROUNDS)
def test_two_transfers_of_one_student_leave_them_in_one_class(house: Crowded, _round: int) -> None:
    college, (office, head) = house.college, (house.device(ADMIN), house.device("UHEAD"))
    at_once(
        partial(office.types, "/attendance transfer 21CSE004 CSE-3-A"),
        partial(head.types, "/attendance transfer 21CSE004 CSE-3-B"),
    )
    with college.database.reading() as tx:
        now = tx.execute(select(student).where(student.c.roll_no == "21CSE004")).one()
        running = tx.execute(
            select(enrolment).where(enrolment.c.student_id == now.student_id, enrolment.c.ends_on > college.today)
        ).one()
    assert (running.year, running.section) == (now.year, now.section)
    assert (overlapping(college), len(college.audited())) == ([], 2)


def test_a_student_moved_while_the_teacher_saves_is_marked_in_no_class_they_left(house: Crowded) -> None:
    college, office, meera = house.college, house.device(ADMIN), house.device("UMEERA")
    meera.types("/attendance mark CSE-2")
    office.types("/attendance promote")  # so that a second instance of the bot is there
    moved: list[Any] = []

    def moves_in_between(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("INSERT INTO attendance") and not moved:
            moved.append(None)
            moved.append(office.types("/attendance transfer 21CSE004 CSE-3-A").text)

    for instance in house.instances:
        event.listen(instance.database.engine, "before_cursor_execute", moves_in_between)
    saved = meera.saves(absent=[])
    assert "21CSE004 Dev is in CSE-3-A from today on" in moved[1]
    assert stranded(college) == []
    assert "the class list changed" in saved.text.lower(), saved.text
    assert "11 present" in meera.saves(absent=[]).text


@pytest.mark.parametrize("_round", ROUNDS)
def test_saving_and_moving_at_once_strand_no_mark(house: Crowded, _round: int) -> None:
    college, office, meera = house.college, house.device(ADMIN), house.device("UMEERA")
    meera.types("/attendance mark CSE-2")
    at_once(partial(meera.saves, []), partial(office.types, "/attendance transfer 21CSE004 CSE-3-A"))
    assert (stranded(college), overlapping(college)) == ([], [])


def test_what_was_done_and_never_confirmed_is_recognised_and_done_once(house: Crowded, mysql_url: str) -> None:
    college, office, another = house.college, house.device(ADMIN), Database(mysql_url)
    losing = Event()

    def lose_the_confirmation(_connection: Any, cursor: Any, statement: str, *_rest: Any) -> None:
        if statement == "COMMIT" and losing.is_set():
            losing.clear()
            cursor.execute("COMMIT")
            end_its_connections(another)  # so that the COMMIT the bot now sends meets a dead line

    event.listen(college.database.engine, "before_cursor_execute", lose_the_confirmation)
    preview = office.types("/attendance promote CSE-2 CSE-3").text
    assert "12 students of CSE-2 change class" in preview
    told = []
    for act in (
        partial(office.presses, PROMOTE),
        partial(office.presses, TAKE_BACK),
        partial(office.types, "/attendance transfer 21CSE004 CSE-3-A"),
    ):
        losing.set()
        told.append(act().text)
        assert not losing.is_set()
    assert told[0].startswith("12 students of CSE-2 are in CSE-3")
    assert told[1].startswith("Taken back: 12 students")
    assert told[2].startswith("21CSE004 Dev is in CSE-3-A from today on")
    assert [entry.action for entry in college.audited()] == ["promote"] * 13 + ["undo"] * 13 + ["move"]
    another.close()
