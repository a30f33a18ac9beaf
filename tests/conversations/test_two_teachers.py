"""Two people at the same roll call: nothing is overwritten unasked."""

from __future__ import annotations

import pytest

from tests.conversations.college import College
from tests.conversations.conftest import House, furnished
from tests.conversations.speaker import Speaker


@pytest.fixture
def two(house_either_way: House) -> tuple[Speaker, Speaker, College]:
    """Meera and Arjun take the same class in the same subject, and both have its roster open."""
    college = furnished(house_either_way)
    college.employs("UARJUN", ("CSE-2", "DBMS"))
    meera, arjun = house_either_way.speaker("UMEERA", "Meera Iyer"), house_either_way.speaker("UARJUN", "Arjun Rao")
    meera.types("/attendance mark CSE-2")
    arjun.types("/attendance mark CSE-2")
    return meera, arjun, college


def test_the_second_to_save_is_told_who_when_and_the_differing_students(two: tuple[Speaker, Speaker, College]) -> None:
    meera, arjun, college = two
    meera.ticks("Chitra").presses("Save attendance")
    arjun.ticks("Dev").presses("Save attendance")
    arjun.sees(
        "@Meera Iyer saved it at", "03 Chitra: theirs absent, yours present", "04 Dev: theirs present, yours absent"
    )
    assert college.marks()["21CSE003"] == "A"
    assert college.marks()["21CSE004"] == "P"


def test_a_box_left_empty_means_present_though_theirs_is_late(two: tuple[Speaker, Speaker, College]) -> None:
    meera, arjun, college = two
    meera.types("/attendance mark CSE-2 absent 4 late 7")
    arjun.ticks("Dev").presses("Save attendance").sees("07 Gita: theirs late, yours present").does_not_see("04 Dev:")
    arjun.presses("Use mine").sees("11 present, 1 absent: 04 Dev")
    assert college.marks()["21CSE007"] == "P"


def test_a_box_left_ticked_means_absent_though_theirs_is_late(two: tuple[Speaker, Speaker, College]) -> None:
    meera, arjun, _ = two
    meera.ticks("Chitra").presses("Save attendance")
    arjun.types("/attendance mark CSE-2")
    meera.chooses("Late", beside="Chitra")
    arjun.ticks("Dev").presses("Save attendance").sees("03 Chitra: theirs late, yours absent", "04 Dev: theirs present")


def test_keep_theirs_keeps_theirs(two: tuple[Speaker, Speaker, College]) -> None:
    meera, arjun, _ = two
    meera.ticks("Chitra").presses("Save attendance")
    arjun.ticks("Dev").presses("Save attendance").presses("Keep theirs").sees("1 absent: 03 Chitra")
    arjun.types("/attendance mark CSE-2").reads_aloud("Ticked as absent: 03 Chitra.")


def test_use_mine_uses_mine_and_says_so_in_the_audit(two: tuple[Speaker, Speaker, College]) -> None:
    meera, arjun, college = two
    meera.ticks("Chitra").presses("Save attendance")
    arjun.ticks("Dev").presses("Save attendance").presses("Use mine").sees("1 absent: 04 Dev", "Saved by you")
    assert [(entry.actor, entry.action) for entry in college.audited()] == [("UMEERA", "save"), ("UARJUN", "save")]
    assert f'"{college.number_of("21CSE003")}":["A","P"]' in college.audited()[1].changes


def test_two_who_save_the_same_do_not_disagree(two: tuple[Speaker, Speaker, College]) -> None:
    meera, arjun, college = two
    meera.ticks("Chitra").presses("Save attendance")
    arjun.ticks("Chitra").presses("Save attendance").sees("1 absent: 03 Chitra", "Saved by @Meera Iyer")
    assert len(college.audited()) == 1


def test_use_mine_asks_again_when_a_third_save_came_between(two: tuple[Speaker, Speaker, College]) -> None:
    meera, arjun, _ = two
    meera.ticks("Chitra").presses("Save attendance")
    arjun.ticks("Dev").presses("Save attendance").sees("Keep theirs")
    meera.chooses("Late", beside="Chitra")
    arjun.presses("Use mine").sees("03 Chitra: theirs late")


def test_a_menu_on_an_old_card_changes_nothing_that_moved(two: tuple[Speaker, Speaker, College]) -> None:
    meera, arjun, college = two
    meera.ticks("Chitra").presses("Save attendance")
    arjun.types("/attendance mark CSE-2").unticks("Chitra").presses("Save attendance")
    meera.chooses("Late", beside="Chitra").sees("Somebody changed this meanwhile", "12 present")
    assert college.marks()["21CSE003"] == "P"


def test_undo_of_an_old_card_changes_nothing(two: tuple[Speaker, Speaker, College]) -> None:
    meera, arjun, _ = two
    meera.ticks("Chitra").presses("Save attendance")
    arjun.types("/attendance mark CSE-2").ticks("Dev").presses("Save attendance")
    meera.presses("Undo").sees("Somebody changed this meanwhile", "2 absent: 03 Chitra, 04 Dev")


def test_a_save_that_slack_repeats_after_an_undo_brings_nothing_back(house_either_way: House) -> None:
    college = furnished(house_either_way)
    meera = house_either_way.speaker("UMEERA", "Meera Iyer")
    meera.types("/attendance mark CSE-2").ticks("Chitra").presses("Save attendance").presses("Undo")
    house_either_way.workspace.deliver_again(back=2)
    assert college.marks() == {}


def test_a_changed_class_list_does_not_hide_that_somebody_saved(two: tuple[Speaker, Speaker, College]) -> None:
    meera, arjun, college = two
    meera.ticks("Dev")
    arjun.ticks("Esha").presses("Save attendance")
    college.leaves(college.number_of("21CSE012"), college.today)
    meera.presses("Save attendance").sees("@Arjun Rao saved it", "05 Esha: theirs absent, yours present", "Keep theirs")
    assert college.marks()["21CSE005"] == "A"


def test_typing_again_after_somebody_saved_shows_both(two: tuple[Speaker, Speaker, College]) -> None:
    meera, arjun, college = two
    meera.ticks("Dev")
    arjun.ticks("Esha").presses("Save attendance")
    meera.types("/attendance mark CSE-2").sees("@Arjun Rao saved it", "04 Dev: theirs present, yours absent")
    meera.presses("Use mine").sees("04 Dev")
    assert college.marks()["21CSE004"] == "A"
    meera.types("/attendance mark CSE-2").sees("tick who is absent", "Saved by you")


def test_typing_over_somebodys_correction_asks_first(two: tuple[Speaker, Speaker, College]) -> None:
    meera, arjun, college = two
    meera.types("/attendance mark CSE-2 absent 4")
    arjun.types("/attendance mark CSE-2 all present").presses("Keep theirs").chooses("Excused", beside="Dev")
    meera.types("/attendance mark CSE-2 absent 4 11")
    meera.sees("@Arjun Rao corrected a mark in it", "04 Dev: theirs excused, yours absent")
    assert college.marks()["21CSE004"] == "E"


def test_a_conflict_over_a_correction_names_who_corrected(two: tuple[Speaker, Speaker, College]) -> None:
    meera, arjun, _ = two
    meera.ticks("Chitra").presses("Save attendance")
    arjun.types("/attendance mark CSE-2")
    meera.chooses("Late", beside="Chitra")
    arjun.ticks("Dev").presses("Save attendance").sees("@Meera Iyer corrected a mark in it at")


def test_turning_the_page_after_somebody_saved_loses_no_tick(house_either_way: House) -> None:
    college = house_either_way.college
    college.admits_class("SCI-1", tuple(f"S{number}" for number in range(1, 802)), "23SCI")
    for user in ("UA", "UB"):
        college.employs(user, ("SCI-1", "Physics"))
    a, b = house_either_way.speaker("UA", "Anu"), house_either_way.speaker("UB", "Ben")
    b.types("/attendance mark SCI-1").ticks("003 S3")
    a.types("/attendance mark SCI-1 absent 5 405")
    b.presses("Next page").sees("@Anu saved it", "003 S3: theirs present, yours absent").presses("Use mine")
    assert (college.marks()["23SCI003"], college.marks()["23SCI405"]) == ("A", "A")


def test_a_section_is_not_counted_twice_with_its_class(house: House, college: College) -> None:
    college.admits_class("ECE-3-A", ("Mani", "Nila"), "22ECE")
    college.employs("UALL", ("ECE-3", "Signals"))
    college.employs("UONE", ("ECE-3-A", "Signals"))
    whole, section = house.speaker("UALL", "All"), house.speaker("UONE", "One")
    whole.types("/attendance mark ECE-3 absent 1")
    section.types("/attendance mark ECE-3-A").sees("ECE-3 Signals is already taken", "counted twice", "@All")
    section.types("/attendance mark ECE-3-A all present").sees("is already taken")
    section.types("/attendance mark").sees("ECE-3-A Signals: ECE-3 taken by @All")
    section.types("/attendance mark ECE-3-A P2 all present").sees("2 present")
