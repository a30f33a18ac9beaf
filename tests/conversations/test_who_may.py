"""Roles: what each may do, and that nobody gets round it by a button."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from bot.store.tables import member, student, teaching
from tests.conversations.college import College
from tests.conversations.conftest import ADMIN, House
from tests.conversations.speaker import Speaker

EVERYTHING = (
    "",
    "help",
    "mark",
    "mark foo",
    "me junk",
    "student 1 junk",
    "mark CSE-2",
    "mark CSE-2 absent 4",
    "me",
    "student 21CSE001",
    "mrak",
)


@pytest.mark.parametrize("typed", EVERYTHING)
def test_a_stranger_is_told_kindly_who_can_add_them(house: House, college: College, typed: str) -> None:
    stranger = house.speaker("USTRANGER", "Stranger")
    house.speaker(ADMIN, "Office")
    stranger.types(f"/attendance {typed}").sees("I don't know you yet", "Office").does_not_see("CSE", "Asha")
    assert college.marks() == {}


@pytest.mark.parametrize("typed", EVERYTHING)
def test_a_deactivated_teacher_has_no_rights(house: House, college: College, typed: str) -> None:
    college.employs("UGONE", ("CSE-2", "DBMS"), active=False)
    house.speaker("UGONE", "Gone").types(f"/attendance {typed}").sees("I don't know you yet").does_not_see("Asha")
    assert college.marks() == {}


def test_a_teacher_is_refused_a_class_they_do_not_take(house: House, teacher: Speaker, college: College) -> None:
    college.admits_class("ECE-3", ("Mani",), "22ECE")
    teacher.types("/attendance mark ECE-3").sees("ECE-3 is not a class you take", "You take CSE-2 DBMS")
    teacher.types("/attendance mark ECE-3 absent 1").sees("not a class you take").does_not_see("Mani")
    teacher.types("/attendance mark CSE-2 OS").sees("I don't know what OS means there", "CSE-2 DBMS")


def test_a_student_cannot_mark(house: House, college: College) -> None:
    college.gives_email("21CSE001", "asha@college.example")
    asha = house.speaker("UASHA", "Asha", email="asha@college.example")
    asha.types("/attendance mark CSE-2 all present").sees("Only teachers and admins can do that", "/attendance me")
    assert college.marks() == {}


@pytest.mark.parametrize("press", ["Save attendance", "Class cancelled", "Close"])
def test_rights_are_checked_again_at_every_button_of_the_roster(
    house: House, teacher: Speaker, college: College, press: str
) -> None:
    teacher.types("/attendance mark CSE-2")
    with college.database.begin() as tx:
        tx.execute(delete(teaching))
    teacher.presses(press).sees("not a class you take")
    assert (college.marks(), college.audited()) == ({}, [])


@pytest.mark.parametrize("press", ["Undo", "Change"])
def test_rights_are_checked_again_at_every_button_of_the_card(
    house: House, teacher: Speaker, college: College, press: str
) -> None:
    teacher.types("/attendance mark CSE-2").ticks("Chitra").presses("Save attendance")
    with college.database.begin() as tx:
        tx.execute(update(member).values(active=False))
    teacher.presses(press).sees("I don't know you yet")
    teacher.chooses("Late", beside="Chitra").sees("I don't know you yet")
    assert college.marks()["21CSE003"] == "A"


def test_a_tick_without_rights_is_refused(teacher: Speaker, college: College) -> None:
    teacher.types("/attendance mark CSE-2")
    with college.database.begin() as tx:
        tx.execute(delete(teaching))
    teacher.ticks("Chitra").sees("not a class you take")


def test_rights_to_a_standing_are_checked_again_at_why(house: House, teacher: Speaker, college: College) -> None:
    teacher.types("/attendance student 21CSE001")
    with college.database.begin() as tx:
        tx.execute(delete(teaching))
    teacher.presses("Why").sees("can't find a student").does_not_see("Asha")


def test_an_unlinked_student_is_refused_at_why(house: House, college: College) -> None:
    college.gives_email("21CSE001", "asha@college.example")
    asha = house.speaker("UASHA", "Asha", email="asha@college.example").types("/attendance me")
    with college.database.begin() as tx:
        tx.execute(update(student).values(slack_user_id=None))
    asha.presses("Why").sees("I don't know you yet")


def test_an_admin_from_the_settings_marks_any_class(admin: Speaker, college: College) -> None:
    admin.types("/attendance mark CSE-2").sees("Which one do you want to mark").presses("CSE-2 · DBMS")
    admin.presses("Save attendance").sees("12 present")
    admin.types("/attendance mark").sees("CSE-2: ")


def test_an_admin_from_the_database_may_too(house: House, college: College) -> None:
    college.employs("UHEAD", role="admin")
    house.speaker("UHEAD", "Head").types("/attendance mark CSE-2 dbms all present").sees("12 present")


def test_a_day_ahead_is_refused(teacher: Speaker, college: College) -> None:
    ahead = college.today + timedelta(days=3)
    teacher.types(f"/attendance mark CSE-2 {ahead.isoformat()}").sees("is still to come", "yesterday")
    assert college.roll_calls() == []


def test_a_day_outside_the_edit_window_is_for_admins_with_a_reason(
    teacher: Speaker, admin: Speaker, college: College
) -> None:
    old = (college.today - timedelta(days=8)).isoformat()
    teacher.types(f"/attendance mark CSE-2 {old} absent 4").sees("more than 7 days ago", "Ask an admin")
    admin.types(f"/attendance mark CSE-2 DBMS {old} absent 4").sees("with a reason", "because")
    assert college.marks() == {}
    admin.types(f"/attendance mark CSE-2 DBMS {old} absent 4 because the register was found").sees("1 absent: 04 Dev")
    admin.chooses("Late", beside="Dev").sees("1 late: 04 Dev").presses("Undo").sees("1 absent: 04 Dev")
    assert {entry.reason for entry in college.audited()} == {"the register was found"}


def test_the_seventh_day_back_is_still_open(teacher: Speaker, college: College) -> None:
    day = (college.today - timedelta(days=7)).isoformat()
    teacher.types(f"/attendance mark CSE-2 {day} absent 4").sees("1 absent: 04 Dev")


def test_the_edit_window_is_checked_again_at_save(house: House, teacher: Speaker, college: College) -> None:
    day = (college.today - timedelta(days=7)).isoformat()
    teacher.types(f"/attendance mark CSE-2 {day}").ticks("Dev")
    house.clock.passes(days=1)
    teacher.presses("Save attendance").sees("more than 7 days ago")
    assert college.marks() == {}


def test_a_class_without_students_says_so(house: House, admin: Speaker, college: College) -> None:
    admin.types("/attendance mark BCA-1").sees("No students are enrolled in BCA-1 today")
    assert college.roll_calls() == []


def test_a_new_subject_is_started_on_purpose_only(house: House, college: College) -> None:
    college.employs("UCLASS", ("CSE-2", ""))
    whole = house.speaker("UCLASS", "Class teacher")
    whole.types("/attendance mark CSE-2 Phisics").sees("I don't know a subject Phisics", "DBMS", "subject Physics")
    whole.types("/attendance mark CSE-2 subject Physics all present").sees("CSE-2 · Physics", "12 present")
    whole.types("/attendance mark CSE-2 physics").sees("CSE-2 · Physics", "Saved by you")
    whole.types("/attendance mark CSE-2").does_not_see("Physics", "DBMS")
