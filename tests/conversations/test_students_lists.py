"""The office's and the teachers' lists: the students of a class, page by page, and the classes there are."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.store.tables import enrolment
from tests.conversations.college import College
from tests.conversations.conftest import ADMIN, House
from tests.conversations.speaker import Speaker


def test_an_admin_lists_a_class(admin: Speaker, college: College) -> None:
    college.gives_email("21CSE002", "bala@college.example")
    admin.types("/attendance students cse 2").sees("Students of CSE-2", "12 students", "21CSE001 Asha · CSE-2")
    admin.sees("not on Slack", "bala@college.example", "Edit", "Add a student", "Import a file")
    admin.reads_aloud("12 students", "21CSE012 Lata", "bala@college.example")


def test_a_long_class_is_paged_in_the_order_of_roll_numbers(admin: Speaker, college: College) -> None:
    for number in range(1, 46):
        college.admits(f"Pupil{number}", f"22ME{number}", "ME-1")
    admin.types("/attendance students ME-1").sees("45 students", "1 to 20 of 45", "22ME2 Pupil2 ", "22ME20 Pupil20")
    admin.does_not_see("22ME21", "Back").presses("More").sees("21 to 40 of 45", "22ME21 ").presses("More")
    admin.sees("41 to 45 of 45", "22ME45").does_not_see("More", "22ME40 ").presses("Back").sees("21 to 40 of 45")


def test_a_class_means_all_its_sections_and_says_which(admin: Speaker, college: College) -> None:
    college.admits("Mani", "22ECE001", "ECE-3-A")
    college.admits("Nila", "22ECE002", "ECE-3-B")
    admin.types("/attendance students ECE-3").sees("2 students", "Mani · ECE-3-A", "Nila · ECE-3-B")
    admin.types("/attendance students ece 3 b").sees("1 student.", "Nila").does_not_see("Mani")


def test_who_is_still_to_come_is_listed_with_the_day(admin: Speaker, college: College) -> None:
    college.admits("Zoya", "21CSE061", "CSE-2", since=college.today + timedelta(days=9))
    admin.types("/attendance students CSE-2").sees("12 students, 1 still to come", "Zoya · CSE-2 · from ")
    admin.types("/attendance students").sees("CSE-2: 12 students, 1 still to come")


def test_who_changes_section_later_is_listed_once_where_they_are_now(admin: Speaker, college: College) -> None:
    mani = college.admits("Mani", "22ECE001", "ECE-3-A", until=college.today + timedelta(days=5))
    with college.database.begin() as tx:
        later = {"branch": "ECE", "year": 3, "section": "B", "starts_on": college.today + timedelta(days=6)}
        tx.execute(enrolment.insert(), later | {"student_id": mani})
    admin.types("/attendance students ECE-3").sees("1 student.", "Mani · ECE-3-A").does_not_see("to come")


@pytest.mark.parametrize("typed", ["BCA-1", "bca 1 a"])
def test_an_empty_class_says_how_to_add(admin: Speaker, college: College, typed: str) -> None:
    admin.types(f"/attendance students {typed}").sees(
        "Nobody is in BCA-1", "/attendance student add 21CSE061", "import"
    )


def test_what_is_no_class_is_said(admin: Speaker, college: College) -> None:
    admin.types("/attendance students nonsense here").sees("I can't read nonsense here as a class", "CSE-2")


def test_the_classes_are_listed_with_their_counts(admin: Speaker, college: College) -> None:
    college.admits("Mani", "22ECE001", "ECE-3-A")
    admin.types("/attendance students").sees("13 students in 2 classes", "CSE-2: 12 students", "ECE-3-A: 1 student")
    admin.presses("Open", beside="ECE-3-A").sees("Students of ECE-3-A", "Mani")


def test_hundreds_of_classes_are_paged(admin: Speaker, college: College) -> None:
    for number in range(24):
        college.admits("Mani", f"R{number}", f"{'ABCDEFGHIJKL'[number % 12]}X-{number // 12 + 1}")
    admin.types("/attendance students").sees("25 classes", "1 to 20 of 25").presses("More").sees("21 to 25 of 25")


def test_a_teacher_lists_the_classes_they_take_without_what_is_the_offices(teacher: Speaker, college: College) -> None:
    college.admits("Mani", "22ECE001", "ECE-3")
    college.gives_email("21CSE002", "bala@college.example")
    teacher.types("/attendance students").sees("12 students in 1 class", "CSE-2").does_not_see("ECE-3", "Add")
    teacher.presses("Open").sees("21CSE002 Bala").does_not_see("bala@college", "Edit", "Add a student", "Import")


def test_the_first_day_of_a_college_begins_with_nothing_but_slack(house: House) -> None:
    admin = house.speaker(ADMIN, "Office")
    assert house.handler
    admin.types("/attendance students").sees("Nobody is here yet").presses("Add a student")
    admin.fills("Roll number", "1").fills("Name", "Asha Rao").fills("Class", "cse 2").presses("Add")
    admin.sees("Asha Rao is in CSE-2 now", "Nobody else is in CSE-2")
    admin.closes().types("/attendance mark CSE-2").presses("Save attendance").sees("1 present")


def test_the_lists_lead_to_the_import_of_a_file(admin: Speaker, college: College) -> None:
    admin.types("/attendance students CSE-2").presses("Import a file").sees("CSV").closes()
    admin.types("/attendance students import").sees("CSV")


def test_the_welcome_leads_to_the_lists(teacher: Speaker) -> None:
    teacher.types("/attendance").presses("Students").sees("Classes and students", "CSE-2: 12 students")
