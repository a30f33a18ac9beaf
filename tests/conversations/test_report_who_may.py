"""Guards reports from those who may not have them: at the command, at every button, and when the work is done."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, func, select, update

from bot.store.tables import job, member, report, teaching
from bot.views.reportbuttons import DOWNLOAD, FRESH, POST, SHORTAGE
from tests.conversations import forged
from tests.conversations.college import College
from tests.conversations.conftest import ADMIN, House
from tests.conversations.forged import no_admin
from tests.conversations.phone import sets_up
from tests.conversations.reported import NAMES, everything_public, in_channel, last_two_days, marks
from tests.conversations.speaker import Speaker


@pytest.fixture(autouse=True)
def _there_is_a_bucket(house: House, bucket: str) -> None:
    house.stores_in(bucket)


@pytest.fixture
def days(college: College) -> str:
    marks(college, "AAPPPPPPPPPP", 1)
    return last_two_days(college)


@pytest.fixture
def made(house: House, admin: Speaker, college: College, days: str) -> str:
    """The number of a report of all classes, as a button carries it."""
    admin.types(f"/attendance report all {days}")
    house.works()
    return newest(college)


def newest(college: College) -> str:
    with college.database.reading() as tx:
        return str(tx.scalar(select(func.max(report.c.report_id))))


TYPED = ("report", "report CSE-2", "report all", "report CSE-2 shortage share", "report links")


@pytest.mark.parametrize("typed", TYPED)
@pytest.mark.parametrize("who", ["stranger", "student", "deactivated"])
def test_nobody_else_gets_one(house: House, college: College, days: str, who: str, typed: str) -> None:
    speaker = no_admin(house, college, who)
    said = "Only teachers and admins" if who == "student" else "I don't know you yet"
    if who == "student" and typed.endswith("links"):
        said = "Only admins can do that"
    speaker.types(f"/attendance {typed}").sees(said).does_not_see("CSE-2", "Preparing")
    house.works()
    assert not college.count(report)
    assert not in_channel(house, speaker)


def test_a_teacher_gets_no_class_but_their_own(house: House, teacher: Speaker, college: College, days: str) -> None:
    college.admits("Zoya", "22ECE001", "ECE-3")
    teacher.types(f"/attendance report ECE-3 {days}").sees("`ECE-3` is not a class you take. You take `CSE-2 DBMS`")
    teacher.types(f"/attendance report XYZ-9 {days}").sees("`XYZ-9` is not a class you take")
    teacher.types(f"/attendance report all {days}").sees(
        "Only admins get a report of all classes. You take CSE-2", "/attendance report CSE-2"
    )
    teacher.types(f"/attendance report CSE-2 {days} share").sees("Only admins can put a link")
    teacher.types("/attendance report links").sees("Only admins can do that")
    assert not college.count(report)


def test_each_class_of_a_teacher_is_said_once(house: House, college: College, days: str) -> None:
    college.employs("UARJUN", ("ECE-3-A", "DSP"), ("ECE-3-A", "VLSI"), ("CSE-2", ""))
    house.speaker("UARJUN").types("/attendance report all").sees("You take CSE-2, ECE-3-A: write one")


def test_a_teacher_of_a_section_does_not_get_the_whole_class(house: House, college: College, days: str) -> None:
    college.admits("Zoya", "22ECE001", "ECE-3-A")
    college.employs("UARJUN", ("ECE-3-A", ""))
    arjun = house.speaker("UARJUN")
    arjun.types(f"/attendance report ECE-3 {days}").sees("`ECE-3` is not a class you take")
    arjun.types(f"/attendance report ECE-3-A {days}").sees("Preparing the summary of ECE-3-A")


PRESSES = (f"{DOWNLOAD}.csv", f"{DOWNLOAD}.xlsx", FRESH, SHORTAGE, POST)


def carried(action_id: str, number: str) -> str:
    return {FRESH: f"{number} csv", POST: f"{number} 99"}.get(action_id, number)


@pytest.mark.parametrize("action_id", PRESSES)
@pytest.mark.parametrize("who", ["stranger", "student", "teacher", "deactivated"])
def test_a_forged_press_gives_nothing(house: House, college: College, made: str, who: str, action_id: str) -> None:
    speaker, before = no_admin(house, college, who), college.count(job)
    forged.press(house, speaker.user_id, action_id, carried(action_id, made))
    speaker.does_not_see("Your file", "Preparing", "is being posted", "Sorry")
    assert college.count(job) == before


@pytest.mark.parametrize("action_id", PRESSES)
@pytest.mark.parametrize("number", ["987654321", "0", "-1", "x", "", "1 2 3", "9" * 30])
def test_a_press_of_nothing_is_told_so(house: House, teacher: Speaker, made: str, number: str, action_id: str) -> None:
    forged.press(house, "UMEERA", action_id, carried(action_id, number))
    teacher.does_not_see("Sorry", "Your file", "Preparing")


def test_a_teacher_learns_nothing_from_numbers(house: House, teacher: Speaker, college: College, made: str) -> None:
    forged.press(house, "UMEERA", SHORTAGE, made)
    teacher.sees("This is not a report of a class you take")
    forged.press(house, "UMEERA", SHORTAGE, "987654321")
    teacher.sees("This is not a report of a class you take")


def test_only_whoever_asked_posts_it_again(
    house: House, teacher: Speaker, admin: Speaker, college: College, days: str
) -> None:
    admin.types(f"/attendance report CSE-2 {days}")
    before = college.count(job)
    forged.press(house, "UMEERA", POST, f"{newest(college)} 99")
    teacher.sees("Only admins can do that")
    assert college.count(job) == before


def test_rights_lost_before_the_work_is_done_leave_nothing(
    house: House, teacher: Speaker, college: College, days: str
) -> None:
    teacher.types(f"/attendance report CSE-2 {days}").sees("Preparing")
    with college.database.begin() as tx:
        tx.execute(delete(teaching).where(teaching.c.slack_user_id == "UMEERA"))
    house.works()
    teacher.sees("You asked for the summary of CSE-2", "It was not made", "only visible to you")
    assert not in_channel(house, teacher)
    assert "reports/" not in teacher.screen()


def test_whoever_is_deactivated_meanwhile_gets_nothing(house: House, college: College, days: str) -> None:
    college.employs("UGONE", role="admin")
    gone = house.speaker("UGONE")
    gone.types(f"/attendance report all {days}").sees("Preparing")
    with college.database.begin() as tx:
        tx.execute(update(member).where(member.c.slack_user_id == "UGONE").values(active=False))
    house.works()
    gone.sees("It was not made").does_not_see("Your file")
    assert not in_channel(house, gone)


def test_whoever_slack_deactivates_meanwhile_gets_nothing(house: House, college: College, days: str) -> None:
    college.employs("UGONE", role="admin")
    gone = house.speaker("UGONE")
    gone.types(f"/attendance report all {days}").sees("Preparing")
    house.workspace.deactivate("UGONE")
    house.clock.passes(minutes=11)
    house.works()
    assert not in_channel(house, gone)
    assert not [name for name in NAMES if name in everything_public(house)]


def test_all_classes_need_a_code_where_codes_are_on(house: House, admin: Speaker, college: College, days: str) -> None:
    admin.types(f"/attendance report all {days}").sees("Preparing")
    house.works()
    number = newest(college)
    phone, _ = sets_up(house, admin)
    house.clock.passes(minutes=16)
    admin.types(f"/attendance report CSE-2 {days}").sees("Preparing")
    admin.types(f"/attendance report all {days}").does_not_see("Preparing").closes()
    forged.press(house, ADMIN, SHORTAGE, number)
    admin.does_not_see("Preparing").closes()
    forged.press(house, ADMIN, f"{DOWNLOAD}.csv", number)
    admin.does_not_see("Your file").closes()
    admin.types(f"/attendance code {phone.next_code}")
    admin.types(f"/attendance report all {days}").sees("Preparing")
    forged.press(house, ADMIN, SHORTAGE, number)
    admin.sees("Preparing the shortage list")


def test_a_code_too_old_when_the_work_is_done_costs_the_link_alone(
    house: House, admin: Speaker, college: College, days: str
) -> None:
    phone, _ = sets_up(house, admin)
    admin.types(f"/attendance code {phone.next_code}")
    admin.types(f"/attendance report all {days}").sees("Preparing")
    house.clock.passes(minutes=16)
    house.works()
    assert "Summary of all classes" in in_channel(house, admin)[0].text
    admin.sees(
        "is made, but I can't give you a link to it", "needs a code", "(Get a fresh link)", "only visible to you"
    )
    admin.types(f"/attendance code {phone.next_code}").presses("Get a fresh link").sees("Your file")
