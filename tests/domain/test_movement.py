"""Guards how the office's words are read: who moves, where to, from which day."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.classcode import ClassCode
from bot.domain.day import UnreadableDate
from bot.domain.movement import (
    DayTooFar,
    NotReadAsMove,
    Promotion,
    Split,
    Transfer,
    read_promotion,
    read_split,
    read_transfer,
)
from bot.domain.sections import Part, PartsUnclear, allot
from bot.domain.student import Student
from bot.domain.unclear import TooLong
from bot.domain.words import Words

TODAY = date(2026, 11, 23)  # a Monday
CSE_2, CSE_3, CSE_3_A = ClassCode("CSE", 2), ClassCode("CSE", 3), ClassCode("CSE", 3, "A")
DEC_1, JULY = date(2026, 12, 1), date(2027, 7, 1)
CLASS = [Student(n, f"21CSE{n:03}", f"Name {n}", CSE_2) for n in range(1, 61)]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("21CSE042 CSE-3-A", Transfer("21CSE042", CSE_3_A)),
        ("CSE-3-A 21CSE042", Transfer("21CSE042", CSE_3_A)),
        ("to cse 3 a student 21CSE042 from 2027-07-01", Transfer("21CSE042", CSE_3_A, JULY)),
        ("21CSE042 cse 3 a", Transfer("21CSE042", CSE_3_A)),
        ("21cse042 to class CSE3A from 1 Dec", Transfer("21cse042", CSE_3_A, DEC_1)),
        ("roll 21CSE042 into CSE-3-A on 2026-12-01", Transfer("21CSE042", CSE_3_A, DEC_1)),
        ("21CSE042 CSE-3 Dec 1", Transfer("21CSE042", CSE_3, DEC_1)),
        ("21CSE042 CSE-3 tomorrow", Transfer("21CSE042", CSE_3, date(2026, 11, 24))),
        ("21CSE042 CSE-3 from yesterday", Transfer("21CSE042", CSE_3, date(2026, 11, 22))),
        ("21CSE042 CSE-3 from 20 Nov", Transfer("21CSE042", CSE_3, date(2026, 11, 20))),
        ("21CSE042 CSE-3 from 1 Jul", Transfer("21CSE042", CSE_3, JULY)),
        ("21CSE042 CSE-3 from friday", Transfer("21CSE042", CSE_3, date(2026, 11, 27))),
        ("21CSE042 CSE-3 from monday", Transfer("21CSE042", CSE_3, TODAY)),
        ("21CSE042 CSE-3 from last fri", Transfer("21CSE042", CSE_3, date(2026, 11, 20))),
        ("21CSE042 from CSE-2 to CSE-3 from 1 Dec", Transfer("21CSE042", CSE_3, DEC_1, CSE_2)),
        ("21CSE042 CSE-2 -> CSE-3", Transfer("21CSE042", CSE_3, None, CSE_2)),
        ("21CSE042 CSE-3 because of a new subject", Transfer("21CSE042", CSE_3, None, None, "of a new subject")),
    ],
)
def test_a_transfer(typed: str, wanted: Transfer) -> None:
    assert read_transfer(Words.read(typed), TODAY) == wanted


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("CSE-2 CSE-3 from 2027-07-01", Promotion(CSE_2, CSE_3, JULY)),
        ("CSE-2 to CSE-3", Promotion(CSE_2, CSE_3)),
        ("cse 2 a to cse 3 a", Promotion(ClassCode("CSE", 2, "A"), CSE_3_A)),
        ("class CSE-2 from 1 July 2027", Promotion(CSE_2, CSE_3, JULY)),
        ("CSE-2→CSE-3 1 Jul", Promotion(CSE_2, CSE_3, JULY)),
        ("CSE-2->CSE-3 wef 1 Jul", Promotion(CSE_2, CSE_3, JULY)),
        ("CSE-2", Promotion(CSE_2, CSE_3)),
        ("CSE-4 out from 1 Jul", Promotion(ClassCode("CSE", 4), None, JULY)),
        ("CSE-4 passed out", Promotion(ClassCode("CSE", 4), None)),
        ("CSE-12 graduates", Promotion(ClassCode("CSE", 12), None)),
        ("CSE-2 CSE-2-A", Promotion(CSE_2, ClassCode("CSE", 2, "A"))),
    ],
)
def test_a_promotion(typed: str, wanted: Promotion) -> None:
    assert read_promotion(Words.read(typed), TODAY) == wanted


def test_a_day_years_ahead_is_told_with_an_example_of_the_same_command() -> None:
    with pytest.raises(DayTooFar, match=r"`1 Jan 2030` is more than two years ahead.*/attendance transfer"):
        read_transfer(Words.read("21CSE041 ECE-3-A from 1 Jan 2030"), TODAY)


def test_a_promotion_keeps_sections_unless_the_target_names_one() -> None:
    a = ClassCode("CSE", 2, "A")
    assert Promotion(CSE_2, CSE_3).target_of(a) == CSE_3_A
    assert Promotion(CSE_2, CSE_3_A).target_of(CSE_2) == CSE_3_A
    assert Promotion(a, CSE_2).target_of(a) == CSE_2
    assert Promotion(CSE_2, None).target_of(a) is None


PARTS = (Part("A", ("1-30",)), Part("B", ("31-60",)))


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("CSE-2 A 1-30 B 31-60", Split(CSE_2, PARTS)),
        ("CSE-2 into A: 1-30, B: 31-60 from 1 Dec", Split(CSE_2, PARTS, DEC_1)),
        ("CSE 2 section a 1 to 30 and section b 31 – 60", Split(CSE_2, PARTS)),
        ("CSE-2 CSE-2-A 1-30 CSE-2-B 31-60 tomorrow", Split(CSE_2, PARTS, date(2026, 11, 24))),
        ("CSE-2 A=1-30 B=rest", Split(CSE_2, (Part("A", ("1-30",)), Part("B", (), True)))),
        ("CSE-2 A 1 2 21CSE005 B the others", Split(CSE_2, (Part("A", ("1", "2", "21CSE005")), Part("B", (), True)))),
        ("CSE-2 A 1-10 B 11-20 A 21-30", Split(CSE_2, (Part("A", ("1-10", "21-30")), Part("B", ("11-20",))))),
    ],
)
def test_a_split(typed: str, wanted: Split) -> None:
    assert read_split(Words.read(typed), TODAY) == wanted


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Which student"),
        ("21CSE042", "To which class does `21CSE042` go"),
        ("21CSE042 CSE-3 soon", "I don't know what `soon` means"),
        ("21CSE042 CSE-3 from", "No day follows `from`"),
        ("21CSE042 CSE-3 from soon", "can't read `soon` as a date"),
        ("21CSE042 CSE-3 from 31 Feb", "no such day"),
        ("21CSE042 CSE-3 from 2062-07-01", "more than two years ahead"),
        ("21CSE042 CSE-3 because " + "x" * 121, "too long"),
    ],
)
def test_a_transfer_that_cannot_be_read_says_what_to_write(typed: str, told: str) -> None:
    with pytest.raises((NotReadAsMove, UnreadableDate, DayTooFar, TooLong), match=told):
        read_transfer(Words.read(typed), TODAY)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("everybody", "I find no class in `everybody`"),
        ("CSE-2 CSE-2", "the same class twice"),
        ("CSE-12", "To which class does `CSE-12` go"),
        ("CSE-2 CSE-3 all of them", "I don't know what `all of them` means"),
    ],
)
def test_a_promotion_that_cannot_be_read_says_what_to_write(typed: str, told: str) -> None:
    with pytest.raises(NotReadAsMove, match=told):
        read_promotion(Words.read(typed), TODAY)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Which class"),
        ("CSE-2", "Into which sections"),
        ("CSE-2 1-30", "I don't know what `1-30` means"),
        ("CSE-2 A 1-30 banana", "I don't know what `banana` means"),
        ("CSE-2 A B 1-30", "No roll number follows `A`"),
        ("CSE-2 A rest B rest", "one section only"),
        ("CSE-2 A " + " ".join(str(10_000 + n) for n in range(300)), "write ranges"),
    ],
)
def test_a_split_that_cannot_be_read_says_what_to_write(typed: str, told: str) -> None:
    with pytest.raises((NotReadAsMove, PartsUnclear), match=told):
        read_split(Words.read(typed), TODAY)


def test_parts_are_rolls_ranges_and_the_rest() -> None:
    found = allot((Part("A", ("1-30", "21CSE040")), Part("B", (), True)), CLASS)
    assert sorted(key for key, section in found.sections.items() if section == "A") == [*range(1, 31), 40]
    assert len(found.sections) == 60
    assert allot((Part("A", ("21CSE001-21CSE010",)),), CLASS).sections == dict.fromkeys(range(1, 11), "A")
    assert allot((Part("A", ("21CSE051-070",)),), CLASS).nobody == tuple(f"21CSE{n:03}" for n in range(61, 71))


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ((Part("A", ("99",)),), "who `99` is"),
        ((Part("A", ("70-80",)),), "Nobody in this class is among `70-80`"),
        ((Part("A", ("1-30",)), Part("B", ("30-60",))), "`21CSE030` is named for two sections"),
        ((Part("A", ("30-1",)),), "as a range"),
    ],
)
def test_rolls_that_are_not_clear_are_named(parts: tuple[Part, ...], told: str) -> None:
    with pytest.raises(PartsUnclear, match=told):
        allot(parts, CLASS)
