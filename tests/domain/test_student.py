"""Guards how teachers name students: labels, order, and that a typed roll never means somebody else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.classcode import ClassCode
from bot.domain.student import (
    Student,
    _counted,
    _Rolls,
    find_rolls,
    in_roll_order,
    normal_roll,
    roll_labels,
    span,
)

CSE2 = ClassCode("CSE", 2)


def people(*rolls: str) -> list[Student]:
    return [Student(number, roll, f"Student {roll}", CSE2) for number, roll in enumerate(rolls, 1)]


def numbered(pattern: str, last: int) -> list[Student]:
    return people(*(pattern.format(number) for number in range(1, last + 1)))


def labels(students: list[Student]) -> list[str]:
    by_id = roll_labels(students)
    return [by_id[student.student_id] for student in students]


def found(typed: str, students: list[Student]) -> list[str]:
    return [student.roll_no for student in find_rolls(typed.split(), students).students]


ROLLS = st.lists(
    st.one_of(
        st.from_regex(r"2[12](CSE|LE)0?[0-9]{1,3}", fullmatch=True),
        st.from_regex(r"20210{0,2}[0-9]{1,3}", fullmatch=True),
        st.from_regex(r"[A-Z]?[0-9]{0,4}[A-Z]?", fullmatch=True).filter(bool),
    ),
    max_size=12,
    unique=True,
)


@pytest.mark.parametrize(
    "typed", ["21cse004", " 21CSE004 ", "\u00a021CSE004\u2007", "２１ＣＳＥ００４", "\ufeff21CSE004"]
)
def test_a_roll_number_is_stored_in_one_way(typed: str) -> None:
    assert normal_roll(typed) == "21CSE004"


@given(st.text())
def test_a_normal_roll_number_stays_as_it_is(typed: str) -> None:
    assert normal_roll(normal_roll(typed)) == normal_roll(typed)


def test_roll_numbers_are_ordered_as_people_count() -> None:
    students = people("21CSE10", "21CSE9", "10", "9", "21CSE009", "A", "21CSE")
    assert [student.roll_no for student in in_roll_order(students)] == [
        "9",
        "10",
        "21CSE",
        "21CSE009",
        "21CSE9",
        "21CSE10",
        "A",
    ]


@given(st.lists(st.text(max_size=8), max_size=8))
def test_any_roll_numbers_have_an_order(rolls: list[str]) -> None:
    students = people(*rolls)
    assert in_roll_order(students) == in_roll_order(reversed(students))


@pytest.mark.parametrize(
    ("pattern", "size", "first"),
    [
        ("21CSE{:03}", 60, "01"),
        ("21CSE{:03}", 120, "001"),
        ("21CSE{:03}", 100, "001"),
        ("2021{:03}", 60, "01"),
        ("2021{:03}", 120, "001"),
        ("{:04}", 60, "01"),
    ],
)
def test_a_label_is_as_many_last_digits_as_tell_the_class_apart(pattern: str, size: int, first: str) -> None:
    shown = labels(numbered(pattern, size))
    assert (shown[0], int(shown[-1])) == (first, size)
    assert {len(label) for label in shown} == {len(first)}


def test_roll_numbers_without_leading_zeros_are_their_own_labels() -> None:
    assert labels(numbered("CSE{}", 120)) == [str(number) for number in range(1, 121)]


@pytest.mark.parametrize(
    ("rolls", "shown"),
    [
        (["21CSE004", "22LE004", "21CSE005"], ["21CSE004", "22LE004", "05"]),
        (["CSE4", "CSE104", "CSE204"], ["4", "104", "204"]),
        (["CSE21", "CSE121"], ["21", "121"]),
        (["ASHA", "21CSE004"], ["ASHA", "04"]),
        (["21CSE100", "21CSE200"], ["100", "200"]),
        (["21CSE004A", "21CSE005A"], ["21CSE004A", "21CSE005A"]),
        ([], []),
    ],
)
def test_a_label_never_points_at_somebody_else(rolls: list[str], shown: list[str]) -> None:
    assert labels(people(*rolls)) == shown


@given(ROLLS)
def test_typing_a_label_or_a_full_roll_number_finds_exactly_that_student(rolls: list[str]) -> None:
    students = people(*rolls)
    shown = roll_labels(students)
    assert len(set(shown.values())) == len(students)
    for student in students:
        label = shown[student.student_id]
        assert label == student.roll_no or (label.isdigit() and student.roll_no.endswith(label))
        assert find_rolls([label], students).students == (student,)
        assert find_rolls([student.roll_no.lower()], students).students == (student,)


@given(ROLLS)
def test_labels_do_not_depend_on_the_order_of_the_students(rolls: list[str]) -> None:
    students = people(*rolls)
    assert roll_labels(reversed(students)) == roll_labels(students)


@pytest.mark.parametrize("typed", ["4", "04", "004", "21CSE004", "21cse004", "２１ＣＳＥ００４"])
def test_a_student_is_found_by_last_digits_or_full_roll_number(typed: str) -> None:
    assert found(typed, numbered("21CSE{:03}", 120)) == ["21CSE004"]


@pytest.mark.parametrize("typed", ["4", "04", "004", "1004", "2021004"])
def test_a_roll_number_of_digits_only_is_found_by_its_last_ones(typed: str) -> None:
    assert found(typed, numbered("2021{:03}", 60)) == ["2021004"]


def test_digits_typed_in_full_are_never_shortened() -> None:
    assert find_rolls(["004"], people("2021104", "2021105")).unknown == ("004",)


def test_the_whole_number_wins_over_a_longer_one_with_the_same_ending() -> None:
    assert found("4", people("CSE4", "CSE14", "CSE104")) == ["CSE4"]
    assert found("14", people("CSE4", "CSE14", "CSE114")) == ["CSE14"]


@given(st.from_regex("0{1,5}", fullmatch=True), ROLLS)
def test_zeros_alone_are_nobody_unless_they_are_the_whole_roll_number(zeros: str, rolls: list[str]) -> None:
    students = people("21CSE010", "21CSE100", "CSE0", *rolls)
    whole = [roll for roll in rolls if roll == zeros]
    assert found(zeros, students) == whole
    assert find_rolls([zeros], students).unknown == (() if whole else (zeros,))


def test_a_range_is_every_roll_in_it() -> None:
    students = numbered("21CSE{:03}", 60)
    assert find_rolls(["4-7", "11"], students) == find_rolls(["4", "5", "6", "7", "11"], students)
    assert find_rolls(["59-62"], students).unknown == ("61", "62")


@given(st.integers(0, 999), st.integers(0, 999))
def test_a_range_rises_by_less_than_sixty(first: int, last: int) -> None:
    numbers = span(f"{first}-{last}")
    assert bool(numbers) == (first < last < first + 60 and (first > 0 or last < 10))
    assert not numbers or (numbers[0], numbers[-1], len(numbers)) == (str(first), str(last), last - first + 1)


@pytest.mark.parametrize("typed", ["7-4", "4-4", "1-61", "21-042", "4-1000", "A4-7", "4-7-11", "-7", "4-", ""])
def test_what_is_no_range_stays_one_roll(typed: str) -> None:
    assert span(typed) == ()
    assert find_rolls([typed], numbered("21CSE{:03}", 60)).unknown == (typed,)


def test_a_roll_number_with_a_hyphen_is_never_a_range() -> None:
    students = people("1-04", "1-05", "4", "5")
    assert found("1-05", students) == ["1-05"]
    assert find_rolls(["1-5"], students).unknown == ("1-5",)
    assert found("21-cse-004", people("21-CSE-004", "21-CSE-005")) == ["21-CSE-004"]


def test_what_could_be_two_students_is_ambiguous_and_names_both() -> None:
    students = people("22LE004", "21CSE004", "21CSE005")
    result = find_rolls(["4", "5"], students)
    assert result.ambiguous == (("4", (students[1], students[0])),)
    assert result.students == (students[2],)
    assert not result.complete


def test_what_is_nobody_is_listed_as_typed() -> None:
    result = find_rolls(["99", "4", "99", "x", ""], numbered("21CSE{:03}", 60))
    assert result.unknown == ("99", "x", "")
    assert not result.complete


def test_a_student_named_twice_is_one() -> None:
    assert found("11 4 04 21CSE004", numbered("21CSE{:03}", 60)) == ["21CSE011", "21CSE004"]


@given(st.lists(st.text(max_size=6)), ROLLS)
def test_everything_typed_is_found_unknown_or_ambiguous(typed: list[str], rolls: list[str]) -> None:
    result = find_rolls(typed, people(*rolls))
    assert set(result.unknown) | {roll for roll, _ in result.ambiguous} <= set(typed).union(*map(span, typed))
    assert result.complete or result.unknown or result.ambiguous
    assert all(len(students) > 1 for _, students in result.ambiguous)


def test_thousands_of_digits_are_just_unknown() -> None:
    assert find_rolls(["9" * 8000], numbered("21CSE{:03}", 60)).unknown == ("9" * 8000,)


@given(st.sets(st.integers(0, 2000), min_size=1, max_size=60), st.sampled_from(["21CSE", "CSE-", "", "2021"]))
def test_the_labels_of_an_even_class_are_those_of_any_other(numbers: set[int], prefix: str) -> None:
    students = [Student(n + 1, f"{prefix}{n:04}", "x", ClassCode("CSE", 2)) for n in numbers]
    assert roll_labels(students) == _Rolls(students).labels()


@given(st.sets(st.from_regex(r"[A-B]{0,2}[0-9]{1,4}", fullmatch=True), min_size=1, max_size=30))
def test_the_order_is_that_of_the_numbers_whatever_the_shape(rolls: set[str]) -> None:
    students = [Student(n, roll, "x", ClassCode("CSE", 2)) for n, roll in enumerate(sorted(rolls))]
    by_number = sorted(students, key=lambda student: (_counted(student.roll_no), student.roll_no))
    assert list(in_roll_order(reversed(students))) == by_number
