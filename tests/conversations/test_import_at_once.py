"""Guards the college while lists are applied at the same instant, twice, or after it has changed: never half of one."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Iterator
from functools import partial

import pytest

from bot.views.imports import APPLY, IN_FORM, IN_MESSAGE
from handlers import jobs
from infra.local.mysql import ThrowawayServer
from tests.conversations import forged
from tests.conversations.college import College
from tests.conversations.conftest import ADMIN, House
from tests.conversations.crowd import Crowded, at_once, crowded
from tests.conversations.lists import checks, large, listing, register, seats, states, waiting
from tests.conversations.test_the_server_killed import Strike
from tests.databases import migrate

HEAD = "UHEAD"
TWELVE = {f"21CSE{number:03}" for number in range(1, 13)}
NEW = "31CSE001,Nila Sen,CSE-1,nila@college.example,,"
AGAIN = "The college has changed since this file was checked, so nothing was written."


@pytest.fixture
def crowd(database_url: str) -> Iterator[Crowded]:
    """CSE-2 and two admins, on as many instances of the bot as are busy at once."""
    with crowded(database_url) as house:
        furnish(house)
        yield house


def furnish(house: House) -> None:
    house.college.admits_class("CSE-2")
    house.college.employs(HEAD, role="admin")
    house.speaker(ADMIN, "Office")
    house.speaker(HEAD, "Head")


def apply(house: House, user_id: str, import_id: int, block_id: str = IN_MESSAGE) -> None:
    assert forged.press(house, user_id, APPLY, str(import_id), block_id).ok


def finish(house: House) -> None:
    """What waits for another try has it."""
    for _ in range(3):
        house.clock.passes(minutes=20)
        house.works()


def check_the_books(college: College) -> None:
    """Everybody was added once, and sits in the class of their record, in no two at a time."""
    people = register(college)
    rolls = [json.loads(one.changes)["roll"][1] for one in college.audited() if one.action == "add"]
    assert sorted(rolls) == sorted(set(people) - TWELVE)
    for roll_no, (_, class_code, *_) in people.items():
        periods = seats(college, roll_no)
        assert periods[-1][0] == class_code, roll_no
        assert all(one[2] < other[1] for one, other in itertools.pairwise(periods)), roll_no


def test_apply_pressed_by_two_admins_on_several_devices_is_applied_once(crowd: Crowded) -> None:
    college = crowd.college
    for number in range(5):
        checks(crowd, listing(f"31CSE{number:03},Nila,CSE-1,,,"))
        (import_id,) = waiting(college)
        presses = [(user, block) for user in (ADMIN, HEAD) for block in (IN_MESSAGE, IN_FORM)]
        at_once(*(partial(apply, crowd, user, import_id, block) for user, block in presses))
        finish(crowd)
        assert states(college) == ["applied"] * (number + 1)
    check_the_books(college)
    assert Counter(entry.action for entry in college.audited()) == {"add": 5, "import": 5}


def test_two_lists_of_the_same_students_at_once_make_each_student_once(crowd: Crowded) -> None:
    college = crowd.college
    for number in range(5):
        rows = [f"3{number}ME{n:03},Student {n},ME-1,s{number}.{n}@college.example,," for n in range(200)]
        checks(crowd, listing(*rows[:150]), ADMIN)
        checks(crowd, listing(*reversed(rows[50:])), HEAD)
        mine, theirs = waiting(college)
        at_once(partial(apply, crowd, ADMIN, mine), partial(apply, crowd, HEAD, theirs))
        finish(crowd)
        assert set(states(college)) == {"applied"}
        assert len(register(college)) == 12 + 200 * (number + 1)
    check_the_books(college)


def test_two_lists_that_contradict_each_other_at_once_one_wins_and_one_is_shown_anew(crowd: Crowded) -> None:
    college = crowd.college
    for number in range(5):
        rolls = [f"3{number}ME{n:03}" for n in range(60)]
        checks(crowd, listing(*(f"{roll},One,ME-1,,," for roll in rolls)), ADMIN)
        checks(crowd, listing(*(f"{roll},Other,ME-2,,," for roll in rolls)), HEAD)
        mine, theirs = waiting(college)
        at_once(partial(apply, crowd, ADMIN, mine), partial(apply, crowd, HEAD, theirs))
        finish(crowd)
        assert sorted(states(college)[-2:]) == ["applied", "checked"]
        assert len({register(college)[roll][:2] for roll in rolls}) == 1
        (left,) = waiting(college)
        crowd.speaker(HEAD if left == theirs else ADMIN, "Later").in_dm().sees(AGAIN, "60 rows: 0 new, 60 changed")
        apply(crowd, HEAD, left)
        finish(crowd)
        assert states(college)[-2:] == ["applied", "applied"]
    check_the_books(college)


def test_large_lists_applied_by_two_workers_at_once_lose_nothing(crowd: Crowded) -> None:
    college = crowd.college
    for user_id, content in ((ADMIN, large(1500)), (HEAD, large(2000))):
        checks(crowd, content, user_id)
    finish(crowd)
    mine, theirs = waiting(college)
    apply(crowd, ADMIN, mine)
    apply(crowd, HEAD, theirs)
    at_once(*(partial(jobs.drain, instance, crowd.slack) for instance in crowd.instances[:2]))
    finish(crowd)
    assert states(college) == ["applied", "applied"]
    assert len(register(college)) == 2012
    check_the_books(college)


def test_wherever_in_an_apply_the_server_is_killed_it_is_applied_whole_and_once(
    killable_server: ThrowawayServer,
) -> None:
    url = killable_server.new_database()
    migrate(url)
    with crowded(url) as house:
        furnish(house)
        college, struck = house.college, Strike(house, killable_server)
        for statement in itertools.count(1, 3):
            checks(house, listing(f"31CSE{statement:03},Nila,CSE-1,,,", f"21CSE001,Asha {statement},CSE-2,,,"))
            (import_id,) = waiting(college)
            before = register(college)
            struck.before(statement)
            apply(house, ADMIN, import_id)
            if not struck.happened:
                break
            killable_server.start()
            done = register(college)
            assert (f"31CSE{statement:03}" in done) == (done["21CSE001"] != before["21CSE001"])
            finish(house)
            if waiting(college):  # the press itself was lost
                apply(house, ADMIN, import_id)
            finish(house)
            assert set(states(college)) == {"applied"}
        struck.before(-1)  # never
        check_the_books(college)
        assert statement > 20
