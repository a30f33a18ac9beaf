"""Students who are erased for good: nothing says who they were, and nobody else's figures change."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.store.tables import draft
from tests.conversations.college import College
from tests.conversations.conftest import ADMIN, House
from tests.conversations.leaving import letters, marked_dev, row
from tests.conversations.speaker import Speaker


@pytest.fixture
def dev(college: College) -> int:
    """Dev, 21CSE004, marked on the last two days."""
    return marked_dev(college)


def test_what_goes_and_what_stays_is_said_before(admin: Speaker, college: College, dev: int) -> None:
    admin.types("/attendance student erase 21CSE004").sees("Erase 21CSE004 Dev?", "Goes for good", "e-mail", "2 marks")
    admin.sees("cannot be undone", "/attendance student remove 21CSE004").reads_aloud("Goes for good", "2 marks")
    assert (row(college, dev)["name"], college.audited()) == ("Dev", [])


def test_an_erased_student_is_nobody_any_more(house: House, teacher: Speaker, admin: Speaker, college: College) -> None:
    college.gives_email("21CSE004", "dev@college.example")
    dev = college.number_of("21CSE004")
    speaker = house.speaker("UDEV", "Dev", email="dev@college.example").types("/attendance me").sees("Your attendance")
    admin.types("/attendance student edit 21CSE004").fills("Guardian contact", "98470").presses("Save").closes()
    admin.types("/attendance student erase 21CSE004").presses("Erase for good")
    assert admin.asked == "Erase for good? 21CSE004 Dev: nobody can bring this back."
    admin.sees("Erased", f"erased-{dev}").does_not_see("Dev ", "21CSE004")
    left = row(college, dev)
    kept = ("name", "roll_no", "email", "guardian_contact", "slack_user_id", "active")
    assert [left[name] for name in kept] == ["Erased student", f"erased-{dev}", None, "", None, False]
    assert left["erased_at"] is not None
    speaker.types("/attendance me").sees("I don't know you yet")
    for typed in ("21CSE004", f"erased-{dev}", f"ERASED-{dev}"):
        teacher.types(f"/attendance student {typed}").sees("I can't find a student")
        admin.types(f"/attendance student edit {typed}").sees("No student has the roll number")
    admin.types("/attendance students CSE-2").sees("11 students").does_not_see("Dev", "rased")


def test_the_audit_keeps_the_deed_and_not_the_person(admin: Speaker, college: College, dev: int) -> None:
    college.gives_email("21CSE004", "dev@college.example")
    admin.types("/attendance student erase 21CSE004").presses("Erase for good")
    (entry,) = college.audited()
    assert (entry.actor, entry.action, entry.target_id) == (ADMIN, "erase", str(dev))
    assert '"name":["erased",null]' in entry.changes
    assert not any(word in entry.changes for word in ("Dev", "21CSE004", "dev@"))
    admin.types("/attendance audit CSE-2").sees("Erased student").does_not_see("Dev", "21CSE004")


def test_saving_an_old_roll_call_leaves_their_mark_and_the_others_totals(
    house: House, teacher: Speaker, admin: Speaker, college: College
) -> None:
    dev, esha = college.number_of("21CSE004"), college.number_of("21CSE005")
    teacher.types("/attendance mark CSE-2 yesterday absent 4 5").sees("2 absent: 04 Dev, 05 Esha")
    teacher.types("/attendance mark CSE-2 yesterday").ticks("Chitra")
    admin.types("/attendance student erase 21CSE004").presses("Erase for good")
    teacher.presses("Save attendance").does_not_see("04 Dev")
    teacher.types("/attendance mark CSE-2 yesterday").sees("Chitra").does_not_see("Dev", "rased")
    teacher.presses("Save attendance").sees("9 present, 2 absent: 03 Chitra, 05 Esha").does_not_see("rased")
    assert (letters(college, dev), letters(college, esha)) == ("A", "A")
    teacher.types("/attendance student 21CSE005").sees("0/1 = 0.0 %")


def test_cancelling_and_undoing_keeps_the_mark_of_the_erased(
    teacher: Speaker, admin: Speaker, college: College
) -> None:
    dev = college.number_of("21CSE004")
    teacher.types("/attendance mark CSE-2 absent 4")
    admin.types("/attendance student erase 21CSE004").presses("Erase for good")
    teacher.types("/attendance mark CSE-2").presses("Class cancelled").sees("class cancelled")
    assert letters(college, dev) == ""
    teacher.presses("Undo").sees("11 present, 0 absent").does_not_see("rased", "Dev")
    assert letters(college, dev) == "A"


def test_what_was_ticked_for_them_is_forgotten(teacher: Speaker, admin: Speaker, college: College) -> None:
    dev = college.number_of("21CSE004")
    teacher.types("/attendance mark CSE-2").ticks("Dev", "Esha")
    admin.types("/attendance student erase 21CSE004").presses("Erase for good")
    with college.database.reading() as tx:
        assert dev not in set(tx.scalars(select(draft.c.student_id)))
    teacher.presses("Close").sees("Your 1 tick is kept").does_not_see("Dev")
    teacher.types("/attendance mark CSE-2").presses("Save attendance").sees("10 present, 1 absent: 05 Esha")


def test_two_teachers_are_not_shown_the_erased(
    house: House, teacher: Speaker, admin: Speaker, college: College
) -> None:
    college.employs("UARJUN", ("CSE-2", "DBMS"))
    arjun = house.speaker("UARJUN", "Arjun")
    teacher.types("/attendance mark CSE-2").ticks("Esha")
    arjun.types("/attendance mark CSE-2 absent 4 7").sees("2 absent")
    admin.types("/attendance student erase 21CSE004").presses("Erase for good")
    teacher.presses("Save attendance").sees("Arjun", "Gita", "Esha").does_not_see("Dev", "rased")


def test_an_old_card_or_why_of_the_erased_does_nothing(
    teacher: Speaker, admin: Speaker, college: College, dev: int
) -> None:
    teacher.types("/attendance student 21CSE004")
    admin.types("/attendance student erase 21CSE004").presses("Erase for good")
    teacher.presses("Why").sees("I can't find a student").does_not_see("Dev")
    teacher.types("/attendance mark CSE-2 absent 4").sees("nobody in CSE-2 has roll 4")


def test_a_correction_on_an_old_card_does_not_reach_the_erased(
    teacher: Speaker, admin: Speaker, college: College
) -> None:
    dev = college.number_of("21CSE004")
    teacher.types("/attendance mark CSE-2 absent 4")
    admin.types("/attendance student erase 21CSE004").presses("Erase for good")
    teacher.chooses("Late", beside="Dev").sees("not in this class on that day any more. Nothing was changed")
    assert letters(college, dev) == "A"


def test_a_removed_student_is_erased_too(admin: Speaker, college: College, dev: int) -> None:
    admin.types("/attendance student remove 21CSE004").types("/attendance student erase 21CSE004")
    admin.presses("Erase for good").sees("Erased", "2 marks stay")
    assert (row(college, dev)["name"], letters(college, dev)) == ("Erased student", "PA")


def test_a_second_press_finds_nothing_to_erase(admin: Speaker, college: College) -> None:
    admin.types("/attendance student erase 21CSE004").types("/attendance student erase 21CSE004")
    admin.presses("Erase for good").sees("Erased")
    admin.presses("Erase for good").sees("is not there any more")
    assert len(college.audited()) == 1


def test_a_record_changed_since_it_was_shown_is_shown_again(
    house: House, admin: Speaker, college: College, dev: int
) -> None:
    college.employs("UHEAD", role="admin")
    head = house.speaker("UHEAD", "Head").types("/attendance student erase 21CSE004")
    admin.types("/attendance student edit 21CSE004").fills("Name", "Dev Anand").presses("Save")
    head.presses("Erase for good").sees("Erase 21CSE004 Dev Anand?")
    assert row(college, dev)["name"] == "Dev Anand"
    head.presses("Erase for good").sees("Erased")


def test_the_roll_number_of_the_erased_is_free_again(admin: Speaker, college: College, dev: int) -> None:
    admin.types("/attendance student erase 21CSE004").presses("Erase for good")
    admin.types("/attendance student add 21CSE004 Somebody Else CSE-2").sees("Somebody Else is in CSE-2 now")
    new = college.number_of("21CSE004")
    assert new != dev
    assert (letters(college, new), letters(college, dev)) == ("", "PA")
