"""One student to another class: at once, on a day, and back again."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot import moving
from bot.domain.classcode import ClassCode
from bot.store.rows import class_of
from bot.store.tables import promotion, student
from bot.views.moving import TAKE_BACK
from handlers.jobs import begin
from handlers.settings import Settings
from tests.conversations.college import College
from tests.conversations.conftest import ADMIN, House
from tests.conversations.speaker import Speaker

A_DAY = timedelta(days=1)


@pytest.fixture
def office(admin: Speaker, college: College) -> Speaker:
    """The admin, in a college that also has CSE-3-A with Mani and CSE-3-B with Nila."""
    college.admits("Mani", "20CSE001", "CSE-3-A")
    college.admits("Nila", "20CSE002", "CSE-3-B")
    return admin


def current(college: College, roll_no: str) -> ClassCode:
    """The class on the student's record."""
    with college.database.reading() as tx:
        return class_of(tx.execute(select(student).where(student.c.roll_no == roll_no)).one())


def said(college: College, days: int) -> str:
    """`Tue 24 Nov`, so many days from today."""
    day = college.today + days * A_DAY
    return f"{day:%a} {day.day} {day:%b}"


def test_a_student_is_moved_at_once_and_the_teachers_see_it(office: Speaker, teacher: Speaker) -> None:
    office.types("/attendance transfer 21CSE004 CSE-3-A").sees(
        "21CSE004 Dev is in CSE-3-A from today on, and was in CSE-2 before",
        "Marks already made stay with CSE-2",
        "Undo works until somebody is marked in the new class",
    ).reads_aloud("21CSE004 Dev is in CSE-3-A from today on")
    teacher.types("/attendance mark CSE-2").does_not_see("Dev")
    office.types("/attendance mark CSE-3-A absent 4").sees("1 absent")


def test_a_student_marked_today_goes_tomorrow(office: Speaker, teacher: Speaker, college: College) -> None:
    teacher.types("/attendance mark CSE-2 absent 4")
    office.types("/attendance transfer 21CSE004 CSE-3-A").sees(
        f"21CSE004 Dev will be in CSE-3-A from {said(college, 1)}", "until then in CSE-2, as now"
    )
    teacher.types("/attendance mark CSE-2").sees("Dev")
    college.clock.passes(days=1)
    teacher.types("/attendance mark CSE-2").does_not_see("Dev")
    office.types("/attendance mark CSE-3-A").sees("Dev")


def test_marks_stay_with_the_old_class_and_the_student_sees_both(
    house: House, office: Speaker, teacher: Speaker, college: College
) -> None:
    college.gives_email("21CSE004", "dev@college.example")
    dev = house.speaker("UDEV", "Dev", email="dev@college.example")
    teacher.types("/attendance mark CSE-2 absent 4")
    college.clock.passes(days=1)
    office.types("/attendance transfer 21CSE004 CSE-3-A")
    office.types("/attendance mark CSE-3-A subject OS all present").sees("0 absent")
    dev.types("/attendance me").sees("1/2", "DBMS", "OS")
    dev.presses("Why").sees("OS: present, counts", "CSE-2 · DBMS: absent, counts")
    teacher.types("/attendance student 21CSE004").sees("I can't find a student")
    teacher.types("/attendance mark CSE-2 yesterday").sees("Dev")


def test_what_can_still_be_reached_is_judged_by_the_new_class(house: House, office: Speaker, college: College) -> None:
    """Eight roll calls were held where Dev was, none is left there; ten are planned where Dev goes, none held."""
    college.plans("CSE-2", "DBMS", 10)
    college.plans("CSE-3", "DBMS", 10)
    dev = college.number_of("21CSE004")
    for days in range(1, 9):
        college.held("CSE-2", college.today - days * A_DAY, {dev: "A" if days < 4 else "P"}, "DBMS")
    office.types("/attendance student 21CSE004").sees("5/8 = 62.5 %", "75 % can no longer be reached")
    office.types("/attendance transfer 21CSE004 CSE-3-A")
    office.types("/attendance student 21CSE004").sees("5/8 = 62.5 %", "Attend the next 4")


def test_of_a_class_that_has_said_nothing_it_is_not_known_what_can_be_reached(
    house: House, office: Speaker, college: College
) -> None:
    college.plans("CSE-2", "DBMS", 10)
    dev = college.number_of("21CSE004")
    for days in range(1, 9):
        college.held("CSE-2", college.today - days * A_DAY, {dev: "A" if days < 4 else "P"}, "DBMS")
    office.types("/attendance student 21CSE004").sees("5/8 = 62.5 %", "can no longer be reached")
    office.types("/attendance transfer 21CSE004 CSE-3-A").types("/attendance student 21CSE004")
    office.sees("5/8 = 62.5 %", "Attend the next 4").does_not_see("no longer")


def test_a_day_to_come_waits_until_it_is_there(office: Speaker, college: College, house: House) -> None:
    office.types("/attendance transfer 21CSE004 CSE-3-A from tomorrow").sees(f"from {said(college, 1)} on")
    assert current(college, "21CSE004") == ClassCode("CSE", 2)
    college.clock.passes(days=1)
    assert [moving.begin_day(house.services) for _ in range(2)] == [1, 0]
    assert current(college, "21CSE004") == ClassCode("CSE", 3, "A")


def test_the_schedule_runs_from_the_settings_alone(office: Speaker, college: College, house: House) -> None:
    dev = college.number_of("21CSE004")
    college.leaves(dev, on=college.today)
    college.joins(dev, "CSE-3-A", since=college.today)
    with college.database.begin() as tx:
        tx.exec_driver_sql("UPDATE student SET year = 2, section = '' WHERE roll_no = '21CSE004'")
    environment = {
        "SLACK_BOT_TOKEN": "xoxb",
        "SLACK_SIGNING_SECRET": "s",
        "DATABASE_URL": house.database_url,
        "ATTENDANCE_TIMEZONE": "Asia/Kolkata",
    }
    begin.run(Settings.read(environment))
    assert current(college, "21CSE004") == ClassCode("CSE", 3, "A")


def test_a_past_day_is_fine_as_long_as_no_mark_is_in_the_way(office: Speaker, college: College) -> None:
    college.held("CSE-2", college.today - A_DAY, {college.number_of("21CSE004"): "A"})
    office.types("/attendance transfer 21CSE004 CSE-3-A from yesterday").sees(
        f"21CSE004 Dev was marked in CSE-2 on {said(college, -1)}",
        "Nothing was changed",
        f"The first day possible is {said(college, 0)}",
        f"write from {college.today.day} {college.today:%b %Y}.",
    )
    office.types(f"/attendance transfer 21CSE004 CSE-3-A from {college.today.isoformat()}").sees("from today on")
    office.types("/attendance transfer 21CSE005 CSE-3-A from yesterday").sees(f"since {said(college, -1)}")


def test_undo_puts_everything_back_once(office: Speaker, teacher: Speaker, college: College) -> None:
    office.types("/attendance transfer 21CSE004 CSE-3-A").presses("Undo")
    office.sees("Taken back: 21CSE004 Dev is in CSE-2 as before")
    teacher.types("/attendance mark CSE-2").sees("Dev")
    assert [(e.action, e.target, json.loads(e.changes)["class"]) for e in college.audited()] == [
        ("move", "student", ["CSE-2", "CSE-3-A"]),
        ("undo", "student", ["CSE-3-A", "CSE-2"]),
    ]


def test_undo_pressed_on_two_screens_undoes_once(office: Speaker, college: College) -> None:
    office.types("/attendance transfer 21CSE004 CSE-3-A")
    office.types("/attendance promote").sees("Moved lately", "21CSE004 Dev: CSE-2 → CSE-3-A", "by you").presses("Undo")
    office.sees("Taken back")
    office.presses("Undo")
    (first, _) = office.workspace.messages(office.user_id, office.channel_id)
    assert first.text.startswith("This was undone already; nothing more happened now.")
    assert [entry.action for entry in college.audited()] == ["move", "undo"]


def test_undo_is_too_late_once_marked_in_the_new_class(office: Speaker, college: College) -> None:
    office.types("/attendance transfer 21CSE004 CSE-3-A")
    card = office.last
    office.types("/attendance mark CSE-3-A all present")
    office.workspace.press(office.user_id, card.id, "moved", TAKE_BACK)
    office.sees("21CSE004 Dev was marked in CSE-3-A", "can't be undone any more")
    assert current(college, "21CSE004") == ClassCode("CSE", 3, "A")


def test_undo_leaves_somebody_alone_who_was_moved_again(office: Speaker, college: College) -> None:
    office.types("/attendance transfer 21CSE004 CSE-3-A")
    card = office.last
    office.types("/attendance transfer 21CSE004 CSE-3-B")
    office.workspace.press(office.user_id, card.id, "moved", TAKE_BACK)
    office.sees("21CSE004 Dev changed class again since")


def test_two_moves_of_one_student_are_undone_the_later_first(house: House, office: Speaker, college: College) -> None:
    office.types("/attendance transfer 21CSE004 CSE-3-A from tomorrow")
    planned = office.last
    off = f"stays in CSE-2; the move to CSE-3-A planned for {said(college, 1)} is off"
    office.types("/attendance transfer 21CSE004 CSE-2").sees(f"21CSE004 Dev {off}.").does_not_see("was in", "dropped")
    office.workspace.press(office.user_id, planned.id, "moved", TAKE_BACK)
    office.sees("21CSE004 Dev changed class again since", "Undo the later change first")
    office.types("/attendance promote").sees(f"{off}, by you").presses("Undo", beside="stays in")
    office.sees(f"for 21CSE004 Dev the move to CSE-3-A planned for {said(college, 1)} is on again")
    office.types("/attendance promote").presses("Undo").sees("Taken back: 21CSE004 Dev is in CSE-2 as before")
    college.clock.passes(days=1)
    assert moving.begin_day(house.services) == 0
    assert current(college, "21CSE004") == ClassCode("CSE", 2)


def test_a_move_of_today_is_off_again(office: Speaker, college: College) -> None:
    office.types("/attendance transfer 21CSE004 CSE-3-A").types("/attendance transfer 21CSE004 CSE-2")
    office.sees(f"21CSE004 Dev is back in CSE-2; the move to CSE-3-A of {said(college, 0)} is off")


def test_a_student_who_is_there_already_is_said_to_be(office: Speaker, college: College) -> None:
    office.types("/attendance transfer 21CSE004 CSE-2").sees("21CSE004 Dev is in CSE-2 already. Nothing was changed")
    assert (college.audited(), college.count(promotion)) == ([], 0)


def test_what_was_planned_is_dropped_and_said(office: Speaker, college: College) -> None:
    office.types("/attendance transfer 21CSE004 CSE-3-A from tomorrow")
    office.types("/attendance transfer 21CSE004 CSE-3-B").sees(
        f"What was planned is dropped: CSE-3-A from {said(college, 1)} on"
    )
    (_, entry) = college.audited()
    assert json.loads(entry.changes)["planned"] == [f"CSE-3-A from {(college.today + A_DAY).isoformat()}", None]
    office.presses("Undo").sees("Taken back")
    office.types("/attendance transfer 21CSE004 CSE-3-A from tomorrow").sees("is in CSE-3-A already from")


def test_a_class_with_sections_or_without_anybody_is_warned_of(office: Speaker) -> None:
    office.types("/attendance transfer 21CSE004 CSE-3").sees(
        "CSE-3 has the sections A and B, and this student is in none", "/attendance transfer 21CSE004 CSE-3-A"
    )
    office.types("/attendance transfer 21CSE005 CES-3").sees("Nobody else is in CES-3 then")


def test_a_student_who_left_is_taken_in_again(office: Speaker, college: College) -> None:
    college.leaves(college.number_of("21CSE004"), on=college.today - A_DAY)
    begins_now = "/attendance transfer 21CSE004 CSE-3-A"
    office.types(begins_now).sees("is in CSE-3-A from today on, and was in no class before")


def test_what_is_typed_wrong_is_told_with_an_example(office: Speaker, college: College) -> None:
    office.types("/attendance transfer 21CSE999 CSE-3-A").sees("I can't find a student 21CSE999")
    office.types("/attendance transfer 21CSE004").sees("To which class does 21CSE004 go", "transfer 21CSE042 CSE-3-A")
    office.types("/attendance transfer").sees("Which student")
    office.types("/attendance transfer 21CSE004 from CSE-4 to CSE-3").sees("is in CSE-2, not in CSE-4")
    assert college.audited() == []


def test_the_audit_says_from_where_and_why(office: Speaker, college: College) -> None:
    office.types("/attendance transfer 21CSE004 CSE-3-A because Dev changed the course")
    (entry,) = college.audited()
    assert (entry.actor, entry.source, entry.target_id, entry.reason) == (
        ADMIN,
        "command",
        str(college.number_of("21CSE004")),
        "Dev changed the course",
    )
    assert json.loads(entry.changes) == {
        "class": ["CSE-2", "CSE-3-A"],
        "from": [None, college.today.isoformat()],
    }
    office.types("/attendance audit 21CSE004").sees("CSE-2 → CSE-3-A", "Dev changed the course")


def test_a_name_pings_nobody(office: Speaker, college: College) -> None:
    college.admits("<!channel> *x*", "21CSE077", "CSE-2")
    office.types("/attendance transfer 21CSE077 CSE-3-A")
    assert "&lt;!channel&gt;" in json.dumps(office.last.blocks)
    assert "<!channel>" not in json.dumps(office.last.blocks) + office.last.text
