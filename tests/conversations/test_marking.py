"""The main job: a teacher opens a roster, ticks who is absent and saves."""

from __future__ import annotations

from datetime import timedelta

from tests.conversations.college import College
from tests.conversations.conftest import House, furnished
from tests.conversations.speaker import Speaker


def test_a_teacher_marks_a_class_and_sees_it_saved(house_either_way: House) -> None:
    college = furnished(house_either_way)
    teacher = house_either_way.speaker("UMEERA", "Meera Iyer")
    teacher.types("/attendance mark CSE-2").sees("CSE-2 · DBMS", "12 students: tick who is absent", "03 Chitra")
    teacher.ticks("Chitra", "Kavya").presses("Save attendance")
    teacher.sees("10 present", "2 absent: 03 Chitra, 11 Kavya", "Saved by you")
    assert college.marks()["21CSE003"] == college.marks()["21CSE011"] == "A"
    assert sorted(college.marks().values()) == ["A"] * 2 + ["P"] * 10


def test_the_roster_is_one_message_only_the_teacher_sees(house: House, teacher: Speaker) -> None:
    other = house.speaker("UOTHER", "Other")
    teacher.types("/attendance mark CSE-2")
    assert teacher.last.ephemeral
    assert not house.workspace.messages("UOTHER", other.channel_id)
    teacher.reads_aloud("12 students", "tick who is absent", "Save attendance", "/attendance mark CSE-2")


def test_typing_the_command_again_resumes_the_draft(house_either_way: House) -> None:
    furnished(house_either_way)
    teacher = house_either_way.speaker("UMEERA", "Meera Iyer")
    teacher.types("/attendance mark CSE-2").ticks("Chitra", "Kavya").unticks("Kavya")
    teacher.types("/attendance mark CSE-2").sees("Your unsaved ticks are back").reads_aloud(
        "Ticked as absent: 03 Chitra."
    )
    teacher.presses("Save attendance").sees("11 present, 1 absent: 03 Chitra")


def test_pressing_save_again_leaves_one_set_of_marks(house_either_way: House) -> None:
    college = furnished(house_either_way)
    teacher = house_either_way.speaker("UMEERA", "Meera Iyer")
    teacher.types("/attendance mark CSE-2").ticks("Chitra").presses("Save attendance")
    house_either_way.workspace.deliver_again()
    house_either_way.workspace.deliver_again()
    teacher.sees("11 present, 1 absent: 03 Chitra")
    assert len(college.audited()) == 1
    assert sorted(college.marks().values()) == ["A"] + ["P"] * 11


def test_a_saved_roll_call_opens_again_with_its_marks(teacher: Speaker, college: College) -> None:
    teacher.types("/attendance mark CSE-2").ticks("Chitra").presses("Save attendance")
    teacher.types("/attendance mark CSE-2").sees("Saved by you at").reads_aloud("Ticked as absent: 03 Chitra.")
    teacher.unticks("Chitra").ticks("Dev").presses("Save attendance").sees("11 present, 1 absent: 04 Dev")
    assert college.marks()["21CSE003"] == "P"
    assert [entry.action for entry in college.audited()] == ["save", "save"]


def test_change_on_the_card_brings_the_roster_back(teacher: Speaker, college: College) -> None:
    teacher.types("/attendance mark CSE-2").ticks("Chitra").presses("Save attendance").presses("Change")
    teacher.sees("tick who is absent").unticks("Chitra").presses("Save attendance").sees("12 present, 0 absent")


def test_undo_restores_every_earlier_value(teacher: Speaker, college: College) -> None:
    teacher.types("/attendance mark CSE-2").ticks("Chitra").presses("Save attendance")
    before = college.marks()
    teacher.presses("Change").ticks("Dev").unticks("Chitra").presses("Save attendance").sees("1 absent: 04 Dev")
    teacher.presses("Undo").sees("1 absent: 03 Chitra")
    assert college.marks() == before


def test_undo_of_the_first_save_leaves_no_marks(teacher: Speaker, college: College) -> None:
    teacher.types("/attendance mark CSE-2").ticks("Chitra").presses("Save attendance").presses("Undo")
    teacher.sees("taken back", "No marks are saved").does_not_see("Undo until")
    assert college.marks() == {}
    teacher.presses("Mark it").presses("Save attendance").sees("12 present")


def test_undo_twice_is_undo_once(house: House, teacher: Speaker, college: College) -> None:
    teacher.types("/attendance mark CSE-2").presses("Save attendance").presses("Undo")
    house.workspace.deliver_again()
    teacher.sees("taken back")
    assert [entry.action for entry in college.audited()] == ["save", "undo"]


def test_undo_is_over_after_ten_minutes(house: House, teacher: Speaker, college: College) -> None:
    teacher.types("/attendance mark CSE-2").ticks("Chitra").presses("Save attendance")
    house.clock.passes(minutes=10, seconds=5)
    teacher.presses("Undo").sees("can be undone for 10 minutes", "Nothing was changed")
    assert college.marks()["21CSE003"] == "A"


def test_one_absentee_is_made_late_from_the_card(teacher: Speaker, college: College) -> None:
    teacher.types("/attendance mark CSE-2").ticks("Chitra", "Kavya").presses("Save attendance")
    teacher.chooses("Late", beside="Chitra").sees("1 absent: 11 Kavya", "1 late: 03 Chitra")
    teacher.chooses("On duty", beside="Kavya").sees("0 absent", "1 on duty: 11 Kavya")
    teacher.chooses("Present", beside="Chitra").sees("11 present")
    assert college.marks()["21CSE003"] == "P"
    teacher.presses("Undo").sees("1 late: 03 Chitra")


def test_late_and_excused_stay_when_the_roster_is_saved_again(teacher: Speaker, college: College) -> None:
    teacher.types("/attendance mark CSE-2").ticks("Chitra").presses("Save attendance").chooses(
        "Excused", beside="Chitra"
    )
    teacher.types("/attendance mark CSE-2").sees("03 Chitra (excused)").ticks("Dev").presses("Save attendance")
    teacher.sees("10 present, 1 absent: 04 Dev", "1 excused: 03 Chitra")


def test_a_cancelled_class_counts_for_nobody_and_can_be_undone(teacher: Speaker, college: College) -> None:
    teacher.types("/attendance mark CSE-2").ticks("Chitra").presses("Save attendance")
    teacher.types("/attendance mark CSE-2").presses("Class cancelled").sees("class cancelled", "counts for nobody")
    assert "count for nobody" in teacher.asked
    assert college.marks() == {}
    assert college.roll_calls()[0].state == "cancelled"
    teacher.presses("Undo").sees("1 absent: 03 Chitra")
    assert college.marks()["21CSE003"] == "A"


def test_close_saves_nothing_and_keeps_the_ticks(teacher: Speaker, college: College) -> None:
    teacher.types("/attendance mark CSE-2").ticks("Chitra").presses("Close").sees("not saved", "Your 1 tick is kept")
    assert college.marks() == {}
    teacher.presses("Open again").reads_aloud("Ticked as absent: 03 Chitra.")


def test_a_second_subject_is_chosen_first(house: House, college: College) -> None:
    college.employs("UARJUN", ("CSE-2", "OS"), ("CSE-2", "Networks"))
    arjun = house.speaker("UARJUN", "Arjun Rao")
    arjun.types("/attendance mark CSE-2").sees("Which one do you want to mark").presses("CSE-2 · OS")
    arjun.sees("CSE-2 · OS", "tick who is absent")
    arjun.types("/attendance mark cse 2 networks p3").sees("CSE-2 · Networks", "P3")


def test_the_two_subjects_of_a_day_are_two_roll_calls(house: House, teacher: Speaker, college: College) -> None:
    college.employs("UARJUN", ("CSE-2", "OS"))
    arjun = house.speaker("UARJUN", "Arjun Rao")
    teacher.types("/attendance mark CSE-2").ticks("Chitra").presses("Save attendance")
    arjun.types("/attendance mark CSE-2").ticks("Dev").presses("Save attendance").sees("1 absent: 04 Dev")
    assert college.marks()["21CSE003"] == "AP"


def test_a_class_with_sections_is_marked_whole_or_by_section(house: House, college: College) -> None:
    college.admits_class("ECE-3-A", ("Mani", "Nila"), "22ECE")
    college.admits("Om", "22ECE101", "ECE-3-B")
    college.employs("UECE", ("ECE-3", "Signals"))
    teacher = house.speaker("UECE", "Uma")
    teacher.types("/attendance mark ECE-3").sees("3 students", "Om")
    teacher.types("/attendance mark ece 3 a").sees("ECE-3-A", "2 students").does_not_see("Om")


def test_a_teacher_of_one_section_gets_that_section(house: House, college: College) -> None:
    college.admits_class("ECE-3-A", ("Mani", "Nila"), "22ECE")
    college.admits("Om", "22ECE101", "ECE-3-B")
    college.employs("UECE", ("ECE-3-A", "Signals"))
    house.speaker("UECE", "Uma").types("/attendance mark ECE-3").sees("ECE-3-A · Signals", "2 students")


def test_yesterday_and_a_period(teacher: Speaker, college: College) -> None:
    teacher.types("/attendance mark cse2 yesterday period 3").sees("P3").presses("Save attendance")
    (call,) = college.roll_calls()
    assert (call.date, call.period, call.subject) == (college.today - timedelta(days=1), "3", "DBMS")


def test_typing_mark_alone_lists_the_classes_untaken_first(house: House, teacher: Speaker, college: College) -> None:
    college.admits_class("ECE-3", ("Mani", "Nila"), "22ECE")
    college.employs("UTWO", ("CSE-2", "OS"), ("ECE-3", "Signals"))
    two = house.speaker("UTWO", "Two")
    two.types("/attendance mark CSE-2").presses("Save attendance")
    two.types("/attendance mark").sees("Your classes today", "CSE-2 OS: taken by you", "ECE-3 Signals: not taken yet")
    assert two.last.text.index("ECE-3") < two.last.text.index("CSE-2 OS")
    two.presses("Mark").sees("ECE-3 · Signals", "tick who is absent")


def test_a_student_who_joins_while_it_is_marked_stays_unmarked_and_is_named(house_either_way: House) -> None:
    college = furnished(house_either_way)
    teacher = house_either_way.speaker("UMEERA", "Meera Iyer")
    teacher.types("/attendance mark CSE-2").ticks("Chitra")
    college.admits("Zoya", "21CSE013", "CSE-2")
    teacher.presses("Save attendance").sees("11 present, 1 absent: 03 Chitra", "not marked yet: 13 Zoya")
    assert "21CSE013" not in college.marks()
    teacher.presses("Change").sees("13 Zoya").presses("Save attendance").sees("12 present").does_not_see("not marked")


def test_a_student_who_leaves_while_it_is_marked_makes_the_teacher_look_again(house_either_way: House) -> None:
    college = furnished(house_either_way)
    teacher = house_either_way.speaker("UMEERA", "Meera Iyer")
    teacher.types("/attendance mark CSE-2").ticks("Chitra")
    college.leaves(college.number_of("21CSE001"), college.today)
    teacher.presses("Save attendance").sees("class list changed", "nothing was saved yet").does_not_see("Asha")
    assert college.marks() == {}
    teacher.presses("Save attendance").sees("10 present, 1 absent: 03 Chitra")


def test_a_class_of_more_than_four_hundred_is_paged_and_nobody_left_out(house_either_way: House) -> None:
    college = house_either_way.college
    college.admits_class("SCI-1", tuple(f"S{number}" for number in range(1, 452)), "23SCI")
    college.employs("USCI", ("SCI-1", "Physics"))
    teacher = house_either_way.speaker("USCI", "Sci")
    teacher.types("/attendance mark SCI-1").sees("451 students", "Page 1 of 2").does_not_see("Save attendance ")
    teacher.ticks("005 S5").presses("Next page").sees("Page 2 of 2").ticks("451 S451").presses("Previous page")
    teacher.sees("Page 1 of 2").ticks("400 S400").presses("Next page").presses("Save attendance")
    teacher.sees("448 present, 3 absent: 005 S5, 400 S400, 451 S451")
    assert len(college.marks()) == 451


def test_a_card_with_many_absentees_has_a_menu_for_each(house: House, college: College) -> None:
    college.admits_class("SCI-1", tuple(f"S{number}" for number in range(1, 81)), "23SCI")
    college.employs("USCI", ("SCI-1", "Physics"))
    teacher = house.speaker("USCI", "Sci")
    teacher.types(f"/attendance mark SCI-1 absent {' '.join(map(str, range(1, 81)))}").sees("80 absent", "80 S80")
    teacher.presses("More students").presses("More students").chooses("Late", beside="80 S80")
    teacher.sees("79 absent", "1 late: 80 S80").presses("Back").sees("36 S36: absent")


def test_the_office_sees_what_was_taken_in_which_subject(teacher: Speaker, admin: Speaker) -> None:
    teacher.types("/attendance mark CSE-2").presses("Save attendance")
    admin.types("/attendance mark").sees("CSE-2: DBMS taken by @Meera Iyer").presses("Open")
    admin.sees("Which one do you want to mark").presses("CSE-2 · DBMS").sees("Saved by @Meera Iyer")


def test_open_again_keeps_the_reason(admin: Speaker, college: College) -> None:
    old = (college.today - timedelta(days=20)).isoformat()
    admin.types(f"/attendance mark CSE-2 DBMS {old} because it was lost").presses("Close").presses("Open again")
    admin.presses("Save attendance").sees("12 present", "Reason: it was lost")


def test_names_cannot_ping_or_format(house: House, college: College) -> None:
    college.admits_class("BCA-1", ("<!channel> & *co*", "Long " * 20), "24BCA")
    college.employs("UBCA", ("BCA-1", "C"))
    teacher = house.speaker("UBCA", "Bca")
    teacher.types("/attendance mark BCA-1").sees("<!channel> & *co*").ticks("<!channel>").presses("Save attendance")
    assert "<!channel>" not in str(teacher.last.blocks) + teacher.last.text
