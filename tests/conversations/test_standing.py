"""Students: `/attendance me`, the why behind it, and what staff see of one student."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.conversations.college import College
from tests.conversations.conftest import House
from tests.conversations.speaker import Speaker


def days_ago(college: College, days: int) -> date:
    return college.today - timedelta(days=days)


@pytest.fixture
def asha(house: House, college: College) -> Speaker:
    """Asha, 21CSE001, linked by her verified e-mail when she first writes."""
    college.gives_email("21CSE001", "asha@college.example")
    return house.speaker("UASHA", "Asha", email="Asha@College.example")


def history(college: College, letters: str, roll_no: str = "21CSE001", subject: str = "DBMS", since: int = 60) -> None:
    """Roll calls on consecutive days, the last one yesterday at the earliest; `-` is a roll call without a mark."""
    student_id = college.number_of(roll_no)
    for number, letter in enumerate(letters):
        marks = {} if letter == "-" else {student_id: letter}
        college.held("CSE-2", days_ago(college, since - number), marks, subject)


def test_a_student_sees_fraction_band_and_how_many_can_be_missed(asha: Speaker, college: College) -> None:
    history(college, "P" * 46 + "A" * 14)
    asha.types("/attendance me").sees("Your attendance", "46/60 = 76.6 %", "eligible", "You can miss 1 more.")
    asha.reads_aloud("46/60 = 76.6 %", "You can miss 1 more", "As of")


def test_a_student_below_the_line_learns_how_many_to_attend(asha: Speaker, college: College) -> None:
    history(college, "P" * 14 + "A" * 6)
    asha.types("/attendance me").sees("14/20 = 70.0 %", "condonable", "Attend the next 4 to get back to 75 %")


def test_out_of_reach_is_said_when_the_plan_is_known(asha: Speaker, college: College) -> None:
    history(college, "P" * 10 + "A" * 10)
    college.plans("CSE-2", "DBMS", 25)
    asha.types("/attendance me").sees("10/20 = 50.0 %", "short", "75 % can no longer be reached this term")


def test_nothing_counted_reads_no_classes_yet(asha: Speaker) -> None:
    asha.types("/attendance me").sees("no classes yet", "Nothing counted yet").does_not_see("%")


def test_subjects_and_overall_stand_beside_each_other(asha: Speaker, college: College) -> None:
    history(college, "PPPA", subject="DBMS")
    history(college, "PPPP", subject="OS", since=30)
    asha.types("/attendance me").sees("Overall: 7/8 = 87.5 %", "DBMS: 3/4 = 75.0 %", "OS: 4/4 = 100.0 %")


def test_excused_cancelled_and_unmarked_count_neither_way(asha: Speaker, college: College) -> None:
    history(college, "PPA-ELO")
    college.held("CSE-2", days_ago(college, 3), {}, "DBMS", state="cancelled")
    college.held("CSE-2", days_ago(college, 2), {}, "DBMS", state="open")
    asha.types("/attendance me").sees("4/5 = 80.0 %", "1 not marked yet").presses("Why")
    asha.sees("cancelled, does not count: the class was cancelled", "not marked, does not count: there is no mark yet")
    asha.sees("excused, does not count: excused classes are left out", "late, counts", "absent, counts")


def test_the_why_is_paged_and_leads_back(asha: Speaker, college: College) -> None:
    history(college, "P" * 50)
    asha.types("/attendance me").presses("Why").sees("Page 1 of 2").presses("Older").sees("Page 2 of 2")
    asha.presses("Newer").sees("Page 1 of 2").presses("Back").sees("50/50 = 100.0 %")


def test_a_late_joiner_is_not_counted_before_joining(house: House, college: College) -> None:
    late = college.admits("Zoya", "21CSE013", "CSE-2", since=days_ago(college, 10), email="z@x.example")
    for ago in (20, 15):
        college.held("CSE-2", days_ago(college, ago), {late: "A"}, "DBMS")
    college.held("CSE-2", days_ago(college, 5), {late: "P"}, "DBMS")
    zoya = house.speaker("UZOYA", "Zoya", email="z@x.example")
    zoya.types("/attendance me").sees("1/1 = 100.0 %").presses("Why").sees("not enrolled in CSE-2 that day")


def test_marks_stay_with_the_class_they_were_made_in(asha: Speaker, college: College) -> None:
    history(college, "PPPA", since=30)
    asha_id = college.number_of("21CSE001")
    college.leaves(asha_id, days_ago(college, 20))
    college.joins(asha_id, "ECE-3-A", days_ago(college, 20))
    college.held("ECE-3-A", days_ago(college, 10), {asha_id: "P"}, "Signals")
    college.held("ECE-3", days_ago(college, 9), {asha_id: "P"}, "Signals")
    college.held("CSE-2", days_ago(college, 8), {asha_id: "A"}, "DBMS")
    asha.types("/attendance me").sees("5/6 = 83.3 %", "DBMS: 3/4", "Signals: 2/2")


def test_a_range_is_counted_alone(asha: Speaker, college: College) -> None:
    history(college, "A" * 10 + "P" * 10, since=20)
    first, last = days_ago(college, 10), days_ago(college, 1)
    asha.types(f"/attendance me {first.isoformat()}..{last.isoformat()}").sees("10/10 = 100.0 %")
    asha.types("/attendance me sometime").sees("sometime", "this month")


def test_a_range_does_not_judge_but_says_how_it_stands_in_all(asha: Speaker, college: College) -> None:
    history(college, "A" * 30 + "P" * 9, since=50)
    first, last = days_ago(college, 20), days_ago(college, 12)
    asha.types(f"/attendance me {first.isoformat()}..{last.isoformat()}").sees("These days: 9/9 = 100.0 %.")
    asha.sees("In all: 9/39 = 23.0 %, short", "Attend the next 81").does_not_see("You can miss")


def test_days_to_come_have_no_classes_yet(asha: Speaker, college: College) -> None:
    ahead = college.today + timedelta(days=40)
    asha.types(f"/attendance me {ahead.isoformat()}").sees("no classes yet")


def test_a_planned_subject_that_has_not_begun_is_still_to_come(asha: Speaker, college: College) -> None:
    history(college, "PPAAAAAA")
    college.plans("CSE-2", "DBMS", 10)
    college.plans("CSE-2", "Maths", 60)
    asha.types("/attendance me").sees("Overall: 2/8 = 25.0 %, short. Attend the next 16")
    asha.sees("DBMS: 2/8 = 25.0 %, short. 75 % can no longer be reached").does_not_see("Maths")


def test_the_last_ten_and_the_month_are_letters(asha: Speaker, college: College) -> None:
    history(college, "PALEO", since=5 + max(0, 6 - college.today.day))
    asha.types("/attendance me").sees("Last 5", "on duty", "Mo   Tu   We", "P present, A absent")


def test_a_student_marked_absent_today_sees_it(asha: Speaker, teacher: Speaker, college: College) -> None:
    teacher.types("/attendance mark CSE-2").ticks("Asha").presses("Save attendance")
    asha.types("/attendance me").sees("0/1 = 0.0 %", "DBMS: absent", "As of")


def test_an_unverified_email_links_nobody(house: House, college: College) -> None:
    college.gives_email("21CSE001", "asha@college.example")
    impostor = house.speaker("UFAKE", "Asha", email="asha@college.example", email_confirmed=False)
    impostor.types("/attendance me").sees("I don't know you yet").does_not_see("Asha")


def test_a_record_already_linked_is_not_taken_over(house: House, asha: Speaker) -> None:
    asha.types("/attendance me").sees("Your attendance")
    second = house.speaker("USECOND", "Asha again", email="asha@college.example")
    second.types("/attendance me").sees("I don't know you yet")


def test_joining_the_workspace_links_a_student(house: House, college: College) -> None:
    college.gives_email("21CSE002", "bala@college.example")
    house.workspace.join("UBALA", "Bala", email="bala@college.example")
    assert [entry.action for entry in college.audited()] == ["link"]
    Speaker(house.workspace, "UBALA", "C1").types("/attendance me").sees("Your attendance")


def test_a_teacher_sees_one_student_of_theirs(teacher: Speaker, college: College) -> None:
    history(college, "PPPA")
    teacher.types("/attendance student 21cse001").sees("Attendance of 21CSE001 Asha", "3/4 = 75.0 %").presses("Why")
    teacher.sees("Why: 21CSE001 Asha", "absent, counts").presses("Back").sees("Attendance of 21CSE001 Asha")


@pytest.mark.parametrize("roll", ["22ECE001", "99XYZ999", "Mani"])
def test_a_student_of_another_class_looks_like_nobody(teacher: Speaker, college: College, roll: str) -> None:
    college.admits_class("ECE-3", ("Mani",), "22ECE")
    teacher.types(f"/attendance student {roll}").sees(f"I can't find a student {roll}", "21CSE042")
    teacher.does_not_see("ECE-3", "Attendance of")


def test_a_student_cannot_ask_for_another(asha: Speaker) -> None:
    asha.types("/attendance me")
    asha.types("/attendance student 21CSE002").sees("Only teachers and admins").does_not_see("Bala")
