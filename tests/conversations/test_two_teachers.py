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
