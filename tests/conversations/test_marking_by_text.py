"""The text path, for a phone: the absentees are typed, and the same card answers."""

from __future__ import annotations

import pytest

from tests.conversations.college import College
from tests.conversations.conftest import House
from tests.conversations.speaker import Speaker


def test_the_absentees_are_typed_and_everyone_else_is_present(teacher: Speaker, college: College) -> None:
    teacher.types("/attendance mark CSE-2 absent 4 11 late 7")
    teacher.sees("9 present, 2 absent: 04 Dev, 11 Kavya", "1 late: 07 Gita", "Undo until")
    assert college.marks()["21CSE007"] == "L"
    teacher.presses("Undo").sees("taken back")


@pytest.mark.parametrize("typed", ["CSE-2 all present", "cse 2 absent none", "nobody absent cse2"])
def test_everybody_present_is_typed_in_words(teacher: Speaker, college: College, typed: str) -> None:
    teacher.types(f"/attendance mark {typed}").sees("12 present, 0 absent")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("CSE-2 absent 4 77", "nobody in `CSE-2` has roll `77`"),
        ("CSE-2 absent 4 late 21CSE004", "Dev is named with two different marks"),
        ("CSE-2 absent x4", "nobody in `CSE-2` has roll `x4`"),
    ],
)
def test_unknown_rolls_are_listed_and_nothing_is_saved(
    teacher: Speaker, college: College, typed: str, told: str
) -> None:
    teacher.types(f"/attendance mark {typed}").sees("Nothing was saved", told.replace("`", ""))
    assert college.marks() == {}
    assert college.roll_calls() == []


def test_an_ambiguous_roll_names_who_it_could_be(teacher: Speaker, college: College) -> None:
    college.admits("Zoya", "22CSE004", "CSE-2")
    teacher.types("/attendance mark CSE-2 absent 4").sees("could be 21CSE004 Dev or 22CSE004 Zoya", "Nothing was saved")
    teacher.types("/attendance mark CSE-2 absent 22CSE004").sees("12 present, 1 absent:", "Zoya")


def test_typing_it_again_differently_changes_my_own_marks(teacher: Speaker, college: College) -> None:
    teacher.types("/attendance mark CSE-2 absent 4").types("/attendance mark CSE-2 absent 5")
    teacher.sees("11 present, 1 absent: 05 Esha")
    assert college.marks()["21CSE004"] == "P"


def test_typing_over_another_teachers_marks_asks_first(house: House, teacher: Speaker, college: College) -> None:
    college.employs("UARJUN", ("CSE-2", "DBMS"))
    arjun = house.speaker("UARJUN", "Arjun Rao")
    teacher.types("/attendance mark CSE-2 absent 4")
    arjun.types("/attendance mark CSE-2 late 4").sees("Meera", "04 Dev: theirs absent, yours late", "Keep theirs")
    assert college.marks()["21CSE004"] == "A"
    arjun.presses("Use mine").sees("1 late: 04 Dev")
    assert college.marks()["21CSE004"] == "L"


def test_words_left_over_are_not_taken_for_anything(teacher: Speaker, college: College) -> None:
    teacher.types("/attendance mark CSE-2 dmbs absent 4").sees("Did you mean DBMS?", "nothing was saved")
    teacher.types("/attendance mark CSE-2 absent 4 perhaps 7").sees("nothing was saved", "perhaps 7")
    teacher.types("/attendance mark CSE-2 absent 0").sees("nobody in CSE-2 has roll 0")
    assert college.marks() == {}


def test_everyone_but_a_few_is_typed_in_words(teacher: Speaker, college: College) -> None:
    teacher.types("/attendance mark CSE-2 all present except 4 11").sees("2 absent: 04 Dev, 11 Kavya")
    teacher.types("/attendance mark CSE-2 absent all").sees("0 present, 12 absent")
    teacher.types("/attendance mark CSE-2 absent 4 to 6 leave 7").sees(
        "3 absent: 04 Dev, 05 Esha, 06 Farid", "1 excused"
    )


def test_which_subject_must_be_said_when_there_are_two(house: House, college: College) -> None:
    college.employs("UARJUN", ("CSE-2", "OS"), ("CSE-2", "Networks"))
    arjun = house.speaker("UARJUN", "Arjun Rao")
    arjun.types("/attendance mark CSE-2 absent 4").sees("Which one do you mean", "CSE-2 Networks", "Nothing was saved")
    arjun.types("/attendance mark CSE-2 absent 4 os").sees("1 absent: 04 Dev")
