"""Students who leave and return: removed, and brought back with all they had."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from bot.store.tables import student
from tests.conversations import forged
from tests.conversations.college import College
from tests.conversations.conftest import ADMIN, House
from tests.conversations.leaving import letters, marked_dev, periods, row
from tests.conversations.phone import requires_codes
from tests.conversations.speaker import Speaker


def button_of(speaker: Speaker, label: str) -> dict[str, str]:
    """The button with these words in the newest message."""
    elements = [one for block in speaker.last.blocks for one in block.get("elements", ())]
    return next(one for one in elements if one.get("text", {}).get("text") == label)


@pytest.fixture
def dev(college: College) -> int:
    """Dev, 21CSE004, marked on the last two days."""
    return marked_dev(college)


def test_a_removed_student_leaves_the_class_and_keeps_the_marks(
    teacher: Speaker, admin: Speaker, college: College, dev: int
) -> None:
    admin.types("/attendance students CSE-2").presses("Edit", beside="Dev").presses("Remove")
    assert admin.asked.startswith("Remove this student? 21CSE004 Dev leaves CSE-2. All marks stay")
    admin.sees(
        "21CSE004 Dev was removed from CSE-2", "Their 2 marks stay", "/attendance student add 21CSE004 Dev CSE-2"
    )
    admin.closes().types("/attendance students CSE-2").sees("11 students").does_not_see("Dev")
    teacher.types("/attendance mark CSE-2").does_not_see("Dev").presses("Close")
    teacher.types("/attendance mark CSE-2 yesterday").sees("Dev")
    teacher.types("/attendance student 21CSE004").sees("Attendance of 21CSE004 Dev", "1/2")
    assert periods(college, dev) == [(date(2020, 1, 1), college.today - timedelta(days=1))]
    (entry,) = college.audited()
    assert (entry.actor, entry.source, entry.action, entry.target_id) == (ADMIN, "button", "remove", str(dev))


def test_a_removal_is_undone(admin: Speaker, college: College, dev: int) -> None:
    admin.types("/attendance student remove 21cse004").sees("21CSE004 Dev was removed").presses("Undo")
    admin.sees("Dev is in CSE-2 again").types("/attendance students CSE-2").sees("12 students", "Dev")
    assert periods(college, dev) == [(date(2020, 1, 1), date(9999, 12, 31))]
    assert [(entry.action, entry.source) for entry in college.audited()] == [
        ("remove", "command"),
        ("return", "button"),
    ]


def test_an_undone_removal_does_not_bring_back_a_promotion_that_was_undone_meanwhile(
    house: House, admin: Speaker, college: College, dev: int
) -> None:
    admin.types(f"/attendance promote CSE-2 CSE-3 from {college.today + timedelta(days=9)}")
    admin.presses("Promote 12 students")
    admin.types("/attendance student remove 21CSE004")
    undo = button_of(admin, "Undo")
    admin.types("/attendance promote").presses("Undo").sees("11 students")
    forged.press(house, ADMIN, undo["action_id"], undo["value"])
    admin.sees("Dev is in CSE-2 again").does_not_see("is on again")
    assert [last for _, last in periods(college, dev)] == [date(9999, 12, 31)]


def test_the_audit_of_an_undone_removal_names_the_class_they_are_in(admin: Speaker, college: College) -> None:
    admin.types("/attendance transfer 21CSE005 ECE-3").sees("ECE-3")
    admin.types("/attendance student remove 21CSE005").presses("Undo").sees("is in ECE-3 again")
    changes = json.loads(college.audited()[-1].changes)
    assert changes["class"] == [None, "ECE-3"]


def test_an_undone_removal_leaves_what_was_planned_as_it_was(admin: Speaker, college: College, dev: int) -> None:
    admin.types("/attendance transfer 21CSE004 ECE-3-A from 1 Jul 2027")
    admin.types(f"/attendance promote CSE-2 CSE-3 from {college.today + timedelta(days=9)}")
    admin.presses("Promote 12 students")
    before = periods(college, dev)
    admin.types("/attendance student remove 21CSE004").sees("The move to CSE-3 planned for")
    admin.presses("Undo").sees("Dev is in CSE-2 again", "The move to CSE-3 planned for", "is on again")
    assert periods(college, dev) == before
    admin.types("/attendance promote").does_not_see("no class").presses("Undo", beside="12 students")
    admin.sees("12 students are in CSE-2").does_not_see("Moved again since")
    entries = [entry for entry in college.audited() if entry.action in {"remove", "return"}]
    assert [json.loads(entry.changes)["class"] for entry in entries] == [["CSE-2", None], [None, "CSE-2"]]


def test_who_was_removed_and_brought_back_otherwise_stays_so(admin: Speaker, college: College, dev: int) -> None:
    admin.types("/attendance student remove 21CSE004")
    admin.types("/attendance student add 21CSE004 Dev ECE-3").presses("Bring back")
    before = periods(college, dev)
    admin.types("/attendance student remove 21CSE004").presses("Undo").sees("Dev is in ECE-3 again")
    assert periods(college, dev) == before


def test_a_removal_in_a_form_is_undone_there(admin: Speaker, college: College, dev: int) -> None:
    admin.types("/attendance student edit 21CSE004").presses("Remove").presses("Undo").sees("Dev is in CSE-2 again")
    admin.does_not_see("was removed")
    assert row(college, dev)["active"]


def test_who_was_still_to_come_comes_on_the_same_day_after_an_undo(admin: Speaker, college: College) -> None:
    first = college.today + timedelta(days=9)
    zoya = college.admits("Zoya", "21CSE061", "CSE-2", since=first)
    admin.types("/attendance student remove 21CSE061").sees("Zoya was removed from CSE-2", "They had no marks")
    assert periods(college, zoya) == []
    admin.presses("Undo").sees("Zoya is in CSE-2 again")
    assert periods(college, zoya) == [(first, date(9999, 12, 31))]


def test_removing_and_undoing_twice_is_once(house: House, admin: Speaker, college: College, dev: int) -> None:
    admin.types("/attendance student remove 21CSE004").types("/attendance student remove 21CSE004").sees("was removed")
    assert [entry.action for entry in college.audited()] == ["remove"]
    admin.presses("Undo").sees("again").types("/attendance student remove 21CSE004")
    college_before = college.audited()
    admin.presses("Undo").sees("Dev is in CSE-2 again")
    assert len(college.audited()) == len(college_before) + 1


def test_who_was_marked_today_leaves_tomorrow(teacher: Speaker, admin: Speaker, college: College) -> None:
    teacher.types("/attendance mark CSE-2 absent 4")
    admin.types("/attendance student remove 21CSE004").sees(
        "They were marked today, so they leave on", "one mark stays"
    )
    teacher.types("/attendance mark CSE-2").sees("Dev")
    assert college.marks()["21CSE004"] == "A"


def test_the_same_roll_number_brings_back_the_same_record(admin: Speaker, college: College, dev: int) -> None:
    admin.types("/attendance student remove 21CSE004")
    admin.types("/attendance student add").fills("Roll number", "21CSE004").fills("Name", "Dev Anand")
    admin.fills("Class", "ECE-3").presses("Add").sees("21CSE004 is the roll number of Dev, who was removed from CSE-2")
    assert not row(college, dev)["active"]
    admin.presses("Bring back").sees("Dev Anand is back, in ECE-3 now, with all earlier marks")
    assert (row(college, dev)["name"], letters(college, dev)) == ("Dev Anand", "PA")
    assert [first for first, _ in periods(college, dev)] == [date(2020, 1, 1), college.today]
    assert college.count(student) == 12


def test_the_same_by_text_keeps_what_is_not_typed(admin: Speaker, college: College, dev: int) -> None:
    college.gives_email("21CSE004", "dev@college.example")
    admin.types("/attendance student remove 21CSE004")
    for _ in range(2):
        admin.types("/attendance student add 21CSE004 Dev CSE-2").sees("who was removed")
    admin.presses("Bring back").sees("Dev is back, in CSE-2 now", "dev@college.example")
    admin.presses("Bring back").sees("Dev is in CSE-2 already")


def test_who_is_brought_back_needs_an_e_mail_of_their_own(admin: Speaker, college: College, dev: int) -> None:
    college.gives_email("21CSE004", "dev@college.example")
    admin.types("/attendance student remove 21CSE004")
    admin.types("/attendance student add 21CSE061 Zoya CSE-2 dev@college.example")
    admin.sees("dev@college.example is the e-mail of Dev, who was removed from CSE-2")
    admin.types("/attendance student edit 21CSE003").fills("Roll number", "21CSE004").presses("Save")
    admin.sees_error("Roll number", "is the roll number of Dev, who was removed")


def test_a_removed_student_is_not_edited(admin: Speaker, dev: int) -> None:
    admin.types("/attendance student remove 21CSE004").types("/attendance student edit 21CSE004")
    admin.sees("21CSE004 Dev was removed", "/attendance student add 21CSE004 Dev CSE-2")


def test_a_removed_student_on_slack_is_a_stranger_until_brought_back(
    house: House, admin: Speaker, college: College, dev: int
) -> None:
    college.gives_email("21CSE004", "dev@college.example")
    speaker = house.speaker("UDEV", "Dev", email="dev@college.example").types("/attendance me").sees("1/2")
    admin.types("/attendance student remove 21CSE004")
    speaker.types("/attendance me").sees("I don't know you yet")
    admin.presses("Undo")
    speaker.types("/attendance me").sees("1/2")


@pytest.mark.parametrize("typed", ["remove 21CSE004", "erase 21CSE004"])
def test_leaving_asks_for_a_code_where_codes_are_on(house: House, admin: Speaker, college: College, typed: str) -> None:
    requires_codes(college)
    admin.types(f"/attendance student {typed}").sees("asks for a code from an authenticator app")
    assert row(college, college.number_of("21CSE004"))["active"]


def test_buttons_ask_for_a_code_too(house: House, admin: Speaker, college: College, dev: int) -> None:
    admin.types("/attendance student erase 21CSE004")
    requires_codes(college)
    admin.presses("Erase for good").sees("asks for a code from an authenticator app")
    admin.types("/attendance student edit 21CSE004").presses("Remove").sees("asks for a code")
    assert row(college, dev)["active"]
