"""Guards what was confirmed: a save that came back as a card survives the database server's sudden end, whole."""

from __future__ import annotations

import itertools
import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from statistics import median
from threading import Event
from typing import Any

import pytest
from sqlalchemy import event

from bot.views.pressed import CHANGE
from infra.local.mysql import ThrowawayServer
from tests.conversations.college import College
from tests.conversations.crowd import Answer, Crowded, Device, absent, apart, chosen, crowded, history, students_of
from tests.databases import migrate

MARK = "/attendance mark CSE-2"
SUBJECTS = ("DBMS", "OS", "Networks")
SLACK_WAITS = 3.0  # seconds

pytestmark = pytest.mark.usefixtures("hurried")


@pytest.fixture
def house(killable_server: ThrowawayServer) -> Iterator[Crowded]:
    """CSE-2 with a teacher for each of three subjects, on a server of its own."""
    url = killable_server.new_database()
    migrate(url)
    with crowded(url) as house:
        house.college.admits_class("CSE-2")
        for subject in SUBJECTS:
            house.college.employs(f"U{subject.upper()}", ("CSE-2", subject))
        yield house


@dataclass
class Marking:
    """A teacher who saves one selection after the other, and presses again whatever was answered with an apology."""

    device: Device
    students: list[int]
    over: Event
    settled: list[tuple[set[int], Answer]] = field(default_factory=list)
    apologies: list[Answer] = field(default_factory=list)
    slowest: float = 0.0

    def runs(self) -> None:
        self._until_settled(lambda: self.device.types(MARK))
        number = 0
        while not self.over.is_set():
            number += 1
            selection = chosen(self.students, number)
            self.settled.append((selection, self._until_settled(partial(self.device.saves, selection))))
            self._until_settled(lambda: self.device.presses(CHANGE))

    def _until_settled(self, act: Callable[[], Answer]) -> Answer:
        give_up = time.monotonic() + 30
        while time.monotonic() < give_up:
            answer = act()
            self.slowest = max(self.slowest, answer.seconds)
            if answer.is_settled:
                return answer
            assert "Sorry, something went wrong" in answer.text, answer
            assert answer.outcome.ok, answer
            self.apologies.append(answer)
            time.sleep(0.02)
        raise AssertionError(f"no other answer in 30 s: {answer.text}")


def ended_again_and_again(server: ThrowawayServer, everyone: list[Marking], ends: list[Callable[[], None]]) -> None:
    """The server ends in the middle of the saves, each time in one of these ways, and starts again soon after."""
    for number, end in enumerate(ends):
        wait_for_saves(everyone, 2)
        time.sleep(0.003 * number)  # another moment of a save each time
        end()
        time.sleep(0.1)
        server.start()
    wait_for_saves(everyone, 2)


def wait_for_saves(everyone: list[Marking], more: int) -> None:
    """Until each of them has saved so many times more, or is not marking any longer."""
    wanted = [len(one.settled) + more for one in everyone]
    give_up = time.monotonic() + 30
    while any(len(one.settled) < count for one, count in zip(everyone, wanted, strict=True)):
        assert time.monotonic() < give_up, "nobody can save any more"
        time.sleep(0.005)


def test_every_confirmed_save_survives_the_servers_end_and_none_is_half_there(
    house: Crowded, killable_server: ThrowawayServer
) -> None:
    college, over = house.college, Event()
    everyone = [Marking(house.device(f"U{subject.upper()}"), students_of(college), over) for subject in SUBJECTS]
    ends = [killable_server.kill, killable_server.kill, killable_server.stop, killable_server.kill]
    with ThreadPoolExecutor(len(everyone)) as threads:
        runs = [threads.submit(one.runs) for one in everyone]
        try:
            ended_again_and_again(killable_server, everyone, ends)
        finally:
            over.set()
        for run in runs:
            run.result()
    assert sum(len(one.apologies) for one in everyone) >= len(ends)
    usual = median(answer.seconds for one in everyone for _, answer in one.settled)
    assert max(one.slowest for one in everyone) < SLACK_WAITS + 5 * usual
    assert len(house.instances) == len(everyone)  # the instances that met the end are the ones that answer now
    for one in everyone:
        check_the_books(college, one)


def check_the_books(college: College, marking: Marking) -> None:
    """One version for each save, whether an apology came before its card or not, with exactly the marks saved."""
    (roll_call,) = [call for call in college.roll_calls() if f"U{call.subject.upper()}" == marking.device.user_id]
    pages = history(college, roll_call)
    assert [answer.version for _, answer in marking.settled] == list(range(1, len(pages)))
    for selection, answer in marking.settled:
        assert answer.apart == apart(pages[answer.version]) == absent(*selection)


def test_wherever_in_a_save_the_server_is_killed_the_save_is_not_there_and_the_next_press_makes_it(
    house: Crowded, killable_server: ThrowawayServer
) -> None:
    device, struck = house.device("UDBMS"), Strike(house, killable_server)
    for statement in itertools.count(1):
        device.types(f"{MARK} period {statement}")
        struck.before(statement)
        answer = device.saves()
        if not struck.happened:
            break
        assert_apologised_in_time(answer)
        killable_server.start()
        assert history(house.college, house.college.roll_calls()[-1]) == [{}]
        assert device.saves().version == 1
        assert len(history(house.college, house.college.roll_calls()[-1])) == 2
    assert statement > 6, "begin, look, look, move the version, write the marks, write the audit, commit"


def test_a_save_committed_at_the_instant_the_server_is_killed_is_there_once_after_the_next_press(
    house: Crowded, killable_server: ThrowawayServer
) -> None:
    device, struck = house.device("UDBMS"), Strike(house, killable_server)
    device.types(MARK)
    struck.after_the_commit()
    assert_apologised_in_time(device.saves())
    killable_server.start()
    saved = history(house.college, house.college.roll_calls()[0])
    assert [len(marks) for marks in saved] == [0, 12]
    assert device.saves().version == 1
    assert history(house.college, house.college.roll_calls()[0]) == saved


def assert_apologised_in_time(answer: Answer, usual: float = 0.0) -> None:
    """`usual` is what an answer takes on this machine, just now."""
    assert "Sorry, something went wrong" in answer.text, answer
    assert answer.seconds < SLACK_WAITS + 5 * usual


class Strike:
    """Kills the server at an exact statement of the one instance of the bot."""

    def __init__(self, house: Crowded, server: ThrowawayServer) -> None:
        self.happened, self._server, self._left, self._committed = False, server, 0, False
        event.listen(house.college.database.engine, "before_cursor_execute", self._count)

    def before(self, statement: int) -> None:
        """Before that statement from now on, counted from 1."""
        self.happened, self._left = False, statement

    def after_the_commit(self) -> None:
        """Once the server has committed, before it can say so."""
        self._committed = True

    def _count(self, _connection: Any, cursor: Any, statement: str, *_rest: Any) -> None:
        self._left -= 1
        if self._committed and statement == "COMMIT":
            cursor.execute("COMMIT")
            self._left, self._committed = 0, False
        if self._left == 0:
            self.happened = True
            self._server.kill()


def test_an_apology_comes_in_time_when_the_server_hangs(house: Crowded, killable_server: ThrowawayServer) -> None:
    device = house.device("UDBMS")
    usual = device.types(MARK).seconds
    assert killable_server.pid
    os.kill(killable_server.pid, signal.SIGSTOP)
    try:
        answer = device.saves()
    finally:
        os.kill(killable_server.pid, signal.SIGCONT)
    assert_apologised_in_time(answer, usual)
    assert device.saves().kind == "card"
    assert len(history(house.college, house.college.roll_calls()[0])) == 2
